//! Whether files are better than they were: nothing is wrong that was not, and nothing is missing.

use std::collections::HashMap;

use super::opinion::{Counts, Opinion};

/// Why an opinion is worse than one before it; nothing where it is not. What says something may become less only where
/// `may_remove`, and then only what a plan does not count.
pub(super) fn objections(before: &Opinion, after: &Opinion, may_remove: bool) -> Vec<String> {
    let mut objections = new(before, after);
    for (path, old) in &before.counts {
        let Some(new) = after.counts.get(path) else {
            objections.push(format!("{path}: is no sequence any more"));
            continue;
        };
        // What is in no movement is in a form that nobody reads here, so nobody knows what a value is worth.
        let counts_values = !may_remove || old.beats == 0;
        objections.extend(fewer(path, *old, *new, counts_values));
    }
    for (name, old) in before.scores.iter().filter(|_| !may_remove) {
        match after.scores.get(name) {
            Some(new) if new >= old => {}
            Some(new) => objections.push(format!("{name}: the score would go from {old:.3} to {new:.3}")),
            None => objections.push(format!("{name}: there would be no score any more")),
        }
    }
    objections
}

/// What is wrong and was not.
fn new(before: &Opinion, after: &Opinion) -> Vec<String> {
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for note in &before.notes {
        *known.entry((note.rule.code, &note.key)).or_default() += 1;
    }
    let mut new = Vec::new();
    for note in &after.notes {
        match known.get_mut(&(note.rule.code, note.key.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(note.line.clone()),
        }
    }
    new
}

fn fewer(path: &str, old: Counts, new: Counts, counts_values: bool) -> Vec<String> {
    let pairs = old.named().into_iter().zip(new.named());
    pairs
        .filter(|((name, old), (_, new))| new < old && (counts_values || *name != "values"))
        .map(|((name, old), (_, new))| format!("{path}: of {old} {name} {new} would be left"))
        .collect()
}
