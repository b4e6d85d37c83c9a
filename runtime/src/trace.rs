//! Spans and events for `tracing`; nothing at all without the feature.

#[cfg(feature = "tracing")]
pub(crate) use self::on::Spans;

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::Spans;

#[cfg(feature = "tracing")]
mod on {
    use tracing::{Span, field::Empty, info_span};

    use crate::{Dynamics, MomentKind, Status, spec};

    /// The spans that are open, the innermost last.
    pub(crate) struct Spans(Vec<Span>);

    impl Spans {
        #[inline]
        pub(crate) fn new() -> Self {
            Self(Vec::new())
        }

        pub(crate) fn open_sequence(
            &mut self,
            sequence: &'static spec::Sequence,
            dynamics: Dynamics,
            correlation_id: &str,
        ) {
            self.open(|| {
                info_span!("sequence", id = sequence.id, dynamics = dynamics.as_str(), correlation_id, status = Empty)
            });
        }

        pub(crate) fn open_movement(&mut self, movement: &'static spec::Movement) {
            self.open(|| info_span!("movement", id = movement.id, status = Empty));
        }

        pub(crate) fn open_beat(&mut self, beat: &'static spec::Beat, sequence: &'static spec::Sequence) {
            let (number, handler, event) = (beat.number, beat.handler, beat.event_in(sequence));
            self.open(|| info_span!("beat", number, name = beat.name, handler, event, status = Empty));
        }

        fn open(&mut self, span: impl FnOnce() -> Span) {
            let span = self.within(span);
            self.0.push(span);
        }

        pub(crate) fn close(&mut self, status: Status) {
            if let Some(span) = self.0.pop() {
                span.record("status", status.as_str());
            }
        }

        /// Does something inside all of the open spans.
        pub(crate) fn within<T>(&self, call: impl FnOnce() -> T) -> T {
            fn enter(spans: &[Span], call: &mut dyn FnMut()) {
                match spans.split_first() {
                    Some((span, rest)) => span.in_scope(|| enter(rest, call)),
                    None => call(),
                }
            }
            let (mut call, mut result) = (Some(call), None);
            enter(&self.0, &mut || result = call.take().map(|call| call()));
            result.expect("`enter` calls once")
        }

        pub(crate) fn event(&self, kind: MomentKind<'_>) {
            self.within(|| match kind {
                MomentKind::BeatRetried { attempt, why, pause } => tracing::warn!(attempt, why, ?pause, "retried"),
                MomentKind::BeatEnded { status, why: Some(why), attempts, .. } => {
                    tracing::error!(status = status.as_str(), attempts, why, "failed");
                }
                MomentKind::BeatOverran { budget, took } => tracing::warn!(?budget, ?took, "over budget"),
                MomentKind::Published { event } => tracing::info!(event, "published"),
                MomentKind::StepEnded { name, why: Some(why), .. } => tracing::warn!(step = name, why, "step failed"),
                _ => {}
            });
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::{Dynamics, MomentKind, Status, spec};

    /// No spans. Has the same methods as with the feature, so that nobody else has to know.
    pub(crate) struct Spans;

    #[allow(clippy::unused_self)]
    impl Spans {
        #[inline]
        pub(crate) fn new() -> Self {
            Self
        }

        #[inline]
        pub(crate) fn open_sequence(&mut self, _: &'static spec::Sequence, _: Dynamics, _: &str) {}

        #[inline]
        pub(crate) fn open_movement(&mut self, _: &'static spec::Movement) {}

        #[inline]
        pub(crate) fn open_beat(&mut self, _: &'static spec::Beat, _: &'static spec::Sequence) {}

        #[inline]
        pub(crate) fn close(&mut self, _: Status) {}

        #[inline]
        pub(crate) fn within<T>(&self, call: impl FnOnce() -> T) -> T {
            call()
        }

        #[inline]
        pub(crate) fn event(&self, _: MomentKind<'_>) {}
    }
}
