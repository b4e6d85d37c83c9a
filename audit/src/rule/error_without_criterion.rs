//! An error of which no criterion tells.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "ERROR_WITHOUT_CRITERION",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "of a beat that declares `errors`, a criterion tells what happens when one comes",
    why: "how a step fails is a promise too, and the one that is tried least",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded",
  "errors": ["the file is locked"],
  "acceptanceCriteria": [{ "given": ["a file"], "when": ["it loads"], "then": ["it is there"] }] }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded",
  "errors": ["the file is locked"],
  "acceptanceCriteria": [
    { "given": ["a file"], "when": ["it loads"], "then": ["it is there"] },
    { "given": ["the file is locked"], "when": ["it loads"], "then": ["it says who has it"] }
  ] }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (id, beat) in sequence.beats() {
        if beat.spec.refused.contains(&"acceptanceCriteria") {
            continue;
        }
        let criteria = || surveyed.acceptance.iter().filter(|it| it.beat == id).flat_map(|it| &it.criteria);
        if criteria().any(symphony_codegen::plan::acceptance::Criterion::is_failure) {
            continue;
        }
        for error in &beat.spec.errors {
            let text = error.value.trim().to_lowercase();
            if text.is_empty() || criteria().any(|criterion| criterion.text().to_lowercase().contains(&text)) {
                continue;
            }
            let message = format!("no criterion of beat {} tells of the error \"{}\"", beat.number, shown(error.value));
            let finding = Finding::new(&RULE, sequence.place(error.span), message);
            findings.push(
                finding.label("what then?").help("add a criterion: `given` that it happens, `then` what must hold"),
            );
        }
    }
}
