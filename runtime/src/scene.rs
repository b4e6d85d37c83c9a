//! What is going on in a performance, as its beats see it. Nothing in it is generic, so that it is compiled once.

use std::convert::Infallible;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::beat_record::{Note, Rare, StepRecord};
use crate::conductor::Settings;
use crate::limit::Deadline;
use crate::log::{Entry, Log, nanos};
use crate::origin::Origin;
use crate::stop::{Halt, Halted, Site};
use crate::trace::Spans;
use crate::{Cause, Moment, MomentKind, MovementRecord, Observer, Record, Status, correlation, spec};

/// A performance: what it was started with, and the sequence that it is in.
pub(crate) struct Scene<'c> {
    pub(crate) settings: &'c Settings,
    /// `None` where nobody needs to be told anything.
    pub(crate) observer: Option<&'c dyn Observer>,
    pub(crate) frame: Frame,
    pub(crate) spans: Spans,
    correlation: OnceLock<Arc<str>>,
}

/// What is recorded of a beat besides its times and its end.
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
    /// Whether the next boundary has to be looked at: cancellation, time-outs, a wait that is over.
    pub(crate) attentive: bool,
    /// Whether the last boundary's time does not hold for the next beat, because the performance waited.
    pub(crate) waited: bool,
    pub(crate) unpaced: bool,
    /// The time by which the current beat has to be over.
    pub(crate) limit: Option<Deadline>,
    /// The time by which a beat further out has to be over.
    pub(crate) deadline: Option<Deadline>,
    /// What the current beat's handler records. Behind a lock, so that steps may overlap.
    pub(crate) jot: Mutex<Option<Box<Jot>>>,
    /// `None` where no clock is read.
    pub(crate) times: Option<Times>,
    pub(crate) log: Option<Box<Log>>,
}

#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) started: Instant,
    /// When the movement began.
    pub(crate) movement: Instant,
    /// When the last beat ended.
    pub(crate) boundary: Instant,
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
            attentive: settings.cancellation.is_some() || settings.timeout.is_some() || deadline.is_some(),
            waited: false,
            unpaced: false,
            limit: None,
            deadline,
            jot: Mutex::new(None),
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
        Self { settings, observer, frame, spans: Spans::new(), correlation: OnceLock::new() }
    }

    pub(crate) fn correlation_id(&self) -> &Arc<str> {
        match &self.settings.correlation_id {
            Some(id) => id,
            None => self.correlation.get_or_init(correlation::fresh),
        }
    }

    /// What is recorded of the current beat.
    pub(crate) fn jot(&self) -> MutexGuard<'_, Option<Box<Jot>>> {
        self.frame.jot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the current handler may have to be interrupted.
    #[inline]
    pub(crate) fn is_guarded(&self) -> bool {
        self.frame.limit.is_some() || self.settings.cancellation.is_some()
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
        let now = self.settings.now();
        self.frame.times = Some(Times { started: now, movement: now, boundary: now });
        if records {
            self.frame.log = Some(Box::new(Log::new(sequence, Arc::clone(&correlation_id), now)));
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
            let duration = times.boundary.saturating_duration_since(times.started);
            if let Some(log) = &mut self.frame.log {
                log.duration = nanos(duration);
                if log.movements.len() < sequence.movements.len() {
                    log.fill_movements(sequence, times.boundary);
                }
            }
            self.tell(MomentKind::SequenceEnded { status, duration });
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
        let start = nanos(times.boundary.saturating_duration_since(times.started));
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
            let duration = times.boundary.saturating_duration_since(times.movement);
            if let Some(log) = &mut self.frame.log {
                if status != Status::Played {
                    log.fill(movement, times.boundary);
                }
                if let Some(entry) = log.movements.last_mut() {
                    entry.duration = nanos(duration);
                    entry.status = status;
                }
            }
            self.tell(MomentKind::MovementEnded { status, duration });
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
            let now = self.settings.now();
            if let Some(times) = &mut self.frame.times {
                times.boundary = now;
            }
        }
        if self.is_cancelled() {
            return Err(self.halt(Cause::Cancelled, false));
        }
        if let Some(deadline) = self.frame.deadline.filter(|deadline| self.settings.now() >= deadline.at) {
            return Err(self.halt(Cause::TimedOut(deadline.after), true));
        }
        let timeout = self.frame.beat.and_then(|beat| beat.timeout.or(self.settings.timeout));
        self.frame.limit = self.deadline(timeout);
        // A limit has to be taken back at the next boundary.
        self.frame.attentive = self.is_guarded() || self.settings.timeout.is_some();
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
        self.jot().get_or_insert_default().performed = Some(record);
    }

    /// Ends the current beat, which went well.
    pub(crate) fn end_beat(&mut self) {
        if self.is_watched() || self.frame.jot.get_mut().unwrap_or_else(PoisonError::into_inner).is_some() {
            self.end_beat_as(Status::Played, None);
        } else {
            self.enter_beat(Status::Played);
        }
    }

    /// Ends the current beat, whichever way.
    #[cold]
    pub(crate) fn end_beat_as(&mut self, status: Status, why: Option<String>) {
        let attempts = self.frame.attempt;
        let Some((start, end)) = self.enter_beat(status) else { return };
        if self.is_watched() {
            self.tell_end(status, end.saturating_duration_since(start), attempts, why.as_deref());
        }
        let jot = self.frame.jot.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(log), true) = (&mut self.frame.log, why.is_some() || jot.is_some()) {
            let Jot { steps, notes, performed } = *jot.unwrap_or_default();
            log.rare.push((log.beats.len() - 1, Rare { why, steps, notes, performed }));
        }
    }

    /// Enters the current beat, which ends now. Gives its begin and its end.
    #[inline]
    fn enter_beat(&mut self, status: Status) -> Option<(Instant, Instant)> {
        let (attempts, unpaced) = (self.frame.attempt, self.frame.unpaced);
        (self.frame.attempt, self.frame.unpaced) = (1, false);
        let end = self.settings.now();
        let start = mem::replace(&mut self.frame.times.as_mut()?.boundary, end);
        if let (Some(log), Some(beat)) = (&mut self.frame.log, self.frame.beat) {
            log.enter(Entry { beat, attempts, start, end, movement: 0, status, unpaced });
        }
        Some((start, end))
    }

    fn tell_end(&mut self, status: Status, duration: Duration, attempts: u32, why: Option<&str>) {
        self.tell(MomentKind::BeatEnded { status, duration, attempts, why });
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
            log.enter_unplayed(beat, Status::Skipped, times.boundary);
        }
    }

    /// Whether anybody has to be told what happens.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        cfg!(feature = "tracing") || self.observer.is_some()
    }
}
