//! Feature files: the criteria of a sequence as Gherkin, for reading.

use std::borrow::Cow;
use std::fmt::Write as _;

use symphony_codegen::plan::acceptance::{Acceptance, Criterion};

use crate::coverage::State;
use crate::docs::markdown::one_line;
use crate::docs::{beat_title, movement_title, sequence_title, story_parts};
use crate::subject::Subject;

/// The feature file of a sequence; none where it has no criteria.
///
/// A rule for each beat with criteria, a scenario for each criterion, named by the tag `@id:…`. A criterion that says
/// that it is ignored has the tag `@ignore`, and the reason in a comment before it.
pub fn feature(subject: &Subject<'_>) -> Option<String> {
    if subject.acceptance.iter().all(|acceptance| acceptance.criteria.is_empty()) {
        return None;
    }
    let sequence = subject.sequence;
    let mut out = Feature::default();
    out.line(0, "#", subject.header);
    out.line(0, "", &tag("sequence:", sequence.id));
    out.line(0, "Feature:", sequence_title(sequence));
    out.description(1, &story_parts(sequence.spec.user_story.as_ref()));
    out.description(1, &paragraph(sequence.spec.description.map(|it| it.value)));
    for acceptance in subject.acceptance.iter().filter(|it| !it.criteria.is_empty()) {
        rule(&mut out, subject, acceptance);
    }
    Some(out.0)
}

fn rule(out: &mut Feature, subject: &Subject<'_>, acceptance: &Acceptance<'_>) {
    let movement = &subject.sequence.movements[acceptance.beat.movement];
    let beat = &movement.beats[acceptance.beat.beat];
    out.blank();
    out.line(1, "Rule:", &format!("{} / {}", movement_title(movement), beat_title(beat)));
    out.description(2, &story_parts(beat.spec.user_story.as_ref()));
    for criterion in &acceptance.criteria {
        scenario(out, subject, acceptance, criterion);
    }
}

fn scenario(out: &mut Feature, subject: &Subject<'_>, acceptance: &Acceptance<'_>, criterion: &Criterion<'_>) {
    out.blank();
    let id = acceptance.id(subject.sequence, criterion);
    let reason = criterion.ignore.or_else(|| match subject.coverage.criteria.get(&id) {
        Some(State::Ignored(reason)) => Some(reason.as_str()),
        _ => None,
    });
    if let Some(reason) = reason {
        out.line(2, "# ignored:", reason);
    }
    let mut tags = tag("id:", &id);
    for name in criterion.tags.iter().copied().chain(reason.map(|_| "ignore")) {
        tags.push(' ');
        tags.push_str(&tag("", name));
    }
    out.line(2, "", &tags);
    out.line(2, "Scenario:", criterion.title.unwrap_or(&criterion.key.replace('_', " ")));
    for step in &criterion.steps {
        out.line(3, step.keyword.word(), &step.text);
    }
}

/// The lines of a feature file.
#[derive(Default)]
struct Feature(String);

impl Feature {
    /// A line that begins with a keyword, after which text may say what it wants.
    fn line(&mut self, indent: usize, keyword: &str, text: &str) {
        let text = one_line(text);
        let space = if keyword.is_empty() || text.is_empty() { "" } else { " " };
        let _ = writeln!(self.0, "{:indent$}{keyword}{space}{text}", "", indent = indent * 2);
    }

    fn blank(&mut self) {
        self.0.push('\n');
    }

    /// Lines of free text, after an empty one.
    fn description(&mut self, indent: usize, lines: &[Cow<'_, str>]) {
        if lines.is_empty() {
            return;
        }
        self.blank();
        for line in lines {
            let line = one_line(line);
            self.line(indent, if is_structure(&line) { "–" } else { "" }, &line);
        }
    }
}

/// The lines of a text that say something.
fn paragraph(text: Option<&str>) -> Vec<Cow<'_, str>> {
    text.into_iter().flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty()).map(Cow::Borrowed).collect()
}

/// Whether Gherkin would take a line of free text for something else.
fn is_structure(line: &str) -> bool {
    const KEYWORDS: &[&str] = &["Ability", "Background", "Business Need", "Example", "Feature", "Rule", "Scenario"];
    const STEPS: &[&str] = &["Given ", "When ", "Then ", "And ", "But "];
    !line.starts_with(char::is_alphanumeric)
        || KEYWORDS.iter().any(|keyword| line.starts_with(keyword) && line.contains(':'))
        || STEPS.iter().any(|keyword| line.starts_with(keyword))
}

/// A tag: no spaces, and nothing that ends it or that expressions of tags are made of.
fn tag(lead: &str, name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | ':' | '.') { c } else { '_' };
    format!("@{lead}{}", one_line(name).chars().map(plain).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{is_structure, tag};

    #[test]
    fn free_text_is_no_structure() {
        for line in ["# x", "@x", "| x |", "\"\"\"", "```", "* x", "Scenario Outline: x", "Rule: y", "Given z", ""] {
            assert!(is_structure(line), "{line}");
        }
        for line in ["As a user", "I want it: now", "so that Rules hold", "größe", "Givenness"] {
            assert!(!is_structure(line), "{line}");
        }
    }

    #[test]
    fn tags_are_one_word() {
        assert_eq!(tag("id:", "a/b/c"), "@id:a/b/c");
        assert_eq!(tag("", "slow @and\n(big) #5"), "@slow__and__big___5");
    }
}
