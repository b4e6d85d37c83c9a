//! A part of a beat.

use std::borrow::Cow;
use std::fmt;
use std::time::Instant;

use crate::MomentKind;
use crate::beat_record::StepRecord;
use crate::log::nanos;
use crate::scene::Scene;

const NOT_FINISHED: &str = "not finished";

/// A part of a beat that is under way; see [`Beat::step`](crate::Beat::step).
#[must_use = "a step that is dropped has failed"]
pub struct Step<'a> {
    scene: &'a Scene<'a>,
    name: Cow<'static, str>,
    /// `None` where no clock is read.
    begun: Option<Instant>,
    /// Where the step is recorded, if it is.
    entry: Option<usize>,
    over: bool,
}

impl<'a> Step<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>, name: Cow<'static, str>) -> Self {
        let begun = scene.frame.times.map(|_| scene.settings.now());
        let entry = begun.filter(|_| scene.frame.log.is_some()).map(|begun| {
            let mut jot = scene.jot();
            let steps = &mut jot.get_or_insert_default().steps;
            steps.push(StepRecord {
                name: name.clone(),
                attempt: scene.frame.attempt,
                start: scene.offset(begun),
                duration: 0,
                why: Some(NOT_FINISHED.to_owned()),
            });
            steps.len() - 1
        });
        scene.tell(MomentKind::StepStarted { name: &name });
        Self { scene, name, begun, entry, over: false }
    }

    /// The step is over and went well.
    pub fn done(mut self) {
        self.end(None);
    }

    /// The step is over and failed. The beat may go on.
    pub fn failed(mut self, reason: impl fmt::Display) {
        self.end(Some(reason.to_string()));
    }

    fn end(&mut self, why: Option<String>) {
        self.over = true;
        let duration =
            self.begun.map(|begun| self.scene.settings.now().saturating_duration_since(begun)).unwrap_or_default();
        let kind = MomentKind::StepEnded { name: &self.name, duration, why: why.as_deref() };
        self.scene.tell(kind);
        let mut jot = self.scene.jot();
        if let Some(step) = jot.as_mut().zip(self.entry).and_then(|(jot, entry)| jot.steps.get_mut(entry)) {
            step.duration = nanos(duration);
            step.why = why;
        }
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.end(Some(NOT_FINISHED.to_owned()));
        }
    }
}

impl fmt::Debug for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step").field("name", &self.name).finish_non_exhaustive()
    }
}
