//! Calling async handlers so that nothing of what they do gets out.

use std::future::Future;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::alarm::{Alarm, Ring};
use crate::limit::Limit;
use crate::scene::Scene;
use crate::stop::{Outcome, Thrown, Trouble, What};

/// Calls an async handler, contains its panics, and drops it when its time is up or the performance is cancelled. Only
/// for generated code, which gives it the room for the handler's future: `pin!(None)`.
#[doc(hidden)]
#[inline]
pub fn contain<'a, F: Future>(
    limit: Limit<'a>,
    mut room: Pin<&'a mut Option<F>>,
    call: impl FnOnce() -> F,
) -> Contain<'a, F> {
    // Called here and not with the first poll: an `async fn` only puts its arguments together then, which is cheapest
    // where they are.
    let thrown = guard(limit, || room.set(Some(call()))).err();
    Contain { limit, running: room, rare: thrown.map(|thrown| Box::new(Rare::Thrown(thrown))) }
}

/// A handler that is called, contained. Only for generated code.
#[doc(hidden)]
#[must_use = "the handler runs when this is awaited"]
pub struct Contain<'a, F> {
    limit: Limit<'a>,
    running: Pin<&'a mut Option<F>>,
    rare: Option<Box<Rare<'a>>>,
}

/// What few handlers need.
enum Rare<'a> {
    /// The handler has to wait, and something may interrupt it.
    Alarm(Alarm<'a>),
    /// The handler panicked before there was a future.
    Thrown(Thrown),
}

impl<T, E, F: Future<Output = Result<T, E>>> Future for Contain<'_, F> {
    type Output = Outcome<T, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Some(rare) = &mut this.rare
            && let Poll::Ready(trouble) = rare.poll(this.limit, context)
        {
            return Poll::Ready(Err(this.give_up(trouble)));
        }
        let Some(running) = this.running.as_mut().as_pin_mut() else { return Poll::Pending };
        match guard(this.limit, || running.poll(context)) {
            Ok(Poll::Ready(result)) => Poll::Ready(this.limit.judge(result)),
            Ok(Poll::Pending) => this.wait(context),
            Err(thrown) => Poll::Ready(Err(thrown.into())),
        }
    }
}

impl<T, E, F: Future<Output = Result<T, E>>> Contain<'_, F> {
    /// Sets the alarm of a handler that has to wait, unless an earlier poll has: it was asked before the handler then.
    #[inline]
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<Outcome<T, E>> {
        if let (Limit(Some(scene)), None) = (self.limit, &self.rare) {
            let alarm = self.rare.insert(Box::new(Rare::Alarm(Alarm::of(scene))));
            if let Poll::Ready(trouble) = alarm.poll(self.limit, context) {
                return Poll::Ready(Err(self.give_up(trouble)));
            }
        }
        Poll::Pending
    }

    /// Drops the handler: here and not with the room, so that a panic in a destructor is contained too.
    #[cold]
    fn give_up(&mut self, trouble: Trouble<E>) -> Trouble<E> {
        let dropped = guard(self.limit, || self.running.set(None));
        dropped.err().map_or(trouble, Trouble::from)
    }
}

impl Rare<'_> {
    #[cold]
    fn poll<E>(&mut self, limit: Limit<'_>, context: &mut Context<'_>) -> Poll<Trouble<E>> {
        match self {
            Self::Alarm(alarm) => alarm.poll(context).map(|ring| limit.interrupted(ring)),
            Self::Thrown(thrown) => Poll::Ready(mem::take(thrown).into()),
        }
    }
}

impl Limit<'_> {
    #[cold]
    fn interrupted<E>(self, ring: Ring) -> Trouble<E> {
        match (ring, self.0.and_then(|scene| scene.frame.limit)) {
            (Ring::TimeIsUp, Some(deadline)) => deadline.trouble(),
            _ => What::Cancelled.into(),
        }
    }

    /// What a handler's result comes to, when it comes now.
    #[inline]
    pub(crate) fn judge<T, E>(self, result: Result<T, E>) -> Outcome<T, E> {
        match result {
            Ok(value) => self.lateness().map_or(Ok(value), Err),
            Err(error) => Err(Trouble::handler(error)),
        }
    }
}

impl<'a> Alarm<'a> {
    fn of(scene: &'a Scene<'a>) -> Self {
        let settings = scene.settings;
        Self::new(settings, scene.frame.limit.map(|limit| limit.at.saturating_duration_since(settings.now())))
    }
}

/// Calls what a user wrote: in the spans of the beat, and with its panics contained.
#[inline]
pub(crate) fn guard<T>(limit: Limit<'_>, call: impl FnOnce() -> T) -> Result<T, Thrown> {
    let call = || match limit.0 {
        Some(scene) if cfg!(feature = "tracing") => scene.spans.within(call),
        _ => call(),
    };
    // What a handler that panicked left behind is reached again only through `&self`, as in any thread that survives a
    // panic; that is the user's own business.
    catch_unwind(AssertUnwindSafe(call)).map_err(|payload| Thrown::new(&*payload))
}
