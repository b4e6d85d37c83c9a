//! What is known of a sequence and can be compared with a bound: scores, shares and counts.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::Severity;
use symphony_codegen::source::Place;

use super::Known;
use super::bound::{Bound, Unit};
use crate::coverage::State;
use crate::rule::text::counted;
use crate::score::{Dimension, Points};

/// Something that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fact {
    /// The score of a dimension, or the lowest of all.
    Score(Option<Dimension>),
    /// The score that these codes alone would leave.
    ScoreOf(Codes),
    /// How many findings there are of these codes. `true` for what is found in code.
    Count(Codes, bool),
    /// How many findings there are of this severity, or of any.
    Severity(Option<Severity>),
    /// Whether nothing found is an error.
    Soundness,
    /// Which share of the criteria has a test that passed.
    Tested,
    /// Which share of the criteria that were tested passed.
    Passed,
    /// Which share of the beats has a handler.
    Handled,
    /// Which share of the beats has criteria.
    Accepted,
    /// How many of something there are.
    Number(Part),
    /// What this format cannot leave: with the reason.
    Always,
}

type Codes = &'static [&'static str];

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Movements,
    Beats,
    Events,
    Handlers,
    Criteria,
}

/// What is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    /// From 0 to 1.
    Share,
    Count,
    Truth,
}

/// A value with what it comes from.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) value: f64,
    /// As it is shown.
    pub(super) shown: String,
    /// Findings that are to be mended for a better one.
    pub(super) places: Vec<(Place, &'static str)>,
}

/// By which words a fact is known: one of each group must be there, and no word that is in no group and not in `also`.
struct Subject {
    groups: &'static [&'static [&'static str]],
    also: &'static [&'static str],
    fact: Fact,
}

const fn subject(groups: &'static [&'static [&'static str]], also: &'static [&'static str], fact: Fact) -> Subject {
    Subject { groups, also, fact }
}

/// Words that mean the sequence, or all of it.
const ANYWHERE: &[&str] = &[
    "the",
    "a",
    "an",
    "of",
    "be",
    "is",
    "are",
    "must",
    "should",
    "shall",
    "has",
    "have",
    "with",
    "in",
    "and",
    "by",
    "for",
    "to",
    "number",
    "count",
    "total",
    "overall",
    "remaining",
    "detected",
    "found",
    "open",
    "maintain",
    "remain",
    "stay",
    "reach",
    "complete",
    "completed",
    "this",
    "its",
    "there",
];

/// Words that mean all sequences of the package.
const EVERYWHERE: &[&[&str]] =
    &[&["all", "sequence"], &["every", "sequence"], &["each", "sequence"], &["workspace"], &["package"]];

/// What breaks a policy, in the words of policies.
const BROKEN: Codes = &["POLICY_VIOLATED", "ROLLBACK_MISSING"];
/// What is found of policies, metrics and criteria; whether a sequence is valid is another question.
const GOVERNED: Codes = &["POLICY_VIOLATED", "METRIC_TARGET_MISSED", "COMPLETION_CRITERION_MISSED", "ROLLBACK_MISSING"];
const ALIGNED: &[&str] = &["alignment", "conformity", "compliance", "score", "consistency"];
const UNIMPLEMENTED: Codes = &["MISSING_IMPLEMENTATION", "HANDLERS_NOT_IMPLEMENTED", "HANDLER_NOT_WRITTEN"];
const UNTESTED: Codes = &["BDD_SPEC_MISSING", "CRITERION_NOT_TESTED", "HANDLER_TEST_MISSING"];
const VIOLATION: &[&str] = &["violation", "finding"];

/// The subjects of bounds, the more particular ones first.
static BOUND: &[Subject] = &[
    subject(
        &[&["manifest"], &["consistency", "integrity"]],
        &["orchestration", "score"],
        Fact::ScoreOf(&["MANIFEST_MISMATCH", "REGISTRY_MISSING"]),
    ),
    subject(&[&["orchestration", "domain"], &["score"]], ALIGNED, Fact::Score(Some(Dimension::Orchestration))),
    subject(
        &[&["sequence", "beat"], &["alignment", "conformity"], &["score"]],
        &["sequence", "beat"],
        Fact::Score(Some(Dimension::Orchestration)),
    ),
    subject(&[&["handler"], &["score"]], ALIGNED, Fact::Score(Some(Dimension::Handler))),
    subject(&[&["governance"], &["score"]], ALIGNED, Fact::Score(Some(Dimension::Governance))),
    subject(&[&["traceability"], &["score"]], ALIGNED, Fact::Score(Some(Dimension::Traceability))),
    subject(
        &[&["bdd"], &["score"]],
        &["bdd", "spec", "alignment", "compliance", "conformity"],
        Fact::Score(Some(Dimension::Traceability)),
    ),
    subject(&[&["dependency"], &["score"]], ALIGNED, Fact::Score(Some(Dimension::Dependency))),
    subject(
        &[&["score"]],
        &["conformity", "compliance", "alignment", "symphonia", "symphony", "sequence"],
        Fact::Score(None),
    ),
    subject(&[&["test", "criterion", "acceptance"], &["coverage"]], &["criterion", "acceptance"], Fact::Tested),
    subject(&[&["coverage"]], &[], Fact::Tested),
    subject(&[&["criterion"], &["tested", "covered"]], &["acceptance"], Fact::Tested),
    subject(&[&["handler"], &["coverage"]], &["beat"], Fact::Handled),
    subject(
        &[&["beat"], &["criterion", "scenario", "accepted"], &["coverage", "acceptance", "beat"]],
        &["acceptance"],
        Fact::Accepted,
    ),
    subject(&[&["test"], &["pass"], &["rate"]], &[], Fact::Passed),
    subject(&[&["sequence"], &["validation"], &["passed", "pass", "valid"]], &[], Fact::Soundness),
    subject(&[&["beat"], &["mismatch"]], &["size", "array"], Fact::Count(&["BEAT_COUNT_MISMATCH"], false)),
    subject(
        &[&["missing", "unimplemented"], &["handler"]],
        &["method", "implementation", "interface"],
        Fact::Count(UNIMPLEMENTED, true),
    ),
    subject(&[&["orphan", "orphaned"], &["handler", "code"]], &[], Fact::Count(&["HANDLER_NOT_FOUND"], true)),
    subject(&[&["signature", "parameter"], &["mismatch"]], &["handler"], Fact::Count(&["SIGNATURE_MISMATCH"], true)),
    subject(&[&["missing"], &["telemetry"]], &["instrumentation"], Fact::Count(&["TELEMETRY_NOT_INSTRUMENTED"], false)),
    subject(&[&["missing"], &["test", "spec", "criterion"]], &["bdd", "acceptance"], Fact::Count(UNTESTED, true)),
    subject(
        &[&["circular", "cyclic"], &["dependency"]],
        &["domain"],
        Fact::Count(&["CIRCULAR_DEPENDENCY", "CIRCULAR_DOMAIN_DEPENDENCY"], false),
    ),
    subject(&[&["orphaned"], &["domain", "reference"]], &[], Fact::Count(&["ORPHANED_DOMAIN_REFERENCE"], false)),
    subject(&[&["missing"], &["domain"]], &["definition"], Fact::Count(&["DOMAIN_NOT_FOUND"], false)),
    subject(&[&["unresolved"], &["import"]], &[], Fact::Count(&["UNRESOLVED_IMPORT"], false)),
    subject(&[&["governance", "policy"], VIOLATION], &["rule"], Fact::Count(BROKEN, false)),
    subject(&[&["critical"], VIOLATION], CHECKING, Fact::Severity(Some(Severity::Critical))),
    subject(&[&["major"], VIOLATION], CHECKING, Fact::Severity(Some(Severity::Major))),
    subject(&[&["minor"], VIOLATION], CHECKING, Fact::Severity(Some(Severity::Minor))),
    subject(&[VIOLATION], CHECKING, Fact::Severity(None)),
    subject(&[&["movement"]], &[], Fact::Number(Part::Movements)),
    subject(&[&["beat"]], &[], Fact::Number(Part::Beats)),
    subject(&[&["event"]], &[], Fact::Number(Part::Events)),
    subject(&[&["handler"]], &[], Fact::Number(Part::Handlers)),
    subject(&[&["criterion"]], &["acceptance"], Fact::Number(Part::Criteria)),
];

const CHECKING: &[&str] = &["compliance", "conformity", "validation", "check"];

/// What a sentence without a bound may state.
static STATEMENT: &[Subject] = &[
    subject(&[&["sequence"], &["pass", "passed"], &["validation", "check"]], &["all"], Fact::Soundness),
    subject(&[&["sequence"], &["valid", "sound"]], &["all"], Fact::Soundness),
    subject(
        &[VIOLATION, &["categorized", "categorised", "classified"], &["severity"]],
        &["all", "each", "every"],
        Fact::Always,
    ),
    subject(
        &[&["movement", "phase"], &["execute", "run", "played", "play"], &["order"]],
        &["all", "build", "strict"],
        Fact::Always,
    ),
    subject(
        &[&["beat", "step"], &["record", "publish", "emit"], &["telemetry", "event"]],
        &["all", "each", "every"],
        Fact::Count(&["TELEMETRY_NOT_INSTRUMENTED"], false),
    ),
    subject(
        &[&["handler"], &["referenced", "used", "named"], &["beat"]],
        &["all", "each", "every"],
        Fact::Count(&["HANDLER_NOT_FOUND"], true),
    ),
    subject(
        &[&["beat"], &["test", "tested", "criterion", "scenario"]],
        &["all", "each", "every", "corresponding", "acceptance"],
        Fact::Count(UNTESTED, true),
    ),
    subject(
        &[&["handler", "beat"], &["implemented", "implementation"]],
        &["all", "each", "every", "handler"],
        Fact::Count(UNIMPLEMENTED, true),
    ),
];

/// The fact that the subject of a bound is, and whether of all sequences.
pub(super) fn of_bound(subject: &[String]) -> Option<(Fact, bool)> {
    of(BOUND, subject)
}

/// The fact that a statement states.
pub(super) fn of_statement(words: &[String]) -> Option<(Fact, bool)> {
    // Every one of these is about all of something, and without a `not`.
    let of_all = ["all", "each", "every", "categorized", "categorised"];
    words.iter().any(|word| of_all.contains(&word.as_str())).then(|| of(STATEMENT, words)).flatten()
}

fn of(subjects: &'static [Subject], words: &[String]) -> Option<(Fact, bool)> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !ANYWHERE.contains(word)).collect();
    words.sort_unstable();
    words.dedup();
    let is_everywhere = EVERYWHERE.iter().any(|scope| scope.iter().all(|word| words.contains(word)));
    let find = |words: &[&str]| {
        subjects.iter().find(|it| {
            let is_known = |word: &&str| it.also.contains(word) || it.groups.iter().any(|group| group.contains(word));
            it.groups.iter().all(|group| group.iter().any(|word| words.contains(word))) && words.iter().all(is_known)
        })
    };
    if let Some(found) = find(&words) {
        return Some((found.fact, is_everywhere));
    }
    // `Test coverage of all sequences`: the words of the scope are no part of the subject.
    let scope = EVERYWHERE.iter().copied().find(|scope| scope.iter().all(|word| words.contains(word)))?;
    words.retain(|word| !scope.contains(word));
    find(&words).map(|found| (found.fact, true))
}

impl Fact {
    fn scale(self) -> Scale {
        match self {
            Self::Score(_) | Self::ScoreOf(_) | Self::Tested | Self::Passed | Self::Handled | Self::Accepted => {
                Scale::Share
            }
            Self::Count(..) | Self::Severity(_) | Self::Number(_) => Scale::Count,
            Self::Soundness | Self::Always => Scale::Truth,
        }
    }

    /// Whether it depends on what is found of policies themselves.
    pub(super) fn is_governed(self) -> bool {
        match self {
            Self::Score(dimension) => dimension.is_none_or(|it| it == Dimension::Governance),
            Self::Count(codes, _) | Self::ScoreOf(codes) => codes.iter().any(|code| GOVERNED.contains(code)),
            Self::Severity(_) => true,
            Self::Tested
            | Self::Passed
            | Self::Handled
            | Self::Accepted
            | Self::Number(_)
            | Self::Soundness
            | Self::Always => false,
        }
    }

    /// Why a bound says nothing about it; nothing where it does.
    pub(super) fn misfit(self, bound: Bound) -> Option<&'static str> {
        match (self.scale(), bound.unit) {
            (Scale::Share, Unit::Plain) if bound.value > 1.0 => {
                Some("it compares a share from 0 to 1 with a larger number: write `0.8` or `80%`")
            }
            (Scale::Count, Unit::Percent) => Some("it compares a number of things with a share"),
            (Scale::Share | Scale::Count, Unit::Truth) => Some("it compares a number with true or false"),
            (Scale::Truth, Unit::Plain | Unit::Percent) => Some("it compares what holds or does not with a number"),
            _ => None,
        }
    }

    /// Its value in these sequences, as far as it is known.
    ///
    /// # Errors
    /// Why it is not.
    pub(super) fn measure(self, known: &Known<'_, '_>) -> Result<Measured, &'static str> {
        let plain = |value: f64, shown: String| Measured { value, shown, places: Vec::new() };
        match self {
            Self::Always => Ok(plain(1.0, "always so".into())),
            Self::Number(part) => {
                let (count, what) = number(part, known);
                #[allow(clippy::cast_precision_loss)] // no file has so many
                Ok(plain(count as f64, counted(count, what)))
            }
            Self::Handled => {
                let beats = known.beats().count();
                let handled =
                    known.beats().filter(|it| it.spec.handler.is_some() || it.spec.sequence.is_some()).count();
                share(handled, beats, "beat", "have a handler").ok_or("there are no beats")
            }
            Self::Accepted => {
                let beats = known.beats().count();
                let accepted = known.sequences.iter().map(|it| it.acceptance.len()).sum();
                share(accepted, beats, "beat", "have criteria").ok_or("there are no beats")
            }
            Self::Tested => {
                let states = known.states()?;
                let covered = states.iter().filter(|state| matches!(state, State::Covered)).count();
                share(covered, states.len(), "criterion", "have a test that passed")
                    .ok_or("there are no acceptance criteria")
            }
            Self::Passed => {
                let states = known.states()?;
                let passed = states.iter().filter(|state| matches!(state, State::Covered)).count();
                let failed = states.iter().filter(|state| matches!(state, State::Failing)).count();
                share(passed, passed + failed, "test", "passed").ok_or("no result of a test is recorded")
            }
            Self::Score(dimension) => score(dimension, known),
            Self::ScoreOf(codes) => {
                let found: Vec<&Finding> = known.found(|it| codes.contains(&it.rule.code)).collect();
                let mut points = Points::default();
                for it in &found {
                    points.add(it.rule);
                }
                let score = points.score();
                Ok(Measured { value: score.value(), shown: score.to_string(), places: places(&found) })
            }
            Self::Soundness => {
                let found: Vec<&Finding> =
                    known.found(|it| it.severity().is_error() && !GOVERNED.contains(&it.rule.code)).collect();
                let shown = if found.is_empty() { "nothing is wrong".into() } else { counted(found.len(), "error") };
                Ok(Measured { value: f64::from(u8::from(found.is_empty())), shown, places: places(&found) })
            }
            Self::Severity(severity) => {
                Ok(count(known, |it| severity.is_none_or(|severity| it.severity() == severity)))
            }
            Self::Count(codes, is_in_code) => {
                if is_in_code && known.facts.code().is_none() {
                    return Err("there is no package, and so nobody knows its code");
                }
                let is_of = |it: &Finding| codes.contains(&it.rule.code);
                let measured = count(known, is_of);
                if measured.places.is_empty() && known.is_strange(is_of) {
                    return Err("there are such findings in code, and nobody knows of which sequence they are");
                }
                Ok(measured)
            }
        }
    }
}

fn number(part: Part, known: &Known<'_, '_>) -> (usize, &'static str) {
    let sequences = known.sequences.iter().map(|it| it.sequence);
    match part {
        Part::Movements => (sequences.map(|it| it.movements.len()).sum(), "movement"),
        Part::Beats => (known.beats().count(), "beat"),
        Part::Events => (sequences.map(|it| it.events.len()).sum(), "event"),
        Part::Handlers => (sequences.flat_map(|it| &it.movements).map(|it| it.methods.len()).sum(), "handler"),
        Part::Criteria => (known.sequences.iter().map(|it| it.ids.len()).sum(), "criterion"),
    }
}

#[allow(clippy::cast_precision_loss)] // no file has so many
fn share(part: usize, all: usize, what: &str, how: &str) -> Option<Measured> {
    let value = part as f64 / all as f64;
    // `criterion` has a plural of its own.
    let what = if what == "criterion" { "criteria".to_owned() } else { format!("{what}s") };
    // Rounded down: what is not all is not 100%.
    let percent = (value * 100.0 + 1e-9).floor();
    let shown = format!("{percent}%: {part} of {all} {what} {how}");
    (all > 0).then_some(Measured { value, shown, places: Vec::new() })
}

#[allow(clippy::cast_precision_loss)] // no memory holds so many
fn count(known: &Known<'_, '_>, is: impl Fn(&Finding) -> bool) -> Measured {
    let found: Vec<&Finding> = known.found(is).collect();
    Measured { value: found.len() as f64, shown: counted(found.len(), "finding"), places: places(&found) }
}

fn score(dimension: Option<Dimension>, known: &Known<'_, '_>) -> Result<Measured, &'static str> {
    let losses = known.losses?;
    let mut lowest: Option<(f64, String)> = None;
    for sequence in &known.sequences {
        let mut points = Points::default();
        points.losses = losses.get(sequence.sequence.id).copied().unwrap_or_default();
        points.is_unsound = !known.facts.is_sound(sequence);
        let source = sequence.sequence.spec.source;
        known.found_in(sequence, |it| it.primary.place.source == source).for_each(|it| points.add(it.rule));
        let score = dimension.map_or_else(|| points.score(), |it| points.dimension(it));
        if lowest.as_ref().is_none_or(|(value, _)| score.value() < *value) {
            lowest = Some((score.value(), score.to_string()));
        }
    }
    let (value, shown) = lowest.ok_or("there is no sequence")?;
    let mut found: Vec<&Finding> =
        known.found(|it| dimension.is_none_or(|dimension| Dimension::of(it.rule) == dimension)).collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.severity()));
    Ok(Measured { value, shown, places: places(&found) })
}

/// The first of them.
fn places(found: &[&Finding]) -> Vec<(Place, &'static str)> {
    const MOST: usize = 3;
    found.iter().take(MOST).map(|it| (it.primary.place, it.rule.code)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sentence::{Claim, read};
    use super::{Fact, Part, of_bound, of_statement};
    use crate::score::Dimension;

    #[track_caller]
    fn check(text: &str, expected: Option<(Fact, bool)>) {
        let found = match read(text).unwrap() {
            Claim::Bound { subject, .. } => of_bound(&subject),
            Claim::Statement(words) => of_statement(&words),
            Claim::Requirement { .. } => None,
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn subjects_of_the_guide() {
        check("Domain alignment score ≥ 0.95", Some((Fact::Score(Some(Dimension::Orchestration)), false)));
        check("Sequence beat alignment score ≥ 0.98", Some((Fact::Score(Some(Dimension::Orchestration)), false)));
        check("Handler compliance score ≥ 0.92", Some((Fact::Score(Some(Dimension::Handler)), false)));
        check("BDD spec alignment score ≥ 0.95", Some((Fact::Score(Some(Dimension::Traceability)), false)));
        check("Zero beat count mismatches", Some((Fact::Count(&["BEAT_COUNT_MISMATCH"], false), false)));
        check("Zero missing handler methods", Some((Fact::Count(super::UNIMPLEMENTED, true), false)));
        check("Zero governance policy violations", Some((Fact::Count(super::BROKEN, false), false)));
        check("test coverage ≥ 80%", Some((Fact::Tested, false)));
        check("sequence_validation_passed == true", Some((Fact::Soundness, false)));
        check("All sequences pass validation", Some((Fact::Soundness, true)));
        check("All violations categorized by severity", Some((Fact::Always, false)));
        check("Test coverage of all sequences ≥ 80%", Some((Fact::Tested, true)));
        check("at most 40 beats", Some((Fact::Number(Part::Beats), false)));
    }

    #[test]
    fn a_word_too_many_is_another_subject() {
        for text in [
            "E2E Cypress tests must maintain ≥ 85% pass rate",
            "All pipeline stages must maintain visibility score ≥ 0.7",
            "branch coverage ≥ 80%",
            "processes_discovered >= 207",
            "Team must report metrics weekly",
            "Sequences pass validation",
            "customer score ≥ 0.9",
        ] {
            check(text, None);
        }
    }
}
