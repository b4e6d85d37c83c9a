//! How many of everything there are, and the line that says it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use symphony_codegen::rule::Severity;

use super::{counted, one_line};
use crate::verdict::{Counts, Outcome, TooLow, Verdict};

/// How many findings there are, by what is done with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) denied: usize,
    pub(super) critical: usize,
    pub(super) major: usize,
    /// Shown, not denied, and more than a note.
    pub(super) warnings: usize,
    /// Shown, not denied, and INFO.
    pub(super) notes: usize,
    /// By an `allow` or the baseline.
    pub(super) suppressed: usize,
    /// By the configuration.
    pub(super) ignored: usize,
}

impl Tally {
    pub(super) fn of(verdict: &Verdict) -> Self {
        let mut tally = Self::default();
        for entry in verdict.entries() {
            let severity = entry.finding.severity();
            if entry.is_denied() {
                tally.denied += 1;
                tally.critical += usize::from(severity == Severity::Critical);
                tally.major += usize::from(severity == Severity::Major);
            } else if entry.suppression.is_some() {
                tally.suppressed += 1;
            } else if !entry.is_shown() {
                tally.ignored += 1;
            } else if severity == Severity::Info {
                tally.notes += 1;
            } else {
                tally.warnings += 1;
            }
        }
        tally
    }
}

/// How much was looked at.
pub(super) fn counts(verdict: &Verdict) -> Counts {
    verdict.judgements.iter().map(|it| it.counts).fold(Counts::default(), |sum, it| Counts {
        files: sum.files + it.files,
        sequences: sum.sequences + it.sequences,
        movements: sum.movements + it.movements,
        beats: sum.beats + it.beats,
        criteria: sum.criteria + it.criteria,
        rules: sum.rules.max(it.rules),
    })
}

/// How it ended, in a word.
pub(super) fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Stale => "stale",
        Outcome::Failed | Outcome::Nothing => "failed",
    }
}

/// The commands that mend what is stale, in order.
pub(super) fn remedies(verdict: &Verdict) -> Vec<&'static str> {
    let stale = verdict.judgements.iter().flat_map(|it| it.stale.iter().flatten());
    let remedies: BTreeSet<&str> = stale.map(crate::freshness::Stale::remedy).filter(|it| !it.is_empty()).collect();
    remedies.into_iter().collect()
}

/// A score that is lower than it may be.
pub(super) fn too_low(low: &TooLow) -> String {
    match low.score {
        Some(score) => format!("a score of {score} where {} is asked for", low.least),
        None => format!("no score where {} is asked for", low.least),
    }
}

/// How it ended, why, and how much was looked at.
pub(super) fn summary(verdict: &Verdict) -> String {
    let (tally, outcome, counts) = (Tally::of(verdict), verdict.outcome(), counts(verdict));
    if outcome == Outcome::Nothing {
        return "failed: nothing was looked at, and nothing can pass".into();
    }
    let mut parts = Vec::new();
    if tally.denied > 0 {
        let others = tally.denied - tally.critical - tally.major;
        let severities = [(tally.critical, "CRITICAL"), (tally.major, "MAJOR"), (others, "denied by their level")];
        let severities = severities.into_iter().filter(|(count, _)| *count > 0);
        let severities: Vec<String> = severities.map(|(count, word)| format!("{count} {word}")).collect();
        parts.push(format!("{} ({})", counted(tally.denied, "finding", "findings"), severities.join(", ")));
    }
    for low in verdict.judgements.iter().filter_map(crate::verdict::Judgement::too_low) {
        parts.push(too_low(&low));
    }
    let rest = [
        (tally.warnings, "warning", "warnings"),
        (tally.notes, "note", "notes"),
        (tally.suppressed, "suppressed finding", "suppressed findings"),
        (verdict.stale(), "stale file", "stale files"),
        (
            verdict.judgements.iter().map(|it| it.all_unevaluated().len()).sum(),
            "thing not evaluated",
            "things not evaluated",
        ),
    ];
    parts.extend(
        rest.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, several)| counted(count, one, several)),
    );
    if parts.is_empty() {
        parts.push("nothing is wrong".into());
    }
    let looked_at = [
        counted(counts.files, "file", "files"),
        counted(counts.sequences, "sequence", "sequences"),
        counted(counts.beats, "beat", "beats"),
    ];
    let mut line = format!(
        "{}: {}; looked at {} by {} rules",
        word(outcome),
        parts.join(", "),
        looked_at.join(", "),
        counts.rules
    );
    if let Some(left_out) = &verdict.left_out {
        let sequences = counted(left_out.sequences, "sequence", "sequences");
        let findings = counted(left_out.findings, "finding", "findings");
        let since = one_line(&left_out.since);
        let _ = write!(line, "; left out {sequences} and {findings} that did not change since `{since}`");
    }
    line
}
