//! Which test is which criterion's.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::record::{Record, Recorded};
use super::results::{Outcome, Suite};
use crate::error::{Error, Result};
use crate::survey::{Identity, Survey};

/// What results came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// What the test of each criterion came to, by the criterion's id.
    pub results: BTreeMap<String, Outcome>,
    /// Tests of beats of ours that belong to no criterion.
    pub orphans: BTreeSet<String>,
}

/// A binary that has tests of criteria.
#[derive(Default)]
struct Binary<'s> {
    /// Whether it is a file of which nobody knows which binary has it.
    is_file: bool,
    /// By the last three segments of a test's path, its criteria, each with the path of the module that it is in.
    tests: HashMap<String, Vec<(String, &'s Identity)>>,
    /// The modules of movements.
    movements: HashSet<String>,
}

/// Finds the criterion of each test. A test that belongs to none is only of interest where it stands in the module of a
/// movement of a sequence whose criteria the binary tests.
///
/// # Errors
/// Where the results do not say which of several binaries they are of.
pub fn matched(survey: &Survey<'_>, suites: &[Suite]) -> Result<Matched> {
    let binaries = binaries(survey);
    let mut matched = Matched::default();
    for suite in suites {
        let Some(binary) = binary_of(suite, &binaries)? else { continue };
        for test in &suite.tests {
            match criterion_of(&test.name, binary) {
                Some(id) => {
                    let worst = matched.results.entry(id.id.clone()).or_insert_with(|| test.outcome.clone());
                    *worst = test.outcome.clone().max(worst.clone());
                }
                None if is_in_movement(&test.name, binary) => {
                    matched.orphans.insert(plain(&test.name));
                }
                None => {}
            }
        }
    }
    Ok(matched)
}

/// By their names; a file whose binary is not known stands for itself.
fn binaries<'s>(survey: &'s Survey<'_>) -> BTreeMap<String, Binary<'s>> {
    let mut binaries: BTreeMap<String, Binary<'s>> = BTreeMap::new();
    for sequence in &survey.sequences {
        for (file, call) in survey.code().calls(sequence.path) {
            let name = file.target.clone().unwrap_or_else(|| file.path.clone());
            let binary = binaries.entry(name).or_default();
            binary.is_file = file.target.is_none();
            let module = plain(&call.module.iter().map(|module| module.clone() + "::").collect::<String>());
            for (id, acceptance, criterion) in sequence.criteria() {
                let path = format!("{}::{}::{}", acceptance.movement, acceptance.module, criterion.test_name());
                binary.tests.entry(plain(&path)).or_default().push((module.clone(), id));
            }
            let movements = sequence.sequence.movements.iter();
            let snake = |name: &str| symphony_codegen::plan::naming::snake(name);
            binary.movements.extend(movements.map(|it| plain(&snake(&it.trait_name))));
        }
    }
    binaries
}

/// A path without the marks by which keywords are names.
fn plain(path: &str) -> String {
    path.replace("r#", "")
}

/// The binary that a suite is of: the one that it names, or the one most of whose tests it has.
fn binary_of<'b, 's>(suite: &Suite, binaries: &'b BTreeMap<String, Binary<'s>>) -> Result<Option<&'b Binary<'s>>> {
    if let Some(name) = &suite.binary
        && let Some(binary) = binaries.get(name)
    {
        return Ok(Some(binary));
    }
    // A named suite of another binary may still be a file that several binaries include.
    let candidates = binaries.iter().filter(|(_, binary)| suite.binary.is_none() || binary.is_file);
    let count = |binary: &Binary<'_>| suite.tests.iter().filter(|it| criterion_of(&it.name, binary).is_some()).count();
    let counted: Vec<_> = candidates.map(|(name, binary)| (count(binary), name, binary)).collect();
    let most = counted.iter().map(|(count, ..)| *count).max().unwrap_or_default();
    if most == 0 {
        return Ok(None);
    }
    let best: Vec<_> = counted.into_iter().filter(|(count, ..)| *count == most).collect();
    if let [(_, one, _), (_, other, _), ..] = best.as_slice() {
        let tests =
            suite.tests.iter().map(|test| test.name.as_str()).find(|name| criterion_of(name, best[0].2).is_some());
        return Err(Error::usage(format!(
            "the results do not say whether `{}` is of `{one}` or of `{other}`: use those of `cargo nextest run`, which name \
             the binary, or run all tests of one",
            tests.unwrap_or_default()
        )));
    }
    Ok(best.first().map(|(_, _, binary)| *binary))
}

/// The test's path ends in the criterion's, from a segment on; where several do, it is the one in the right module.
fn criterion_of<'s>(name: &str, binary: &Binary<'s>) -> Option<&'s Identity> {
    let name = plain(name);
    let start = name.rmatch_indices("::").nth(2).map_or(0, |(at, separator)| at + separator.len());
    let (module, path) = name.split_at(start);
    match binary.tests.get(path)?.as_slice() {
        [(_, only)] => Some(only),
        several => several
            .iter()
            .find(|(of, _)| of == module)
            .or_else(|| several.iter().find(|(of, _)| module.ends_with(of.as_str()) && !of.is_empty()))
            .map(|(_, id)| *id),
    }
}

fn is_in_movement(name: &str, binary: &Binary<'_>) -> bool {
    let name = plain(name);
    name.rsplit("::").nth(2).is_some_and(|movement| binary.movements.contains(movement))
}

/// Enters results into the record. What belongs to no criterion any more is forgotten; gives the ids of that.
pub fn enter(record: &mut Record, survey: &Survey<'_>, matched: Matched) -> Vec<String> {
    let texts: HashMap<&str, &str> =
        survey.sequences.iter().flat_map(|it| &it.ids).map(|id| (id.id.as_str(), id.text.as_str())).collect();
    for (id, outcome) in matched.results {
        let text = texts.get(id.as_str()).copied().unwrap_or_default().to_owned();
        record.results.insert(id, Recorded::new(outcome, text));
    }
    record.orphans = matched.orphans.into_iter().collect();
    let is_gone = |id: &&String| !texts.contains_key(id.as_str());
    let gone: BTreeSet<String> = record.results.keys().chain(record.reviews.keys()).filter(is_gone).cloned().collect();
    record.results.retain(|id, _| !gone.contains(id));
    record.reviews.retain(|id, _| !gone.contains(id));
    gone.into_iter().collect()
}
