//! Judges sequences and what is generated from them. Nothing is written.

use std::path::{Path, PathBuf};

use symphony_codegen::check::{Checked, silence};
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::rule::Severity;
use symphony_codegen::source::Sources;

use crate::coverage::sources::is_in;
use crate::coverage::state;
use crate::error::{Error, Result, shown};
use crate::facts::Facts;
use crate::freshness::Stale;
use crate::generate::stale;
use crate::identity::identify;
use crate::level::Level;
use crate::project::Package;
use crate::rule;
use crate::scope::{Part, Scope};
use crate::score::{Points, Scores};
use crate::survey::{Inputs, Survey, with_survey};
use crate::verdict::{Counts, Entry, Judgement, Suppression, Unevaluated, Verdict};

/// How a check is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the baseline is left out of account.
    pub ignore_baseline: bool,
}

/// Judges what is in a scope.
///
/// # Errors
/// Where a file cannot be read, a file in the way is not ours, the configuration or a template is wrong, or a path has
/// nothing to check.
pub fn check(scope: &Scope, options: &Options) -> Result<Verdict> {
    let mut selections = Vec::new();
    for path in &scope.paths {
        selections.push(Selection { given: shown(path), path: absolute(path)?, used: false });
    }
    let mut verdict = Verdict::default();
    for part in &scope.parts {
        let mut judgement = judge(part, options)?;
        if !selections.is_empty() && part.package.is_cargo {
            select(&mut judgement, &mut selections)?;
        }
        verdict.judgements.push(judgement);
    }
    match selections.iter().find(|selection| !selection.used) {
        Some(unused) if verdict.judgements.iter().all(|it| it.stale.is_some()) => Err(Error::usage(format!(
            "there is nothing to check at `{}`: it has no sequence of the package, and nothing that is generated",
            unused.given
        ))),
        _ => Ok(verdict),
    }
}

/// What is known after all rules have run.
struct Found {
    checked: Checked,
    stale: Option<Vec<Stale>>,
    unevaluated: Vec<Unevaluated>,
    counts: Counts,
    sequences: Vec<String>,
}

fn judge(part: &Part, _options: &Options) -> Result<Judgement> {
    let package = &part.package;
    let inputs = match &part.text {
        Some((name, text)) => Inputs::of_text(name, text.clone()),
        None => Inputs::read(package)?,
    };
    let (sources, found) = with_survey(package, inputs, found)?;
    let Found { checked, stale, unevaluated, counts, sequences } = found;
    let entries = entries(package, checked, &sources);
    let scores = scores(&sequences, &entries);
    Ok(Judgement { package: package.clone(), sources, entries, stale, unevaluated, counts, scores: Ok(scores) })
}

fn found(survey: &Survey<'_>, mut findings: Vec<Finding>) -> Result<Found> {
    let is_sound = !has_errors(&findings);
    let coverage = state::coverage(survey);
    let unevaluated = Vec::new();
    let facts = Facts::new(survey, &coverage, &findings);
    findings.extend(rule::judge(&facts));
    let checked = silence(survey.plan, rule::of_audit(), findings);
    let stale = if is_sound && survey.package.is_cargo { Some(stale(survey)?) } else { None };
    let specs = survey.plan.sequences.iter().map(|it| it.spec);
    let counts = Counts {
        files: survey.files,
        sequences: survey.sequences.len(),
        movements: specs.clone().map(|it| it.movements.len()).sum(),
        beats: specs.map(|it| it.beats().count()).sum(),
        criteria: survey.sequences.iter().map(|it| it.ids.len()).sum(),
        rules: rule::rules().count(),
    };
    let sequences = survey.sequences.iter().map(|it| it.sequence.id.to_owned()).collect();
    Ok(Found { checked, stale, unevaluated, counts, sequences })
}

fn entries(package: &Package, checked: Checked, sources: &Sources) -> Vec<Entry> {
    let shown = checked.findings.into_iter().map(|finding| (finding, None));
    let silenced = checked.silenced.into_iter().map(|it| {
        let suppression = Suppression::Allow { place: it.allow, reason: it.reason };
        (it.finding, Some(suppression))
    });
    let mut all: Vec<(Finding, Option<Suppression>)> = shown.chain(silenced).collect();
    all.sort_by_key(|(finding, _)| finding.primary.place);
    let identities = identify(all.iter().map(|(finding, _)| finding), sources);
    let entry = |((finding, suppression), identity): ((Finding, _), _)| {
        let level = level(package, &finding);
        Entry { finding, identity, level, suppression, is_known: None }
    };
    all.into_iter().zip(identities).map(entry).collect()
}

fn level(package: &Package, finding: &Finding) -> Level {
    let severity = finding.severity();
    match package.config.rules.get(finding.rule.code) {
        Some(level) => *level,
        None if severity == Severity::Critical || severity >= package.config.deny => Level::Deny,
        None => Level::Warn,
    }
}

fn scores(sequences: &[String], entries: &[Entry]) -> Scores {
    let mut scores = Scores::default();
    scores.sequences.extend(sequences.iter().map(|id| (id.clone(), Points::default())));
    for entry in entries {
        scores.sequences.entry(entry.identity.sequence.clone()).or_default().add(entry.finding.rule);
    }
    scores
}

/// A path that was given.
struct Selection {
    given: String,
    path: PathBuf,
    used: bool,
}

impl Selection {
    /// The path from the package on; empty for all of it.
    fn in_package(&self, root: &Path) -> Option<String> {
        if root.starts_with(&self.path) {
            return Some(String::new());
        }
        self.path.strip_prefix(root).ok().map(shown)
    }
}

/// Leaves out what is not at or below what was asked for, or generated from that.
fn select(judgement: &mut Judgement, selections: &mut [Selection]) -> Result {
    let package = &judgement.package;
    let root = package.root.canonicalize().map_err(|fault| Error::read(shown(&package.root), fault))?;
    let mut folders = Vec::new();
    for selection in selections {
        let Some(folder) = selection.in_package(&root) else { continue };
        let is_there = root.join(&folder).exists();
        selection.used |= is_there;
        folders.push(folder);
    }
    let is_wanted = |path: &str| folders.iter().any(|it| it.is_empty() || is_in(path, it));
    // Where a sequence has an error, it stands in the way of all.
    if let Some(stale) = &mut judgement.stale {
        let sources = &judgement.sources;
        judgement.entries.retain(|it| is_wanted(sources.get(it.finding.primary.place.source).path()));
        stale.retain(|it| is_wanted(&it.path) || it.sources.iter().any(|source| is_wanted(source)));
    }
    Ok(())
}

/// The path without links, as far as it is there.
fn absolute(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path).map_err(|fault| Error::read(shown(path), fault))?;
    let real =
        |it: &Path| it.canonicalize().ok().map(|real| real.join(whole.strip_prefix(it).unwrap_or(Path::new(""))));
    Ok(whole.ancestors().find_map(real).unwrap_or(whole.clone()))
}
