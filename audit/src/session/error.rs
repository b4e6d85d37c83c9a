//! What is wrong with an authority, and where.

use std::fmt;

use crate::template::TemplateError;

/// Why there is no document.
#[derive(Debug)]
pub enum SessionError {
    /// Everything that is wrong with the authority, in the order of the file.
    Authority(Vec<SessionFault>),
    /// A template cannot be filled in.
    Template(TemplateError),
}

/// One thing that is wrong with an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFault {
    /// `path:line:column` of the value, or of the object in which it is missing.
    pub place: String,
    /// The JSON pointer of the value; empty where the text is no JSON.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for SessionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.pointer.is_empty() { "" } else { ": " };
        write!(f, "{}: {}{colon}{}", self.place, self.pointer, self.message)
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Authority(faults) => {
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                f.write_str(&faults.join("\n"))
            }
            Self::Template(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Authority(_) => None,
            Self::Template(error) => Some(error),
        }
    }
}

impl From<TemplateError> for SessionError {
    fn from(error: TemplateError) -> Self {
        Self::Template(error)
    }
}
