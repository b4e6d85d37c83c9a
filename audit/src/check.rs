//! Judges sequences and what is generated from them. Nothing is written.

mod groups;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use symphony_codegen::check::{Checked, silence};
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::Severity;
use symphony_codegen::source::Sources;

use crate::baseline::{Baseline, Date};
use crate::conformity::{self, Found};
use crate::coverage::sources::is_in;
use crate::error::{Error, Result, shown};
use crate::facts::Facts;
use crate::freshness::Stale;
use crate::identity::identify;
use crate::level::Level;
use crate::project::Package;
use crate::provenance::{self, Provenance};
use crate::rule::{self, dialect_not_imported};
use crate::scope::{Part, Scope};
use crate::score::{Points, Scores};
use crate::since::{Changes, Link, links};
use crate::survey::{Inputs, Listing, Survey, Surveyed, with_survey};
use crate::verdict::{Counts, Entry, Judgement, LeftOut, Suppression, Unevaluated, Verdict};

/// How a check is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the baseline is left out of account.
    pub ignore_baseline: bool,
    /// The day on which it is done; where it is not known, nothing that is accepted until a day expires.
    pub today: Option<Date>,
    /// The revision of git since when something must have changed to be judged; everything is where there is none.
    pub since: Option<String>,
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
        let (mut judgement, links) = judge(part, options)?;
        if let Some(revision) = &options.since {
            let selected = Changes::since(&part.package.root, revision)?.select(&mut judgement, &links);
            let left_out = verdict.left_out.get_or_insert(LeftOut { sequences: 0, findings: 0, ..selected.clone() });
            left_out.sequences += selected.sequences;
            left_out.findings += selected.findings;
        }
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
struct Judged {
    sources: Sources,
    entries: Vec<Entry>,
    stale: Option<Vec<Stale>>,
    unevaluated: Vec<Unevaluated>,
    counts: Counts,
    /// The ids of the sequences.
    sequences: Vec<String>,
    /// The ids of those that no build accepts.
    unsound: Vec<String>,
    /// How much of each sequence is lost, or why nobody knows.
    losses: Result<BTreeMap<String, usize>, &'static str>,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            sources: Sources::new(),
            entries: Vec::new(),
            stale: None,
            unevaluated: Vec::new(),
            counts: Counts::default(),
            sequences: Vec::new(),
            unsound: Vec::new(),
            losses: Ok(BTreeMap::new()),
        }
    }
}

fn judge(part: &Part, options: &Options) -> Result<(Judgement, Vec<Link>)> {
    let package = &part.package;
    let inputs = if let Some((name, text)) = &part.text {
        Inputs::of_text(name, text.clone())
    } else if package.is_cargo {
        Inputs::read(package)?
    } else {
        let listing = Listing::of(package)?;
        if options.since.is_none() && groups::are_many(&listing) {
            return Ok((finished(package, groups::judge(package, listing)?, options)?, Vec::new()));
        }
        Inputs::of_files(package, listing)
    };
    let links = |facts: &Facts<'_>| if options.since.is_some() { links(facts) } else { Vec::new() };
    let (judged, links) = judge_inputs(package, inputs, true, links)?;
    Ok((finished(package, judged, options)?, links))
}

/// Judges what was read; the documents only where that is asked for. Hands what is known to `then` as well.
pub(crate) fn judge_with<T>(
    package: &Package,
    inputs: Inputs,
    with_documents: bool,
    then: impl FnOnce(&Facts<'_>) -> T,
) -> Result<(Judgement, T)> {
    let (judged, value) = judge_inputs(package, inputs, with_documents, then)?;
    Ok((finished(package, judged, &Options::default())?, value))
}

fn judge_inputs<T>(
    package: &Package,
    inputs: Inputs,
    with_documents: bool,
    then: impl FnOnce(&Facts<'_>) -> T,
) -> Result<(Judged, T)> {
    let (sources, (mut judged, value)) = with_survey(package, inputs, |survey, findings| {
        let facts = Facts::new(survey, &findings);
        let foreign = dialect_not_imported::foreign(&findings, survey);
        let Found { mut findings, mut unevaluated, stale, counts } =
            conformity::judge(&facts, findings, with_documents)?;
        if !foreign.is_empty() {
            findings.retain(|it| !foreign.contains_key(&it.primary.place.source));
            unevaluated.retain(|it| it.place.is_none_or(|place| !foreign.contains_key(&place.source)));
            findings.extend(foreign.into_values());
        }
        let checked = silence(survey.plan, rule::of_audit(), findings);
        let sequences = survey.sequences.iter().map(|it| it.sequence.id.to_owned()).collect();
        let losses = facts.losses().cloned();
        let is_unsound = |it: &&Surveyed<'_>| package.is_cargo && !facts.is_sound(it);
        let unsound: Vec<&Surveyed<'_>> = survey.sequences.iter().filter(is_unsound).collect();
        unevaluated.extend(unsound.iter().map(|it| hidden(it)));
        let unsound = unsound.into_iter().map(|it| it.sequence.id.to_owned()).collect();
        let entries = entries(package, checked, survey);
        let judged = Judged { entries, stale, unevaluated, counts, sequences, unsound, losses, ..Judged::default() };
        Ok((judged, then(&facts)))
    })?;
    judged.sources = sources;
    Ok((judged, value))
}

/// What nobody can judge of a sequence that no build accepts.
fn hidden(surveyed: &Surveyed<'_>) -> Unevaluated {
    let spec = surveyed.sequence.spec;
    Unevaluated {
        what: format!("the code, the tests and the documents of `{}`", surveyed.sequence.id),
        place: Some(spec.place(spec.id.map_or(spec.span, |id| id.span))),
        reason: "the sequence has errors that no build accepts".into(),
    }
}

/// Applies the baseline, and works out the scores.
fn finished(package: &Package, judged: Judged, options: &Options) -> Result<Judgement> {
    let Judged { mut sources, mut entries, stale, unevaluated, counts, sequences, unsound, losses } = judged;
    // What is wrong with the baseline counts in no score: to remove the file must not raise one.
    let scores = losses.map(|losses| {
        let mut scores = scores(&sequences, &entries, losses);
        for id in unsound {
            scores.sequences.entry(id).or_default().is_unsound = true;
        }
        scores
    });
    if !options.ignore_baseline
        && let Some(baseline) = Baseline::read(package, &mut sources)?
    {
        let findings = baseline.apply(&mut entries, options.today, package.is_cargo);
        let identities = identify(findings.iter(), &sources, &[]);
        entries.extend(findings.into_iter().zip(identities).map(|(finding, identity)| Entry {
            level: level(package, &finding),
            finding,
            identity,
            suppression: None,
            is_known: None,
        }));
    }
    Ok(Judgement { package: package.clone(), sources, entries, stale, unevaluated, counts, scores })
}

fn entries(package: &Package, checked: Checked, survey: &Survey<'_>) -> Vec<Entry> {
    let shown = checked.findings.into_iter().map(|finding| (finding, None));
    let silenced = checked.silenced.into_iter().map(|it| {
        let suppression = Suppression::Allow { place: it.allow, reason: it.reason };
        (it.finding, Some(suppression))
    });
    let mut all: Vec<(Finding, Option<Suppression>)> = shown.chain(silenced).collect();
    all.sort_by_key(|(finding, _)| finding.primary.place);
    let identities = identify(all.iter().map(|(finding, _)| finding), survey.sources, survey.roots);
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

fn scores(sequences: &[String], entries: &[Entry], losses: BTreeMap<String, usize>) -> Scores {
    let mut scores = Scores::default();
    scores.sequences.extend(sequences.iter().map(|id| (id.clone(), Points::default())));
    for entry in entries {
        scores.sequences.entry(entry.identity.sequence.clone()).or_default().add(entry.finding.rule);
    }
    for (id, count) in losses {
        scores.sequences.entry(id).or_default().losses = count;
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
    let all = looked_at(judgement);
    let mut folders = Vec::new();
    for selection in selections {
        let Some(folder) = selection.in_package(&root) else { continue };
        selection.used |= folder.is_empty() || all.iter().any(|path| is_in(path, &folder));
        folders.push(folder);
    }
    let is_wanted = |path: &str| folders.iter().any(|it| it.is_empty() || is_in(path, it));
    // Where a sequence has an error, it stands in the way of all.
    if let Some(stale) = &mut judgement.stale {
        let sources = &judgement.sources;
        judgement.entries.retain(|it| {
            let mut labels = std::iter::once(&it.finding.primary).chain(&it.finding.secondary);
            labels.any(|label| is_wanted(sources.get(label.place.source).path()))
        });
        stale.retain(|it| is_wanted(&it.path) || it.sources.iter().any(|source| is_wanted(source)));
    }
    Ok(())
}

/// Everything that was looked at in a package: what it reads, what it generates, and what is stale.
fn looked_at(judgement: &Judgement) -> BTreeSet<String> {
    let package = &judgement.package;
    let index = fs::read_to_string(package.root.join(&package.config.docs).join(provenance::FILE));
    let generated = index.ok().as_deref().map(str::as_bytes).and_then(Provenance::parse).unwrap_or_default();
    let sources = judgement.sources.iter().map(|(_, source)| source.path().to_owned());
    let stale = judgement.stale.iter().flatten().map(|it| it.path.clone());
    sources.chain(generated.documents.into_keys()).chain(stale).collect()
}

/// The path without links, as far as it is there.
fn absolute(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path).map_err(|fault| Error::read(shown(path), fault))?;
    let real =
        |it: &Path| it.canonicalize().ok().map(|real| real.join(whole.strip_prefix(it).unwrap_or(Path::new(""))));
    Ok(whole.ancestors().find_map(real).unwrap_or(whole.clone()))
}
