//! There is time for all attempts.

use std::time::Duration;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::{Action, OnError, Retry};
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "RETRY_LONGER_THAN_TIMEOUT",
    family: Family::Orchestration,
    severity: Severity::Minor,
    what: "where a beat performs a sequence within a timeout, no beat of that waits longer than this between its attempts",
    why: "a timeout of a single beat holds for each attempt, but that of a performed sequence for all of it: its last attempts never happen",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "b", "timeout": "5s" }] }] }
--- sequences/b.json
{ "id": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "retry": { "limit": 3, "delay": "4s", "factor": 1 } }] }] }
--- src/lib.rs
struct Runner;
impl symphony_b::M for Runner {
    async fn run(&self, beat: &mut symphony::Beat<'_>) -> Result<(), Self::Error> { Ok(()) }
}"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "b", "timeout": "30s" }] }] }
--- sequences/b.json
{ "id": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "retry": { "limit": 3, "delay": "4s", "factor": 1 } }] }] }
--- src/lib.rs
struct Runner;
impl symphony_b::M for Runner {
    async fn run(&self, beat: &mut symphony::Beat<'_>) -> Result<(), Self::Error> { Ok(()) }
}"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (_, outer) in sequence.beats() {
        let (Action::Sequence(at), Some(timeout), Some(span)) = (outer.action, outer.timeout, outer.spec.timeout)
        else {
            continue;
        };
        let inner = &facts.survey.plan.sequences[at];
        for (_, beat) in inner.beats() {
            let (OnError::Retry(retry), Some(said)) = (beat.on_error, &beat.spec.retry) else { continue };
            let Some(pauses) = pauses(&retry).filter(|pauses| *pauses >= timeout) else { continue };
            let message = format!(
                "beat {} gives `{}` {timeout:?}, but beat {} of that waits {pauses:?} between its attempts",
                outer.number, inner.id, beat.number
            );
            findings.push(
                Finding::new(&RULE, sequence.place(span.span), message)
                    .label("over before the last attempt")
                    .also(inner.place(super::text::opening(said.span)), "waits here")
                    .help("make the timeout longer, or the pauses shorter"),
            );
        }
    }
}

/// How long it waits in all, where every attempt fails at once; nothing where the conductor decides.
fn pauses(retry: &Retry) -> Option<Duration> {
    let (limit, delay) = (retry.limit?, retry.delay?);
    let longest = retry.max_delay.unwrap_or(Duration::from_secs(30)).as_secs_f64();
    let (mut pause, mut sum) = (delay.as_secs_f64(), 0.0);
    // After so many the sum is beyond every timeout, or all pauses are nothing.
    for _ in 1..limit.min(10_000) {
        sum += pause.min(longest);
        pause *= retry.factor.unwrap_or(2.0).max(1.0);
    }
    Duration::try_from_secs_f64(sum).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use symphony_codegen::plan::Retry;

    use super::pauses;

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let second = Duration::from_secs(1);
        let retry = Retry { limit: Some(4), delay: Some(second), factor: Some(2.0), max_delay: Some(3 * second) };
        assert_eq!(pauses(&retry), Some(6 * second));
        assert_eq!(pauses(&Retry { limit: Some(1), ..retry }), Some(Duration::ZERO));
        assert_eq!(pauses(&Retry { limit: None, ..retry }), None);
        assert_eq!(pauses(&Retry { max_delay: None, ..retry }), Some(7 * second));
        assert!(pauses(&Retry { limit: Some(u64::MAX), factor: Some(f64::INFINITY), ..retry }).is_some());
    }
}
