//! What a handler knows of the beat that it plays.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::beat_record::Note;
use crate::limit::Limit;
use crate::scene::Scene;
use crate::{Dynamics, Step, spec};

/// What a handler knows of the beat that it plays, and where it says what it does.
///
/// ```
/// use symphony::Beat;
///
/// async fn load_build_context(beat: &mut Beat<'_>) -> Result<(), String> {
///     let reading = beat.step("read the manifests");
///     let manifests = ["Cargo.toml"];
///     reading.done();
///     beat.note("manifests", manifests.len());
///     Ok(())
/// }
/// ```
pub struct Beat<'a> {
    spec: &'static spec::Beat,
    scene: &'a Scene<'a>,
}

impl<'a> Beat<'a> {
    #[inline]
    pub(crate) fn new(spec: &'static spec::Beat, scene: &'a Scene<'a>) -> Self {
        Self { spec, scene }
    }

    /// The beat's number in the JSON. Tells beats apart that share a handler.
    pub fn number(&self) -> u32 {
        self.spec.number
    }

    /// The beat's name.
    pub fn name(&self) -> &'static str {
        self.spec.name
    }

    /// The handler as the JSON names it.
    pub fn handler(&self) -> &'static str {
        self.spec.handler
    }

    /// The event that is announced when the beat is over and went well.
    pub fn event(&self) -> Option<&'static str> {
        self.spec.event_in(self.sequence())
    }

    /// The beat's kind: `io`, or any other word.
    pub fn kind(&self) -> &'static str {
        self.spec.kind
    }

    /// How long the beat should take at most.
    pub fn budget(&self) -> Option<Duration> {
        self.spec.budget
    }

    /// The beat's `data`, as JSON text; `null` where it has none.
    pub fn data(&self) -> &'static str {
        self.spec.data
    }

    /// All that the JSON says of the beat.
    pub fn spec(&self) -> &'static spec::Beat {
        self.spec
    }

    /// The movement that the beat belongs to.
    ///
    /// # Panics
    ///
    /// Never: a beat is played within a movement.
    pub fn movement(&self) -> &'static spec::Movement {
        self.scene.frame.movement.expect("a beat is played within a movement")
    }

    /// The sequence that the beat belongs to.
    pub fn sequence(&self) -> &'static spec::Sequence {
        self.scene.frame.sequence
    }

    /// Which attempt of the beat this is, counted from 1.
    pub fn attempt(&self) -> u32 {
        self.scene.frame.attempt
    }

    /// The level of the performance.
    pub fn dynamics(&self) -> Dynamics {
        self.scene.settings.dynamics
    }

    /// The id of the performance, to hand on to whatever else belongs to the same work.
    pub fn correlation_id(&self) -> &str {
        self.scene.correlation_id()
    }

    /// Whether the performance is to stop. An async handler that waits is dropped then; one that blocks should ask, and
    /// return.
    pub fn is_cancelled(&self) -> bool {
        self.scene.is_cancelled()
    }

    /// Begins a part of the beat. It is recorded with its time, and as failed unless [`Step::done`] is called. Steps may
    /// overlap.
    pub fn step(&self, name: impl Into<Cow<'static, str>>) -> Step<'a> {
        Step::new(self.scene, name.into())
    }

    /// Records a fact.
    pub fn note(&self, key: impl Into<Cow<'static, str>>, value: impl fmt::Display) {
        if self.scene.frame.log.is_some() {
            let note = Note { key: key.into(), value: value.to_string() };
            self.scene.jot().get_or_insert_default().notes.push(note);
        }
    }

    /// What interrupts the beat's handler. Only for generated code.
    #[doc(hidden)]
    #[inline]
    pub fn limit(&self) -> Limit<'a> {
        // Spans are entered with every poll, so that a handler always needs its scene there.
        Limit((self.scene.is_guarded() || cfg!(feature = "tracing")).then_some(self.scene))
    }
}

impl fmt::Debug for Beat<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Beat")
            .field("sequence", &self.sequence().id)
            .field("number", &self.number())
            .field("handler", &self.handler())
            .field("attempt", &self.attempt())
            .finish_non_exhaustive()
    }
}
