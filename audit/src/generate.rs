//! What is generated from the sequences of a package, and the one way in which it gets to the disk.

mod context;
mod documents;
mod graphs;
mod orphans;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use context::context;
pub use documents::{Document, documents, with_subjects};
pub use graphs::{Drawing, graphs};
pub use orphans::{Orphan, OrphanState};
use symphony_codegen::source::Sources;
use symphony_codegen::writer::Mode;

use crate::coverage::{Coverage, state};
use crate::error::Result;
use crate::freshness::{Disk, Seal, Stale, What};
use crate::project::Package;
use crate::provenance::{FILE, Origin, Provenance, Standing, header_of_all};
use crate::skeleton::{Drift, applied, skeletons};
use crate::survey::{Inputs, Judged, Listing, Survey, survey, survey_of};
use crate::template::Templates;

/// What is asked of [`generate`] beyond the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Add missing steps and tests to files of the user's.
    pub append: bool,
    /// Remove what was generated once and is not any more.
    pub prune: bool,
}

/// What was done. Paths start at the package.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Files that were written: new, or with another content than before.
    pub written: Vec<String>,
    /// Skeletons that were written and are the user's now.
    pub skeletons: Vec<String>,
    /// Files of the user's that were added to, with what.
    pub appended: Vec<Drift>,
    /// Files of the user's that do not fit their sequences any more.
    pub drifted: Vec<Drift>,
    /// What was generated once and is removed now.
    pub pruned: Vec<String>,
    /// What was generated once and is still there.
    pub orphans: Vec<Orphan>,
    /// How many files hold what they should.
    pub fresh: usize,
}

/// Writes everything that the sequences of a package ask for, where it differs, and skeletons where there are none.
/// Nothing is written where a sequence has an error, or where a file in the way is not ours.
///
/// # Errors
/// Where a file cannot be read or written, a file in the way is not ours, or the configuration or a template is wrong.
pub fn generate(package: &Package, options: Options) -> Result<Judged<Report>> {
    let (inputs, templates) = match start(package)? {
        Start::Fresh(sources, fresh) => {
            let value = Some(Report { fresh, ..Report::default() });
            return Ok(Judged { findings: Vec::new(), sources, value });
        }
        Start::Open(open) => *open,
    };
    let mut appended = Vec::new();
    let inputs = if options.append {
        let judged = survey_of(package, inputs, |survey| append(survey, skeletons(survey).drifted))?;
        match judged.value {
            Some(drifts) => appended = drifts,
            None => return Ok(Judged { findings: judged.findings, sources: judged.sources, value: None }),
        }
        Inputs::read(package)?
    } else {
        inputs
    };
    let mut seal = None;
    let judged = survey_of(package, inputs, |survey| {
        let (mut report, comparison) = bring_in_line(survey, &templates, Mode::Update, options.prune)?;
        if report.skeletons.is_empty() && report.drifted.is_empty() && report.orphans.is_empty() {
            let known = |path: &str| comparison.hashes.get(path).cloned();
            seal = Seal::of(package, &survey.digest, templates.fingerprint(), known)?;
        }
        report.appended = appended;
        report.written.sort_unstable();
        Ok(report)
    })?;
    // With a finding there is something to be shown each time.
    if let Some(seal) = seal.filter(|_| judged.findings.is_empty()) {
        seal.set(package);
    }
    Ok(judged)
}

/// What is known before anything is generated.
enum Start {
    /// Everything is as it was when it was fresh: the sequences, and how many of our files there are.
    Fresh(Sources, usize),
    /// What is needed to find out.
    Open(Box<(Inputs, Templates)>),
}

fn start(package: &Package) -> Result<Start> {
    let inputs = Inputs::read(package)?;
    let templates = templates(package)?;
    let seal = Seal::of(package, &inputs.digest(), templates.fingerprint(), |_| None)?;
    Ok(match seal.filter(|seal| seal.is_set(package)) {
        Some(seal) => Start::Fresh(inputs.into_sources(), seal.files),
        None => Start::Open(Box::new((inputs, templates))),
    })
}

fn templates(package: &Package) -> Result<Templates> {
    let folder = package.config.templates.as_ref().map(|path| package.root.join(path));
    Ok(Templates::load(folder.as_deref())?)
}

/// What there is to look at, and what of it is stale.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The paths of everything that is generated, with the SHA-256 that each should have.
    pub hashes: HashMap<String, String>,
    /// What [`generate`] would change or complain of.
    pub stale: Vec<Stale>,
}

/// Compares what there is with what [`generate`] would write. Nothing is written.
///
/// # Errors
/// As [`generate`].
pub fn compare(package: &Package) -> Result<Judged<Comparison>> {
    survey(package, |survey| compared(survey, &templates(package)?))
}

fn compared(survey: &Survey<'_>, templates: &Templates) -> Result<Comparison> {
    bring_in_line(survey, templates, Mode::CheckOnly, false).map(|(_, comparison)| comparison)
}

/// Whether nothing of somebody's is in the way of what [`generate`] would write, as far as that is known before there are
/// sequences.
///
/// # Errors
/// Where something is, or a file cannot be read.
pub(crate) fn unobstructed(package: &Package) -> Result {
    let disk = Disk::new(package)?;
    for name in ["README.md", FILE, crate::registry::FILE] {
        disk.read_own(&format!("{}/{name}", package.config.docs))?;
    }
    if Listing::of(package).is_ok() { compare(package).map(drop) } else { Ok(()) }
}

/// Whether everything is as it was when it was fresh, so that nothing need be generated to know that it still is.
///
/// # Errors
/// Where a file cannot be read.
pub fn is_sealed(package: &Package) -> Result<bool> {
    Ok(matches!(start(package)?, Start::Fresh(..)))
}

/// What [`generate`] would change or complain of. Where everything is as it was when it was fresh, nothing is generated to
/// find that out.
pub(crate) fn stale(survey: &Survey<'_>) -> Result<Vec<Stale>> {
    let package = survey.package;
    let templates = templates(package)?;
    let seal = Seal::of(package, &survey.digest, templates.fingerprint(), |_| None)?;
    if seal.is_some_and(|seal| seal.is_set(package)) {
        return Ok(Vec::new());
    }
    compared(survey, &templates).map(|comparison| comparison.stale)
}

/// Writes what differs, or only finds it out.
fn bring_in_line(survey: &Survey<'_>, templates: &Templates, mode: Mode, prune: bool) -> Result<(Report, Comparison)> {
    let package = survey.package;
    let coverage = state::coverage(survey);
    let skeletons = skeletons(survey);
    let documents = documents(survey, templates, &coverage, &skeletons)?;
    let disk = Disk::new(package)?;
    let mut stale = disk.compare(&documents)?;
    let index = format!("{}/{FILE}", package.config.docs);
    let old = disk.read_own(&index)?;
    let wanted: HashSet<&str> =
        documents.iter().map(|document| document.path.as_str()).chain([index.as_str()]).collect();
    let old_list = old.as_deref().and_then(Provenance::parse).unwrap_or_default();
    let mut orphans = orphans::find(&disk, &old_list, &wanted)?;
    let mut report = Report { fresh: documents.len() + 1 - stale.len(), ..Report::default() };
    if mode == Mode::Update {
        report.written = disk.write(&stale)?;
        for skeleton in &skeletons.new {
            if disk.create(&skeleton.path, &skeleton.text)? {
                report.skeletons.push(skeleton.path.clone());
            }
        }
        if prune {
            report.pruned = orphans::prune(&disk, &mut orphans)?;
        }
    }
    let list = provenance(survey, templates, &coverage, &documents, &orphans);
    let document = Document::new(index, list.text(), survey.sequences.iter().map(|it| it.path.to_owned()).collect());
    let index = Disk::differs(&document, old.as_deref());
    report.fresh -= usize::from(index.is_some());
    if mode == Mode::Update {
        report.written.extend(disk.write(index.as_slice())?);
    }
    stale.extend(index);
    report.orphans.clone_from(&orphans);
    report.drifted.clone_from(&skeletons.drifted);
    let orphans = orphans.into_iter().map(|it| (it.path, Vec::new(), What::Orphan(it.state)));
    let new = skeletons.new.into_iter().map(|it| (it.path, vec![it.sequence], What::Skeleton));
    let drifted = skeletons.drifted.into_iter().map(|it| (it.path.clone(), vec![it.sequence.clone()], What::Drift(it)));
    stale.extend(orphans.chain(new).chain(drifted).map(|(path, sources, what)| Stale { path, sources, what }));
    let hashes = documents.into_iter().chain([document]).map(|it| (it.path, it.sha256)).collect();
    Ok((report, Comparison { hashes, stale }))
}

/// Adds what is missing to the files of the user's, and gives what was added. A file that somebody changes meanwhile is
/// left alone; what it lacks then is reported like everything that is missing.
fn append(survey: &Survey<'_>, drifted: Vec<Drift>) -> Result<Vec<Drift>> {
    let disk = Disk::new(survey.package)?;
    let mut files: BTreeMap<String, Vec<Drift>> = BTreeMap::new();
    for drift in drifted.into_iter().filter(|drift| !drift.missing.is_empty()) {
        files.entry(drift.path.clone()).or_default().push(drift);
    }
    let mut appended = Vec::new();
    for (path, drifts) in files {
        let Some(file) = survey.code().file(&path) else { continue };
        if disk.read(&path)?.as_deref() == Some(file.text.as_bytes()) {
            let additions: Vec<_> = drifts.iter().flat_map(|drift| drift.missing.iter().cloned()).collect();
            disk.change(&path, &applied(&file.text, &additions))?;
            appended.extend(drifts);
        }
    }
    Ok(appended)
}

fn provenance(
    survey: &Survey<'_>,
    templates: &Templates,
    coverage: &Coverage,
    documents: &[Document],
    orphans: &[Orphan],
) -> Provenance {
    let sequences = documents::of_all(survey);
    let criteria = survey.sequences.iter().flat_map(|it| &it.ids).map(|id| {
        let state = coverage.criteria.get(&id.id).map(ToString::to_string).unwrap_or_default();
        (id.id.clone(), Standing { text: id.text.clone(), state })
    });
    Provenance {
        header: header_of_all(survey.sequences.len(), &sequences, templates.fingerprint()),
        generator: templates.fingerprint().to_owned(),
        sources: survey.sequences.iter().map(|it| (it.path.to_owned(), it.hash.to_owned())).collect(),
        documents: documents
            .iter()
            .map(|it| (it.path.clone(), Origin { sha256: it.sha256.clone(), sources: it.sources.clone() }))
            .collect(),
        criteria: criteria.collect(),
        orphans: orphans.iter().map(|it| (it.path.clone(), it.sha256.clone().unwrap_or_default())).collect(),
    }
}
