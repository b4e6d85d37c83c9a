//! Where a record has its names from: this program's `SEQUENCE`, or a record that was read.
//!
//! Recording keeps references into the spec, so that nothing is copied while performing.

use std::time::Duration;

use crate::{Dynamics, spec};

/// Names from the spec, or from a record that was read. Two are equal where they name the same.
#[derive(Clone, Debug)]
pub(crate) enum Origin<S, L> {
    Spec(S),
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    Loaded(Box<L>),
}

pub(crate) type SequenceOrigin = Origin<&'static spec::Sequence, [String; 3]>;
pub(crate) type MovementOrigin = Origin<&'static spec::Movement, [String; 2]>;

/// What a record repeats of a beat's spec.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BeatFacts<T> {
    pub(crate) number: u32,
    pub(crate) name: T,
    pub(crate) handler: T,
    pub(crate) event: Option<T>,
    pub(crate) kind: T,
    pub(crate) dynamics: Dynamics,
    pub(crate) place: T,
    pub(crate) budget: Option<Duration>,
}

impl SequenceOrigin {
    /// Id, name and fingerprint.
    pub(crate) fn names(&self) -> [&str; 3] {
        match self {
            Self::Spec(spec) => [spec.id, spec.name, spec.fingerprint],
            Self::Loaded(names) => names.each_ref().map(String::as_str),
        }
    }
}

impl MovementOrigin {
    /// Id and name.
    pub(crate) fn names(&self) -> [&str; 2] {
        match self {
            Self::Spec(spec) => [spec.id, spec.name],
            Self::Loaded(names) => names.each_ref().map(String::as_str),
        }
    }
}

impl<'a> BeatFacts<&'a str> {
    pub(crate) fn of(sequence: &'static spec::Sequence, beat: &'static spec::Beat) -> Self {
        Self {
            number: beat.number,
            name: beat.name,
            handler: beat.handler,
            event: beat.event_in(sequence),
            kind: beat.kind,
            dynamics: beat.dynamics,
            place: beat.place,
            budget: beat.budget,
        }
    }

    pub(crate) fn lent(facts: &'a BeatFacts<String>) -> Self {
        Self {
            number: facts.number,
            name: &facts.name,
            handler: &facts.handler,
            event: facts.event.as_deref(),
            kind: &facts.kind,
            dynamics: facts.dynamics,
            place: &facts.place,
            budget: facts.budget,
        }
    }
}

impl PartialEq for SequenceOrigin {
    fn eq(&self, other: &Self) -> bool {
        self.names() == other.names()
    }
}

impl PartialEq for MovementOrigin {
    fn eq(&self, other: &Self) -> bool {
        self.names() == other.names()
    }
}
