//! From the plan to files. An emitter is a pure function; writing is [`writer`](crate::writer)'s business.

pub mod rust;

/// A file to be written, under the folder that the user names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name, with `/` between folders; never leaves the folder.
    pub path: String,
    /// What it holds.
    pub text: String,
}
