//! What the stand-ins that `fakes!` writes are made of.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

/// A call that a fake recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The handler, as the JSON names it.
    pub handler: &'static str,
    /// The number of the beat; pure handlers are not told.
    pub beat: Option<u32>,
    /// What it was given: name, and value as far as it can be shown.
    pub inputs: Vec<(&'static str, String)>,
}

/// All calls of a fake, in order.
#[derive(Debug, Default)]
pub struct Calls(Mutex<Vec<Call>>);

impl Calls {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> Vec<Call> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The handlers that were called.
    ///
    /// ```
    /// use symphony::fake::Calls;
    ///
    /// let calls = Calls::default();
    /// # calls.record("loadInvoice", Some(1), Vec::new());
    /// assert_eq!(calls.handlers(), ["loadInvoice"]);
    /// ```
    #[must_use]
    pub fn handlers(&self) -> Vec<&'static str> {
        self.all().iter().map(|call| call.handler).collect()
    }

    #[doc(hidden)]
    pub fn record(&self, handler: &'static str, beat: Option<u32>, inputs: Vec<(&'static str, String)>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Call { handler, beat, inputs });
    }
}

/// What a fake was told to answer for one handler: each answer once, and the last one from then on.
#[doc(hidden)]
#[derive(Debug)]
pub struct Answers<F: ?Sized>(Mutex<Told<F>>);

#[derive(Debug)]
struct Told<F: ?Sized> {
    /// Each with a lock of its own: an answer may take its time, and tell the fake more.
    answers: Vec<Arc<Mutex<Box<F>>>>,
    next: usize,
}

impl<F: ?Sized> Answers<F> {
    #[doc(hidden)]
    #[must_use]
    #[allow(clippy::new_without_default)] // generated code says what it does
    pub const fn new() -> Self {
        Self(Mutex::new(Told { answers: Vec::new(), next: 0 }))
    }

    #[doc(hidden)]
    pub fn push(&self, answer: Box<F>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers.push(Arc::new(Mutex::new(answer)));
    }

    /// Lets the next answer speak; `None` where nothing was told.
    #[doc(hidden)]
    pub fn answer<T>(&self, speak: impl FnOnce(&mut F) -> T) -> Option<T> {
        let answer = {
            let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let at = told.next.min(told.answers.len().checked_sub(1)?);
            told.next = at + 1;
            Arc::clone(&told.answers[at])
        };
        let mut answer = answer.lock().unwrap_or_else(PoisonError::into_inner);
        Some(speak(&mut answer))
    }
}

/// Ends a call that the fake has no answer for: it is that beat's failure.
///
/// # Panics
/// Always.
#[doc(hidden)]
#[track_caller]
pub fn untold<T>(handler: &str, call: &str) -> T {
    panic!("the fake was not told what `{handler}` gives; tell it with `{call}`")
}

/// A value that is shown by `Debug` where it has that, and by its type where not: of the two traits with a method `shown`
/// the compiler takes the one that needs one reference less.
#[doc(hidden)]
#[derive(Debug)]
pub struct Shown<'v, T: ?Sized>(pub &'v T);

#[doc(hidden)]
pub trait ViaDebug {
    fn shown(&self) -> String;
}

impl<T: Debug + ?Sized> ViaDebug for &Shown<'_, T> {
    fn shown(&self) -> String {
        format!("{:?}", self.0)
    }
}

#[doc(hidden)]
pub trait ViaNothing {
    fn shown(&self) -> String;
}

impl<T: ?Sized> ViaNothing for Shown<'_, T> {
    fn shown(&self) -> String {
        std::any::type_name::<T>().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, Shown, ViaDebug as _, ViaNothing as _};

    #[test]
    fn the_last_answer_is_given_from_then_on() {
        let answers: Answers<dyn FnMut(&u32) -> u32> = Answers::new();
        assert_eq!(answers.answer(|answer| answer(&1)), None);
        answers.push(Box::new(|it| it + 1));
        answers.push(Box::new(|it| it * 10));
        let given: Vec<_> = (1..=3).map(|it| answers.answer(|answer| answer(&it))).collect();
        assert_eq!(given, [Some(2), Some(20), Some(30)]);
    }

    #[test]
    fn an_answer_may_tell_more() {
        static ANSWERS: Answers<dyn FnMut() -> u32 + Send> = Answers::new();
        ANSWERS.push(Box::new(|| {
            ANSWERS.push(Box::new(|| 2));
            1
        }));
        let given: Vec<_> = (0..2).map(|_| ANSWERS.answer(|answer| answer())).collect();
        assert_eq!(given, [Some(1), Some(2)]);
    }

    #[test]
    #[allow(clippy::needless_borrow)] // as generated code writes it, which does not know the type
    fn what_cannot_be_shown_is_named() {
        struct Secret;
        assert_eq!((&&Shown("ink")).shown(), "\"ink\"");
        assert!((&&Shown(&Secret)).shown().contains("Secret"));
    }
}
