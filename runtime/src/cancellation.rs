//! Stopping performances from outside.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};

/// Stops every performance that was given a clone of it, at the next beat boundary at the latest.
///
/// An async handler that waits is dropped at once. A blocking handler runs to its end unless it asks
/// [`Beat::is_cancelled`](crate::Beat::is_cancelled).
///
/// ```
/// let cancellation = symphony::Cancellation::new();
/// let conductor = symphony::Conductor::new().cancellation(cancellation.clone());
/// cancellation.cancel();
/// assert!(cancellation.is_cancelled());
/// # drop(conductor);
/// ```
#[derive(Clone, Default)]
pub struct Cancellation {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    cancelled: AtomicBool,
    wakers: Mutex<Wakers>,
}

#[derive(Default)]
struct Wakers {
    next: u64,
    waiting: BTreeMap<u64, Waker>,
}

impl Cancellation {
    /// A cancellation that nobody has asked for yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks every performance with a clone of this to stop. Cannot be taken back.
    pub fn cancel(&self) {
        self.inner.cancelled.store(true, Ordering::SeqCst);
        let waiting = std::mem::take(&mut self.wakers().waiting);
        waiting.into_values().for_each(Waker::wake);
    }

    /// Whether somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.inner.cancelled.load(Ordering::SeqCst)
    }

    fn wakers(&self) -> std::sync::MutexGuard<'_, Wakers> {
        self.inner.wakers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancellation").field("cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}

/// The place of one waiting task among those to wake; given up when dropped.
pub(crate) struct Registration<'a> {
    cancellation: &'a Cancellation,
    key: Option<u64>,
}

impl<'a> Registration<'a> {
    pub(crate) fn new(cancellation: &'a Cancellation) -> Self {
        Self { cancellation, key: None }
    }

    /// Has the task woken on cancellation; true where that has happened already.
    pub(crate) fn poll(&mut self, context: &Context<'_>) -> bool {
        let mut wakers = self.cancellation.wakers();
        // Asked under the lock: `cancel` sets the flag before it takes the wakers, so none is left behind.
        if self.cancellation.is_cancelled() {
            return true;
        }
        let key = *self.key.get_or_insert_with(|| {
            wakers.next += 1;
            wakers.next
        });
        wakers
            .waiting
            .entry(key)
            .and_modify(|waker| waker.clone_from(context.waker()))
            .or_insert_with(|| context.waker().clone());
        false
    }
}

impl Drop for Registration<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            let waker = self.cancellation.wakers().waiting.remove(&key);
            drop(waker);
        }
    }
}
