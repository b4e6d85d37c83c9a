//! A length of time has a number and a unit.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::timing::{self, TimingFault};
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::{Duration, Spanned};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_DURATION",
    family: Family::Handler,
    severity: Severity::Major,
    what: "a timeout, a delay and a latency budget are less than a year, with a unit; only a delay may be nothing",
    why: "without a unit a length would have to be guessed, and a limit that cannot be read would not hold",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "timeout": "5 fortnights" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "timeout": "5 min" }] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let spec = beat.spec;
    if let (Err(TimingFault::InvalidBudget), Some(timing)) = (beat.timing, spec.timing) {
        let budget = Spanned { value: Duration::Text(timing.value), span: timing.span };
        findings.push(finding(context, "latency budget", budget));
    }
    let retry = spec.retry.as_ref();
    for (what, may_be_zero, duration) in [
        ("timeout", false, spec.timeout),
        ("delay", true, retry.and_then(|retry| retry.delay)),
        ("longest delay", true, retry.and_then(|retry| retry.max_delay)),
    ] {
        let Some(duration) = duration else { continue };
        let length = match duration.value {
            Duration::Text(text) => timing::pause(text),
            // A number that no `f64` holds has been reported as such.
            Duration::Milliseconds(value) if value.is_infinite() => continue,
            Duration::Milliseconds(value) => timing::milliseconds(value),
        };
        if !length.is_some_and(|length| may_be_zero || !length.is_zero()) {
            findings.push(finding(context, what, duration));
        }
    }
}

fn finding(context: &Context<'_, '_>, what: &str, duration: Spanned<Duration<'_>>) -> Finding {
    let said = match duration.value {
        Duration::Text(text) => format!("`{}`", text::shown(text)),
        Duration::Milliseconds(value) if value.abs() >= 1e15 => format!("{value:e} milliseconds"),
        Duration::Milliseconds(value) => format!("{value} milliseconds"),
    };
    Finding::new(&RULE, context.place(duration.span), format!("{said} is no {what}"))
        .label(if what.ends_with("delay") {
            "expected less than a year"
        } else {
            "expected more than nothing and less than a year"
        })
        .help("write a number and one of the units `us`, `ms`, `s`, `min`, `h`, such as `1.5s`")
}
