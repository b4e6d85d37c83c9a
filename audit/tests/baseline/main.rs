//! What is known and accepted: how it is written, how it is read, and by what a finding is known.

mod accepted;
mod fingerprints;
mod malformed;
mod package;
