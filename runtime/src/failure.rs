//! Why a performance did not come to its end.

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::time::Duration;

use crate::stop::{Halted, Site};
use crate::{Dynamics, Record, Status, spec};

/// Why a performance did not come to its end, and where.
///
/// It names the innermost beat: where a beat performs another sequence and that one fails, [`Failure::beat`] is the
/// other sequence's beat, and the text says by which beat it was performed.
pub struct Failure<E>(Box<Inner<E>>);

struct Inner<E> {
    halted: Halted<E>,
    record: Record,
}

impl<E> Failure<E> {
    pub(crate) fn new(halted: Halted<E>, record: Record) -> Self {
        Self(Box::new(Inner { halted, record }))
    }

    /// The sequence that stopped.
    pub fn sequence(&self) -> &'static spec::Sequence {
        self.site().sequence
    }

    /// The movement that stopped; `None` where the sequence did not begin.
    pub fn movement(&self) -> Option<&'static spec::Movement> {
        self.site().movement
    }

    /// The beat that failed, or before which the performance was cancelled; `None` where no beat was reached.
    pub fn beat(&self) -> Option<&'static spec::Beat> {
        self.site().beat
    }

    /// The handler that failed, as the JSON names it.
    pub fn handler(&self) -> Option<&'static str> {
        self.beat().map(|beat| beat.handler)
    }

    /// Where the beat stands in the JSON: `file:line:column`.
    pub fn place(&self) -> Option<&'static str> {
        self.beat().map(|beat| beat.place)
    }

    /// How often the handler was called.
    pub fn attempts(&self) -> u32 {
        self.0.halted.attempts
    }

    /// The beats that performed the sequence which stopped, from the inside out; empty where it was the one asked for.
    pub fn performed_by(&self) -> impl Iterator<Item = &'static spec::Beat> {
        self.0.halted.performed_by.iter().filter_map(|site| site.beat)
    }

    /// Why the beat failed.
    pub fn cause(&self) -> &Cause<E> {
        &self.0.halted.cause
    }

    /// The handler's error, where it was one.
    pub fn into_source(self) -> Option<E> {
        match self.0.halted.cause {
            Cause::Handler(error) => Some(error),
            _ => None,
        }
    }

    /// What the performance did until then; the remaining beats stand there as [`Status::NotReached`].
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    fn site(&self) -> Site {
        self.0.halted.site
    }
}

impl<E: Display> Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let halted = &self.0.halted;
        Display::fmt(&halted.site, f)?;
        match (&halted.cause, halted.attempts) {
            (Cause::TooSoft { .. } | Cause::Cancelled, _) => f.write_str(": ")?,
            (_, 1) => f.write_str(" failed: ")?,
            (_, attempts) => write!(f, " failed after {attempts} attempts: ")?,
        }
        Display::fmt(&halted.cause, f)?;
        if let Some(beat) = halted.site.beat.filter(|beat| !beat.place.is_empty()) {
            write!(f, " ({})", beat.place)?;
        }
        halted.performed_by.iter().try_for_each(|site| write!(f, ", performed by {site}"))
    }
}

impl Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sequence `{}`", self.sequence.id)?;
        if let Some(movement) = self.movement {
            write!(f, ", movement `{}`", movement.id)?;
        }
        if let Some(beat) = self.beat {
            write!(f, ", beat {} `{}`", beat.number, beat.handler)?;
        }
        Ok(())
    }
}

impl<E: Debug> Debug for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("sequence", &self.sequence().id)
            .field("movement", &self.movement().map(|movement| movement.id))
            .field("beat", &self.beat().map(|beat| beat.number))
            .field("handler", &self.handler())
            .field("attempts", &self.attempts())
            .field("cause", self.cause())
            .finish_non_exhaustive()
    }
}

impl<E: Debug + Display> Error for Failure<E> {}

/// Why a beat failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause<E> {
    /// The handler returned this error.
    Handler(E),
    /// The handler panicked with this message.
    Panicked(String),
    /// The handler, or a beat that performs the sequence, took longer than this.
    TimedOut(Duration),
    /// The performance was cancelled.
    Cancelled,
    /// The performance was too soft for the beats that give the sequence's outputs.
    TooSoft {
        /// The level of the performance.
        asked: Dynamics,
        /// The softest level at which all of the sequence's outputs are given.
        floor: Dynamics,
    },
}

impl<E> Cause<E> {
    /// The status of a beat that ended like this.
    pub fn status(&self) -> Status {
        match self {
            Self::Handler(_) | Self::TooSoft { .. } => Status::Failed,
            Self::Panicked(_) => Status::Panicked,
            Self::TimedOut(_) => Status::TimedOut,
            Self::Cancelled => Status::Cancelled,
        }
    }
}

impl<E: Display> Display for Cause<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // `#`: error types with a chain of their own, such as `anyhow::Error`, then write all of it.
            Self::Handler(error) => write!(f, "{error:#}"),
            Self::Panicked(message) => write!(f, "panicked: {message}"),
            Self::TimedOut(after) => write!(f, "timed out after {after:?}"),
            Self::Cancelled => f.write_str("cancelled"),
            Self::TooSoft { asked, floor } => {
                write!(f, "a performance at {asked} does not give its outputs: play it at {floor} or louder")
            }
        }
    }
}
