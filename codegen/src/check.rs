//! The rules: what a set of sequences must keep to be compiled.
//!
//! A rule is a file in this folder and a line in `CHECKS`. It judges spec and plan together and only adds findings; no
//! rule knows of another. What the reader refused is in the plan as a gap, and no rule speaks of gaps, so that one fault
//! is one finding.

mod allow;
mod context;
mod elsewhere;
pub mod graph;
mod order;
mod repeated;
mod rust_names;
mod text;
mod type_uses;

mod allow_critical;
mod allow_unused;
mod baton_with_flow;
mod beat_count_mismatch;
mod beat_numbering;
mod beat_numbering_gap;
mod circular_dependency;
mod criterion_id_not_unique;
mod criterion_without_outcome;
mod doubles_disagree;
mod empty_criterion;
mod empty_enum;
mod empty_movement;
mod empty_sequence;
mod event_never_published;
mod event_not_declared;
mod flow_from_continued;
mod flow_from_louder;
mod handler_and_sequence;
mod handler_flow_disagrees;
mod infinite_type;
mod invalid_duration;
mod invalid_event_reference;
mod invalid_retry;
mod invalid_tempo;
mod invalid_type;
mod name_collision;
mod name_not_an_identifier;
mod not_performed;
mod output_is_input;
mod repeated_criterion;
mod sequence_flow_mismatch;
mod sequence_not_found;
mod timing_constraint_violated;
mod too_many_values;
mod type_mismatch;
mod unknown_code;
mod unknown_timing;
mod unknown_type;
mod unknown_value;
mod unresolved_dependency;
mod used_before_given;
mod value_given_twice;
mod value_never_taken;
mod value_without_type;

use crate::diagnostic::Finding;
use crate::parallel::slices;
use crate::plan::{Beat, BeatId, Movement, Plan};
use crate::rule::Rule;
use crate::source::Place;
use crate::{json, spec};
use context::{Context, Suggestions};
pub use elsewhere::ELSEWHERE;

/// Every rule of this module.
static CHECKS: &[Check] = &[
    name_not_an_identifier::CHECK,
    name_collision::CHECK,
    doubles_disagree::CHECK,
    empty_sequence::CHECK,
    empty_movement::CHECK,
    beat_count_mismatch::CHECK,
    beat_numbering::CHECK,
    beat_numbering_gap::CHECK,
    handler_and_sequence::CHECK,
    sequence_not_found::CHECK,
    sequence_flow_mismatch::CHECK,
    circular_dependency::CHECK,
    unresolved_dependency::CHECK,
    invalid_event_reference::CHECK,
    timing_constraint_violated::CHECK,
    event_not_declared::CHECK,
    event_never_published::CHECK,
    unknown_timing::CHECK,
    invalid_duration::CHECK,
    invalid_tempo::CHECK,
    invalid_retry::CHECK,
    invalid_type::CHECK,
    unknown_type::CHECK,
    infinite_type::CHECK,
    empty_enum::CHECK,
    baton_with_flow::CHECK,
    unknown_value::CHECK,
    used_before_given::CHECK,
    value_given_twice::CHECK,
    value_without_type::CHECK,
    type_mismatch::CHECK,
    flow_from_louder::CHECK,
    flow_from_continued::CHECK,
    handler_flow_disagrees::CHECK,
    output_is_input::CHECK,
    value_never_taken::CHECK,
    too_many_values::CHECK,
    not_performed::CHECK,
    empty_criterion::CHECK,
    criterion_without_outcome::CHECK,
    repeated_criterion::CHECK,
    criterion_id_not_unique::CHECK,
    allow_critical::CHECK,
    unknown_code::CHECK,
    allow_unused::CHECK,
];

/// A rule and what it runs on: most look at one beat at a time, so that one walk over the beats does for all of them.
struct Check {
    rule: &'static Rule,
    plan: Option<fn(&Plan<'_>, &mut Vec<Finding>)>,
    sequence: Option<fn(&Context<'_, '_>, &mut Vec<Finding>)>,
    movement: Option<OnMovement>,
    beat: Option<OnBeat>,
}

type OnMovement = fn(&Context<'_, '_>, &Movement<'_>, &mut Vec<Finding>);
type OnBeat = fn(&Context<'_, '_>, BeatId, &Beat<'_>, &mut Vec<Finding>);

impl Check {
    const fn of(rule: &'static Rule) -> Self {
        Self { rule, plan: None, sequence: None, movement: None, beat: None }
    }
}

/// Every rule of the crate: of the text, of the format, and those here.
///
/// ```
/// let codes: Vec<_> = symphony_codegen::check::rules().map(|rule| rule.code).collect();
/// assert!(codes.contains(&"JSON_SYNTAX") && codes.contains(&"UNKNOWN_KEY") && codes.contains(&"UNKNOWN_VALUE"));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    json::RULES.iter().chain(spec::rules::RULES).copied().chain(CHECKS.iter().map(|check| check.rule))
}

/// All findings of all sequences, in the order of their places; what an `allow` silences is left out.
///
/// ```
/// use symphony_codegen::{check, json, plan, source::{Source, Sources}, spec};
///
/// let mut sources = Sources::new();
/// let id = sources.add(Source::new("a.json", r#"{ "id": "a", "beats": 2, "movements": [
///     { "id": "m", "beats": [{ "handler": "run" }] }
/// ] }"#));
/// let root = json::parse(id, sources.get(id)).root.unwrap();
/// let specs = vec![spec::read(id, &root, &mut Vec::new()).unwrap()];
/// let findings = check::check(&plan::plan(&specs));
/// assert_eq!(findings[0].rule.code, "BEAT_COUNT_MISMATCH");
/// assert_eq!(findings[0].message, "`beats` says 2, but the movements have 1");
/// ```
#[must_use]
pub fn check(plan: &Plan<'_>) -> Vec<Finding> {
    let mut findings = silence(plan, &[], judge(plan)).findings;
    findings.sort_by_key(|finding| finding.primary.place);
    findings
}

/// What is left of findings when the `allow`s of a plan have silenced theirs.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What is to be said.
    pub findings: Vec<Finding>,
    /// What was silenced.
    pub silenced: Vec<Silenced>,
}

/// A finding that an `allow` silences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silenced {
    /// The finding.
    pub finding: Finding,
    /// Where its code is allowed.
    pub allow: Place,
    /// The reason that stands there.
    pub reason: String,
}

/// Lets the `allow`s of a plan silence findings, and judges the `allow`s themselves. `others` are rules that are not of
/// this crate; `findings` may have findings of theirs.
#[must_use]
pub fn silence(plan: &Plan<'_>, others: &[&'static Rule], findings: Vec<Finding>) -> Checked {
    allow::apply(plan, others, findings)
}

/// All findings of all sequences, as if nothing were silenced.
#[must_use]
pub fn judge(plan: &Plan<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in CHECKS.iter().filter_map(|check| check.plan) {
        check(plan, &mut findings);
    }
    let of_sequences: Vec<_> = CHECKS.iter().filter_map(|check| check.sequence).collect();
    let of_movements: Vec<_> = CHECKS.iter().filter_map(|check| check.movement).collect();
    let of_beats: Vec<_> = CHECKS.iter().filter_map(|check| check.beat).collect();
    let of_slices = slices(&plan.sequences, |sequences| {
        let mut findings = Vec::new();
        let suggestions = Suggestions::new();
        for sequence in sequences {
            let context = Context::new(plan, sequence, &suggestions);
            for check in &of_sequences {
                check(&context, &mut findings);
            }
            for (at, movement) in sequence.movements.iter().enumerate() {
                for check in &of_movements {
                    check(&context, movement, &mut findings);
                }
                for (position, beat) in movement.beats.iter().enumerate() {
                    let id = BeatId { movement: at, beat: position };
                    for check in &of_beats {
                        check(&context, id, beat, &mut findings);
                    }
                }
            }
        }
        findings
    });
    findings.extend(of_slices.into_iter().flatten());
    findings
}
