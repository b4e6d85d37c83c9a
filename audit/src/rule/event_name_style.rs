//! Events are named in one style.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "EVENT_NAME_STYLE",
    family: Family::Sequence,
    severity: Severity::Info,
    what: "the events of a sequence have the same sign between their words",
    why: "who subscribes by a pattern such as `invoice:*` misses those that are written otherwise",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "invoice:loaded" },
  { "beat": 2, "handler": "send", "event": "invoice.sent" }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "invoice:loaded" },
  { "beat": 2, "handler": "send", "event": "invoice:sent" }
] }] }"#,
};

const SIGNS: &[char] = &[':', '.', '/'];

/// The first sign of a name; the words between may have others.
fn sign(name: &str) -> Option<char> {
    name.chars().find(|c| SIGNS.contains(c))
}

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let signed: Vec<_> = sequence.events.iter().filter_map(|event| Some((event, sign(event.name.value)?))).collect();
    let count = |wanted: char| signed.iter().filter(|(_, sign)| *sign == wanted).count();
    // Where two signs are as frequent, the first of the list.
    let Some(usual) = SIGNS.iter().copied().rev().max_by_key(|sign| count(*sign)) else { return };
    let mut others = signed.iter().filter(|(_, sign)| *sign != usual);
    let Some((event, sign)) = others.next() else { return };
    let message = format!("`{}` is written with `{sign}`, most events here with `{usual}`", shown(event.name.value));
    let more = others.count();
    let label = if more == 0 { "the only one".to_owned() } else { format!("and {more} more") };
    findings.push(
        Finding::new(&RULE, sequence.place(event.name.span), message).label(label).help(format!(
            "write `{usual}` between the words of all events, or an `allow` where the names are not yours"
        )),
    );
}
