//! How an `allow` silences a code on its element and in everything inside it.

use std::collections::BTreeSet;

use super::CHECKS;
use super::allow_unused;
use crate::diagnostic::Finding;
use crate::plan::Plan;
use crate::rule::{Rule, Severity};
use crate::source::{Place, SourceId, Span};
use crate::spec::Allow;

/// What an `allow` names.
pub(super) enum Code {
    /// A rule that it silences.
    Silenced(&'static Rule),
    /// A rule that nothing silences: without what it asks for there is nothing right to generate, or it is about the
    /// form of the file and so found before any `allow` is known.
    Fixed(&'static Rule),
    /// No rule.
    Unknown,
}

/// What a code is to an `allow`.
pub(super) fn code(code: &str) -> Code {
    if let Some(check) = CHECKS.iter().find(|check| check.rule.code == code) {
        let rule = check.rule;
        return if rule.severity == Severity::Critical { Code::Fixed(rule) } else { Code::Silenced(rule) };
    }
    super::rules().find(|rule| rule.code == code).map_or(Code::Unknown, Code::Fixed)
}

/// Calls `visit` for every `allow` of the plan, with the file that it stands in.
pub(super) fn each(plan: &Plan<'_>, mut visit: impl FnMut(SourceId, &Allow<'_>)) {
    elements(plan, |_, source, _, allows| allows.iter().for_each(|allow| visit(source, allow)));
}

/// Calls `visit` for each element that allows something: how deep it is, where it stands and what it allows.
fn elements(plan: &Plan<'_>, mut visit: impl FnMut(usize, SourceId, Span, &[Allow<'_>])) {
    for sequence in &plan.sequences {
        let spec = sequence.spec;
        let mut element = |depth, span, allows: &[Allow<'_>]| {
            if !allows.is_empty() {
                visit(depth, spec.source, span, allows);
            }
        };
        element(0, spec.span, &spec.allow);
        for movement in &spec.movements {
            element(1, movement.span, &movement.allow);
            for beat in &movement.beats {
                element(2, beat.span, &beat.allow);
            }
        }
    }
}

/// An element that silences something.
struct Silence {
    start: Place,
    end: u32,
    /// Each rule, where it is named, and whether something was silenced.
    rules: Vec<(&'static Rule, Span, bool)>,
}

/// The elements that silence something, by depth; those of one depth do not overlap.
struct Silences([Vec<Silence>; 3]);

impl Silences {
    fn of(plan: &Plan<'_>, repeated: &mut Vec<(Place, &'static Rule)>) -> Self {
        let mut silences = Self([Vec::new(), Vec::new(), Vec::new()]);
        elements(plan, |depth, source, span, allows| {
            let mut rules: Vec<(&'static Rule, Span, bool)> = Vec::new();
            for allow in allows {
                let Code::Silenced(rule) = code(allow.code.value) else { continue };
                if rules.iter().any(|(known, ..)| *known == rule) {
                    repeated.push((Place { source, span: allow.code.span }, rule));
                } else {
                    rules.push((rule, allow.code.span, false));
                }
            }
            if !rules.is_empty() {
                silences.0[depth].push(Silence { start: Place { source, span }, end: span.end, rules });
            }
        });
        for depth in &mut silences.0 {
            depth.sort_by_key(|silence| silence.start);
        }
        silences
    }

    /// Whether an element around the finding, the innermost first, silences it.
    fn silence(&mut self, finding: &Finding) -> bool {
        let place = finding.primary.place;
        for depth in self.0.iter_mut().rev() {
            let after = depth.partition_point(|silence| {
                (silence.start.source, silence.start.span.start) <= (place.source, place.span.start)
            });
            let Some(silence) = after.checked_sub(1).map(|at| &mut depth[at]) else { continue };
            if silence.start.source != place.source || silence.end <= place.span.start {
                continue;
            }
            if let Some((_, _, used)) = silence.rules.iter_mut().find(|(rule, ..)| *rule == finding.rule) {
                *used = true;
                return true;
            }
        }
        false
    }

    /// The entries that silenced nothing.
    fn unused(&self) -> impl Iterator<Item = (Place, &'static Rule)> {
        self.0.iter().flatten().flat_map(|silence| {
            let unused = silence.rules.iter().filter(|(.., used)| !used);
            unused.map(|(rule, span, _)| (Place { source: silence.start.source, span: *span }, *rule))
        })
    }
}

/// Leaves out what is silenced, and adds what [`allow_unused`] says of the rest.
pub(super) fn apply(plan: &Plan<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut repeated = Vec::new();
    let mut silences = Silences::of(plan, &mut repeated);
    if silences.0.iter().all(Vec::is_empty) {
        return findings;
    }
    findings.retain(|finding| !silences.silence(finding));
    // An `allow` of that rule itself is judged last, when it has had its chance.
    let (own, others): (Vec<_>, Vec<_>) =
        silences.unused().chain(repeated).partition(|(_, rule)| *rule == allow_unused::CHECK.rule);
    let others = others.into_iter().map(|(place, rule)| allow_unused::finding(place, rule));
    let mut unused: Vec<Finding> = others.filter(|finding| !silences.silence(finding)).collect();
    let still_unused: BTreeSet<Place> = silences.unused().map(|(place, _)| place).collect();
    let own = own.into_iter().filter(|(place, _)| still_unused.contains(place));
    unused.extend(own.map(|(place, rule)| allow_unused::finding(place, rule)));
    findings.append(&mut unused);
    findings
}
