//! Whether files are better than they were: nothing is wrong that was not, and nothing is missing.

use std::collections::HashMap;
use std::hash::Hash;

use super::opinion::{Counts, Note, Opinion};
use crate::rule::of_audit;

/// Why an opinion is worse than one before it; nothing where it is not. What says something may become less only where
/// `with_unsafe`, and then only what a plan does not count.
pub(super) fn objections(before: &Opinion, after: &Opinion, with_unsafe: bool) -> Vec<String> {
    let mut objections = new(before, after, with_unsafe);
    for (path, old) in &before.counts {
        let Some(new) = after.counts.get(path) else {
            objections.push(format!("{path}: is no sequence any more"));
            continue;
        };
        // What is in no movement is in a form that nobody reads here, so nobody knows what a value is worth.
        let counts_values = !with_unsafe || old.beats == 0;
        objections.extend(fewer(path, *old, *new, counts_values));
    }
    for (name, old) in before.scores.iter().filter(|_| !with_unsafe) {
        match after.scores.get(name) {
            Some(new) if new >= old => {}
            Some(new) => objections.push(format!("{name}: the score would go from {old:.3} to {new:.3}")),
            None => objections.push(format!("{name}: there would be no score any more")),
        }
    }
    objections
}

/// What is wrong and was not. An edit may change by what a finding is known, but not how many of its kind there are in a
/// file. Where somebody is to look at the edits anyway, what only warns is theirs to judge: a key that is spelt as it should
/// be is read, and what is wrong with it seen for the first time. And as soon as nothing is wrong with a sequence, its code
/// can be looked at, whose faults were there before. A stub, too, is better than nothing: of two faults of the same element
/// the lesser may take the place of the greater.
fn new(before: &Opinion, after: &Opinion, with_unsafe: bool) -> Vec<String> {
    let by_print = |note: &Note| (note.rule.code, note.file.clone(), note.fingerprint.clone());
    let by_file = |note: &Note| (note.rule.code, note.file.clone());
    let (old, new): (Vec<&Note>, Vec<&Note>) = (before.notes.iter().collect(), after.notes.iter().collect());
    let (gone, come) = (rest(&new, &old, by_print), rest(&old, &new, by_print));
    let (mut gone, come) = (rest(&come, &gone, by_file), rest(&gone, &come, by_file));
    let uncovers = !after.sound.is_subset(&before.sound);
    let mut is_worse = |note: &&Note| {
        if uncovers && of_audit().contains(&note.rule) || with_unsafe && !note.is_denied {
            return false;
        }
        let is_better = |it: &&Note| {
            (&it.file, &it.element) == (&note.file, &note.element) && it.rule.severity > note.rule.severity
        };
        match gone.iter().position(is_better) {
            Some(at) if with_unsafe => {
                gone.swap_remove(at);
                false
            }
            _ => true,
        }
    };
    come.into_iter().filter(|note| is_worse(note)).map(|note| note.line.clone()).collect()
}

/// Those of `notes` for which there is none of the same key among `known`, each of which counts once.
fn rest<'n, K: Hash + Eq>(known: &[&Note], notes: &[&'n Note], key: impl Fn(&Note) -> K) -> Vec<&'n Note> {
    let mut counts: HashMap<K, usize> = HashMap::new();
    for note in known {
        *counts.entry(key(note)).or_default() += 1;
    }
    let mut rest = Vec::new();
    for note in notes {
        match counts.get_mut(&key(note)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => rest.push(*note),
        }
    }
    rest
}

fn fewer(path: &str, old: Counts, new: Counts, counts_values: bool) -> Vec<String> {
    let pairs = old.named().into_iter().zip(new.named());
    pairs
        .filter(|((name, old), (_, new))| new < old && (counts_values || *name != "values"))
        .map(|((name, old), (_, new))| format!("{path}: of {old} {name} {new} would be left"))
        .collect()
}
