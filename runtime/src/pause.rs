//! Waiting between beats and between attempts.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::alarm::Alarm;
use crate::scene::Scene;

/// What a beat that is tried again comes to. Only for generated code.
#[doc(hidden)]
pub enum Next<'a, T> {
    /// It is over and went well.
    Done(T),
    /// It is to be tried again after the pause.
    Again(Pause<'a>),
}

/// A wait, which ends early when the performance is cancelled. Only for generated code, which awaits it, or calls
/// [`Pause::block`].
#[doc(hidden)]
#[must_use = "the wait begins when it is awaited"]
pub struct Pause<'a> {
    waiting: Option<(&'a Scene<'a>, Alarm<'a>)>,
}

impl<'a> Pause<'a> {
    pub(crate) const NONE: Self = Self { waiting: None };

    #[cold]
    pub(crate) fn new(scene: &'a Scene<'a>, duration: Duration) -> Self {
        // Nobody waits longer than a beat further out may take.
        let left = scene.frame.deadline.map(|deadline| deadline.at.saturating_duration_since(scene.settings.now()));
        let duration = left.map_or(duration, |left| left.min(duration));
        Self { waiting: (!duration.is_zero()).then(|| (scene, Alarm::new(scene.settings, Some(duration)))) }
    }

    /// Waits on this thread.
    pub fn block(self) {
        if let Some((scene, _)) = self.waiting {
            scene.settings.clock().block(pin!(self));
        }
    }
}

impl Future for Pause<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.waiting {
            Some((_, alarm)) => alarm.poll(context).map(drop),
            None => Poll::Ready(()),
        }
    }
}
