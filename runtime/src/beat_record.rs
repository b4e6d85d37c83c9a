//! What a performance did in one beat.

use std::borrow::Cow;
use std::time::Duration;

use crate::origin::BeatFacts;
use crate::{Dynamics, Record, Status};

/// What a performance did in one beat; lent by a [`Record`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeatRecord<'a> {
    pub(crate) facts: BeatFacts<&'a str>,
    pub(crate) played: Played,
    /// What most beats do not have.
    pub(crate) rare: Option<&'a Rare>,
}

/// How a beat was played, with its times in nanoseconds, the start counted from the begin of the sequence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Played {
    pub(crate) movement: usize,
    pub(crate) attempts: u32,
    pub(crate) start: u64,
    pub(crate) duration: u64,
    pub(crate) status: Status,
    pub(crate) unpaced: bool,
}

/// What most beats do not have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rare {
    pub(crate) why: Option<String>,
    pub(crate) steps: Vec<StepRecord>,
    pub(crate) notes: Vec<Note>,
    pub(crate) performed: Option<Record>,
}

impl<'a> BeatRecord<'a> {
    /// The beat's number in the JSON.
    pub fn number(&self) -> u32 {
        self.facts.number
    }

    /// The beat's name.
    pub fn name(&self) -> &'a str {
        self.facts.name
    }

    /// The handler as the JSON names it.
    pub fn handler(&self) -> &'a str {
        self.facts.handler
    }

    /// The beat's event.
    pub fn event(&self) -> Option<&'a str> {
        self.facts.event
    }

    /// The beat's kind: `pure`, `io`, or any other word.
    pub fn kind(&self) -> &'a str {
        self.facts.kind
    }

    /// The level that the beat is marked with.
    pub fn dynamics(&self) -> Dynamics {
        self.facts.dynamics
    }

    /// Where the beat stands in the JSON: `file:line:column`.
    pub fn place(&self) -> &'a str {
        self.facts.place
    }

    /// How long the beat should take at most.
    pub fn budget(&self) -> Option<Duration> {
        self.facts.budget
    }

    /// The movement that the beat belongs to, as an index into [`Record::movements`].
    pub fn movement(&self) -> usize {
        self.played.movement
    }

    /// When the beat began, counted from the begin of the performance. A beat begins where the one before it ends.
    pub fn start(&self) -> Duration {
        Duration::from_nanos(self.played.start)
    }

    /// How long the beat took, all attempts and the pauses between them.
    pub fn duration(&self) -> Duration {
        Duration::from_nanos(self.played.duration)
    }

    /// How the beat ended.
    pub fn status(&self) -> Status {
        self.played.status
    }

    /// How often the handler was called.
    pub fn attempts(&self) -> u32 {
        self.played.attempts
    }

    /// Why the beat did not go well.
    pub fn why(&self) -> Option<&'a str> {
        self.rare?.why.as_deref()
    }

    /// Whether the beat took longer than its budget.
    pub fn is_over_budget(&self) -> bool {
        self.budget().is_some_and(|budget| self.duration() > budget)
    }

    /// Whether the beat asked for a pace that the conductor did not keep.
    pub fn is_unpaced(&self) -> bool {
        self.played.unpaced
    }

    /// Whether the beat's event was announced: it has one, and it went well.
    pub fn is_published(&self) -> bool {
        self.status() == Status::Played && self.event().is_some()
    }

    /// The steps that the handler recorded, in all attempts.
    pub fn steps(&self) -> &'a [StepRecord] {
        self.rare.map_or(&[], |rare| &rare.steps)
    }

    /// The facts that the handler noted, in all attempts.
    pub fn notes(&self) -> &'a [Note] {
        self.rare.map_or(&[], |rare| &rare.notes)
    }

    /// The record of the sequence that the beat performed, of its last attempt.
    pub fn performed(&self) -> Option<&'a Record> {
        self.rare?.performed.as_ref()
    }
}

/// A part of a beat that its handler recorded with [`Beat::step`](crate::Beat::step).
#[derive(Clone, Debug, PartialEq)]
pub struct StepRecord {
    pub(crate) name: Cow<'static, str>,
    pub(crate) attempt: u32,
    pub(crate) start: u64,
    pub(crate) duration: u64,
    pub(crate) why: Option<String>,
}

impl StepRecord {
    /// The step's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The attempt of the beat in which the step was taken, counted from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// When the step began, counted from the begin of the performance.
    pub fn start(&self) -> Duration {
        Duration::from_nanos(self.start)
    }

    /// How long the step took.
    pub fn duration(&self) -> Duration {
        Duration::from_nanos(self.duration)
    }

    /// Why the step failed; `None` where it went well.
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }
}

/// A fact that a handler recorded with [`Beat::note`](crate::Beat::note).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Note {
    pub(crate) key: Cow<'static, str>,
    pub(crate) value: String,
}

impl Note {
    /// What the fact is about.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The fact.
    pub fn value(&self) -> &str {
        &self.value
    }
}
