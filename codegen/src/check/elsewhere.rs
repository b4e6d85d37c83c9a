//! The rules that `cargo symphony check` judges and a build does not, so that an `allow` of one is no mistake in a build.

/// Their codes, in the order of the alphabet; the crate that has the rules holds this list to them.
pub const ELSEWHERE: &[&str] = &[
    "HANDLER_NOT_FOUND",
    "MISSING_IMPLEMENTATION",
    "MISSING_STEP",
    "MISSING_WORLD",
    "SIGNATURE_MISMATCH",
    "STEP_MISMATCH",
    "STEP_NOT_FOUND",
    "TELEMETRY_NOT_INSTRUMENTED",
];
