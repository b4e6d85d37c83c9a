//! A pure handler that is not.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "PURE_HANDLER_HAS_EFFECTS",
    family: Family::Handler,
    severity: Severity::Major,
    what: "the handler of a `pure` beat reads no file, clock or environment, prints nothing and runs nothing",
    why: "what is pure may be played again, in another order or not at all, and is trusted to give the same",
    bad: r#"--- sequences/a.json
{ "id": "a", "baton": true, "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "kind": "pure" }] }] }
--- src/lib.rs
use std::fs;

symphony::sequence!("sequences/a.json");

pub struct Desk;

impl a::Loading for Desk {
    fn load(&self, text: &mut String) -> Result<(), std::io::Error> {
        *text = fs::read_to_string("a.txt")?;
        Ok(())
    }
}
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "baton": true, "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "kind": "pure" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json");

pub struct Desk;

impl a::Loading for Desk {
    fn load(&self, text: &mut String) -> Result<(), std::io::Error> {
        text.push('.');
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
        for (file, implementation) in facts.handlers(sequence, movement) {
            // What stands in for it in a test may well look around.
            if facts.is_for_tests(file, implementation) {
                continue;
            }
            for function in implementation.functions.iter().filter(|function| !function.effects.is_empty()) {
                let method = movement.methods.iter().find(|method| method.name == function.name);
                let Some(method) = method.filter(|method| movement.beats[method.beats[0]].is_pure()) else { continue };
                let number = movement.beats[method.beats[0]].number;
                let whats: Vec<&str> = function.effects.iter().map(|effect| effect.what).collect();
                let handler = shown(method.handler.value);
                let message = format!("the handler of the pure beat {number} `{handler}` {}", whats.join(" and "));
                let mut finding =
                    Finding::new(&RULE, sequence.place(method.handler.span), message).label("it is not pure");
                for effect in &function.effects {
                    if let Some(place) = facts.in_rust(file, &effect.at) {
                        finding = finding.also(place, format!("`{}` {}", effect.name, effect.what));
                    }
                }
                findings.push(finding.help(
                    "take what it needs as inputs from a beat before it, or give it another `kind`, such as `io`",
                ));
            }
        }
    }
}
