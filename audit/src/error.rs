//! What can go wrong that is not a sequence's fault.

use std::fmt;
use std::io;
use std::path::Path;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::source::Sources;

use crate::session::SessionError;
use crate::template::TemplateError;

/// The result of what a user of this crate calls.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// A fault of the environment, of the configuration, or of how something was asked for.
pub enum Error {
    /// What was asked for cannot be done, or a file or folder cannot be read or written.
    Usage(symphony_codegen::Error),
    /// `symphony.toml` says what it must not.
    Config(Box<Refused>),
    /// A template of the user's says what it must not.
    Template(TemplateError),
    /// The authority of a session lacks what its context document says.
    Session(SessionError),
}

/// A configuration that is refused.
#[derive(Debug)]
pub struct Refused {
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
    /// Its text.
    pub sources: Sources,
}

impl Error {
    /// Something that cannot be done: what, why, and what to do.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage(symphony_codegen::Error::Usage(message.into()))
    }

    pub(crate) fn read(path: impl Into<String>, source: io::Error) -> Self {
        Self::Usage(symphony_codegen::Error::Read { path: path.into(), source })
    }

    pub(crate) fn write(path: impl Into<String>, source: io::Error) -> Self {
        Self::Usage(symphony_codegen::Error::Write { path: path.into(), source })
    }
}

/// A path as it is shown: with `/` between folders.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

impl From<symphony_codegen::Error> for Error {
    fn from(error: symphony_codegen::Error) -> Self {
        Self::Usage(error)
    }
}

impl From<TemplateError> for Error {
    fn from(error: TemplateError) -> Self {
        Self::Template(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(error) => error.fmt(f),
            Self::Template(error) => error.fmt(f),
            Self::Session(error) => error.fmt(f),
            Self::Config(refused) => {
                for finding in &refused.findings {
                    writeln!(f, "{}", symphony_codegen::render::line(finding, &refused.sources))?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
