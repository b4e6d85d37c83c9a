//! A criterion that nobody tries.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use symphony_codegen::plan::acceptance::{Acceptance, Criterion};

use super::Check;
use super::text::shown;
use crate::coverage::State;
use crate::coverage::sources::{Code, Function, SourceFile};
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CRITERION_NOT_TESTED",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "where a sequence is compiled, every criterion has a test that is written and was run",
    why: "a criterion that is not tried says what was hoped for",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded",
  "acceptanceCriteria": [{ "id": "warm", "given": ["a tone"], "when": ["it loads"], "then": ["it is warm"] }] }] }] }
--- tests/a_scenarios.rs
symphony::scenarios! { "sequences/a.json", Desk }

#[derive(Default)]
struct Desk {
    warm: bool,
}

impl symphony::World for Desk {
    type Step = ();
}

#[symphony::steps]
impl LoadScenarios for Desk {
    fn given_a_tone(&mut self) {}

    fn when_it_loads(&mut self) {
        self.warm = true;
    }

    fn then_it_is_warm(&mut self) {
        todo!()
    }
}
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded",
  "acceptanceCriteria": [{ "id": "warm", "given": ["a tone"], "when": ["it loads"], "then": ["it is warm"] }] }] }] }
--- tests/a_scenarios.rs
symphony::scenarios! { "sequences/a.json", Desk }

#[derive(Default)]
struct Desk {
    warm: bool,
}

impl symphony::World for Desk {
    type Step = ();
}

#[symphony::steps]
impl LoadScenarios for Desk {
    fn given_a_tone(&mut self) {}

    fn when_it_loads(&mut self) {
        self.warm = true;
    }

    fn then_it_is_warm(&mut self) {
        assert!(self.warm);
    }
}
--- docs/sequences/coverage.json
{
  "results": { "a/m/load/warm": { "outcome": "passed", "text": "1d7dfff65c31ddad" } }
}
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = facts.code().filter(|_| facts.is_sound(surveyed)) else { return };
    let is_called = code.calls(surveyed.path).next().is_some();
    // A file that is no Rust may well have the tests.
    let is_broken = |file: &SourceFile| file.fault.is_some() && file.text.contains(surveyed.path);
    if !is_called && (code.compiled(surveyed.path).is_none() || code.files.iter().any(is_broken)) {
        return;
    }
    for (id, acceptance, criterion) in surveyed.criteria() {
        let key = shown(&criterion.key);
        let place = surveyed.sequence.place(criterion.span);
        findings.extend(match facts.coverage().criteria.get(&id.id) {
            Some(State::Undefined) if !is_called => {
                let finding = Finding::new(&RULE, place, format!("the criterion `{key}` has no test"));
                let help =
                    "`cargo symphony generate` writes its steps, with bodies that fail until you write what they try";
                Some(finding.label("nobody tries this").help(help))
            }
            // Where a step is missing, that is said of the step.
            Some(State::Undefined) => stub(surveyed, code, acceptance, criterion).map(|(file, step)| {
                let message = format!("the test of the criterion `{key}` is still to be written");
                let finding = Finding::new(&RULE, place, message).label("nobody tries this");
                let help = format!("write what `{}` tries in place of the `todo!`", step.name);
                let finding = finding.help(help);
                match facts.in_rust(file, &step.named) {
                    Some(place) => finding.also(place, "a `todo!` or `unimplemented!` is left in this"),
                    None => finding,
                }
            }),
            Some(State::Unrun) if has_worlds(surveyed, code, acceptance) => {
                let message = format!("no result says that the test of the criterion `{key}` was run");
                let finding = Finding::new(&RULE, place, message).label("it may hold or not");
                Some(finding.help("run the tests, and enter what they came to: `cargo symphony coverage`"))
            }
            _ => None,
        });
    }
}

/// Where a beat has no world, that is said of the beat.
fn has_worlds(surveyed: &Surveyed<'_>, code: &Code, acceptance: &Acceptance<'_>) -> bool {
    code.calls(surveyed.path).all(|(_, call)| call.world(&acceptance.movement, &acceptance.module).is_some())
}

/// The first step of a criterion that is there and still to be written; nothing where one is not there.
fn stub<'c>(
    surveyed: &Surveyed<'_>,
    code: &'c Code,
    acceptance: &Acceptance<'_>,
    criterion: &Criterion<'_>,
) -> Option<(&'c SourceFile, &'c Function)> {
    let mut first = None;
    for (file, call) in code.calls(surveyed.path) {
        let implementations = code.of_trait(file, call, &acceptance.trait_name);
        for step in &criterion.steps {
            let mut written = implementations.iter().flat_map(|(file, it)| {
                it.functions.iter().filter(|function| function.name == step.method).map(|function| (*file, function))
            });
            let (file, function) = written.next()?;
            if function.is_stub && first.is_none() {
                first = Some((file, function));
            }
        }
    }
    first
}
