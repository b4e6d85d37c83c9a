//! What is going on in a performance, as its beats see it. Nothing in it is generic, so that it is compiled once.

use std::convert::Infallible;
use std::mem;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::conductor::Settings;
use crate::beat_record::{Entry, Note, Played, Rare, StepRecord};
use crate::limit::Deadline;
use crate::origin::Origin;
use crate::record::Log;
use crate::stop::{Halt, Halted, Site};
use crate::trace::Spans;
use crate::{Cause, Moment, MomentKind, MovementRecord, Observer, Record, Status, correlation, spec};

/// A performance: what it was started with, and the sequence that it is in.
pub(crate) struct Scene<'c> {
    pub(crate) settings: &'c Settings,
    /// `None` where nobody needs to be told anything.
    pub(crate) observer: Option<&'c dyn Observer>,
    pub(crate) frame: Frame,
    pub(crate) jot: Mutex<Jot>,
    pub(crate) spans: Spans,
    correlation: OnceLock<Arc<str>>,
}

/// What handlers record of the current beat. Behind a lock, so that steps may overlap.
#[derive(Default)]
pub(crate) struct Jot {
    pub(crate) steps: Vec<StepRecord>,
    pub(crate) notes: Vec<Note>,
    pub(crate) performed: Option<Record>,
}

/// A sequence that is being performed.
pub(crate) struct Frame {
    pub(crate) sequence: &'static spec::Sequence,
    pub(crate) movement: Option<&'static spec::Movement>,
    pub(crate) beat: Option<&'static spec::Beat>,
    /// The attempt of the current beat, counted from 1.
    pub(crate) attempt: u32,
    pub(crate) depth: usize,
    /// Whether the current handler may have to be interrupted.
    pub(crate) guarded: bool,
    /// Whether the next boundary has to be looked at: cancellation, time-outs, a wait that is over.
    pub(crate) attentive: bool,
    /// Whether the last boundary's time does not hold for the next beat, because the performance waited.
    pub(crate) waited: bool,
    pub(crate) unpaced: bool,
    /// The time by which the current beat has to be over.
    pub(crate) limit: Option<Deadline>,
    /// The time by which a beat further out has to be over.
    pub(crate) deadline: Option<Deadline>,
    /// `None` where no clock is read.
    pub(crate) times: Option<Times>,
    pub(crate) log: Option<Box<Log>>,
}

#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) started: Instant,
    /// When the movement began, in nanoseconds after the sequence.
    pub(crate) movement: u64,
    /// When the last beat ended, in nanoseconds after the sequence began.
    pub(crate) boundary: u64,
}

impl Frame {
    #[inline]
    pub(crate) fn new(
        sequence: &'static spec::Sequence,
        depth: usize,
        settings: &Settings,
        deadline: Option<Deadline>,
    ) -> Self {
        Self {
            sequence,
            movement: None,
            beat: None,
            attempt: 1,
            depth,
            guarded: false,
            attentive: settings.cancellation.is_some() || settings.timeout.is_some() || deadline.is_some(),
            waited: false,
            unpaced: false,
            limit: None,
            deadline,
            times: None,
            log: None,
        }
    }

    pub(crate) fn site(&self) -> Site {
        Site { sequence: self.sequence, movement: self.movement, beat: self.beat }
    }
}

impl<'c> Scene<'c> {
    #[inline]
    pub(crate) fn new(settings: &'c Settings, observer: Option<&'c dyn Observer>, frame: Frame) -> Self {
        let (correlation, jot, spans) = (OnceLock::new(), Mutex::default(), Spans::default());
        Self { settings, observer, frame, jot, spans, correlation }
    }

    pub(crate) fn correlation_id(&self) -> &Arc<str> {
        match &self.settings.correlation_id {
            Some(id) => id,
            None => self.correlation.get_or_init(correlation::fresh),
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.settings.cancellation.as_ref().is_some_and(crate::Cancellation::is_cancelled)
    }

    /// How long after the begin of the sequence that moment is, in nanoseconds.
    pub(crate) fn offset(&self, at: Instant) -> u64 {
        self.frame.times.map_or(0, |times| nanos(at.saturating_duration_since(times.started)))
    }

    /// Tells whoever listens what happens here.
    pub(crate) fn tell(&self, kind: MomentKind<'_>) {
        let Some(observer) = self.observer else {
            self.spans.event(kind);
            return;
        };
        let Frame { depth, sequence, movement, beat, .. } = self.frame;
        let correlation_id = &**self.correlation_id();
        self.spans.event(kind);
        observer.observe(&Moment { correlation_id, depth, sequence, movement, beat, kind });
    }

    /// Begins the sequence of the current frame.
    pub(crate) fn begin_sequence(&mut self, records: bool) {
        let (sequence, correlation_id) = (self.frame.sequence, Arc::clone(self.correlation_id()));
        self.frame.times = Some(Times { started: self.settings.now(), movement: 0, boundary: 0 });
        if records {
            self.frame.log = Some(Box::new(Log {
                correlation_id: Arc::clone(&correlation_id),
                started: SystemTime::now(),
                duration: 0,
                movements: Vec::with_capacity(sequence.movements.len()),
                entries: Vec::with_capacity(sequence.beats()),
                rare: Vec::new(),
                loaded: Vec::new(),
            }));
        }
        self.spans.open_sequence(sequence, self.settings.dynamics, &correlation_id);
        self.tell(MomentKind::SequenceStarted { dynamics: self.settings.dynamics });
    }

    /// Ends the sequence of the current frame, and whatever of it is still open.
    pub(crate) fn end_sequence(&mut self, status: Status) -> Record {
        if self.frame.movement.is_some() {
            self.end_movement(status);
        }
        self.frame.beat = None;
        let sequence = self.frame.sequence;
        if let Some(times) = self.frame.times {
            if let Some(log) = &mut self.frame.log {
                log.duration = times.boundary;
                if log.movements.len() < sequence.movements.len() {
                    log.fill_movements(sequence, times.boundary);
                }
            }
            self.tell(MomentKind::SequenceEnded { status, duration: Duration::from_nanos(times.boundary) });
            self.spans.close(status);
        }
        self.record(status)
    }

    /// What there is to tell of the sequence of the current frame.
    #[inline]
    pub(crate) fn record(&mut self, status: Status) -> Record {
        let (origin, dynamics) = (Origin::Spec(self.frame.sequence), self.settings.dynamics);
        Record { origin, dynamics, status, log: self.frame.log.take() }
    }

    /// Begins a movement where the last one ended.
    pub(crate) fn begin_movement(&mut self) {
        let (Some(movement), Some(times)) = (self.frame.movement, &mut self.frame.times) else { return };
        times.movement = times.boundary;
        let start = times.boundary;
        if let Some(log) = &mut self.frame.log {
            let origin = Origin::Spec(movement);
            log.movements.push(MovementRecord { origin, start, duration: 0, status: Status::NotReached });
        }
        self.spans.open_movement(movement);
        self.tell(MomentKind::MovementStarted);
    }

    /// Ends the current movement with the end of its last beat.
    pub(crate) fn end_movement(&mut self, status: Status) {
        self.frame.beat = None;
        if let (Some(movement), Some(times)) = (self.frame.movement, self.frame.times) {
            let duration = times.boundary - times.movement;
            if let Some(log) = &mut self.frame.log {
                if status != Status::Played {
                    log.fill(movement, times.boundary);
                }
                if let Some(entry) = log.movements.last_mut() {
                    entry.duration = duration;
                    entry.status = status;
                }
            }
            self.tell(MomentKind::MovementEnded { status, duration: Duration::from_nanos(duration) });
            self.spans.close(status);
        }
        self.frame.movement = None;
    }

    /// Begins the current beat, or its next attempt.
    pub(crate) fn begin_beat(&mut self) {
        if let (Some(beat), 1) = (self.frame.beat, self.frame.attempt) {
            self.spans.open_beat(beat, self.frame.sequence);
            self.tell(MomentKind::BeatStarted);
        }
    }

    /// Looks for what may stop the performance at a boundary, and sets the limit of the beat that begins there.
    #[inline(never)]
    pub(crate) fn attend(&mut self) -> Result<(), Halt> {
        if mem::take(&mut self.frame.waited) {
            self.pass_boundary();
        }
        if self.is_cancelled() {
            return Err(self.halt(Cause::Cancelled, false));
        }
        if let Some(deadline) = self.frame.deadline.filter(|deadline| self.settings.now() > deadline.at) {
            return Err(self.halt(Cause::TimedOut(deadline.after), true));
        }
        let timeout = self.frame.beat.and_then(|beat| beat.timeout.or(self.settings.timeout));
        self.frame.limit = self.deadline(timeout);
        self.frame.guarded = self.settings.cancellation.is_some() || self.frame.limit.is_some();
        // A limit has to be taken back at the next boundary.
        self.frame.attentive = self.frame.guarded || self.settings.timeout.is_some();
        Ok(())
    }

    /// Stops at a boundary, before the current beat or before the next attempt of it.
    #[cold]
    pub(crate) fn halt(&mut self, cause: Cause<Infallible>, expired: bool) -> Halt {
        let (site, attempts) = (self.frame.site(), self.frame.attempt - 1);
        let halted = Halted { site, attempts, cause, expired, performed_by: Vec::new() };
        if attempts > 0 {
            self.frame.attempt = attempts;
            self.end_beat_as(halted.status(), Some(halted.why()));
        }
        Halt(Box::new(halted))
    }

    /// Enters what the current beat performed.
    pub(crate) fn perform(&mut self, record: Record) {
        self.jot.get_mut().unwrap_or_else(PoisonError::into_inner).performed = Some(record);
    }

    /// Ends the current beat, which went well.
    pub(crate) fn end_beat(&mut self) {
        if self.is_watched() || !self.jot.get_mut().unwrap_or_else(PoisonError::into_inner).is_empty() {
            self.end_beat_as(Status::Played, None);
        } else {
            let (start, duration) = self.pass_boundary();
            self.enter_beat(Status::Played, start, duration);
        }
    }

    /// Ends the current beat, whichever way.
    #[cold]
    pub(crate) fn end_beat_as(&mut self, status: Status, why: Option<String>) {
        let (start, duration) = self.pass_boundary();
        if self.is_watched() {
            self.tell_end(status, Duration::from_nanos(duration), why.as_deref());
        }
        let Jot { steps, notes, performed } = mem::take(self.jot.get_mut().unwrap_or_else(PoisonError::into_inner));
        if let Some(log) = &mut self.frame.log {
            log.rare.push((log.entries.len(), Rare { why, steps, notes, performed }));
        }
        self.enter_beat(status, start, duration);
    }

    /// Has the current beat end now. Gives its start and its duration.
    #[inline]
    fn pass_boundary(&mut self) -> (u64, u64) {
        let Some(times) = &mut self.frame.times else { return (0, 0) };
        let now = nanos(self.settings.now().saturating_duration_since(times.started));
        let start = mem::replace(&mut times.boundary, now);
        (start, now.saturating_sub(start))
    }

    #[inline]
    fn enter_beat(&mut self, status: Status, start: u64, duration: u64) {
        let Frame { beat, attempt: attempts, unpaced, .. } = self.frame;
        (self.frame.attempt, self.frame.unpaced) = (1, false);
        if let Some(log) = &mut self.frame.log {
            let movement = log.movement_index();
            let played = Played { movement, attempts, start, duration, status, unpaced };
            log.entries.push(Entry { beat, played });
        }
    }

    fn tell_end(&mut self, status: Status, duration: Duration, why: Option<&str>) {
        self.tell(MomentKind::BeatEnded { status, duration, attempts: self.frame.attempt, why });
        let Some(beat) = self.frame.beat else { return };
        if let Some(budget) = beat.budget.filter(|budget| duration > *budget) {
            self.tell(MomentKind::BeatOverran { budget, took: duration });
        }
        if let (Status::Played, Some(event)) = (status, beat.event_in(self.frame.sequence)) {
            self.tell(MomentKind::Published { event });
        }
        self.spans.close(status);
    }

    /// Enters a beat that is too loud.
    #[cold]
    pub(crate) fn skip(&mut self, beat: &'static spec::Beat) {
        let Some(times) = self.frame.times else { return };
        self.frame.beat = Some(beat);
        self.tell(MomentKind::BeatSkipped);
        if let Some(log) = &mut self.frame.log {
            let movement = log.movement_index();
            log.entries.push(Entry::unplayed(beat, movement, Status::Skipped, times.boundary));
        }
    }

    /// Whether anybody has to be told what happens.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        cfg!(feature = "tracing") || self.observer.is_some()
    }
}

impl Jot {
    fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.notes.is_empty() && self.performed.is_none()
    }
}

/// A duration as it is recorded. Longer than 584 years stays 584 years.
#[inline]
pub(crate) fn nanos(duration: Duration) -> u64 {
    duration.as_secs().saturating_mul(1_000_000_000).saturating_add(u64::from(duration.subsec_nanos()))
}
