//! A criterion whose test was reviewed for another text.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::coverage::State;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CRITERION_SUSPECT",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "the test of a criterion was reviewed with the text that it has now",
    why: "a test may pass and try what was asked for before",
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
  "results": { "a/m/load/warm": { "outcome": "passed", "text": "1d7dfff65c31ddad" } },
  "reviews": { "a/m/load/warm": "0000000000000000" }
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
  "results": { "a/m/load/warm": { "outcome": "passed", "text": "1d7dfff65c31ddad" } },
  "reviews": { "a/m/load/warm": "1d7dfff65c31ddad" }
}
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if !facts.is_sound(surveyed) {
        return;
    }
    for (id, _, criterion) in surveyed.criteria() {
        if facts.coverage().criteria.get(&id.id) != Some(&State::Suspect) {
            continue;
        }
        let message = format!("the criterion `{}` has changed since its test was reviewed", shown(&criterion.key));
        let finding = Finding::new(&RULE, surveyed.sequence.place(criterion.span), message);
        let help = format!("see that its test still tries this, and say so: `cargo symphony review {}`", id.id);
        findings.push(finding.label("another text than the reviewed one").help(help));
    }
}
