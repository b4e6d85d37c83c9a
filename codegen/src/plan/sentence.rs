//! Scenarios in a text: `Given … When … Then …`.

use std::borrow::Cow;

use super::acceptance::Keyword;

/// What a text comes to.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Scenario<'t> {
    /// What stands after `Scenario:`.
    pub(super) title: Option<&'t str>,
    pub(super) steps: Vec<(Keyword, Cow<'t, str>)>,
}

/// The scenarios in a text: one for each `Scenario:` at the start of a line, and a `Given` there, after a `Then`, begins
/// another one. Prose is not taken apart: all of it is what must hold.
pub(super) fn scenarios(text: &str) -> Vec<Scenario<'_>> {
    let mut scenarios = Vec::new();
    for part in titled_parts(text.trim()) {
        of_part(part.trim(), &mut scenarios);
    }
    scenarios
}

/// The text from each `Scenario:` to the next; all of it where it does not start with one.
fn titled_parts(text: &str) -> Vec<&str> {
    let is_title = |at: &usize| {
        text.get(*at..at + TITLE.len()).is_some_and(|head| head.eq_ignore_ascii_case(TITLE))
            && (*at == 0 || text[..*at].trim_end_matches([' ', '\t']).ends_with(is_break))
    };
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).filter(is_title).collect();
    if starts.first() != Some(&0) {
        return vec![text];
    }
    let ends = starts[1..].iter().copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
}

const TITLE: &str = "scenario:";

fn of_part<'t>(text: &'t str, scenarios: &mut Vec<Scenario<'t>>) {
    if text.is_empty() {
        return;
    }
    let (title, rest) = titled(text);
    let Some(parts) = parts(rest) else {
        scenarios.push(Scenario { title: None, steps: vec![(Keyword::Then, one_line(text))] });
        return;
    };
    let last_outcome = parts.iter().rposition(|(keyword, _)| *keyword == Keyword::Then).unwrap_or_default();
    scenarios.push(Scenario { title, steps: Vec::new() });
    let mut holds = false;
    for (at, (keyword, text)) in parts.into_iter().enumerate() {
        // What says nothing that must hold would be a test that always passes.
        if keyword == Keyword::Given && holds && at < last_outcome {
            scenarios.push(Scenario::default());
            holds = false;
        }
        holds |= keyword == Keyword::Then;
        if let Some(last) = scenarios.last_mut() {
            last.steps.push((keyword, one_line(text)));
        }
    }
}

/// A first line `Scenario: …`, and the rest.
fn titled(text: &str) -> (Option<&str>, &str) {
    let head = text.get(..TITLE.len()).filter(|head| head.eq_ignore_ascii_case(TITLE));
    let Some(after) = head.map(|head| &text[head.len()..]) else {
        return (None, text);
    };
    let (title, rest) = after.split_once(is_break).unwrap_or((after, ""));
    (Some(title.trim()).filter(|title| !title.is_empty()), rest.trim())
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
    let marks = marks(sentence);
    let (mut keyword, length) = leading(&sentence[marks..])?;
    let mut start = marks + length;
    let mut parts = Vec::new();
    let mut stage = stage(keyword, Stage::Given);
    let mut holds = keyword == Keyword::Then;
    let mut at = start;
    let written = Written::of(sentence);
    while at < sentence.len() {
        match step(sentence, at, stage, &written) {
            Some((next, end)) => {
                parts.push((keyword, sentence[start..at].trim_end_matches(is_between)));
                (keyword, start, at) = (next, end, end);
                stage = self::stage(next, stage);
                holds |= next == Keyword::Then;
            }
            None => at += sentence[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push((keyword, sentence[start..].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'))));
    parts.retain(|(_, text)| !text.trim().is_empty());
    (holds && !parts.is_empty()).then_some(parts)
}

/// The keyword of a step that starts here, and where its text does.
fn step(sentence: &str, at: usize, stage: Stage, written: &Written) -> Option<(Keyword, usize)> {
    let before = &sentence[..at];
    let is_word = before.ends_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '*' | '_'));
    // Looking back from each space of many would take quadratic time.
    if !is_word || sentence[at..].starts_with(char::is_whitespace) {
        return None;
    }
    let of_line = before.trim_end_matches([' ', '\t']).ends_with(is_break);
    let marks = if of_line { marks(&sentence[at..]) } else { 0 };
    let (keyword, length) = leading(&sentence[at + marks..])?;
    let starts = of_line || starts(sentence, at, keyword, stage, written);
    starts.then_some((keyword, at + marks + length))
}

/// What may stand between a step and the next keyword.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '—' | '/' | '→' | '.' | '*' | '_')
}

/// How long the mark of a list or of bold letters before a keyword is.
fn marks(line: &str) -> usize {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\u{a0}');
    let rest = line.trim_start_matches(is_space);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match digits.strip_prefix(['.', ')']) {
        Some(after) if digits.len() < rest.len() => after,
        _ => rest,
    };
    let rest = rest.trim_start_matches(|c: char| is_space(c) || matches!(c, '-' | '*' | '•' | '_'));
    line.len() - rest.len()
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

/// A keyword and what parts it from its text, and how long they are.
fn leading(text: &str) -> Option<(Keyword, usize)> {
    Keyword::ALL.iter().find_map(|keyword| {
        let word = keyword.word();
        text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        let after = text[word.len()..].trim_start_matches(['*', '_', ':']);
        let is_parted = after.starts_with(char::is_whitespace) || text[word.len()..].starts_with(':');
        is_parted.then(|| (*keyword, text.len() - after.trim_start().len()))
    })
}

/// How a sentence writes its keywords, found in one walk.
struct Written {
    /// Where the last `when` and the last `then` stand that are written as keywords are.
    last_when: usize,
    last_then: usize,
    /// Whether there is a `WHEN` or a `THEN`.
    in_capitals: bool,
}

impl Written {
    fn of(sentence: &str) -> Self {
        let mut written = Self { last_when: 0, last_then: 0, in_capitals: false };
        for (at, _) in sentence.char_indices() {
            if !sentence[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
                continue;
            }
            let Some((keyword @ (Keyword::When | Keyword::Then), _)) = leading(&sentence[at..]) else { continue };
            let word = &sentence[at..at + keyword.word().len()];
            written.in_capitals |= word.chars().all(|c| c.is_ascii_uppercase());
            if is_marked(sentence, at, word) {
                *(if keyword == Keyword::When { &mut written.last_when } else { &mut written.last_then }) = at;
            }
        }
        written
    }
}

/// Whether a keyword inside a line starts a step. Steps come in their order; `and` and `but` must be written as keywords
/// are, since lists are full of them; and where a keyword comes twice, the one after a comma counts.
fn starts(sentence: &str, at: usize, keyword: Keyword, stage: Stage, written: &Written) -> bool {
    let word = &sentence[at..at + keyword.word().len()];
    match keyword {
        Keyword::Given => false,
        Keyword::When => stage < Stage::When && (is_marked(sentence, at, word) || written.last_when < at),
        Keyword::Then => stage < Stage::Then && (is_marked(sentence, at, word) || written.last_then < at),
        Keyword::And | Keyword::But => {
            word == keyword.word() || (written.in_capitals && word.chars().all(|c| c.is_ascii_uppercase()))
        }
    }
}

/// Whether a keyword is written as one: with a capital, or after a comma or a break.
fn is_marked(sentence: &str, at: usize, written: &str) -> bool {
    let before = sentence[..at].trim_end_matches([' ', '\t']);
    written.starts_with(char::is_uppercase) || before.ends_with(|c: char| matches!(c, ',' | ';' | '.') || is_break(c))
}

#[cfg(test)]
mod tests {
    use super::scenarios;

    #[test]
    fn much_of_anything_is_answered() {
        for piece in
            [" ", "\n", "*", "\n*", "1", "\n1.", "then ", "Then ", "And ", "Given ", "Scenario:", "\nScenario: "]
        {
            let text = format!("Given a{}then b", piece.repeat(200_000 / piece.len()));
            let steps: usize = scenarios(&text).iter().map(|scenario| scenario.steps.len()).sum();
            assert!(steps > 0, "{piece:?}");
        }
    }

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
            ("Scenario: fast\nGiven a\nWhen b\nThen c", "<fast>|Given a|When b|Then c"),
            (
                "Scenario: one\nGiven a\nThen b\nScenario: two\nGiven d\nThen e",
                "<one>|Given a|Then b||<two>|Given d|Then e",
            ),
            ("Given a\nThen b\nGiven c", "Given a|Then b|Given c"),
            ("- Given a\n- When b\n- Then c", "Given a|When b|Then c"),
            ("1. Given a\n2) When b\n* Then c", "Given a|When b|Then c"),
            ("**Given** a **When** b **Then** c", "Given a|When b|Then c"),
            ("Given a,when b,then c", "Given a|When b|Then c"),
            ("Given\u{a0}a\nThen c", "Given a|Then c"),
            ("Given a - When b → Then c", "Given a|When b|Then c"),
            ("Given a. When b. Then c.", "Given a|When b|Then c."),
            ("GIVEN a AND b WHEN c THEN d AND e", "Given a|And b|When c|Then d|And e"),
            (
                "Given what was known back then about it, when it runs, then c",
                "Given what was known back then about it|When it runs|Then c",
            ),
            ("Given the user, who then logs out, when b, then c", "Given the user, who then logs out|When b|Then c"),
            ("Given a\nWhen b\nThen c\n\nGiven d\nThen f", "Given a|When b|Then c||Given d|Then f"),
            ("  ", ""),
        ] {
            let scenario = |scenario: &super::Scenario<'_>| {
                let title = scenario.title.map(|title| format!("<{title}>"));
                let steps = scenario.steps.iter().map(|(keyword, text)| format!("{} {text}", keyword.word()));
                title.into_iter().chain(steps).collect::<Vec<_>>().join("|")
            };
            let found: Vec<String> = scenarios(sentence).iter().map(scenario).collect();
            assert_eq!(found.join("||"), expected, "{sentence}");
        }
    }
}
