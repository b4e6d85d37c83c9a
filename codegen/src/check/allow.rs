//! How an `allow` silences a code on its element and in everything inside it.

use std::collections::BTreeSet;

use super::elsewhere::ELSEWHERE;
use super::{CHECKS, Checked, Silenced};
use super::{allow_critical, allow_unused, unknown_code};
use crate::diagnostic::Finding;
use crate::plan::Plan;
use crate::rule::{Rule, Severity};
use crate::source::{Place, SourceId, Span};
use crate::spec::Allow;

/// What an `allow` names.
enum Code {
    /// A rule that it silences.
    Silenced(&'static Rule),
    /// A rule that nothing silences: without what it asks for there is nothing right to generate, or it is about the
    /// form of the file and so found before any `allow` is known.
    Fixed(&'static Rule),
    /// A rule that others judge.
    Elsewhere,
    /// No rule.
    Unknown,
}

/// What a code is to an `allow`.
fn code(code: &str, others: &[&'static Rule]) -> Code {
    let own = CHECKS.iter().map(|check| check.rule);
    if let Some(rule) = own.chain(others.iter().copied()).find(|rule| rule.code == code) {
        return if rule.severity == Severity::Critical { Code::Fixed(rule) } else { Code::Silenced(rule) };
    }
    match super::rules().find(|rule| rule.code == code) {
        Some(rule) => Code::Fixed(rule),
        None if ELSEWHERE.contains(&code) => Code::Elsewhere,
        None => Code::Unknown,
    }
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

/// What an element silences.
struct Entry {
    rule: &'static Rule,
    code: Span,
    reason: String,
    is_used: bool,
}

/// An element that silences something.
struct Silence {
    start: Place,
    end: u32,
    entries: Vec<Entry>,
}

/// The elements that silence something, by depth; those of one depth do not overlap.
struct Silences([Vec<Silence>; 3]);

impl Silences {
    /// What is silenced where; what is wrong with an entry in itself is a finding.
    fn of(plan: &Plan<'_>, others: &[&'static Rule], repeated: &mut Repeated, findings: &mut Vec<Finding>) -> Self {
        let mut silences = Self([Vec::new(), Vec::new(), Vec::new()]);
        let suggestions = super::Suggestions::new();
        elements(plan, |depth, source, span, allows| {
            let mut entries: Vec<Entry> = Vec::new();
            for allow in allows {
                let place = Place { source, span: allow.code.span };
                match code(allow.code.value, others) {
                    Code::Silenced(rule) if entries.iter().any(|known| known.rule == rule) => {
                        repeated.push((place, rule));
                    }
                    Code::Silenced(rule) => entries.push(Entry {
                        rule,
                        code: allow.code.span,
                        reason: allow.reason.value.to_owned(),
                        is_used: false,
                    }),
                    Code::Fixed(rule) => findings.push(allow_critical::finding(place, rule)),
                    Code::Elsewhere => {}
                    Code::Unknown => {
                        findings.push(unknown_code::finding(place, allow.code.value, others, &suggestions));
                    }
                }
            }
            if !entries.is_empty() {
                silences.0[depth].push(Silence { start: Place { source, span }, end: span.end, entries });
            }
        });
        for depth in &mut silences.0 {
            depth.sort_by_key(|silence| silence.start);
        }
        silences
    }

    /// The entry of an element around the finding, the innermost first, that silences it.
    fn silence(&mut self, finding: &Finding) -> Option<(Place, &Entry)> {
        let place = finding.primary.place;
        for depth in self.0.iter_mut().rev() {
            let after = depth.partition_point(|silence| {
                (silence.start.source, silence.start.span.start) <= (place.source, place.span.start)
            });
            let Some(silence) = after.checked_sub(1).map(|at| &mut depth[at]) else { continue };
            if silence.start.source != place.source || silence.end <= place.span.start {
                continue;
            }
            if let Some(entry) = silence.entries.iter_mut().find(|entry| entry.rule == finding.rule) {
                entry.is_used = true;
                return Some((Place { source: silence.start.source, span: entry.code }, entry));
            }
        }
        None
    }

    /// The entries that silenced nothing.
    fn unused(&self) -> impl Iterator<Item = (Place, &'static Rule)> {
        self.0.iter().flatten().flat_map(|silence| {
            let unused = silence.entries.iter().filter(|entry| !entry.is_used);
            unused.map(|entry| (Place { source: silence.start.source, span: entry.code }, entry.rule))
        })
    }

    /// Parts the findings.
    fn part(&mut self, findings: impl IntoIterator<Item = Finding>, checked: &mut Checked) {
        for finding in findings {
            match self.silence(&finding) {
                Some((allow, entry)) => {
                    checked.silenced.push(Silenced { allow, reason: entry.reason.clone(), finding });
                }
                None => checked.findings.push(finding),
            }
        }
    }
}

/// Entries that name a rule which their element silences already.
type Repeated = Vec<(Place, &'static Rule)>;

/// Parts what is silenced from what is not, and adds what the rules about `allow` itself say. `others` are rules that are
/// judged elsewhere, with their findings among `findings`.
pub(super) fn apply(plan: &Plan<'_>, others: &[&'static Rule], mut findings: Vec<Finding>) -> Checked {
    let mut repeated = Vec::new();
    let mut silences = Silences::of(plan, others, &mut repeated, &mut findings);
    if silences.0.iter().all(Vec::is_empty) {
        return Checked { findings, silenced: Vec::new() };
    }
    let mut checked = Checked::default();
    silences.part(findings, &mut checked);
    // An `allow` of that rule itself is judged last, when it has had its chance.
    let (own, rest): (Vec<_>, Vec<_>) =
        silences.unused().chain(repeated).partition(|(_, rule)| *rule == allow_unused::CHECK.rule);
    silences.part(rest.into_iter().map(|(place, rule)| allow_unused::finding(place, rule)), &mut checked);
    let still_unused: BTreeSet<Place> = silences.unused().map(|(place, _)| place).collect();
    let own = own.into_iter().filter(|(place, _)| still_unused.contains(place));
    checked.findings.extend(own.map(|(place, rule)| allow_unused::finding(place, rule)));
    checked
}
