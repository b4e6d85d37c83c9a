//! A clock for tests.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use crate::clock::{Clock, Wait};
use crate::timer::{Agenda, Key};

/// A clock that stands still until it is told to go on: tests of waits take no time and always end the same way.
///
/// Clones show the same time.
///
/// ```
/// use std::time::Duration;
/// use symphony::{Clock, ManualClock};
///
/// let clock = ManualClock::new();
/// let before = clock.now();
/// clock.block_on(clock.sleep(Duration::from_secs(3600)));
/// assert_eq!(clock.now() - before, Duration::from_secs(3600));
/// ```
#[derive(Clone)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

struct State {
    now: Instant,
    agenda: Agenda,
}

impl ManualClock {
    /// A clock that stands at the time of now.
    pub fn new() -> Self {
        Self { state: Arc::new(Mutex::new(State { now: Instant::now(), agenda: Agenda::new() })) }
    }

    /// Goes on by this long, and wakes whoever has slept long enough.
    ///
    /// # Panics
    ///
    /// Panics where the system's time cannot tell a time that late.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.state();
        let now = state.now.checked_add(duration).expect("the clock goes past what the system can tell");
        state.now = now;
        let due = state.agenda.due(now);
        drop(state);
        due.into_iter().for_each(Waker::wake);
    }

    /// Waits on this thread until the future is done, and goes on to the next sleeper's time whenever nothing else
    /// is left to do.
    ///
    /// # Panics
    ///
    /// Panics where the future waits for something that no sleeper of this clock brings about.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let flag = Arc::new(Flag(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&flag));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return output;
            }
            if !flag.0.swap(false, Ordering::SeqCst) {
                let (first, now) = {
                    let state = self.state();
                    (state.agenda.first(), state.now)
                };
                let first = first.expect("the future waits for something else than this clock");
                self.advance(first.saturating_duration_since(now));
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualClock").field("now", &self.now()).finish_non_exhaustive()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.state().now
    }

    fn sleep(&self, duration: Duration) -> Wait {
        Box::pin(Sleep { clock: self.clone(), until: self.now().checked_add(duration), key: None })
    }

    fn block(&self, waiting: Pin<&mut dyn Future<Output = ()>>) {
        self.block_on(waiting);
    }
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

struct Sleep {
    clock: ManualClock,
    /// `None` is later than the system can tell: never.
    until: Option<Instant>,
    key: Option<Key>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { clock, until, key } = &mut *self;
        let Some(until) = *until else { return Poll::Pending };
        let mut state = clock.state();
        if until <= state.now {
            return Poll::Ready(());
        }
        state.agenda.put(until, key, context.waker());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            let waker = self.clock.state().agenda.remove(key);
            drop(waker);
        }
    }
}
