//! A line for each finding: `path:line:column: CODE severity message`.

use std::fmt::Write as _;

use super::{Location, in_workspace, one_line, stale, tally};
use crate::verdict::Verdict;

pub(super) fn write(verdict: &Verdict) -> String {
    let mut text = String::new();
    for judgement in &verdict.judgements {
        for entry in judgement.entries.iter().filter(|entry| entry.is_shown()) {
            let place = Location::of(judgement, entry.finding.primary.place).line();
            let rule = entry.finding.rule;
            let _ = writeln!(text, "{place}: {} {} {}", rule.code, rule.severity, one_line(&entry.finding.message));
        }
        for file in judgement.stale.iter().flatten() {
            let path = one_line(&in_workspace(judgement, &file.path));
            let _ = writeln!(text, "{path}: stale: {}", one_line(&stale::reason(file)));
        }
        for it in judgement.all_unevaluated() {
            let place = it.place.map(|place| Location::of(judgement, place).line() + ": ").unwrap_or_default();
            let _ = writeln!(text, "{place}not evaluated: {}: {}", one_line(&it.what), one_line(&it.reason));
        }
    }
    let _ = writeln!(text, "{}", tally::summary(verdict));
    text
}
