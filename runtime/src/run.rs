//! What generated code calls while it performs. Everything here is only for generated code.
//!
//! The good path of each method is inlined and, where nothing is recorded and nobody observes, comes to nothing; the
//! rest is in [`Scene`](crate::scene::Scene), which is not generic.

use std::fmt::Display;
use std::mem;

use crate::limit::Deadline;
use crate::pause::{Next, Pause};
use crate::scene::{Frame, Scene};
use crate::stop::{Halt, Outcome, Stop, Trouble, What};
use crate::{
    Beat, Cause, Conductor, Dynamics, Failure, Observer, Performance, Recorded, Recording, Status, blocking, spec,
};

/// A performance that is under way. Only for generated code.
#[doc(hidden)]
pub struct Run<'c, O = (), R = Recorded> {
    conductor: &'c Conductor<O, R>,
    scene: Scene<'c>,
    /// The sequences that perform the one in `scene`, the outermost first.
    outer: Vec<Frame>,
    opened: bool,
}

impl<O: Observer, R: Recording> Conductor<O, R> {
    /// Starts a performance. Only for generated code, which opens the sequence next.
    #[doc(hidden)]
    #[inline]
    pub fn start(&self, sequence: &'static spec::Sequence) -> Run<'_, O, R> {
        let observer = (!self.observer.is_silent()).then_some(&self.observer as &dyn Observer);
        let frame = Frame::new(sequence, 0, &self.settings, None);
        let scene = Scene::new(&self.settings, observer, frame);
        Run { conductor: self, scene, outer: Vec::new(), opened: false }
    }
}

impl<O: Observer, R: Recording> Run<'_, O, R> {
    /// Begins a sequence: the one of the performance, or one that the current beat performs.
    #[inline]
    pub fn open(&mut self, sequence: &'static spec::Sequence) -> Result<(), Halt> {
        if mem::replace(&mut self.opened, true) {
            self.nest(sequence);
        }
        if self.follows() {
            self.scene.begin_sequence(R::RECORDS);
        }
        let asked = self.scene.settings.dynamics;
        if asked < sequence.floor {
            return Err(self.too_soft(asked, sequence.floor));
        }
        if self.scene.frame.attentive { self.scene.attend() } else { Ok(()) }
    }

    /// Begins a movement of the current sequence.
    #[inline]
    pub fn open_movement(&mut self, movement: &'static spec::Movement) -> Result<(), Halt> {
        let frame = &mut self.scene.frame;
        (frame.movement, frame.beat) = (None, None);
        if frame.attentive {
            self.scene.attend()?;
        }
        self.scene.frame.movement = Some(movement);
        if self.follows() {
            self.scene.begin_movement();
        }
        Ok(())
    }

    /// Ends a movement that came to its end.
    #[inline]
    pub fn close_movement(&mut self) {
        if self.follows() {
            self.scene.end_movement(Status::Played);
        }
    }

    /// Whether the performance is loud enough for the beat; enters it as skipped where it is not.
    #[inline]
    pub fn plays(&mut self, beat: &'static spec::Beat) -> bool {
        let plays = beat.dynamics <= self.scene.settings.dynamics;
        if !plays {
            self.scene.skip(beat);
        }
        plays
    }

    /// Whether the performance is softer than `base`, the softest beat of the current sequence; all of its beats are
    /// skipped then.
    #[inline]
    pub fn skips(&mut self, base: Dynamics) -> bool {
        let skips = self.scene.settings.dynamics < base;
        if skips {
            self.skip_all();
        }
        skips
    }

    /// A value of a loud beat that an output needs. The floor of a sequence sees to it that it is there.
    #[inline]
    pub fn given<T>(&mut self, value: Option<T>) -> Result<T, Halt> {
        match value {
            Some(value) => Ok(value),
            None => Err(self.too_soft(self.scene.settings.dynamics, self.scene.frame.sequence.floor)),
        }
    }

    /// The wait of a beat that is paced by the tempo.
    pub fn pace(&mut self, beat: &'static spec::Beat) -> Pause<'_> {
        if !self.scene.settings.keep_time {
            self.scene.frame.unpaced = beat.pace != spec::Pace::Free;
            return Pause::NONE;
        }
        let frame = &mut self.scene.frame;
        (frame.attentive, frame.waited) = (true, true);
        let tempo = frame.movement.and_then(|movement| movement.tempo).unwrap_or(frame.sequence.tempo);
        Pause::new(&self.scene, beat.pace.wait(tempo))
    }

    /// Begins a beat, or the next attempt of one.
    #[inline]
    pub fn enter(&mut self, beat: &'static spec::Beat) -> Result<Beat<'_>, Halt> {
        self.scene.frame.beat = Some(beat);
        if self.scene.frame.attentive || beat.timeout.is_some() {
            self.scene.attend()?;
        }
        if self.is_watched() {
            self.scene.begin_beat();
        }
        Ok(Beat::new(beat, &self.scene))
    }

    /// A whole beat, whose handler is a plain function and whose failure stops the sequence: [`enter`](Self::enter), the
    /// contained call and [`leave`](Self::leave) in one, for each call is one more that the user's compiler checks.
    #[inline]
    pub fn play<T, E: Display>(
        &mut self,
        beat: &'static spec::Beat,
        handler: impl FnOnce(&mut Beat<'_>) -> Result<T, E>,
    ) -> Result<T, Stop<E>> {
        let mut beat = self.enter(beat)?;
        let limit = beat.limit();
        let outcome = blocking::contain(limit, || handler(&mut beat));
        self.leave(outcome)
    }

    /// Ends a beat whose failure stops the sequence.
    #[inline]
    pub fn leave<T, E: Display>(&mut self, outcome: Outcome<T, E>) -> Result<T, Stop<E>> {
        match outcome {
            Ok(value) => {
                self.played();
                Ok(value)
            }
            Err(trouble) => Err(self.failed(trouble)),
        }
    }

    /// Ends a beat whose failure is recorded, and no more.
    #[inline]
    pub fn leave_or_carry_on<T, E: Display>(&mut self, outcome: Outcome<T, E>) -> Result<Option<T>, Stop<E>> {
        match outcome {
            Ok(value) => {
                self.played();
                Ok(Some(value))
            }
            Err(trouble) => self.carried_on(trouble),
        }
    }

    /// Ends an attempt of a beat that may be tried again.
    #[inline]
    pub fn leave_or_retry<T, E: Display>(&mut self, outcome: Outcome<T, E>) -> Result<Next<'_, T>, Stop<E>> {
        match outcome {
            Ok(value) => {
                self.played();
                self.scene.frame.attempt = 1;
                Ok(Next::Done(value))
            }
            Err(trouble) => self.again(trouble).map(Next::Again),
        }
    }

    /// Ends the sequence that the current beat performed; the result is what the beat comes to.
    #[inline]
    pub fn performed<T, E, F: Into<E>>(&mut self, played: Result<T, Stop<F>>) -> Outcome<T, E> {
        match played {
            Ok(value) => {
                self.unnest(Status::Played);
                Ok(value)
            }
            Err(stop) => Err(self.stopped(stop)),
        }
    }

    /// Carries on after a movement whose failure does not stop the sequence.
    #[inline]
    pub fn carry_on<T, E>(&mut self, ended: Result<T, Stop<E>>) -> Result<Option<T>, Stop<E>> {
        match ended {
            Ok(value) => Ok(Some(value)),
            Err(stop) if stop.0.is_final() => Err(stop),
            Err(stop) => {
                self.scene.end_movement(stop.0.status());
                Ok(None)
            }
        }
    }

    /// Ends the performance.
    #[inline]
    pub fn finish<T, E>(mut self, played: Result<T, Stop<E>>) -> Result<Performance<T>, Failure<E>> {
        match played {
            Ok(output) if self.follows() => Ok(Performance { output, record: self.scene.end_sequence(Status::Played) }),
            Ok(output) => Ok(Performance { output, record: self.scene.record(Status::Played) }),
            Err(stop) => {
                let record = self.scene.end_sequence(stop.0.status());
                Err(stop.into_failure(record))
            }
        }
    }

    /// Whether anybody has to be told what happens. Known to the compiler for `()`.
    #[inline]
    fn is_watched(&self) -> bool {
        cfg!(feature = "tracing") || !self.conductor.observer.is_silent()
    }

    /// Whether begins and ends matter to anybody.
    #[inline]
    fn follows(&self) -> bool {
        R::RECORDS || self.is_watched()
    }

    #[inline]
    fn played(&mut self) {
        if self.follows() {
            self.scene.end_beat();
        }
    }

    #[cold]
    fn skip_all(&mut self) {
        for movement in self.scene.frame.sequence.movements {
            self.scene.frame.movement = Some(movement);
            if self.follows() {
                self.scene.begin_movement();
            }
            for beat in movement.beats {
                self.scene.skip(beat);
            }
            self.close_movement();
        }
    }

    #[cold]
    fn too_soft(&mut self, asked: Dynamics, floor: Dynamics) -> Halt {
        self.scene.halt(Cause::TooSoft { asked, floor }, false)
    }

    #[cold]
    fn nest(&mut self, sequence: &'static spec::Sequence) {
        let Frame { beat, limit, deadline, depth, .. } = self.scene.frame;
        // Not the conductor's time-out: that is for handlers.
        let deadline = if beat.is_some_and(|beat| beat.timeout.is_some()) { limit } else { deadline };
        let (depth, deadline) = (depth + 1, deadline.map(|deadline| Deadline { outer: true, ..deadline }));
        let inner = Frame::new(sequence, depth, self.scene.settings, deadline);
        self.outer.push(mem::replace(&mut self.scene.frame, inner));
    }

    /// Goes back to the sequence whose beat performed the current one. Gives the deadline of the one that is over.
    #[cold]
    fn unnest(&mut self, status: Status) -> Option<Deadline> {
        let record = self.scene.end_sequence(status);
        if let Some(outer) = self.outer.pop() {
            let inner = mem::replace(&mut self.scene.frame, outer);
            if record.is_recorded() {
                self.scene.perform(record);
            }
            return inner.deadline;
        }
        None
    }

    #[cold]
    fn stopped<E, F: Into<E>>(&mut self, stop: Stop<F>) -> Trouble<E> {
        let mut halted = stop.0.map(Into::into);
        let deadline = self.unnest(halted.status());
        // Where the time is up that the beat itself may take, it has timed out as any other beat.
        halted.expired &= deadline == self.scene.frame.deadline;
        What::Performed(Box::new(halted)).into()
    }

    #[cold]
    fn failed<E: Display>(&mut self, trouble: Trouble<E>) -> Stop<E> {
        let (site, attempts) = (self.scene.frame.site(), self.scene.frame.attempt);
        let halted = trouble.into_halted(site, attempts);
        let why = self.scene.frame.times.map(|_| halted.why());
        self.scene.end_beat_as(halted.status(), why);
        Stop(Box::new(halted))
    }

    #[cold]
    fn carried_on<T, E: Display>(&mut self, trouble: Trouble<E>) -> Result<Option<T>, Stop<E>> {
        let stop = self.failed(trouble);
        if stop.0.is_final() { Err(stop) } else { Ok(None) }
    }

    #[cold]
    fn again<E: Display>(&mut self, trouble: Trouble<E>) -> Result<Pause<'_>, Stop<E>> {
        let Frame { beat, attempt, .. } = self.scene.frame;
        let retry = beat.and_then(|beat| beat.retry).unwrap_or(self.scene.settings.retry);
        if !trouble.is_retried() || attempt > retry.limit || self.scene.is_cancelled() {
            return Err(self.failed(trouble));
        }
        let pause = retry.pause(attempt);
        if self.scene.is_watched() {
            let why = trouble.into_halted(self.scene.frame.site(), attempt).why();
            self.scene.tell(crate::MomentKind::BeatRetried { attempt, why: &why, pause });
        }
        self.scene.frame.attempt += 1;
        Ok(Pause::new(&self.scene, pause))
    }
}
