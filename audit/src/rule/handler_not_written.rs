//! A handler that is a promise.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "HANDLER_NOT_WRITTEN",
    family: Family::Handler,
    severity: Severity::Major,
    what: "no `todo!` or `unimplemented!` is left in a handler",
    why: "it compiles, and panics when the beat is played",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);

pub struct Desk;

impl a::Loading for Desk {
    fn load(&self, _: &mut symphony::Beat<'_>, _: &mut Vec<String>) -> Result<(), String> {
        todo!("load it")
    }
}
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);

pub struct Desk;

impl a::Loading for Desk {
    fn load(&self, _: &mut symphony::Beat<'_>, letters: &mut Vec<String>) -> Result<(), String> {
        letters.push("Dear Ann".into());
        Ok(())
    }
}
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if !facts.is_sound(surveyed) {
        return;
    }
    let sequence = surveyed.sequence;
    for movement in &sequence.movements {
        let implementations = facts.handlers(sequence, movement);
        for method in &movement.methods {
            // A stand-in of a test may well leave out what the test does not call.
            let own = implementations.iter().filter(|(file, it)| !facts.is_for_tests(file, it));
            let mut bodies = own.flat_map(|(file, it)| {
                it.functions.iter().filter(|function| function.name == method.name).map(move |it| (file, it))
            });
            let Some((file, first)) = bodies.next() else { continue };
            if !first.is_unwritten || bodies.any(|(_, function)| !function.is_unwritten) {
                continue;
            }
            let number = movement.beats[method.beats[0]].number;
            let message =
                format!("the handler of beat {number} `{}` is still to be written", shown(method.handler.value));
            let finding = Finding::new(&RULE, sequence.place(method.handler.span), message)
                .label("it panics when this is played")
                .help("write what it does in place of the `todo!`");
            findings.push(match facts.in_rust(file, &first.named) {
                Some(place) => finding.also(place, "a `todo!` or `unimplemented!` is left in this"),
                None => finding,
            });
        }
    }
}
