//! A retry can be done.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_RETRY",
    family: Family::Handler,
    severity: Severity::Major,
    what: "a retry has at least one attempt and a factor of at least 1, and stands beside no other error handling",
    why: "no attempt would never call the handler, a smaller factor would try again ever faster, and a beat that aborts or continues is not tried again",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "retry": { "limit": 0 } }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "retry": { "limit": 3 } }] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let Some(retry) = &beat.spec.retry else { return };
    if let Some(limit) = retry.limit.filter(|limit| limit.value == 0) {
        let finding = Finding::new(&RULE, context.place(limit.span), "a retry of no attempt never calls the handler");
        findings.push(finding.label("expected 1 or more").help("`limit` counts all attempts, the first one too"));
    }
    if let Some(factor) = retry.factor.filter(|factor| factor.value < 1.0) {
        let message = format!("a factor of {} makes every wait shorter than the one before", factor.value);
        findings.push(Finding::new(&RULE, context.place(factor.span), message).label("expected 1 or more"));
    }
    if let Some(word) = beat.spec.error_handling.filter(|word| word.value != "retry") {
        let message = format!("a beat that says `{}` is not tried again", text::shown(word.value));
        let finding = Finding::new(&RULE, context.place(word.span), message).label("says otherwise than `retry`");
        findings.push(
            finding
                .also(context.place(retry.span), "says how it is tried again")
                .help("remove one of the two; a beat whose retries are used up aborts the sequence"),
        );
    }
}
