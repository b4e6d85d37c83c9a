//! Sequences that require each other.

use std::collections::BTreeMap;

use symphony_codegen::check::graph::{chain, cycles};
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::Place;

use super::Check;
use super::text::shown;
use crate::facts::Facts;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "SEQUENCE_REQUIRES_CYCLE",
    family: Family::Dependency,
    severity: Severity::Major,
    what: "no sequence requires itself, not even through others",
    why: "none of them could be there first, and none can be changed or released without the others",
    bad: r#"--- sequences/a.json
{ "id": "a", "requires": ["b"], "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- sequences/b.json
{ "id": "b", "requires": ["a"], "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "b:loaded" }] }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "requires": ["b"], "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- sequences/b.json
{ "id": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "b:loaded" }] }] }
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let sequences = &facts.survey.sequences;
    let mut places: BTreeMap<(usize, usize), Place> = BTreeMap::new();
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, surveyed) in sequences.iter().enumerate() {
        positions.entry(surveyed.sequence.id).or_insert(at);
    }
    let mut edges = vec![Vec::new(); sequences.len()];
    for (from, surveyed) in sequences.iter().enumerate() {
        for (name, _) in &surveyed.sequence.spec.requires {
            let Some(to) = positions.get(name.value) else { continue };
            if places.insert((from, *to), surveyed.sequence.place(name.span)).is_none() {
                edges[from].push(*to);
            }
        }
    }
    if places.is_empty() {
        return;
    }
    let name = |node: usize| shown(sequences[node].sequence.id);
    for cycle in cycles(&edges).found {
        let message = match cycle.length {
            1 => format!("the sequence `{}` requires itself", name(cycle.nodes[0])),
            _ => format!("sequences require each other: {}", chain(&cycle, name)),
        };
        let next = cycle.nodes.iter().cycle().skip(1);
        let mut steps =
            cycle.nodes.iter().zip(next).filter_map(|(from, to)| Some((*places.get(&(*from, *to))?, *from, *to)));
        let Some((first, ..)) = steps.next() else { continue };
        let finding = Finding::new(&RULE, first, message).label("requires here");
        let also = |finding: Finding, (place, from, to): (Place, usize, usize)| {
            finding.also(place, format!("`{}` requires `{}`", name(from), name(to)))
        };
        findings.push(steps.fold(finding, also).help("take one of these out of `requires`"));
    }
}
