//! Whether anything heeds a sentence that nothing evaluates.

use super::mention::Mention;
use super::sentence::{self, Claim};
use super::{fact, words};

/// Words of policies that are in every second text.
const COMMON: &[&str] = &[
    "all", "each", "every", "any", "only", "required", "require", "include", "ensure", "maintain", "track", "record",
    "use", "sequence", "beat", "movement", "policy", "pipeline", "system", "always", "never", "no", "not", "before",
    "after", "via", "through",
];

/// Whether a beat, an event, a criterion or a metric speaks of the same: of two things that it names.
pub(super) fn is_referenced(text: &str, mentions: &[Mention]) -> bool {
    let mut words = words::content(text);
    words.retain(|word| !COMMON.contains(&word.as_str()));
    words.is_empty() || mentions.iter().any(|it| it.count(&words) >= words.len().min(2))
}

/// What the record of a performance has of each beat, and the words around it.
const RECORDED: &[&str] = &[
    "duration",
    "time",
    "start",
    "end",
    "status",
    "beat",
    "movement",
    "sequence",
    "attempt",
    "retry",
    "skipped",
    "failed",
    "played",
    "success",
    "failure",
    "run",
    "execution",
    "performance",
    "latency",
    "record",
];
/// What a check counts.
const CHECKED: &[&str] = &[
    "score",
    "dimension",
    "finding",
    "violation",
    "severity",
    "category",
    "family",
    "coverage",
    "handler",
    "criterion",
    "conformity",
    "alignment",
    "compliance",
];
/// How something is measured.
const MEASURES: &[&str] = &[
    "rate",
    "score",
    "count",
    "number",
    "total",
    "per",
    "percentage",
    "average",
    "mean",
    "level",
    "ratio",
    "all",
    "each",
    "overall",
    "over",
    "pass",
    "fail",
    "detected",
    "before",
    "after",
    "five",
];

/// Whether a beat or an event speaks of a metric, the record of a performance has it, or it is a fact.
pub(super) fn is_tracked(text: &str, mentions: &[Mention]) -> bool {
    let claim = sentence::read(text);
    let is_fact = match &claim {
        Ok(Claim::Bound { subject, .. } | Claim::Statement(subject)) => fact::of_bound(subject).is_some(),
        _ => false,
    };
    let mut words = words::content(&sentence::without_asides(text));
    words.retain(|word| !MEASURES.contains(&word.as_str()) && !word.chars().all(char::is_numeric));
    let is_recorded = words.iter().all(|word| [RECORDED, CHECKED].iter().any(|known| known.contains(&word.as_str())));
    is_fact || is_recorded || mentions.iter().any(|it| !it.is_sentence && it.count(&words) >= words.len().min(2))
}
