//! Which parts of a sequence speak of something.

use symphony_codegen::plan::Beat;
use symphony_codegen::spec::{Criterion, Text};

use super::words::{content, is_like};
use crate::survey::Surveyed;

/// What a part of a sequence says, by its words.
#[derive(Debug)]
pub(super) struct Mention {
    words: Vec<String>,
    /// The position of the movement that it is of.
    movement: Option<usize>,
    /// Whether it only says what must hold.
    pub(super) is_sentence: bool,
    /// Whether it is what a beat says.
    pub(super) is_beat: bool,
}

/// What the beats of a sequence say that they do, its other events, and sentences that say what must hold.
pub(super) fn mentions(surveyed: &Surveyed<'_>, sentences: &[Text<'_>]) -> Vec<Mention> {
    let sequence = surveyed.sequence;
    let mut mentions = Vec::new();
    for (at, movement) in sequence.movements.iter().enumerate() {
        for beat in &movement.beats {
            mentions.push(Mention { movement: Some(at), is_beat: true, ..Mention::of(&of_beat(beat)) });
        }
    }
    for event in sequence.events.iter().filter(|event| !event.published) {
        mentions.push(Mention::of(event.name.value));
    }
    mentions.extend(sentences.iter().map(|text| Mention { is_sentence: true, ..Mention::of(text.value) }));
    mentions
}

fn of_beat(beat: &Beat<'_>) -> String {
    let spec = beat.spec;
    let handler = spec.handler.as_ref().map(|handler| handler.name);
    let mut text = joined([
        spec.id,
        spec.event,
        spec.name,
        spec.title,
        spec.description,
        handler,
        spec.sequence,
        spec.scenario,
        spec.compensate,
    ]);
    let mut add = |more: &Text<'_>| {
        text.push(' ');
        text.push_str(more.value);
    };
    spec.errors.iter().for_each(&mut add);
    for criterion in &spec.criteria {
        match criterion {
            Criterion::Sentence(sentence) => add(sentence),
            Criterion::Steps(steps) => {
                let texts = [&steps.given, &steps.when, &steps.then, &steps.and];
                steps.title.iter().chain(texts.into_iter().flatten()).for_each(&mut add);
            }
        }
    }
    text
}

fn joined<const N: usize>(texts: [Option<Text<'_>>; N]) -> String {
    let texts: Vec<&str> = texts.into_iter().flatten().map(|text| text.value).collect();
    texts.join(" ")
}

impl Mention {
    fn of(text: &str) -> Self {
        Self { words: content(text), movement: None, is_sentence: false, is_beat: false }
    }

    /// Whether it is of that movement; of any where none is asked for.
    pub(super) fn is_of(&self, movement: Option<usize>) -> bool {
        movement.is_none() || self.movement == movement
    }

    /// Whether it speaks of undoing something.
    pub(super) fn is_way_back(&self) -> bool {
        const WORDS: &[&str] =
            &["rollback", "revert", "reverted", "restore", "restored", "undo", "undone", "compensate"];
        let has = |word: &str| self.words.iter().any(|own| own == word);
        WORDS.iter().copied().any(has) || (has("back") && ["roll", "rolled", "rolls"].into_iter().any(has))
    }

    /// How many of the words it has.
    pub(super) fn count(&self, words: &[String]) -> usize {
        words.iter().filter(|word| self.words.iter().any(|own| is_like(own, word))).count()
    }

    /// Whether it has all of them.
    pub(super) fn has(&self, words: &[String]) -> bool {
        self.count(words) == words.len()
    }
}
