//! Records as they are written and read: all durations in nanoseconds, in fields that end in `_ns`; `started_ns` counts
//! from the Unix epoch. What most beats do not have is left out.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::beat_record::{Played, Rare};
use crate::log::{Beats, Log, nanos};
use crate::origin::{BeatFacts, Origin};
use crate::{BeatRecord, Dynamics, MovementRecord, Note, Record, Status, StepRecord};

#[derive(Serialize, Deserialize)]
struct WireRecord<'a> {
    #[serde(borrow)]
    sequence: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    fingerprint: Cow<'a, str>,
    dynamics: Dynamics,
    status: Status,
    recorded: bool,
    #[serde(borrow)]
    correlation_id: Cow<'a, str>,
    started_ns: u64,
    duration_ns: u64,
    #[serde(borrow)]
    movements: Vec<WireMovement<'a>>,
    #[serde(borrow)]
    beats: Vec<WireBeat<'a>>,
}

#[derive(Serialize, Deserialize)]
struct WireMovement<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    status: Status,
    start_ns: u64,
    duration_ns: u64,
}

#[derive(Serialize, Deserialize)]
struct WireBeat<'a> {
    movement: usize,
    number: u32,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    handler: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    event: Option<Cow<'a, str>>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    dynamics: Dynamics,
    #[serde(borrow)]
    place: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    budget_ns: Option<u64>,
    status: Status,
    attempts: u32,
    start_ns: u64,
    duration_ns: u64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    unpaced: bool,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    why: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    steps: Vec<WireStep<'a>>,
    #[serde(default, skip_serializing_if = "<[Note]>::is_empty")]
    notes: Cow<'a, [Note]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    performed: Option<Cow<'a, Record>>,
}

#[derive(Serialize, Deserialize)]
struct WireStep<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    attempt: u32,
    start_ns: u64,
    duration_ns: u64,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    why: Option<Cow<'a, str>>,
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = WireRecord {
            sequence: self.sequence().into(),
            name: self.name().into(),
            fingerprint: self.fingerprint().into(),
            dynamics: self.dynamics(),
            status: self.status(),
            recorded: self.is_recorded(),
            correlation_id: self.correlation_id().into(),
            started_ns: nanos(self.started().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()),
            duration_ns: nanos(self.duration()),
            movements: self.movements().iter().map(WireMovement::of).collect(),
            beats: self.beats().map(WireBeat::of).collect(),
        };
        record.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = WireRecord::deserialize(deserializer)?;
        let (dynamics, status) = (wire.dynamics, wire.status);
        let log = wire.recorded.then(|| Log {
            correlation_id: wire.correlation_id.into(),
            started: SystemTime::UNIX_EPOCH + Duration::from_nanos(wire.started_ns),
            duration: wire.duration_ns,
            rare: wire.beats.iter().enumerate().filter_map(|(index, beat)| Some((index, beat.rare()?))).collect(),
            movements: wire.movements.into_iter().map(WireMovement::read).collect(),
            beats: Beats::Read(wire.beats.into_iter().map(WireBeat::read).collect()),
        });
        let origin = Origin::Loaded(Box::new([wire.sequence, wire.name, wire.fingerprint].map(Cow::into_owned)));
        Ok(Self { origin, dynamics, status, log: log.map(Box::new) })
    }
}

impl<'a> WireMovement<'a> {
    fn of(movement: &'a MovementRecord) -> Self {
        Self {
            id: movement.id().into(),
            name: movement.name().into(),
            status: movement.status(),
            start_ns: movement.start,
            duration_ns: movement.duration,
        }
    }

    fn read(self) -> MovementRecord {
        let Self { id, name, status, start_ns: start, duration_ns: duration } = self;
        MovementRecord { origin: Origin::Loaded(Box::new([id, name].map(Cow::into_owned))), start, duration, status }
    }
}

impl<'a> WireBeat<'a> {
    fn of(beat: BeatRecord<'a>) -> Self {
        let BeatFacts { number, name, handler, event, kind, dynamics, place, budget } = beat.facts;
        let Played { movement, attempts, start, duration, status, unpaced } = beat.played;
        Self {
            movement,
            number,
            name: name.into(),
            handler: handler.into(),
            event: event.map(Cow::Borrowed),
            kind: kind.into(),
            dynamics,
            place: place.into(),
            budget_ns: budget.map(nanos),
            status,
            attempts,
            start_ns: start,
            duration_ns: duration,
            unpaced,
            why: beat.why().map(Cow::Borrowed),
            steps: beat.steps().iter().map(WireStep::of).collect(),
            notes: beat.notes().into(),
            performed: beat.performed().map(Cow::Borrowed),
        }
    }

    fn rare(&self) -> Option<Rare> {
        let rare = Rare {
            why: self.why.as_ref().map(|why| why.clone().into_owned()),
            steps: self.steps.iter().map(WireStep::read).collect(),
            notes: self.notes.to_vec(),
            performed: self.performed.as_ref().map(|record| record.clone().into_owned()),
        };
        (rare != Rare::default()).then_some(rare)
    }

    fn read(self) -> (BeatFacts<String>, Played) {
        let facts = BeatFacts {
            number: self.number,
            name: self.name.into_owned(),
            handler: self.handler.into_owned(),
            event: self.event.map(Cow::into_owned),
            kind: self.kind.into_owned(),
            dynamics: self.dynamics,
            place: self.place.into_owned(),
            budget: self.budget_ns.map(Duration::from_nanos),
        };
        let played = Played {
            movement: self.movement,
            attempts: self.attempts,
            start: self.start_ns,
            duration: self.duration_ns,
            status: self.status,
            unpaced: self.unpaced,
        };
        (facts, played)
    }
}

impl<'a> WireStep<'a> {
    fn of(step: &'a StepRecord) -> Self {
        Self {
            name: step.name().into(),
            attempt: step.attempt(),
            start_ns: step.start,
            duration_ns: step.duration,
            why: step.why().map(Cow::Borrowed),
        }
    }

    fn read(&self) -> StepRecord {
        StepRecord {
            name: self.name.clone().into_owned().into(),
            attempt: self.attempt,
            start: self.start_ns,
            duration: self.duration_ns,
            why: self.why.as_ref().map(|why| why.clone().into_owned()),
        }
    }
}
