//! What a performance gives.

use crate::Record;

/// What a performance that came to its end gives.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Performance<T> {
    /// The values that the sequence's `output` lists, or its baton.
    pub output: T,
    /// What was done for it.
    pub record: Record,
}
