//! Words that stand where others are to come.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::spec::{Criterion, Text, UserStory};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "PLACEHOLDER_TEXT",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "titles, descriptions, stories, policies and criteria say something",
    why: "a text that was put there to have one looks like an answer to whoever counts texts",
    bad: r#"{ "id": "a", "description": "TODO: describe this", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "description": "Sends each invoice once", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let mut judge = |text: Text<'_>| {
        if is_placeholder(text.value) {
            let message = format!("`{}` says nothing yet", shown(text.value));
            findings.push(
                Finding::new(&RULE, sequence.place(text.span), message)
                    .label("stands for words to come")
                    .help("write what is meant, or leave the key out"),
            );
        }
    };
    let spec = sequence.spec;
    let named = [spec.title, spec.name, spec.description, spec.purpose, spec.trigger, spec.business_value];
    named.into_iter().flatten().for_each(&mut judge);
    story(spec.user_story.as_ref(), &mut judge);
    spec.policies.iter().chain(&spec.metrics).chain(&spec.completion_criteria).copied().for_each(&mut judge);
    for movement in &spec.movements {
        [movement.name, movement.description, movement.purpose].into_iter().flatten().for_each(&mut judge);
        story(movement.user_story.as_ref(), &mut judge);
        movement.completion_criteria.iter().copied().for_each(&mut judge);
    }
    for beat in spec.beats() {
        [beat.name, beat.title, beat.description, beat.scenario].into_iter().flatten().for_each(&mut judge);
        story(beat.user_story.as_ref(), &mut judge);
        for criterion in &beat.criteria {
            match criterion {
                Criterion::Sentence(text) => judge(*text),
                Criterion::Steps(steps) => {
                    steps.title.into_iter().for_each(&mut judge);
                    let texts = [&steps.given, &steps.when, &steps.then, &steps.and];
                    texts.into_iter().flatten().copied().for_each(&mut judge);
                }
            }
        }
    }
}

fn story<'n>(story: Option<&UserStory<'n>>, judge: &mut impl FnMut(Text<'n>)) {
    match story {
        Some(UserStory::Sentence(text)) => judge(*text),
        Some(UserStory::Parts { persona, goal, benefit, .. }) => {
            [*persona, *goal, *benefit].into_iter().flatten().for_each(judge);
        }
        None => {}
    }
}

fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let is_marked = ["TODO", "TBD", "FIXME", "XXX"].iter().any(|mark| {
        text.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
            || text.strip_suffix(')').and_then(|text| text.strip_suffix(mark)).is_some_and(|text| text.ends_with('('))
    });
    let is_framed = text.len() > 2 && text.starts_with('<') && text.ends_with('>') && text.matches('<').count() == 1;
    let starts = |words: &str| text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words));
    is_marked
        || is_framed
        || matches!(text, "…" | "...")
        || starts("lorem ipsum")
        // What the original's stubs say, which were written to please its audit.
        || text.contains("placeholder to satisfy")
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;
    use crate::rule::example::judged;

    #[test]
    fn only_what_says_nothing() {
        for text in [
            "TODO",
            "TODO: more",
            "the rest (TBD)",
            "<description>",
            "...",
            "Lorem ipsum dolor",
            "audit placeholder to satisfy a check",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["", "A TODO list", "TODO items are sorted", "<a> and <b>", "it shows a placeholder", "< 5s", "<"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
    #[test]
    fn stories_are_read_too() {
        for story in [r#""TODO""#, r#"{ "persona": "A reader", "goal": "TBD", "benefit": "to know" }"#] {
            let text = format!(
                r#"{{ "id": "a", "userStory": {story}, "movements": [{{ "id": "m", "beats": [{{ "beat": 1, "handler": "run" }}] }}] }}"#
            );
            let verdict = judged(&text);
            let count = verdict.entries().filter(|entry| entry.finding.rule.code == "PLACEHOLDER_TEXT").count();
            assert_eq!(count, 1, "{story}");
        }
    }
}
