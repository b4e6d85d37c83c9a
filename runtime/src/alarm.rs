//! What ends a wait.

use std::task::{Context, Poll};
use std::time::Duration;

use crate::cancellation::Registration;
use crate::clock::Wait;
use crate::conductor::Settings;

/// Rings when a time is up, or when the performance is cancelled.
pub(crate) struct Alarm<'a> {
    sleep: Option<Wait>,
    cancellation: Option<Registration<'a>>,
}

/// Why an alarm rings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ring {
    TimeIsUp,
    Cancelled,
}

impl<'a> Alarm<'a> {
    pub(crate) fn new(settings: &'a Settings, after: Option<Duration>) -> Self {
        Self {
            sleep: after.map(|after| settings.sleep(after)),
            cancellation: settings.cancellation.as_ref().map(Registration::new),
        }
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Ring> {
        if self.cancellation.as_mut().is_some_and(|cancellation| cancellation.poll(context)) {
            return Poll::Ready(Ring::Cancelled);
        }
        match &mut self.sleep {
            Some(sleep) => sleep.as_mut().poll(context).map(|()| Ring::TimeIsUp),
            None => Poll::Pending,
        }
    }
}
