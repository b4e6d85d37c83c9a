//! A status is one that everybody knows.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::spec::shape::quoted;
use symphony_codegen::suggest::nearest;

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "UNKNOWN_STATUS",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "`status` says where a sequence stands in its life, in one of the usual words",
    why: "registries and reports count by it; a sequence whose status nobody knows is in none of their rows",
    bad: r#"{ "id": "a", "status": "actve", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "status": "active", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

/// From the first idea to the end.
pub(crate) const STATUSES: &[&str] =
    &["proposed", "planned", "draft", "experimental", "ready", "active", "deprecated", "retired", "archived"];

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let Some(status) = sequence.spec.status else { return };
    let word = status.value.trim();
    if STATUSES.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return;
    }
    let place = sequence.place(status.span);
    let message = format!("`{}` is no status", shown(word));
    let finding = Finding::new(&RULE, place, message).label("unknown word");
    findings.push(match nearest(word, STATUSES.iter().copied()) {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")).fix(
            format!("write `{meant}`"),
            place,
            format!("\"{meant}\""),
        ),
        None => finding.help(format!("write {}", quoted(STATUSES))),
    });
}
