//! Calling async handlers so that nothing of what they do gets out.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::alarm::{Alarm, Ring};
use crate::limit::Limit;
use crate::scene::Scene;
use crate::stop::{Outcome, Trouble, What};

/// Calls an async handler, contains its panics, and drops it when its time is up or the performance is cancelled. Only
/// for generated code, which gives it the room for the handler's future: `pin!(None)`.
#[doc(hidden)]
#[inline]
pub fn contain<'a, C, F, T, E>(limit: Limit<'a>, room: Pin<&'a mut Option<F>>, call: C) -> Contain<'a, C, F>
where
    C: FnOnce() -> F,
    F: Future<Output = Result<T, E>>,
{
    Contain { limit, call: Some(call), running: room, alarm: None }
}

/// A handler that is called, contained. Only for generated code.
#[doc(hidden)]
#[must_use = "the handler is called when this is awaited"]
pub struct Contain<'a, C, F> {
    limit: Limit<'a>,
    call: Option<C>,
    running: Pin<&'a mut Option<F>>,
    /// Set when the handler has to wait, if anything may interrupt it.
    alarm: Option<Box<Alarm<'a>>>,
}

// The handler's future is behind a pin of its own.
impl<C, F> Unpin for Contain<'_, C, F> {}

impl<C, F, T, E> Future for Contain<'_, C, F>
where
    C: FnOnce() -> F,
    F: Future<Output = Result<T, E>>,
{
    type Output = Outcome<T, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let Some(call) = this.call.take() else { return this.resume(context) };
        let room = &mut this.running;
        let polled = guard(this.limit, || {
            room.set(Some(call()));
            poll_in(room, context)
        });
        this.weigh(polled, context)
    }
}

#[inline]
fn poll_in<F: Future>(room: &mut Pin<&mut Option<F>>, context: &mut Context<'_>) -> Poll<F::Output> {
    room.as_mut().as_pin_mut().map_or(Poll::Pending, |running| running.poll(context))
}

impl<C, F, T, E> Contain<'_, C, F>
where
    C: FnOnce() -> F,
    F: Future<Output = Result<T, E>>,
{
    /// Goes on with a handler that had to wait.
    fn resume(&mut self, context: &mut Context<'_>) -> Poll<Outcome<T, E>> {
        if let Some(alarm) = &mut self.alarm
            && let Poll::Ready(ring) = alarm.poll(context)
        {
            return Poll::Ready(Err(self.interrupt(ring)));
        }
        let polled = guard(self.limit, || poll_in(&mut self.running, context));
        self.weigh(polled, context)
    }

    /// What a poll of the handler comes to.
    #[inline]
    fn weigh(
        &mut self,
        polled: Result<Poll<Result<T, E>>, Trouble<E>>,
        context: &mut Context<'_>,
    ) -> Poll<Outcome<T, E>> {
        match polled {
            Ok(Poll::Ready(result)) => Poll::Ready(self.limit.judge(result)),
            Ok(Poll::Pending) => self.wait(context),
            Err(panicked) => Poll::Ready(Err(panicked)),
        }
    }

    /// Sets the alarm of a handler that has to wait, unless an earlier poll has: it was asked before the handler then.
    #[inline]
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<Outcome<T, E>> {
        if let (Limit(Some(scene)), None) = (self.limit, &self.alarm) {
            let alarm = self.alarm.insert(Box::new(Alarm::of(scene)));
            if let Poll::Ready(ring) = alarm.poll(context) {
                return Poll::Ready(Err(self.interrupt(ring)));
            }
        }
        Poll::Pending
    }

    /// Drops the handler: here and not with the room, so that a panic in a destructor is contained too.
    #[cold]
    fn interrupt(&mut self, ring: Ring) -> Trouble<E> {
        let Self { limit, running, .. } = self;
        let limited = || limit.0.and_then(|scene| scene.frame.limit);
        match guard(*limit, || running.set(None)) {
            Err(panicked) => panicked,
            Ok(()) if ring == Ring::Cancelled => Trouble(What::Cancelled),
            Ok(()) => limited().map_or(Trouble(What::Cancelled), |deadline| deadline.trouble()),
        }
    }
}

impl Limit<'_> {
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
pub(crate) fn guard<T, E>(limit: Limit<'_>, call: impl FnOnce() -> T) -> Result<T, Trouble<E>> {
    let call = || match limit.0 {
        Some(scene) if cfg!(feature = "tracing") => scene.spans.within(call),
        _ => call(),
    };
    // What a handler that panicked left behind is reached again only through `&self`, as in any thread that survives a
    // panic; that is the user's own business.
    catch_unwind(AssertUnwindSafe(call)).map_err(|payload| Trouble::panicked(&*payload))
}
