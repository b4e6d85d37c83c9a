//! A beat that is tried again has a criterion for when it fails.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::OnError;
use symphony_codegen::plan::acceptance::Criterion;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CRITERIA_WITHOUT_FAILURE",
    family: Family::Handler,
    severity: Severity::Info,
    what: "a beat that is tried again or may fail without stopping the sequence has a criterion, or `errors`, for that",
    why: "it is expected to fail, and what happens then is what nobody tries by hand",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "send", "retry": { "limit": 3 }, "acceptanceCriteria": [
    { "given": ["an invoice"], "when": ["it is sent"], "then": ["the customer has it"] }
  ] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "send", "retry": { "limit": 3 }, "acceptanceCriteria": [
    { "given": ["an invoice"], "when": ["it is sent"], "then": ["the customer has it"] },
    { "given": ["a server that is unavailable"], "when": ["it is sent"], "then": ["it is sent within 3 attempts"] }
  ] }
] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for accepted in &surveyed.acceptance {
        let beat = sequence.beat(accepted.beat);
        let (reason, span) = match (beat.on_error, &beat.spec.retry, beat.spec.error_handling) {
            (OnError::Abort, ..) | (_, None, None) => continue,
            (_, Some(retry), _) => ("it is tried again", super::text::opening(retry.span)),
            (OnError::Continue, _, Some(word)) => ("the sequence goes on when it fails", word.span),
            (_, _, Some(word)) => ("it is tried again", word.span),
        };
        let is_told = !beat.spec.errors.is_empty() || accepted.criteria.iter().any(Criterion::is_failure);
        if is_told || accepted.criteria.is_empty() {
            continue;
        }
        let message = format!("no criterion of beat {} says what happens when it fails", beat.number);
        findings.push(
            Finding::new(&RULE, sequence.place(beat.span), message)
                .label("accepted only where all goes well")
                .also(sequence.place(span), format!("but {reason}"))
                .help("add a criterion whose situation is a failure, or list the ways to fail in `errors`"),
        );
    }
}
