//! The elements that cost most of a score.

use std::collections::{BTreeMap, BTreeSet};

use crate::score::penalty;
use crate::verdict::Judgement;

/// How many are named.
const MOST: usize = 5;

/// An element, and what is wrong in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hotspot {
    /// The ids to it, or the file where it has none.
    pub(super) element: String,
    /// What its findings cost.
    pub(super) points: u64,
    /// Their codes.
    pub(super) codes: BTreeSet<&'static str>,
}

/// The elements of a package that cost most, the worst first.
pub(super) fn hotspots(judgement: &Judgement) -> Vec<Hotspot> {
    let mut elements: BTreeMap<String, Hotspot> = BTreeMap::new();
    for entry in &judgement.entries {
        let element = crate::baseline::element(judgement, entry);
        let hotspot = elements.entry(element).or_default();
        hotspot.points += penalty(entry.finding.severity());
        hotspot.codes.insert(entry.finding.rule.code);
    }
    let mut hotspots: Vec<Hotspot> =
        elements.into_iter().map(|(element, hotspot)| Hotspot { element, ..hotspot }).collect();
    hotspots.sort_by(|left, right| right.points.cmp(&left.points).then_with(|| left.element.cmp(&right.element)));
    hotspots.truncate(MOST);
    hotspots
}
