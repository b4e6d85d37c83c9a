//! What the exit code says.

use std::process::ExitCode;

use symphony_audit::error::Error;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Fine = 0,
    Stale = 4,
    Findings = 1,
    Usage = 2,
    Ours = 3,
}

/// For the help.
pub(crate) const TABLE: &str = "\
Exit codes:
  0  all is as it should be
  1  a sequence breaks a rule: mend it
  2  it cannot be done, or not as it was asked for: read the message
  3  a fault of `cargo symphony`: report it
  4  something generated is stale: run the command that is named";

impl Exit {
    /// The one that counts for more, where several packages end in different ways.
    pub(crate) fn and(self, other: Self) -> Self {
        let weight = |exit| match exit {
            Self::Fine => 0,
            Self::Stale => 1,
            Self::Findings => 2,
            Self::Usage => 3,
            Self::Ours => 4,
        };
        if weight(self) >= weight(other) { self } else { other }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error {
            Error::Session(_) => Self::Findings,
            Error::Usage(_) | Error::Config(_) | Error::Template(_) => Self::Usage,
        }
    }
}
