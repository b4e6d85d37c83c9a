//! Nothing waits for itself.

use std::collections::BTreeMap;

use super::graph::{self, Cycle};
use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Action, Plan};
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;

pub(super) const CHECK: Check = Check { plan: Some(of_sequences), sequence: Some(of_beats), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CIRCULAR_DEPENDENCY",
    family: Family::Dependency,
    severity: Severity::Critical,
    what: "no beat waits for itself, and no sequence performs itself, not even through others",
    why: "such beats can be brought into no order, and such a sequence never ends",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "dependencies": ["save"] },
  { "beat": 2, "handler": "save", "dependencies": ["load"] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 2, "handler": "save", "dependencies": ["load"] }
] }] }"#,
};

fn of_beats(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let order = context.order();
    let name = |node| context.beat_name(order.beat(node));
    let Some(cycles) = order.cycles() else { return };
    let edges = order.edges();
    let edge = |from, to| edges.get(&(from, to)).map(|span| context.place(*span));
    for cycle in &cycles.found {
        let message = match cycle.length {
            1 => format!("the beat `{}` waits for itself", name(cycle.nodes[0])),
            _ => format!("beats wait for each other: {}", graph::chain(cycle, name)),
        };
        findings.extend(finding(cycle, message, "waits", name, edge));
    }
}

fn of_sequences(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let mut places: BTreeMap<(usize, usize), Place> = BTreeMap::new();
    for (at, sequence) in plan.sequences.iter().enumerate() {
        for movement in &sequence.movements {
            for beat in &movement.beats {
                if let Action::Sequence(other) = beat.action {
                    places.entry((at, other)).or_insert_with(|| sequence.place(beat.span));
                }
            }
        }
    }
    if places.is_empty() {
        return;
    }
    let mut edges = vec![Vec::new(); plan.sequences.len()];
    for (from, to) in places.keys() {
        edges[*from].push(*to);
    }
    let name = |node: usize| text::shown(plan.sequences[node].id);
    let edge = |from, to| places.get(&(from, to)).copied();
    for cycle in graph::cycles(&edges).found {
        let message = match cycle.length {
            1 => format!("the sequence `{}` performs itself", name(cycle.nodes[0])),
            _ => format!("sequences perform each other: {}", graph::chain(&cycle, name)),
        };
        findings.extend(finding(&cycle, message, "performs", name, edge));
    }
}

/// A cycle with the place of every step that is shown.
fn finding(
    cycle: &Cycle,
    message: String,
    verb: &str,
    name: impl Fn(usize) -> String,
    edge: impl Fn(usize, usize) -> Option<Place>,
) -> Option<Finding> {
    let is_whole = cycle.length == cycle.nodes.len();
    let mut steps = cycle.nodes.iter().enumerate().filter_map(|(at, from)| {
        let to = cycle.nodes.get(at + 1).or_else(|| cycle.nodes.first().filter(|_| is_whole))?;
        Some((edge(*from, *to)?, *from, *to))
    });
    let (first, ..) = steps.next()?;
    let finding = Finding::new(&RULE, first, message).label(format!("{verb} here"));
    let also = |finding: Finding, (place, from, to): (Place, usize, usize)| {
        let to = name(to);
        let preposition = if verb == "waits" { "for " } else { "" };
        finding.also(place, format!("`{}` {verb} {preposition}`{to}`", name(from)))
    };
    Some(steps.fold(finding, also).help("take one of these steps out"))
}
