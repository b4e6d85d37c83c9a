//! How a beat, a movement or a sequence ended.

use std::fmt;

/// How a beat, a movement or a sequence ended.
///
/// A movement or a sequence that came to its end is `Played`, also where a beat failed on the way and the spec says
/// `continue`; one that was stopped has the status of the beat that stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Status {
    /// It ran to its end and went well.
    Played,
    /// The handler returned an error.
    Failed,
    /// It took longer than its time-out.
    TimedOut,
    /// The handler panicked.
    Panicked,
    /// It was running when the performance was cancelled.
    Cancelled,
    /// It is louder than the performance.
    Skipped,
    /// The performance stopped before.
    NotReached,
}

impl Status {
    /// Every status, in the order of their declaration.
    pub const ALL: [Self; 7] =
        [Self::Played, Self::Failed, Self::TimedOut, Self::Panicked, Self::Cancelled, Self::Skipped, Self::NotReached];

    /// Whether a handler was called.
    pub const fn ran(self) -> bool {
        !matches!(self, Self::Skipped | Self::NotReached)
    }

    /// The status in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Played => "played",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::Panicked => "panicked",
            Self::Cancelled => "cancelled",
            Self::Skipped => "skipped",
            Self::NotReached => "not reached",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
