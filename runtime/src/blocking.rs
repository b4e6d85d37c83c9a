//! Calling blocking handlers so that nothing of what they do gets out.

use crate::contain::guard;
use crate::limit::Limit;
use crate::stop::Outcome;

/// Calls a blocking or pure handler and contains its panics. One that comes back after its time is up has failed. Only
/// for generated code.
#[doc(hidden)]
#[inline]
pub fn contain<T, E>(limit: Limit<'_>, call: impl FnOnce() -> Result<T, E>) -> Outcome<T, E> {
    guard(limit, call).map_err(Into::into).and_then(|result| limit.judge(result))
}
