//! Where each criterion stands.

use std::collections::{HashMap, HashSet};

use symphony_codegen::parallel::slices;
use symphony_codegen::plan::acceptance::{Acceptance, Criterion};

use super::record::{Record, Word};
use super::sources::{Call, Code, SourceFile};
use super::{Coverage, State};
use crate::survey::{Identity, Survey, Surveyed};

/// The states of all criteria, by what the code has, what was run and what was reviewed.
#[must_use]
pub fn coverage(survey: &Survey<'_>) -> Coverage {
    let of_slices = slices(&survey.sequences, |sequences| {
        let mut states = Vec::new();
        let mut orphans = Vec::new();
        for sequence in sequences {
            states.extend(states_of(sequence, survey.code(), &survey.record));
            for (file, call) in survey.code().calls(sequence.path) {
                orphans.extend(strangers(sequence, file, call));
            }
        }
        (states, orphans)
    });
    let mut coverage = Coverage::default();
    for (states, orphans) in of_slices {
        coverage.criteria.extend(states);
        coverage.orphans.extend(orphans.into_iter().map(|(path, step)| format!("step {step} in {path}")));
    }
    let is_known = |id: &&String| coverage.criteria.contains_key(*id);
    let results = survey.record.results.keys().filter(|id| !is_known(id)).map(|id| format!("result of {id}"));
    let reviews = survey.record.reviews.keys().filter(|id| !is_known(id)).map(|id| format!("review of {id}"));
    let tests = survey.record.orphans.iter().map(|test| format!("test `{test}`"));
    let recorded: Vec<String> = results.chain(reviews).chain(tests).collect();
    coverage.orphans.extend(recorded);
    coverage
}

/// Steps and traits in the code that belong to a sequence, but to no criterion of it, with the file that they stand in.
pub(crate) fn strangers(sequence: &Surveyed<'_>, file: &SourceFile, call: &Call) -> Vec<(String, String)> {
    let mut strangers = Vec::new();
    for implementation in file.implementations.iter().filter(|it| file.owns(call, it)) {
        let name = implementation.trait_name();
        let mut stranger = |step: String| strangers.push((file.path.clone(), step));
        match sequence.acceptance.iter().find(|it| it.trait_name == name) {
            None if name.ends_with("Scenarios") => stranger(name.to_owned()),
            None => {}
            Some(acceptance) => {
                let wanted: HashSet<&str> = acceptance.steps().iter().map(|step| step.method.as_str()).collect();
                let functions = implementation.functions.iter().map(|function| function.name.as_str());
                functions.filter(|it| !wanted.contains(it)).for_each(|it| stranger(format!("{name}::{it}")));
            }
        }
    }
    strangers
}

fn states_of(sequence: &Surveyed<'_>, code: &Code, record: &Record) -> Vec<(String, State)> {
    let written: Vec<Vec<HashMap<&str, bool>>> = code
        .calls(sequence.path)
        .map(|(file, call)| sequence.acceptance.iter().map(|it| written(code, file, call, it)).collect())
        .collect();
    let state = |(id, _, criterion): (&Identity, &Acceptance<'_>, &Criterion<'_>)| {
        let is_in = |functions: &HashMap<&str, bool>| {
            criterion.steps.iter().all(|step| functions.get(step.method.as_str()) == Some(&true))
        };
        let is_written = written.iter().any(|beats| is_in(&beats[id.beat]));
        (id.id.clone(), state(id, criterion, is_written, record))
    };
    sequence.criteria().map(state).collect()
}

/// The functions for a trait, each with whether nothing in it is still to be written.
fn written<'c>(
    code: &'c Code,
    file: &'c SourceFile,
    call: &Call,
    acceptance: &Acceptance<'_>,
) -> HashMap<&'c str, bool> {
    let implementations = code.of_trait(file, call, &acceptance.trait_name);
    let functions = implementations.into_iter().flat_map(|(_, it)| &it.functions);
    functions.map(|function| (function.name.as_str(), !function.is_stub)).collect()
}

fn state(id: &Identity, criterion: &Criterion<'_>, is_written: bool, record: &Record) -> State {
    // What ran when the text was another one says nothing of this one.
    let result = record.results.get(&id.id).filter(|result| result.text == id.text);
    let outcome = result.map(|result| result.outcome);
    let ignored = || {
        let recorded = result.filter(|it| it.outcome == Word::Ignored).map(|it| it.reason.clone().unwrap_or_default());
        criterion.ignore.map(str::to_owned).or(recorded)
    };
    if outcome == Some(Word::Failed) {
        State::Failing
    } else if !is_written {
        State::Undefined
    } else if record.reviews.get(&id.id).is_some_and(|text| *text != id.text) {
        State::Suspect
    } else if let Some(reason) = ignored() {
        State::Ignored(reason)
    } else if outcome == Some(Word::Passed) {
        State::Covered
    } else {
        State::Unrun
    }
}
