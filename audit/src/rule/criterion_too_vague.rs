//! A criterion says something that can be seen to hold.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::acceptance::{Criterion, Keyword, Step};
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CRITERION_TOO_VAGUE",
    family: Family::Handler,
    severity: Severity::Info,
    what: "what a criterion asks for can be observed: a value, a state, a number, an event",
    why: "whoever writes the test of `it works` decides alone what that means",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "acceptanceCriteria": [
  { "given": ["an invoice"], "when": ["it is sent"], "then": ["it works correctly"] }
] }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "acceptanceCriteria": [
  { "given": ["an invoice"], "when": ["it is sent"], "then": ["the customer has one more invoice"] }
] }] }] }"#,
};

/// Praise.
const VAGUE: &[&str] = &[
    "appropriate",
    "appropriately",
    "correct",
    "correctly",
    "expected",
    "fine",
    "good",
    "nicely",
    "ok",
    "okay",
    "properly",
    "proper",
    "right",
    "smoothly",
    "well",
    "work",
    "works",
    "working",
];

/// What praise is given to, and what joins the two.
const EMPTY: &[&str] = &[
    "a",
    "all",
    "and",
    "are",
    "as",
    "be",
    "beat",
    "behave",
    "behaves",
    "code",
    "component",
    "do",
    "does",
    "everything",
    "feature",
    "function",
    "functions",
    "handler",
    "is",
    "it",
    "its",
    "job",
    "must",
    "operation",
    "outcome",
    "output",
    "process",
    "result",
    "results",
    "run",
    "runs",
    "sequence",
    "should",
    "step",
    "system",
    "that",
    "the",
    "they",
    "thing",
    "things",
    "this",
    "was",
    "were",
    "will",
];

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (_, accepted, criterion) in surveyed.criteria() {
        let outcomes = outcomes(criterion);
        if outcomes.is_empty() || !outcomes.iter().all(|step| is_vague(&step.text)) {
            continue;
        }
        let first = outcomes[0];
        let beat = sequence.beat(accepted.beat);
        let message = format!("beat {} is accepted when `{}`: nobody can see that", beat.number, shown(&first.text));
        findings.push(
            Finding::new(&RULE, sequence.place(first.span), message)
                .label("nothing that can be measured")
                .help("name what is there afterwards that was not there before: a value, a file, an event, a number"),
        );
    }
}

/// What must hold: from the first `then` on.
fn outcomes<'c>(criterion: &'c Criterion<'_>) -> Vec<&'c Step<'c>> {
    criterion.steps.iter().skip_while(|step| step.keyword != Keyword::Then).collect()
}

fn is_vague(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_in = |words: &[&str], word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    words().all(|word| is_in(EMPTY, word) || is_in(VAGUE, word)) && words().any(|word| is_in(VAGUE, word))
}

#[cfg(test)]
mod tests {
    use super::is_vague;

    #[test]
    fn only_praise_is_vague() {
        for text in
            ["it works", "the result is correct", "Everything works as expected.", "the handler behaves properly"]
        {
            assert!(is_vague(text), "{text}");
        }
        for text in
            ["the result is 3", "it is", "the invoice is correct", "it works within 3 s", "", "the output is sorted"]
        {
            assert!(!is_vague(text), "{text}");
        }
    }
}
