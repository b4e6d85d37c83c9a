//! What performances do, compared with what the handlers saw. `generated` is generated code, written by hand.
#![allow(missing_docs, unreachable_pub)]

#[path = "../generated/mod.rs"]
mod generated;
#[path = "../scripted/mod.rs"]
mod scripted;

mod cancelling;
mod executors;
mod failing;
mod laws;
mod nesting;
mod observing;
mod playing;
#[cfg(feature = "serde")]
mod reading;
mod waiting;
