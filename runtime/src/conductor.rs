//! What a performance needs besides handlers and input.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::clock::{Clock, SystemClock, Wait};
use crate::{Cancellation, Dynamics, Observer, Retry};

/// What a performance needs besides handlers and input. It is used by reference and not changed: any number of
/// performances may run with one conductor at once.
///
/// ```
/// use std::time::Duration;
/// use symphony::{Conductor, Dynamics, Retry};
///
/// let conductor = Conductor::new()
///     .dynamics(Dynamics::F)
///     .timeout(Duration::from_secs(30))
///     .retry(Retry { limit: 5, ..Retry::DEFAULT });
/// # drop(conductor);
/// ```
#[derive(Clone)]
pub struct Conductor<O = (), R = Recorded> {
    pub(crate) observer: O,
    pub(crate) settings: Settings,
    recording: PhantomData<R>,
}

#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) dynamics: Dynamics,
    pub(crate) keep_time: bool,
    pub(crate) retry: Retry,
    pub(crate) timeout: Option<Duration>,
    pub(crate) correlation_id: Option<Arc<str>>,
    pub(crate) cancellation: Option<Cancellation>,
    clock: Option<Arc<dyn Clock>>,
}

impl Settings {
    #[inline]
    pub(crate) fn now(&self) -> Instant {
        match &self.clock {
            None => Instant::now(),
            Some(clock) => clock.now(),
        }
    }

    pub(crate) fn sleep(&self, duration: Duration) -> Wait {
        self.clock().sleep(duration)
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.clock.as_deref().unwrap_or(&SystemClock)
    }
}

/// Whether a performance is recorded: [`Recorded`] or [`Unrecorded`].
pub trait Recording: Send + Sync + private::Sealed {
    #[doc(hidden)]
    const RECORDS: bool;
}

/// The performance gives a full [`Record`](crate::Record). Costs about one reading of the clock a beat.
#[derive(Clone, Copy, Debug)]
pub struct Recorded;

/// The performance gives a [`Record`](crate::Record) with nothing but its sequence, level and status. With no observer,
/// no clock is read, so that budgets are not looked after.
#[derive(Clone, Copy, Debug)]
pub struct Unrecorded;

impl Recording for Recorded {
    const RECORDS: bool = true;
}

impl Recording for Unrecorded {
    const RECORDS: bool = false;
}

mod private {
    pub trait Sealed {}
    impl Sealed for super::Recorded {}
    impl Sealed for super::Unrecorded {}
}

impl Default for Conductor {
    fn default() -> Self {
        Self::new()
    }
}

impl Conductor {
    /// A conductor that plays at `mf`, records, observes nothing, keeps no time and has no time-out.
    pub fn new() -> Self {
        let settings = Settings {
            dynamics: Dynamics::default(),
            keep_time: false,
            retry: Retry::DEFAULT,
            timeout: None,
            correlation_id: None,
            cancellation: None,
            clock: None,
        };
        Self { observer: (), settings, recording: PhantomData }
    }
}

impl<O, R> Conductor<O, R> {
    /// Plays the beats that are marked with this level or softer.
    #[must_use]
    pub fn dynamics(mut self, level: Dynamics) -> Self {
        self.settings.dynamics = level;
        self
    }

    /// Tells this observer what happens, instead of the one before; a pair tells two.
    #[must_use]
    pub fn observer<P: Observer>(self, observer: P) -> Conductor<P, R> {
        Conductor { observer, settings: self.settings, recording: PhantomData }
    }

    /// Records nothing.
    #[must_use]
    pub fn unrecorded(self) -> Conductor<O, Unrecorded> {
        Conductor { observer: self.observer, settings: self.settings, recording: PhantomData }
    }

    /// Gives every performance this id; without one, each performance makes its own.
    #[must_use]
    pub fn correlation_id(mut self, id: impl Into<Arc<str>>) -> Self {
        self.settings.correlation_id = Some(id.into());
        self
    }

    /// How beats are tried again that ask for it and do not say how.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = retry;
        self
    }

    /// How long each attempt of a handler may take, where the beat does not say so itself. A beat that performs another
    /// sequence has only the time-out that it says itself.
    ///
    /// An async handler is dropped when its time is up. In both flavours a handler that comes back too late has failed.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Whether beats that are paced by the tempo wait for their turn. Where they do not, the record says so.
    #[must_use]
    pub fn keep_time(mut self, keep_time: bool) -> Self {
        self.settings.keep_time = keep_time;
        self
    }

    /// Takes the time from this clock, instead of the system's.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Some(Arc::new(clock));
        self
    }

    /// Stops when this is cancelled.
    #[must_use]
    pub fn cancellation(mut self, cancellation: Cancellation) -> Self {
        self.settings.cancellation = Some(cancellation);
        self
    }
}

impl<O, R> fmt::Debug for Conductor<O, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { dynamics, keep_time, retry, timeout, correlation_id, cancellation, clock: _ } = &self.settings;
        f.debug_struct("Conductor")
            .field("dynamics", dynamics)
            .field("keep_time", keep_time)
            .field("retry", retry)
            .field("timeout", timeout)
            .field("correlation_id", correlation_id)
            .field("cancellation", cancellation)
            .finish_non_exhaustive()
    }
}
