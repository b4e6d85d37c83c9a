//! Steps in a sentence: `Given … When … Then …`.

use std::borrow::Cow;

use super::acceptance::Keyword;

/// The steps of a sentence, or all of it as what must hold: prose is not taken apart.
pub(super) fn steps(sentence: &str) -> Vec<(Keyword, Cow<'_, str>)> {
    let sentence = sentence.trim();
    if sentence.is_empty() {
        return Vec::new();
    }
    match parts(sentence) {
        Some(parts) => parts.into_iter().map(|(keyword, text)| (keyword, one_line(text))).collect(),
        None => vec![(Keyword::Then, one_line(sentence))],
    }
}

/// A text in one line: Gherkin, test names and messages have one for each step.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.contains(is_break) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split(is_break).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// `None` where the sentence does not start with a keyword, or says nothing that must hold.
fn parts(sentence: &str) -> Option<Vec<(Keyword, &str)>> {
    let (mut keyword, mut start) = leading(sentence)?;
    let mut parts = Vec::new();
    let mut stage = stage(keyword, Stage::Given);
    let mut at = start;
    let mut holds = keyword == Keyword::Then;
    while at < sentence.len() {
        let here = boundary(sentence, at).then(|| leading(&sentence[at..])).flatten();
        if let Some((next, length)) = here.filter(|(next, _)| starts(sentence, at, *next, stage)) {
            parts.push((keyword, sentence[start..at].trim_end_matches([' ', '\n', '\r', '\t', ',', ';'])));
            (keyword, start) = (next, at + length);
            stage = self::stage(next, stage);
            holds |= next == Keyword::Then;
            at = start;
        } else {
            at += sentence[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push((keyword, &sentence[start..]));
    parts.retain(|(_, text)| !text.trim().is_empty());
    (holds && !parts.is_empty()).then_some(parts)
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Stage {
    Given,
    When,
    Then,
}

fn stage(keyword: Keyword, before: Stage) -> Stage {
    match keyword {
        Keyword::Given => Stage::Given,
        Keyword::When => Stage::When,
        Keyword::Then => Stage::Then,
        Keyword::And | Keyword::But => before,
    }
}

/// A keyword and a space, and how long they are.
fn leading(text: &str) -> Option<(Keyword, usize)> {
    Keyword::ALL.iter().find_map(|keyword| {
        let word = keyword.word();
        let head = text.get(..word.len())?;
        let follows = text[word.len()..].starts_with([' ', '\t', '\n', '\r', ':']);
        (head.eq_ignore_ascii_case(word) && follows).then_some((*keyword, word.len() + 1))
    })
}

fn boundary(sentence: &str, at: usize) -> bool {
    sentence[..at].ends_with(char::is_whitespace)
}

/// Whether a keyword inside the sentence starts a step. At the start of a line it does. Elsewhere steps come in their
/// order, and `and` and `but` must be written as keywords are, since lists are full of them.
fn starts(sentence: &str, at: usize, keyword: Keyword, stage: Stage) -> bool {
    let before = sentence[..at].trim_end_matches([' ', '\t']);
    if before.ends_with(is_break) {
        return true;
    }
    match keyword {
        Keyword::Given => false,
        Keyword::When => stage < Stage::When,
        Keyword::Then => stage < Stage::Then,
        Keyword::And | Keyword::But => sentence[at..].starts_with(keyword.word()),
    }
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn sentences_are_taken_apart_and_prose_is_not() {
        for (sentence, expected) in [
            ("Given a b\nWhen c\nThen d\nAnd e", "Given a b|When c|Then d|And e"),
            ("Given a, when b, then c and d", "Given a|When b|Then c and d"),
            (
                "given salt and pepper when it is served Then it is hot And it is red",
                "Given salt and pepper|When it is served|Then it is hot|And it is red",
            ),
            (
                "Given a\nAnd b\n  When c\r\nThen d\n  in two lines\nBut not e",
                "Given a|And b|When c|Then d in two lines|But not e",
            ),
            ("When a then b", "When a|Then b"),
            ("Then it says when it is ready", "Then it says when it is ready"),
            ("Given a, then b when c", "Given a|Then b when c"),
            ("When classes change, it publishes an event", "Then When classes change, it publishes an event"),
            ("Handler executes successfully", "Then Handler executes successfully"),
            ("Thenceforth it is quiet", "Then Thenceforth it is quiet"),
            ("Event is published.\nNobody waits.", "Then Event is published. Nobody waits."),
            ("Given: a\nThen: b", "Given a|Then b"),
            ("  ", ""),
        ] {
            let found: Vec<String> =
                steps(sentence).iter().map(|(keyword, text)| format!("{} {text}", keyword.word())).collect();
            assert_eq!(found.join("|"), expected, "{sentence}");
        }
    }
}
