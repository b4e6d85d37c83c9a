//! What can go wrong that is not the spec's fault.

use std::fmt;
use std::io;

/// The result of what a user of this crate calls.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// A fault of the build, not of a sequence.
pub enum Error {
    /// A file or folder could not be read.
    Read {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A file could not be written.
    Write {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// An option that cannot be followed.
    Usage(String),
}

impl Error {
    pub(crate) fn read(path: &str, source: io::Error) -> Self {
        Self::Read { path: path.to_owned(), source }
    }

    pub(crate) fn write(path: &str, source: io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(f, "cannot read `{path}`: {source}"),
            Self::Write { path, source } => write!(f, "cannot write `{path}`: {source}"),
            Self::Usage(message) => f.write_str(message),
        }
    }
}

/// As [`Display`](fmt::Display): a build script's `main` shows its error so, and users should read a sentence.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            Self::Usage(_) => None,
        }
    }
}
