//! A package's sequences, compiled, with what its Rust and its record of coverage say about them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use symphony_codegen::check::silence;
use symphony_codegen::compile::{Files, judge};
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::discover::{Found, discover};
use symphony_codegen::json;
use symphony_codegen::parallel::slices;
use symphony_codegen::plan::acceptance::{Acceptance, Criterion, acceptance};
use symphony_codegen::plan::{Plan, Sequence};
use symphony_codegen::source::Sources;

use crate::coverage::record::{self, Record};
use crate::coverage::sources::{Code, Rust};
use crate::error::{Error, Result};
use crate::project::Package;
use crate::provenance::{sha256, short};
use crate::skeleton;

/// What there is to know before anything is generated or judged. Paths start at the package and have `/` between folders.
#[derive(Debug)]
pub struct Survey<'a> {
    /// The package.
    pub package: &'a Package,
    /// The plan of all sequences.
    pub plan: &'a Plan<'a>,
    /// Their files.
    pub sources: &'a Sources,
    /// Each sequence of the plan.
    pub sequences: Vec<Surveyed<'a>>,
    /// The Rust that has to do with them.
    pub code: Code,
    /// What tests came to.
    pub record: Record,
    /// How many files of sequences there are, those that could not be read among them.
    pub files: usize,
    /// The SHA-256 of everything that was read for it.
    pub digest: String,
}

/// A sequence of a package.
#[derive(Debug)]
pub struct Surveyed<'a> {
    /// Its plan.
    pub sequence: &'a Sequence<'a>,
    /// Its file.
    pub path: &'a str,
    /// The SHA-256 of that file.
    pub hash: &'a str,
    /// How its beats are accepted.
    pub acceptance: Vec<Acceptance<'a>>,
    /// The ids of all criteria, beat by beat.
    pub ids: Vec<Identity>,
}

/// By what a criterion is known, and by what a change of it.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Its id.
    pub id: String,
    /// The first digits of the SHA-256 of its text.
    pub text: String,
    /// The position of its beat among those with criteria.
    pub beat: usize,
    criterion: usize,
}

/// What was found in the sequences of a package, and what came of them where nothing in them is an error.
#[derive(Debug)]
pub struct Judged<T> {
    /// What was found.
    pub findings: Vec<Finding>,
    /// The files, to show the findings with.
    pub sources: Sources,
    /// What came of the sequences.
    pub value: Option<T>,
}

impl<'a> Surveyed<'a> {
    /// All criteria with what they are known by.
    pub fn criteria(&self) -> impl Iterator<Item = (&Identity, &Acceptance<'a>, &Criterion<'a>)> {
        self.ids.iter().map(|id| (id, &self.acceptance[id.beat], &self.acceptance[id.beat].criteria[id.criterion]))
    }
}

/// Everything about a package that decides what is generated from it, as it was read.
#[derive(Debug)]
pub struct Inputs {
    files: Files,
    hashes: Vec<String>,
    rust: Rust,
    record: Record,
}

impl Inputs {
    /// Reads it.
    ///
    /// # Errors
    /// Where there is no sequence, or a file cannot be read.
    pub fn read(package: &Package) -> Result<Self> {
        let (mut files, hashes) = read(package)?;
        let (rust, record) = if package.is_cargo {
            let (path, shown) = record::path(package);
            (Rust::read(package, &mut files)?, Record::read(&path, &shown)?)
        } else {
            Default::default()
        };
        Ok(Self { files, hashes, rust, record })
    }

    /// A sequence that is in no file.
    pub(crate) fn of_text(name: &str, text: Vec<u8>) -> Self {
        let mut files = Files::default();
        let hashes = vec![sha256(&text)];
        let (_, findings) = json::decode(&mut files.sources, name, text);
        files.findings.extend(findings);
        Self { files, hashes, rust: Rust::default(), record: Record::default() }
    }

    /// The files of the sequences.
    pub(crate) fn into_sources(self) -> Sources {
        self.files.sources
    }

    /// The SHA-256 of all of it.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut all = String::new();
        let sequences = self.files.sources.iter().map(|(_, source)| source.path());
        for (path, hash) in sequences.zip(self.hashes.iter().map(String::as_str)).chain(self.rust.hashes()) {
            let _ = writeln!(all, "{hash} {path}");
        }
        let _ = writeln!(all, "{:?}\n{:?}", self.rust.build_script(), self.record);
        sha256(all.as_bytes())
    }
}

/// Surveys a package, and hands the survey to `then` where no finding is an error.
///
/// # Errors
/// As [`Inputs::read`]; or what `then` gives.
pub fn survey<T>(package: &Package, then: impl FnOnce(&Survey<'_>) -> Result<T>) -> Result<Judged<T>> {
    survey_of(package, Inputs::read(package)?, then)
}

/// The same, of what was read before.
pub(crate) fn survey_of<T>(
    package: &Package,
    inputs: Inputs,
    then: impl FnOnce(&Survey<'_>) -> Result<T>,
) -> Result<Judged<T>> {
    let (sources, (findings, value)) = with_survey(package, inputs, |survey, findings| {
        let mut findings = silence(survey.plan, crate::rule::of_audit(), findings).findings;
        findings.sort_by_key(|finding| finding.primary.place);
        let value = if has_errors(&findings) { None } else { Some(then(survey)?) };
        Ok((findings, value))
    })?;
    Ok(Judged { findings, sources, value })
}

/// Hands the survey of what was read to `then`, errors or not, with what was found before any `allow` is looked at.
pub(crate) fn with_survey<T>(
    package: &Package,
    inputs: Inputs,
    then: impl FnOnce(&Survey<'_>, Vec<Finding>) -> Result<T>,
) -> Result<(Sources, T)> {
    let digest = inputs.digest();
    let Inputs { files, hashes, rust, record } = inputs;
    let value = judge(&files, |plan, findings| {
        let by_path: HashMap<&str, &String> = files.sources.iter().map(|(_, it)| it.path()).zip(&hashes).collect();
        let sequences = slices(&plan.sequences, |sequences| {
            let surveyed = |sequence| surveyed(sequence, &files.sources, &by_path);
            sequences.iter().map(surveyed).collect::<Vec<_>>()
        });
        let sequences: Vec<Surveyed<'_>> = sequences.into_iter().flatten().collect();
        let code = Code::parse(package, rust, &files.sources, &names(&sequences), &skeletons(package, plan));
        let count = files.sources.iter().count() - files.others.len();
        let survey = Survey { package, plan, sources: &files.sources, sequences, code, record, files: count, digest };
        then(&survey, findings)
    })?;
    Ok((files.sources, value))
}

/// The traits of all movements and of the criteria of all beats.
fn names<'s>(sequences: &'s [Surveyed<'_>]) -> HashSet<&'s str> {
    let movements = sequences.iter().flat_map(|it| &it.sequence.movements).map(|it| it.trait_name.as_str());
    let scenarios = sequences.iter().flat_map(|it| &it.acceptance).map(|it| it.trait_name.as_str());
    movements.chain(scenarios).collect()
}

/// Where skeletons of tests are, or would be.
fn skeletons(package: &Package, plan: &Plan<'_>) -> HashSet<String> {
    let paths = |it| [skeleton::scenarios::path(&package.config, it), skeleton::handlers::path(&package.config, it)];
    plan.sequences.iter().flat_map(paths).collect()
}

fn surveyed<'a>(sequence: &'a Sequence<'a>, sources: &'a Sources, hashes: &HashMap<&str, &'a String>) -> Surveyed<'a> {
    let path = sources.get(sequence.spec.source).path();
    let hash = hashes[path];
    let acceptance = acceptance(sequence);
    let mut ids = Vec::new();
    for (beat, accepted) in acceptance.iter().enumerate() {
        for (at, criterion) in accepted.criteria.iter().enumerate() {
            let text = short(&sha256(criterion.text().as_bytes())).to_owned();
            ids.push(Identity { id: accepted.id(sequence, criterion), text, beat, criterion: at });
        }
    }
    Surveyed { sequence, path, hash, acceptance, ids }
}

/// The files with the SHA-256 of each, in their order.
fn read(package: &Package) -> Result<(Files, Vec<String>)> {
    let mut found = Found::default();
    for root in &package.config.sequences {
        discover(&package.root, root, &mut found)?;
    }
    let mut known = HashSet::new();
    found.files.retain(|(_, path)| known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    if found.files.is_empty() {
        let roots = package.config.sequences.join("`, `");
        return Err(Error::usage(format!("no `*.json` in `{roots}` of the package `{}`", package.name)));
    }
    let read = slices(&found.files, |files| {
        let read = |(shown, path): &(String, PathBuf)| {
            let bytes = fs::read(path).map_err(|fault| Error::read(shown, fault))?;
            let hash = sha256(&bytes);
            Ok((shown.clone(), bytes, hash))
        };
        files.iter().map(read).collect::<Result<Vec<_>>>()
    });
    let mut files = Files::default();
    let mut hashes = Vec::with_capacity(found.files.len());
    for read in read {
        for (shown, bytes, hash) in read? {
            let (_, findings) = json::decode(&mut files.sources, &shown, bytes);
            files.findings.extend(findings);
            hashes.push(hash);
        }
    }
    Ok((files, hashes))
}
