//! A movement that nobody plays.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::Movement;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::{counted, shown};
use crate::coverage::sources::Code;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "HANDLERS_NOT_IMPLEMENTED",
    family: Family::Handler,
    severity: Severity::Major,
    what: "where a package performs a sequence, something implements each of its movements",
    why: "a sequence can be performed when all of it is implemented; a library may leave that to who uses it",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [
  { "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] },
  { "id": "saving", "beats": [{ "beat": 1, "handler": "save", "event": "a:saved" }] }
] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);

use a::{Handlers, Loading};

pub struct Desk;

impl Handlers for Desk {
    type Error = String;
    type Baton = Vec<String>;
}

impl Loading for Desk {
    fn load(&self, _: &mut symphony::Beat<'_>, letters: &mut Vec<String>) -> Result<(), String> {
        letters.push("Dear Ann".into());
        Ok(())
    }
}
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [
  { "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] },
  { "id": "saving", "beats": [{ "beat": 1, "handler": "save", "event": "a:saved" }] }
] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = facts.code().filter(|_| facts.is_sound(surveyed)) else { return };
    // What a file that cannot be parsed implements, nobody knows.
    if code.files.iter().any(|file| file.fault.is_some()) {
        return;
    }
    if !code.compiled(surveyed.path).is_some_and(|compiled| compiled.is_certain) {
        return;
    }
    let sequence = surveyed.sequence;
    let movements = || sequence.movements.iter().filter(|movement| !movement.methods.is_empty());
    let why = if movements().any(|movement| is_implemented(code, movement)) {
        "others of its movements are implemented here"
    } else if facts.survey.package.has_program() {
        "this package is a program"
    } else if code.calls(surveyed.path).next().is_some() && !code.has_fakes(surveyed.path) {
        "its criteria are tested here"
    } else {
        return;
    };
    for movement in movements().filter(|movement| !is_implemented(code, movement)) {
        let message = format!("nothing implements the movement `{}`, and {why}", shown(movement.id));
        let handlers = counted(movement.methods.len(), "handler");
        let (module, name) = (&sequence.module, &movement.trait_name);
        findings.push(
            Finding::new(&RULE, sequence.place(movement.id_span), message)
                .label(format!("{handlers} and no code"))
                .help(format!("write `impl {module}::{name} for` the type that has its handlers")),
        );
    }
}

/// Whether there is an implementation of that name, or a macro that may write one.
fn is_implemented(code: &Code, movement: &Movement<'_>) -> bool {
    let name = movement.trait_name.as_str();
    code.implementations_of(name).next().is_some() || code.is_in_macro(name)
}
