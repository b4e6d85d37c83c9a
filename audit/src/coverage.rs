//! Which criteria are tested, by what was really found and run.

pub mod matching;
pub mod record;
pub mod results;
pub mod sources;
pub mod state;

use std::collections::BTreeMap;
use std::fmt;

use symphony_codegen::suggest::nearest;

use crate::error::{Error, Result};
use crate::project::Package;
use crate::survey::{Judged, survey};
use results::Suite;

/// Where a criterion stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Its test passed, and neither has changed since.
    Covered,
    /// Its test failed.
    Failing,
    /// Its test is not run, for this reason.
    Ignored(String),
    /// A step has no code, or code that is still to be written.
    Undefined,
    /// Every step has code, and no result says that it ran.
    Unrun,
    /// Its text has changed since its test was reviewed.
    Suspect,
}

/// The states of all criteria, by their ids, and what has no criterion any more.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// By the ids that `Acceptance::id` gives.
    pub criteria: BTreeMap<String, State>,
    /// Steps and results that belong to no criterion.
    pub orphans: Vec<String>,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Covered => "covered",
            Self::Failing => "failing",
            Self::Ignored(reason) if !reason.is_empty() => return write!(f, "ignored: {reason}"),
            Self::Ignored(_) => "ignored",
            Self::Undefined => "undefined",
            Self::Unrun => "unrun",
            Self::Suspect => "suspect",
        })
    }
}

/// What came of entering results.
#[derive(Clone, Debug)]
pub struct Entered {
    /// How many criteria have a result now that they had not, or another one.
    pub results: usize,
    /// What is in the record no more, since there is no such criterion.
    pub forgotten: Vec<String>,
    /// The states now.
    pub coverage: Coverage,
}

/// The states of all criteria of a package, by what is recorded.
///
/// # Errors
/// Where a file cannot be read.
pub fn look(package: &Package) -> Result<Judged<Coverage>> {
    survey(package, |survey| Ok(state::coverage(survey)))
}

/// Enters results of tests into the record of a package.
///
/// # Errors
/// Where the results do not say what they are of, or a file cannot be read or written.
pub fn enter(package: &Package, suites: &[Suite]) -> Result<Judged<Entered>> {
    let (path, shown) = record::path(package);
    let mut new = None;
    let mut judged = survey(package, |survey| {
        let matched = matching::matched(survey, suites)?;
        let results = matched.results.len();
        let mut record = survey.record.clone();
        let forgotten = matching::enter(&mut record, survey, matched);
        new = Some(record);
        Ok(Entered { results, forgotten, coverage: Coverage::default() })
    })?;
    if let (Some(entered), Some(record)) = (&mut judged.value, new) {
        record.write(&path, &shown)?;
        entered.coverage = look(package)?.value.unwrap_or_default();
    }
    Ok(judged)
}

/// Records that the tests of criteria were read again and fit their texts: those with these ids, or below them
/// (`greeting/writing` means all of a movement); all where `ids` is nothing. Gives the ids that were not up to date.
///
/// # Errors
/// Where an id means no criterion, or a file cannot be read or written.
pub fn review(packages: &[Package], ids: Option<&[String]>) -> Result<Vec<Judged<Vec<String>>>> {
    let mut known = Vec::new();
    let mut all = Vec::new();
    for package in packages {
        let mut new = None;
        let judged = survey(package, |survey| {
            let mut record = survey.record.clone();
            let mut reviewed = Vec::new();
            for identity in survey.sequences.iter().flat_map(|it| &it.ids) {
                known.push(identity.id.clone());
                let is_meant = |id: &String| sources::is_in(&identity.id, id);
                if ids.is_none_or(|ids| ids.iter().any(is_meant))
                    && record.reviews.insert(identity.id.clone(), identity.text.clone()).as_ref()
                        != Some(&identity.text)
                {
                    reviewed.push(identity.id.clone());
                }
            }
            new = Some(record);
            Ok(reviewed)
        })?;
        all.push((judged, new, record::path(package)));
    }
    for id in ids.unwrap_or_default() {
        let is_whole = all.iter().all(|(judged, ..)| judged.value.is_some());
        if is_whole && !known.iter().any(|known| sources::is_in(known, id)) {
            let meant = nearest(id, known.iter().map(String::as_str));
            let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            return Err(Error::usage(format!("`{id}` is the id of no criterion{meant}")));
        }
    }
    let mut reviewed = Vec::new();
    for (judged, new, (path, shown)) in all {
        if let Some(record) = new {
            record.write(&path, &shown)?;
        }
        reviewed.push(judged);
    }
    Ok(reviewed)
}
