//! What is recorded of a sequence, while it is performed and afterwards.

use std::ptr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::beat_record::{Played, Rare};
use crate::origin::{BeatFacts, Origin};
use crate::{MovementRecord, Status, spec};

/// What is recorded of a sequence, besides what a record always has.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) correlation_id: Arc<str>,
    pub(crate) started: SystemTime,
    /// In nanoseconds.
    pub(crate) duration: u64,
    pub(crate) movements: Vec<MovementRecord>,
    pub(crate) beats: Beats,
    /// What few beats have, by their place, in its order.
    pub(crate) rare: Vec<(usize, Rare)>,
}

/// The beats of a record: as they were entered, or as they were read.
#[derive(Clone, Debug)]
pub(crate) enum Beats {
    Entered {
        began: Instant,
        entries: Vec<Entry>,
    },
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    Read(Vec<(BeatFacts<String>, Played)>),
}

/// What is entered for each beat while performing. It is copied and never dropped, so that it is written in one go, and
/// its times are taken as they come: a subtraction a beat would cost a quarter of what reading the clock does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) beat: &'static spec::Beat,
    pub(crate) attempts: u32,
    pub(crate) start: Instant,
    pub(crate) end: Instant,
    pub(crate) movement: usize,
    pub(crate) status: Status,
    pub(crate) unpaced: bool,
}

impl Entry {
    pub(crate) fn played(&self, began: Instant) -> Played {
        let Self { movement, attempts, start, end, status, unpaced, .. } = *self;
        let (duration, start) = (end.saturating_duration_since(start), start.saturating_duration_since(began));
        Played { movement, attempts, start: nanos(start), duration: nanos(duration), status, unpaced }
    }
}

impl Log {
    pub(crate) fn new(sequence: &'static spec::Sequence, correlation_id: Arc<str>, began: Instant) -> Self {
        Self {
            correlation_id,
            started: SystemTime::now(),
            duration: 0,
            movements: Vec::with_capacity(sequence.movements.len()),
            beats: Beats::Entered { began, entries: Vec::with_capacity(sequence.beats()) },
            rare: Vec::new(),
        }
    }

    /// Enters a beat of the movement that was opened last.
    #[inline]
    pub(crate) fn enter(&mut self, entry: Entry) {
        let movement = self.movements.len().wrapping_sub(1);
        if let Beats::Entered { entries, .. } = &mut self.beats {
            entries.push(Entry { movement, ..entry });
        }
    }

    /// Enters a beat that no handler was called for.
    pub(crate) fn enter_unplayed(&mut self, beat: &'static spec::Beat, status: Status, now: Instant) {
        self.enter(Entry { beat, attempts: 0, start: now, end: now, movement: 0, status, unpaced: false });
    }

    /// Enters what is left of the movement that was opened last.
    #[cold]
    pub(crate) fn fill(&mut self, movement: &'static spec::Movement, now: Instant) {
        let index = self.movements.len() - 1;
        let Beats::Entered { entries, .. } = &self.beats else { return };
        let entered: Vec<_> = entries.iter().rev().take_while(|entry| entry.movement == index).collect();
        let is_left = |beat: &&'static spec::Beat| !entered.iter().any(|entry| ptr::eq(entry.beat, *beat));
        let left: Vec<_> = movement.beats.iter().filter(is_left).collect();
        for beat in left {
            self.enter_unplayed(beat, Status::NotReached, now);
        }
    }

    /// Enters the movements that were never opened.
    #[cold]
    pub(crate) fn fill_movements(&mut self, sequence: &'static spec::Sequence, now: Instant) {
        for movement in sequence.movements {
            let is_opened =
                |known: &MovementRecord| matches!(known.origin, Origin::Spec(spec) if ptr::eq(spec, movement));
            if !self.movements.iter().any(is_opened) {
                let (origin, start) = (Origin::Spec(movement), self.duration);
                self.movements.push(MovementRecord { origin, start, duration: 0, status: Status::NotReached });
                self.fill(movement, now);
            }
        }
    }
}

impl Beats {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Entered { entries, .. } => entries.len(),
            Self::Read(beats) => beats.len(),
        }
    }
}

/// A duration as it is recorded. Longer than 584 years stays 584 years.
pub(crate) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
