//! How parts of a sequence are called and put into words.

use std::borrow::Cow;
use std::fmt::Write as _;

use symphony_codegen::plan::types::TypeExpr;
use symphony_codegen::plan::{Beat, Movement, OnError, Sequence, Value};
use symphony_codegen::spec::{Text, UserStory};

use crate::coverage::State;

/// What a text says, where it says something.
pub(super) fn said(text: Option<Text<'_>>) -> Option<&str> {
    text.map(|text| text.value.trim()).filter(|text| !text.is_empty())
}

/// What several texts say.
pub(super) fn all_said<'n>(texts: &[Text<'n>]) -> Vec<&'n str> {
    texts.iter().filter_map(|text| said(Some(*text))).collect()
}

/// What readers call a sequence.
pub(crate) fn sequence_title<'n>(sequence: &Sequence<'n>) -> &'n str {
    said(sequence.spec.title).or_else(|| said(sequence.spec.name)).unwrap_or(sequence.id)
}

/// What readers call a movement.
pub(crate) fn movement_title<'n>(movement: &Movement<'n>) -> &'n str {
    said(movement.spec.name).unwrap_or(movement.id)
}

/// What readers call a beat.
pub(crate) fn beat_title<'n>(beat: &Beat<'n>) -> Cow<'n, str> {
    let spec = beat.spec;
    let handler = spec.handler.as_ref().map(|handler| handler.name);
    let texts = [spec.title, spec.name, handler, spec.sequence, spec.event];
    match texts.into_iter().find_map(said) {
        Some(title) => Cow::Borrowed(title),
        None => Cow::Owned(format!("Beat {}", beat.number)),
    }
}

/// A user story as the parts of its sentence, each of which begins with its fixed words.
pub(crate) fn story_parts<'n>(story: Option<&UserStory<'n>>) -> Vec<Cow<'n, str>> {
    match story {
        None => Vec::new(),
        Some(UserStory::Sentence(sentence)) => said(Some(*sentence)).map(Cow::Borrowed).into_iter().collect(),
        Some(UserStory::Parts { persona, goal, benefit, .. }) => {
            let parts = [("As", persona), ("I want", goal), ("so that", benefit)];
            let part = |(lead, part): (&str, &Option<Text<'n>>)| Some(Cow::Owned(format!("{lead} {}", said(*part)?)));
            parts.into_iter().filter_map(part).collect()
        }
    }
}

/// A user story as a sentence.
pub(super) fn story<'n>(story: Option<&UserStory<'n>>) -> Option<Cow<'n, str>> {
    let mut parts = story_parts(story);
    if parts.len() < 2 {
        return parts.pop();
    }
    Some(Cow::Owned(parts.join(", ")))
}

/// What happens when a beat fails.
pub(super) fn on_error(on_error: OnError) -> Cow<'static, str> {
    let retry = match on_error {
        OnError::Abort => return Cow::Borrowed("the sequence stops"),
        OnError::Continue => return Cow::Borrowed("it is recorded, and the next beat is played"),
        OnError::Retry(retry) => retry,
    };
    let mut words = "it is tried again".to_owned();
    if let Some(limit) = retry.limit {
        let _ = write!(words, ", {limit} times in all");
    }
    if let Some(delay) = retry.delay {
        let _ = write!(words, ", after {delay:?}");
    }
    if let Some(factor) = retry.factor {
        let _ = write!(words, ", each wait {factor} times the last");
    }
    if let Some(longest) = retry.max_delay {
        let _ = write!(words, ", at most {longest:?}");
    }
    Cow::Owned(words)
}

/// The type of a value, as the sequence's module names it.
pub(super) fn type_of<'s>(value: &'s Value<'_>) -> Option<&'s str> {
    value.ty.as_ref().and_then(|ty| ty.as_ref().ok()).map(|TypeExpr { text, .. }| text.as_str())
}

/// The states in the order in which they are counted: what asks for work first.
pub(super) const STATES: [&str; 6] = ["failing", "undefined", "suspect", "ignored", "unrun", "covered"];

/// A state's word.
pub(super) fn state(state: &State) -> &'static str {
    match state {
        State::Failing => STATES[0],
        State::Undefined => STATES[1],
        State::Suspect => STATES[2],
        State::Ignored(_) => STATES[3],
        State::Unrun => STATES[4],
        State::Covered => STATES[5],
    }
}
