//! A criterion that does not hold.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::coverage::State;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CRITERION_FAILING",
    family: Family::Handler,
    severity: Severity::Major,
    what: "the test of a criterion passes",
    why: "what was promised is not so, or is not tried rightly",
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
        assert!(self.warm);
    }
}
--- docs/sequences/coverage.json
{
  "results": { "a/m/load/warm": { "outcome": "failed", "text": "1d7dfff65c31ddad" } }
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
    if !facts.is_sound(surveyed) {
        return;
    }
    for (id, _, criterion) in surveyed.criteria() {
        if facts.coverage().criteria.get(&id.id) != Some(&State::Failing) {
            continue;
        }
        let message = format!("the test of the criterion `{}` failed", shown(&criterion.key));
        let finding = Finding::new(&RULE, surveyed.sequence.place(criterion.span), message);
        findings.push(finding.label("this does not hold").help(
            "mend the handler or the test, run the tests, and enter what they came to: `cargo symphony coverage`",
        ));
    }
}
