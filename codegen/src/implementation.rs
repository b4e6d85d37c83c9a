//! Holds what a user implements against what a sequence asks for.
//!
//! rustc does this too, and has the last word; here the sentences speak of beats and criteria, and the place is in the
//! JSON.

mod handlers;
mod steps;

pub use handlers::{HANDLER_NOT_FOUND, MISSING_IMPLEMENTATION, SIGNATURE_MISMATCH, compare};
pub use steps::{MISSING_STEP, MISSING_WORLD, STEP_MISMATCH, STEP_NOT_FOUND, compare_steps, missing_world};

use crate::rule::Rule;
use crate::source::Place;

/// All rules of this module. Their examples are Rust: of handlers, for a movement with the handlers `load` and, pure,
/// `judge`; of steps, for a criterion that says `given a tone` and `then it is kind`.
pub const RULES: &[&Rule] = &[
    &MISSING_IMPLEMENTATION,
    &HANDLER_NOT_FOUND,
    &SIGNATURE_MISMATCH,
    &MISSING_STEP,
    &STEP_NOT_FOUND,
    &STEP_MISMATCH,
    &MISSING_WORLD,
];

/// A function that a user wrote.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, with `r#` where it has that.
    pub name: String,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// Whether it plainly returns a `Result`; of any other type we cannot know whether it is a future.
    pub returns_result: bool,
    /// Where its name stands.
    pub place: Place,
}
