//! What a performance did, as data.

use std::time::{Duration, SystemTime};

use crate::log::{Beats, Log};
use crate::origin::{BeatFacts, MovementOrigin, Origin, SequenceOrigin};
use crate::{BeatRecord, Dynamics, Status, Summary};

/// What a performance did: one entry for each beat of the sequence, whether it was played or not.
///
/// An unrecorded performance leaves a record that knows its sequence, level and status and nothing else: no beats and
/// movements, an empty correlation id, no duration, and a start at the Unix epoch.
#[derive(Clone, Debug)]
pub struct Record {
    pub(crate) origin: SequenceOrigin,
    pub(crate) dynamics: Dynamics,
    pub(crate) status: Status,
    pub(crate) log: Option<Box<Log>>,
}

impl Record {
    /// The sequence's id.
    pub fn sequence(&self) -> &str {
        self.origin.names()[0]
    }

    /// The sequence's name.
    pub fn name(&self) -> &str {
        self.origin.names()[1]
    }

    /// The hash of the JSON that the performed code was generated from.
    pub fn fingerprint(&self) -> &str {
        self.origin.names()[2]
    }

    /// The level of the performance.
    pub fn dynamics(&self) -> Dynamics {
        self.dynamics
    }

    /// How the performance ended.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Whether anything but the above was recorded.
    pub fn is_recorded(&self) -> bool {
        self.log.is_some()
    }

    /// The id that this performance shares with whatever else belongs to the same work.
    pub fn correlation_id(&self) -> &str {
        self.log.as_ref().map_or("", |log| &log.correlation_id)
    }

    /// When the performance began, by the system's clock.
    pub fn started(&self) -> SystemTime {
        self.log.as_ref().map_or(SystemTime::UNIX_EPOCH, |log| log.started)
    }

    /// How long the performance took, from its begin to the end of its last beat.
    pub fn duration(&self) -> Duration {
        Duration::from_nanos(self.log.as_ref().map_or(0, |log| log.duration))
    }

    /// The movements in the order of the sequence.
    pub fn movements(&self) -> &[MovementRecord] {
        self.log.as_ref().map_or(&[], |log| &log.movements)
    }

    /// The beats, movement by movement, in the order in which they were played; those not reached follow.
    pub fn beats(&self) -> impl DoubleEndedIterator<Item = BeatRecord<'_>> + ExactSizeIterator {
        (0..self.log.as_ref().map_or(0, |log| log.beats.len())).map(|index| self.beat_at(index))
    }

    /// The first beat with this number.
    pub fn beat(&self, number: u32) -> Option<BeatRecord<'_>> {
        self.beats().find(|beat| beat.number() == number)
    }

    /// How many beats ended how, movement by movement and in total. Counts what happened, and nothing else.
    pub fn summary(&self) -> Summary {
        Summary::of(self)
    }

    fn beat_at(&self, index: usize) -> BeatRecord<'_> {
        let log = self.log.as_ref().expect("only a record with a log has beats");
        let (facts, played) = match (&log.beats, &self.origin) {
            (Beats::Entered { began, entries }, Origin::Spec(sequence)) => {
                (BeatFacts::of(sequence, entries[index].beat), entries[index].played(*began))
            }
            (Beats::Read(beats), _) => (BeatFacts::lent(&beats[index].0), beats[index].1),
            (Beats::Entered { .. }, Origin::Loaded(_)) => unreachable!("beats are read together with their sequence"),
        };
        let rare = log.rare.binary_search_by_key(&index, |(index, _)| *index);
        BeatRecord { facts, played, rare: rare.ok().map(|place| &log.rare[place].1) }
    }
}

/// Two records are equal where they say the same, also where one of them was written and read.
impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        let head =
            |record: &Self| (record.dynamics, record.status, record.is_recorded(), record.duration(), record.started());
        self.origin == other.origin
            && head(self) == head(other)
            && self.correlation_id() == other.correlation_id()
            && self.movements() == other.movements()
            && self.beats().eq(other.beats())
    }
}

/// What a performance did in one movement.
#[derive(Clone, Debug, PartialEq)]
pub struct MovementRecord {
    pub(crate) origin: MovementOrigin,
    pub(crate) start: u64,
    pub(crate) duration: u64,
    pub(crate) status: Status,
}

impl MovementRecord {
    /// The movement's id.
    pub fn id(&self) -> &str {
        self.origin.names()[0]
    }

    /// The movement's name.
    pub fn name(&self) -> &str {
        self.origin.names()[1]
    }

    /// When the movement began, counted from the begin of the performance.
    pub fn start(&self) -> Duration {
        Duration::from_nanos(self.start)
    }

    /// How long the movement took.
    pub fn duration(&self) -> Duration {
        Duration::from_nanos(self.duration)
    }

    /// How the movement ended.
    pub fn status(&self) -> Status {
        self.status
    }
}
