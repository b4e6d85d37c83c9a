//! A package's sequences, compiled, with what its Rust and its record of coverage say about them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use symphony_codegen::check::silence;
use symphony_codegen::compile::{Files, Root, judge};
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::discover::{Found, discover_all};
use symphony_codegen::json;
use symphony_codegen::parallel::slices;
use symphony_codegen::plan::acceptance::{Acceptance, Criterion, acceptance};
use symphony_codegen::plan::{Plan, Sequence};
use symphony_codegen::source::{Source, Sources};

use crate::coverage::record::{self, Record};
use crate::coverage::sources::{Code, Rust};
use crate::dependency::MANIFEST;
use crate::error::{Error, Result};
use crate::fix::Texts;
use crate::project::Package;
use crate::provenance::{sha256, short};
use crate::registry::domains::Domains;
use crate::registry::{self, Registry};
use crate::rule::unreadable_file;
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
    /// What stands in them.
    pub(crate) roots: &'a [Root<'a>],
    rust: Rust,
    code: OnceLock<Code>,
    /// What tests came to.
    pub record: Record,
    /// What the committed registry knows, where there is one.
    pub registry: Option<Registry>,
    /// The domains that are declared, where any are.
    pub domains: Option<Domains>,
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

impl Survey<'_> {
    /// The Rust that has to do with the sequences. It is looked into when it is needed first.
    #[must_use]
    pub fn code(&self) -> &Code {
        self.code.get_or_init(|| {
            let always = skeletons(self.package, self.plan);
            Code::parse(self.package, &self.rust, self.sources, &names(&self.sequences), &always)
        })
    }
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
    registry: Option<Registry>,
    domains: Option<Domains>,
}

impl Inputs {
    /// Reads it.
    ///
    /// # Errors
    /// Where there is no sequence, or a file cannot be read.
    pub fn read(package: &Package) -> Result<Self> {
        Self::read_over(package, &Texts::new())
    }

    /// The same, as if files held what is in `texts`.
    ///
    /// # Errors
    /// As [`Inputs::read`].
    pub(crate) fn read_over(package: &Package, texts: &Texts) -> Result<Self> {
        let (mut files, hashes) = read(package, Listing::of(package)?, texts);
        let (rust, record) = if package.is_cargo {
            let (path, shown) = record::path(package);
            (Rust::read(package, texts, &mut files)?, Record::read(&path, &shown)?)
        } else {
            Default::default()
        };
        let (registry, domains) = if package.is_cargo {
            (registry::known(package, &mut files)?, Domains::load(package, texts, &mut files)?)
        } else {
            (None, None)
        };
        if package.is_cargo {
            add_texts(package, &mut files);
        }
        Ok(Self { files, hashes, rust, record, registry, domains })
    }

    /// Files of sequences that are no package's.
    pub(crate) fn of_files(package: &Package, listing: Listing) -> Self {
        let (files, hashes) = read(package, listing, &Texts::new());
        Self { files, hashes, rust: Rust::default(), record: Record::default(), registry: None, domains: None }
    }

    /// A sequence that is in no file.
    pub(crate) fn of_text(name: &str, text: Vec<u8>) -> Self {
        let mut files = Files::default();
        let hashes = vec![sha256(&text)];
        let (_, findings) = json::decode(&mut files.sources, name, text);
        files.findings.extend(findings);
        Self { files, hashes, rust: Rust::default(), record: Record::default(), registry: None, domains: None }
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

/// The same, whether findings are errors or not: what cannot be read is not in the survey.
pub(crate) fn survey_anyway<T>(package: &Package, then: impl FnOnce(&Survey<'_>) -> Result<T>) -> Result<Judged<T>> {
    judged(package, Inputs::read(package)?, |survey, _| then(survey).map(Some))
}

/// The same as [`survey`], of what was read before.
pub(crate) fn survey_of<T>(
    package: &Package,
    inputs: Inputs,
    then: impl FnOnce(&Survey<'_>) -> Result<T>,
) -> Result<Judged<T>> {
    judged(package, inputs, |survey, findings| if has_errors(findings) { Ok(None) } else { then(survey).map(Some) })
}

/// Surveys what was read. As in a build, the rules of a check are judged elsewhere, and an `allow` of one is no mistake.
fn judged<T>(
    package: &Package,
    inputs: Inputs,
    then: impl FnOnce(&Survey<'_>, &[Finding]) -> Result<Option<T>>,
) -> Result<Judged<T>> {
    let (sources, (findings, value)) = with_survey(package, inputs, |survey, findings| {
        let mut findings = silence(survey.plan, &[], findings).findings;
        findings.sort_by_key(|finding| finding.primary.place);
        let value = then(survey, &findings)?;
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
    let Inputs { files, hashes, rust, record, registry, domains } = inputs;
    let value = judge(&files, |plan, roots, findings| {
        let by_path: HashMap<&str, &String> = files.sources.iter().map(|(_, it)| it.path()).zip(&hashes).collect();
        let sequences = slices(&plan.sequences, |sequences| {
            let surveyed = |sequence| surveyed(sequence, &files.sources, &by_path);
            sequences.iter().map(surveyed).collect::<Vec<_>>()
        });
        let sequences: Vec<Surveyed<'_>> = sequences.into_iter().flatten().collect();
        let count = files.sources.iter().count() - files.others.len();
        let sources = &files.sources;
        let survey = Survey {
            package,
            plan,
            sources,
            roots,
            sequences,
            rust,
            code: OnceLock::new(),
            record,
            registry,
            domains,
            files: count,
            digest,
        };
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

/// The files of the sequences of a package, and what stands in the way of more.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// The path under which each is shown, and where it is.
    pub(crate) files: Vec<(String, PathBuf)>,
    /// What cannot be looked at, and why.
    pub(crate) unread: Vec<(String, String)>,
}

impl Listing {
    /// Finds them.
    ///
    /// # Errors
    /// Where there is nothing to find.
    pub(crate) fn of(package: &Package) -> Result<Self> {
        let mut found = Found::default();
        let mut unread = Vec::new();
        for root in &package.config.sequences {
            unread.extend(discover_all(&package.root, root, &mut found));
        }
        if package.config.sequences.len() > 1 {
            let mut known = HashSet::new();
            found.files.retain(|(_, path)| known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
        }
        if found.files.is_empty() {
            // Where nothing is to be found, what is named is wrong, rather than something in it.
            if let Some(at) = unread.iter().position(|it| package.config.sequences.contains(&it.path)) {
                return Err(unread.swap_remove(at).error.into());
            }
            if unread.is_empty() {
                let roots = package.config.sequences.join("`, `");
                let of = if package.is_cargo { format!(" of the package `{}`", package.name) } else { String::new() };
                return Err(Error::usage(format!(
                    "no `*.json` in `{roots}`{of}: name a file or folder that has sequences"
                )));
            }
        }
        let unread = unread.into_iter().map(|it| (it.path, it.error.to_string())).collect();
        Ok(Self { files: found.files, unread })
    }
}

/// Files that findings point at, and that were read for something else.
fn add_texts(package: &Package, files: &mut Files) {
    for path in [MANIFEST, &record::path(package).1] {
        if let Ok(text) = fs::read_to_string(package.root.join(path)) {
            files.add_other(path, text);
        }
    }
}

/// The files with the SHA-256 of each, in their order; what cannot be read is an empty file with a finding.
fn read(package: &Package, listing: Listing, texts: &Texts) -> (Files, Vec<String>) {
    let Listing { files: found, mut unread } = listing;
    let read = slices(&found, |files| {
        let read = |(shown, path): &(String, PathBuf)| {
            let bytes = match texts.get(&package.root.join(shown)) {
                Some(text) => Ok(text.clone()),
                None => fs::read(path).map_err(|fault| Error::read(shown, fault).to_string()),
            };
            (shown.clone(), bytes.map(|bytes| (sha256(&bytes), bytes)))
        };
        files.iter().map(read).collect::<Vec<_>>()
    });
    let mut files = Files::default();
    let mut hashes = Vec::with_capacity(found.len());
    for (shown, bytes) in read.into_iter().flatten() {
        match bytes {
            Ok((hash, bytes)) => {
                let (_, findings) = json::decode(&mut files.sources, &shown, bytes);
                files.findings.extend(findings);
                hashes.push(hash);
            }
            Err(why) => unread.push((shown, why)),
        }
    }
    for (shown, why) in unread {
        let id = files.sources.add(Source::new(shown, ""));
        files.findings.push(unreadable_file::finding(id, why));
        hashes.push(sha256(b""));
    }
    (files, hashes)
}
