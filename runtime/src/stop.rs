//! Why a pipeline stops, on its way through generated code.

use std::any::Any;
use std::convert::Infallible;
use std::fmt::Display;
use std::time::Duration;

use crate::{Cause, Failure, Record, Status, spec};

/// What a handler's call came to. Only for generated code.
#[doc(hidden)]
pub type Outcome<T, E> = Result<T, Trouble<E>>;

/// Why a handler's call gave no value. Only for generated code, which passes it on.
#[doc(hidden)]
#[derive(Debug)]
pub struct Trouble<E>(Box<What<E>>);

#[derive(Debug)]
pub(crate) enum What<E> {
    Handler(E),
    Panicked(String),
    TimedOut(Duration),
    /// The time of a beat further out is up.
    Expired(Duration),
    Cancelled,
    /// The sequence that the beat performs stopped.
    Performed(Box<Halted<E>>),
}

impl<E> Trouble<E> {
    #[cold]
    pub(crate) fn handler(error: E) -> Self {
        What::Handler(error).into()
    }
}

// One word wide, so that a handler's value comes back through registers.
impl<E> From<What<E>> for Trouble<E> {
    #[cold]
    fn from(what: What<E>) -> Self {
        Self(Box::new(what))
    }
}

/// The message of a panic that was caught.
#[derive(Default)]
pub(crate) struct Thrown(String);

impl Thrown {
    #[cold]
    pub(crate) fn new(payload: &(dyn Any + Send)) -> Self {
        let message = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = message.or_else(|| payload.downcast_ref::<String>().cloned());
        Self(message.unwrap_or_else(|| "with a value that is no text".to_owned()))
    }
}

impl<E> From<Thrown> for Trouble<E> {
    #[cold]
    fn from(Thrown(message): Thrown) -> Self {
        What::Panicked(message).into()
    }
}

impl<E> Trouble<E> {
    /// Whether another attempt may help.
    pub(crate) fn is_retried(&self) -> bool {
        match &*self.0 {
            What::Handler(_) | What::Panicked(_) | What::TimedOut(_) => true,
            What::Expired(_) | What::Cancelled => false,
            What::Performed(halted) => !halted.is_final() && !matches!(halted.cause, Cause::TooSoft { .. }),
        }
    }

    /// What stops the pipeline at this place.
    pub(crate) fn into_halted(self, site: Site, attempts: u32) -> Halted<E> {
        let halted = |cause, expired| Halted { site, attempts, cause, expired, performed_by: Vec::new() };
        match *self.0 {
            What::Handler(error) => halted(Cause::Handler(error), false),
            What::Panicked(message) => halted(Cause::Panicked(message), false),
            What::TimedOut(after) => halted(Cause::TimedOut(after), false),
            What::Expired(after) => halted(Cause::TimedOut(after), true),
            What::Cancelled => halted(Cause::Cancelled, false),
            What::Performed(mut halted) => {
                halted.performed_by.push(site);
                *halted
            }
        }
    }
}

/// A pipeline on its way out. Only for generated code, which passes it on.
#[doc(hidden)]
#[derive(Debug)]
pub struct Stop<E>(pub(crate) Box<Halted<E>>);

/// A pipeline that a boundary stopped, before any handler was called. Only for generated code: becomes a [`Stop`].
#[doc(hidden)]
#[derive(Debug)]
pub struct Halt(pub(crate) Box<Halted<Infallible>>);

impl<E> From<Halt> for Stop<E> {
    #[cold]
    fn from(halt: Halt) -> Self {
        Self(Box::new(halt.0.map(|never| match never {})))
    }
}

/// Where and why a pipeline stopped.
#[derive(Debug)]
pub(crate) struct Halted<E> {
    pub(crate) site: Site,
    pub(crate) attempts: u32,
    pub(crate) cause: Cause<E>,
    /// The time of a beat further out is up, so that nothing in between may carry on.
    pub(crate) expired: bool,
    /// The beats that performed the sequence, from the inside out.
    pub(crate) performed_by: Vec<Site>,
}

/// A place in a sequence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Site {
    pub(crate) sequence: &'static spec::Sequence,
    pub(crate) movement: Option<&'static spec::Movement>,
    pub(crate) beat: Option<&'static spec::Beat>,
}

impl<E> Halted<E> {
    pub(crate) fn map<F>(self, convert: impl FnOnce(E) -> F) -> Halted<F> {
        let Self { site, attempts, cause, expired, performed_by } = self;
        let cause = match cause {
            Cause::Handler(error) => Cause::Handler(convert(error)),
            Cause::Panicked(message) => Cause::Panicked(message),
            Cause::TimedOut(after) => Cause::TimedOut(after),
            Cause::Cancelled => Cause::Cancelled,
            Cause::TooSoft { asked, floor } => Cause::TooSoft { asked, floor },
        };
        Halted { site, attempts, cause, expired, performed_by }
    }

    /// Whether nothing may carry on after it or try again.
    pub(crate) fn is_final(&self) -> bool {
        self.expired || matches!(self.cause, Cause::Cancelled)
    }

    pub(crate) fn status(&self) -> Status {
        self.cause.status()
    }
}

impl<E: Display> Halted<E> {
    /// The reason as the beat's record has it: with the place where it is in another sequence.
    pub(crate) fn why(&self) -> String {
        if self.performed_by.is_empty() { self.cause.to_string() } else { format!("{}: {}", self.site, self.cause) }
    }
}

impl<E> Stop<E> {
    pub(crate) fn into_failure(self, record: Record) -> Failure<E> {
        Failure::new(*self.0, record)
    }
}
