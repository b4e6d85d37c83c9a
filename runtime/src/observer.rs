//! Who is told what happens in a performance.

use std::sync::Arc;

use crate::Moment;

/// Is told what happens in a performance, while it happens, on the thread where it happens.
///
/// `()` observes nothing and costs nothing. References, `Arc` and `Box` observe as what they hold; a pair, an `Option`
/// and a `Vec` tell each of their members. [`from_fn`] makes an observer of a closure. A panic of an observer is not
/// contained.
///
/// ```
/// use symphony::{Moment, MomentKind, Observer};
///
/// struct Log;
///
/// impl Observer for Log {
///     fn observe(&self, moment: &Moment<'_>) {
///         if let MomentKind::BeatEnded { status, .. } = moment.kind {
///             println!("{}: {status}", moment.beat.map_or("", |beat| beat.name));
///         }
///     }
/// }
///
/// let conductor = symphony::Conductor::new().observer(Log);
/// # drop(conductor);
/// ```
pub trait Observer: Sync {
    /// Is told of a moment.
    fn observe(&self, moment: &Moment<'_>);

    /// Whether it need not be told anything.
    #[doc(hidden)]
    fn is_silent(&self) -> bool {
        false
    }
}

impl Observer for () {
    #[inline]
    fn observe(&self, _: &Moment<'_>) {}

    #[inline]
    fn is_silent(&self) -> bool {
        true
    }
}

macro_rules! observe_through {
    ($($pointer:ty),*) => {$(
        impl<O: Observer + ?Sized> Observer for $pointer
        where
            Self: Sync,
        {
            #[inline]
            fn observe(&self, moment: &Moment<'_>) {
                (**self).observe(moment);
            }

            #[inline]
            fn is_silent(&self) -> bool {
                (**self).is_silent()
            }
        }
    )*};
}

observe_through!(&O, Box<O>, Arc<O>);

impl<A: Observer, B: Observer> Observer for (A, B) {
    #[inline]
    fn observe(&self, moment: &Moment<'_>) {
        self.0.observe(moment);
        self.1.observe(moment);
    }

    #[inline]
    fn is_silent(&self) -> bool {
        self.0.is_silent() && self.1.is_silent()
    }
}

impl<O: Observer> Observer for Option<O> {
    fn observe(&self, moment: &Moment<'_>) {
        if let Some(observer) = self {
            observer.observe(moment);
        }
    }

    fn is_silent(&self) -> bool {
        self.iter().all(Observer::is_silent)
    }
}

impl<O: Observer> Observer for Vec<O> {
    fn observe(&self, moment: &Moment<'_>) {
        for observer in self {
            observer.observe(moment);
        }
    }

    fn is_silent(&self) -> bool {
        self.iter().all(Observer::is_silent)
    }
}

/// An observer that calls a closure.
///
/// ```
/// use symphony::{Conductor, observer};
///
/// let conductor = Conductor::new().observer(observer::from_fn(|moment| println!("{:?}", moment.kind)));
/// # drop(conductor);
/// ```
pub fn from_fn<F: Fn(&Moment<'_>) + Sync>(observe: F) -> FromFn<F> {
    FromFn(observe)
}

/// An observer that calls a closure; see [`from_fn`].
#[derive(Clone, Copy, Debug)]
pub struct FromFn<F>(F);

impl<F: Fn(&Moment<'_>) + Sync> Observer for FromFn<F> {
    fn observe(&self, moment: &Moment<'_>) {
        (self.0)(moment);
    }
}
