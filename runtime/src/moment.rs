//! What an observer is told.

use std::ptr;
use std::time::Duration;

use crate::{Dynamics, Status, spec};

/// Something that happens in a performance, at the time when it happens.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Moment<'a> {
    /// The id of the performance.
    pub correlation_id: &'a str,
    /// How many sequences perform the one where it happens: 0 where it is the one that was asked for.
    pub depth: usize,
    /// The sequence where it happens.
    pub sequence: &'static spec::Sequence,
    /// The movement where it happens.
    pub movement: Option<&'static spec::Movement>,
    /// The beat where it happens.
    pub beat: Option<&'static spec::Beat>,
    /// What happens.
    pub kind: MomentKind<'a>,
}

impl Moment<'_> {
    /// The event that this moment announces, as an index into `sequence.events`; `None` where it announces none, or
    /// one of another sequence. Only for generated code.
    #[doc(hidden)]
    pub fn event_of(&self, sequence: &'static spec::Sequence) -> Option<usize> {
        match self.kind {
            MomentKind::Published { .. } if ptr::eq(self.sequence, sequence) => self.beat?.event,
            _ => None,
        }
    }
}

/// What happens in a [`Moment`]. Durations are zero where the performance reads no clock.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum MomentKind<'a> {
    /// A sequence begins.
    SequenceStarted {
        /// The level of the performance.
        dynamics: Dynamics,
    },
    /// A sequence is over.
    SequenceEnded {
        /// How it ended.
        status: Status,
        /// How long it took.
        duration: Duration,
    },
    /// A movement begins.
    MovementStarted,
    /// A movement is over.
    MovementEnded {
        /// How it ended.
        status: Status,
        /// How long it took.
        duration: Duration,
    },
    /// A beat begins, with its first attempt.
    BeatStarted,
    /// A beat is louder than the performance and is not played.
    BeatSkipped,
    /// An attempt of a beat failed, and another will follow.
    BeatRetried {
        /// The attempt that failed, counted from 1.
        attempt: u32,
        /// Why it failed.
        why: &'a str,
        /// How long the next attempt waits.
        pause: Duration,
    },
    /// A beat is over.
    BeatEnded {
        /// How it ended.
        status: Status,
        /// How long it took.
        duration: Duration,
        /// How often its handler was called.
        attempts: u32,
        /// Why it did not go well.
        why: Option<&'a str>,
    },
    /// A beat took longer than its budget; comes after the beat's end.
    BeatOverran {
        /// How long it should take at most.
        budget: Duration,
        /// How long it took.
        took: Duration,
    },
    /// A beat is over and went well, and announces its event.
    Published {
        /// The event.
        event: &'static str,
    },
    /// A handler begins a step.
    StepStarted {
        /// The step's name.
        name: &'a str,
    },
    /// A handler's step is over.
    StepEnded {
        /// The step's name.
        name: &'a str,
        /// How long it took.
        duration: Duration,
        /// Why it failed; `None` where it went well.
        why: Option<&'a str>,
    },
}
