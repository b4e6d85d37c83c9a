//! A test of what is no criterion any more.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use symphony_codegen::plan::Sequence;
use symphony_codegen::source::{Place, Span};

use super::Check;
use super::text::{head, shown};
use crate::coverage::record;
use crate::facts::Facts;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TEST_ORPHANED",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "every test of criteria, and every result of one, belongs to a criterion",
    why: "what is tested was promised once; its criterion was removed or renamed, or should be there again",
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
  "results": { "a/m/load/warm": { "outcome": "passed", "text": "1d7dfff65c31ddad" }, "a/m/load/cold": { "outcome": "passed", "text": "0123456789abcdef" } }
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

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    of_record(facts, findings);
    let Some(code) = facts.code() else { return };
    for surveyed in facts.survey.sequences.iter().filter(|it| facts.is_sound(it)) {
        for (file, call) in code.calls(surveyed.path) {
            let own = file.implementations.iter().filter(|it| file.owns(call, it));
            for implementation in own.filter(|it| it.trait_name().ends_with("Scenarios")) {
                let name = implementation.trait_name();
                if surveyed.acceptance.iter().any(|it| it.trait_name == name) {
                    continue;
                }
                let message = format!("`{name}` is of no beat of `{}` that has criteria", shown(surveyed.sequence.id));
                let finding =
                    Finding::new(&RULE, head(surveyed.sequence), message).label("no beat asks for these steps");
                let finding = finding.help("take the implementation out, or bring the criteria of its beat back");
                findings.push(match facts.in_rust(file, &implementation.named) {
                    Some(place) => finding.also(place, "this tests nothing"),
                    None => finding,
                });
            }
        }
    }
}

/// What the record of coverage knows and no sequence has. Of a file that is not sound nobody knows what it has.
fn of_record(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let survey = facts.survey;
    if !survey.package.is_cargo || !survey.sequences.iter().all(|it| facts.is_sound(it)) {
        return;
    }
    let is_unknown = |id: &&String| !facts.coverage().criteria.contains_key(*id);
    let results = survey.record.results.keys().filter(is_unknown).map(|id| (id, "result"));
    let reviews = survey.record.reviews.keys().filter(is_unknown);
    let reviews = reviews.filter(|id| !survey.record.results.contains_key(*id)).map(|id| (id, "review"));
    for (id, what) in results.chain(reviews) {
        let message = format!("there is a {what} of the criterion `{}`, which is not there", shown(id));
        let sequence = id.split_once('/').and_then(|(sequence, _)| facts.sequence(sequence)).map(|it| it.sequence);
        findings.extend(recorded(facts, id, sequence, message));
    }
    for test in &survey.record.orphans {
        let message = format!("the test `{}` ran and belongs to no criterion", shown(test));
        findings.extend(recorded(facts, test, None, message));
    }
}

/// A finding at a line of the record, and at the sequence where that is still there.
fn recorded(facts: &Facts<'_>, word: &str, sequence: Option<&Sequence<'_>>, message: String) -> Option<Finding> {
    let (_, path) = record::path(facts.survey.package);
    let (source, file) = facts.survey.sources.iter().find(|(_, it)| it.path() == path)?;
    let quoted = format!("\"{word}\"");
    let span = file.text().find(&quoted).map_or(Span::new(0, 0), |at| Span::new(at, at + quoted.len()));
    let line = Place { source, span };
    let finding = match sequence {
        Some(sequence) => Finding::new(&RULE, head(sequence), message)
            .label("none of its criteria has this name")
            .also(line, "it is recorded here"),
        None => Finding::new(&RULE, line, message).label("it is recorded here"),
    };
    let forget = "`cargo symphony coverage` forgets what is not there";
    Some(finding.help(format!("bring the criterion back, or take its test out; {forget}")))
}
