//! A sequence that is only a document.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::{head, shown};
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "SEQUENCE_NOT_COMPILED",
    family: Family::Handler,
    severity: Severity::Info,
    what: "a sequence of a package is compiled by it",
    why: "what is compiled cannot drift from its handlers; of a document nobody knows whether anything does what it says",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json");
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = facts.code().filter(|_| facts.is_sound(surveyed)) else { return };
    let sequence = surveyed.sequence;
    let has_handlers = sequence.movements.iter().any(|movement| !movement.methods.is_empty());
    let is_implemented = || sequence.movements.iter().any(|it| !facts.handlers(sequence, it).is_empty());
    // What a file that cannot be parsed compiles, nobody knows.
    let is_known = code.files.iter().all(|file| file.fault.is_none());
    if !is_known || !has_handlers || code.compiled(surveyed.path).is_some() || is_implemented() {
        return;
    }
    let message = format!("nothing compiles `{}`", shown(sequence.id));
    findings.push(Finding::new(&RULE, head(sequence), message).label("no code knows of it").help(format!(
        "compile it: `symphony::sequence!(\"{}\")`, or a `build.rs` with `symphony_codegen::Builder` that names its folder",
        surveyed.path
    )));
}
