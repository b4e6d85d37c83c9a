//! Generated code, written by hand.
#![allow(dead_code, clippy::all, clippy::pedantic)]

pub mod inner;
pub mod inner_blocking;
pub mod local;
pub mod tour;
pub mod tour_blocking;
