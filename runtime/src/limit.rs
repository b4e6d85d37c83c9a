//! How long a handler may take, and what interrupts it.

use std::time::{Duration, Instant};

use crate::scene::Scene;
use crate::stop::{Trouble, What};

/// What interrupts a handler. Only for generated code, which passes it from [`Beat::limit`](crate::Beat::limit) to
/// `contain`.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Limit<'a>(pub(crate) Option<&'a Scene<'a>>);

/// A time by which something has to be over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Deadline {
    pub(crate) at: Instant,
    /// How long that is after the begin.
    pub(crate) after: Duration,
    /// Whether it is a beat further out that has to be over.
    pub(crate) outer: bool,
}

impl Deadline {
    #[cold]
    pub(crate) fn trouble<E>(self) -> Trouble<E> {
        if self.outer { What::Expired(self.after) } else { What::TimedOut(self.after) }.into()
    }
}

impl Limit<'_> {
    /// Nothing interrupts the handler.
    pub const NONE: Self = Self(None);

    /// Why what is over now comes too late.
    #[inline]
    pub(crate) fn lateness<E>(self) -> Option<Trouble<E>> {
        self.0.and_then(Scene::lateness)
    }
}

impl Scene<'_> {
    fn lateness<E>(&self) -> Option<Trouble<E>> {
        self.frame.limit.filter(|limit| self.settings.now() >= limit.at).map(Deadline::trouble)
    }

    /// The deadline of what begins now and may take this long: its own, or that of a beat further out.
    pub(crate) fn deadline(&self, timeout: Option<Duration>) -> Option<Deadline> {
        let own = timeout
            .and_then(|after| Some(Deadline { at: self.settings.now().checked_add(after)?, after, outer: false }));
        match (own, self.frame.deadline) {
            (Some(own), Some(outer)) if own.at > outer.at => Some(outer),
            (own, outer) => own.or(outer),
        }
    }
}
