//! Where a performance gets the time from, and how it waits.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use crate::block_on;
use crate::timer::{Key, Timer};

/// A wait that a clock gave.
pub type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where a performance gets the time from, and how it waits for retries, time-outs and its tempo.
pub trait Clock: Send + Sync {
    /// The time now. Never goes back.
    fn now(&self) -> Instant;

    /// A future that is done once this long has passed.
    fn sleep(&self, duration: Duration) -> Wait;

    /// Keeps this thread until the future, which waits for this clock's time, is done.
    fn block(&self, waiting: Pin<&mut dyn Future<Output = ()>>) {
        block_on(waiting);
    }
}

/// The system's monotonic time. Waits need no executor: one thread wakes them all, and starts with the first.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        Box::pin(Sleep { until: Instant::now().checked_add(duration), key: None })
    }
}

struct Sleep {
    /// `None` is later than the system can tell: never.
    until: Option<Instant>,
    key: Option<Key>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(until) = self.until else { return Poll::Pending };
        if until <= Instant::now() {
            return Poll::Ready(());
        }
        match Timer::get() {
            Some(timer) => timer.put(until, &mut self.key, context.waker()),
            None => context.waker().wake_by_ref(),
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((key, timer)) = self.key.zip(Timer::get()) {
            let waker = timer.agenda().remove(key);
            drop(waker);
        }
    }
}

#[cfg(feature = "tokio")]
pub use self::tokio_clock::TokioClock;

#[cfg(feature = "tokio")]
mod tokio_clock {
    use std::time::{Duration, Instant};

    use super::{Clock, Wait};

    /// Tokio's time, so that waits go through its timer and `tokio::time::pause` holds for performances too.
    ///
    /// # Panics
    ///
    /// Waiting panics outside a tokio runtime with its time enabled.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct TokioClock;

    impl Clock for TokioClock {
        fn now(&self) -> Instant {
            tokio::time::Instant::now().into_std()
        }

        fn sleep(&self, duration: Duration) -> Wait {
            Box::pin(tokio::time::sleep(duration))
        }
    }
}
