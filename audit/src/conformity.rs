//! The Symphonia Conformity Alignment Pipeline, performed: `check` plays it at `p`, which only looks, `fix` at `f`.
//!
//! The steps and their order are the sequence's, in `sequences/`; here are its handlers, a set for each of the two.

mod judging;
mod mending;

symphony::include_sequences!();

use symphony::{Cause, Failure};

use crate::error::Error;

pub(crate) use judging::{Found, judge};
pub(crate) use mending::mend;

/// The fault that stopped a performance, as it was given; a panic goes on as one.
fn fault(failure: Failure<Error>) -> Error {
    let text = failure.to_string();
    match failure.cause() {
        Cause::Panicked(_) => std::panic::resume_unwind(Box::new(text)),
        _ => failure.into_source().unwrap_or_else(|| Error::usage(text)),
    }
}
