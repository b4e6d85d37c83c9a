//! What a record comes to.

use std::time::Duration;

use crate::{BeatRecord, Record, Status};

/// What a [`Record`] comes to, movement by movement and in total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// One entry for each movement, in the order of [`Record::movements`].
    pub movements: Vec<Tally>,
    /// All of them.
    pub total: Tally,
}

impl Summary {
    pub(crate) fn of(record: &Record) -> Self {
        let mut movements = vec![Tally::default(); record.movements().len()];
        let mut total = Tally::default();
        for beat in record.beats() {
            total.add(&beat);
            if let Some(tally) = movements.get_mut(beat.movement()) {
                tally.add(&beat);
            }
        }
        Self { movements, total }
    }
}

/// How many beats ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [u32; Status::ALL.len()],
    attempts: u32,
    over_budget: u32,
    duration: Duration,
}

impl Tally {
    fn add(&mut self, beat: &BeatRecord<'_>) {
        self.counts[beat.status() as usize] += 1;
        self.attempts += beat.attempts();
        self.over_budget += u32::from(beat.is_over_budget());
        self.duration += beat.duration();
    }

    /// How many beats ended like this.
    pub fn count(&self, status: Status) -> u32 {
        self.counts[status as usize]
    }

    /// How many beats there are.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// How many beats a handler was called for.
    pub fn ran(&self) -> u32 {
        Status::ALL.into_iter().filter(|status| status.ran()).map(|status| self.count(status)).sum()
    }

    /// How often handlers were called.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How many beats took longer than their budget.
    pub fn over_budget(&self) -> u32 {
        self.over_budget
    }

    /// How long the beats took together.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The share of the beats that went well among those that ran, from 0 to 1; `None` where none ran.
    pub fn success_rate(&self) -> Option<f64> {
        (self.ran() > 0).then(|| f64::from(self.count(Status::Played)) / f64::from(self.ran()))
    }
}
