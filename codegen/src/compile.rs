//! The way of a set of files through json, spec, plan and check.

use std::fs;
use std::path::Path;

use crate::check;
use crate::diagnostic::Finding;
use crate::discover::Found;
use crate::error::{Error, Result};
use crate::json;
use crate::plan::{Plan, plan};
use crate::source::{SourceId, Sources};
use crate::spec::{
    self,
    rules::{MISSING_KEY, WRONG_TYPE},
};

/// Files that were read, and what was wrong with their bytes.
#[derive(Debug, Default)]
pub struct Files {
    /// The files.
    pub sources: Sources,
    /// What [`json::decode`] found.
    pub findings: Vec<Finding>,
}

impl Files {
    /// Reads the files that were found.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub fn read(found: &Found) -> Result<Self> {
        let mut files = Self::default();
        for (shown, path) in &found.files {
            files.add(shown, path)?;
        }
        Ok(files)
    }

    fn add(&mut self, shown: &str, path: &Path) -> Result<()> {
        let bytes = fs::read(path).map_err(|source| Error::read(shown, source))?;
        let (_, findings) = json::decode(&mut self.sources, shown, bytes);
        self.findings.extend(findings);
        Ok(())
    }
}

/// Reads, plans and checks all files together, and hands the plan and everything that was found to `then`; the plan
/// borrows from what this function holds.
///
/// Sequences that could not be read at all are not in the plan.
///
/// ```
/// use symphony_codegen::{compile::{Files, compile}, source::Source};
///
/// let mut files = Files::default();
/// files.sources.add(Source::new("a.json", r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handlr": "run" }] }] }"#));
/// let messages: Vec<String> = compile(&files, |_, findings| findings.into_iter().map(|it| it.message).collect());
/// assert_eq!(messages, ["`handlr` is no key of a beat"]);
/// ```
pub fn compile<T>(files: &Files, then: impl FnOnce(&Plan<'_>, Vec<Finding>) -> T) -> T {
    let mut findings = files.findings.clone();
    let mut roots = Vec::new();
    for (id, source) in files.sources.iter() {
        // Bytes that are no text are shown as well as they can be, and not read.
        if files.findings.iter().any(|finding| finding.primary.place.source == id) {
            continue;
        }
        let parsed = json::parse(id, source);
        findings.extend(parsed.findings);
        roots.extend(parsed.root.map(|root| (id, root)));
    }
    let mut specs = Vec::with_capacity(roots.len());
    for (id, root) in &roots {
        specs.extend(spec::read(*id, root, &mut findings));
    }
    let plan = plan(&specs);
    let is_whole = specs.len() == files.sources.iter().count();
    let unread = Unread::of(&findings, is_whole);
    findings.extend(check::check(&plan).into_iter().filter(|finding| !unread.explains(finding)));
    then(&plan, findings)
}

/// What could not be read, and so seems to be missing elsewhere.
struct Unread {
    sources: Vec<SourceId>,
    is_whole: bool,
}

/// Rules that miss something, or count it.
const OF_WHAT_IS_MISSING: &[&str] = &[
    "BATON_WITH_FLOW",
    "BEAT_COUNT_MISMATCH",
    "EMPTY_MOVEMENT",
    "EMPTY_SEQUENCE",
    "EVENT_NEVER_PUBLISHED",
    "INVALID_EVENT_REFERENCE",
    "UNKNOWN_TYPE",
    "UNKNOWN_VALUE",
    "UNRESOLVED_DEPENDENCY",
    "VALUE_NEVER_TAKEN",
];

impl Unread {
    fn of(findings: &[Finding], is_whole: bool) -> Self {
        let loses = |finding: &&Finding| *finding.rule == WRONG_TYPE || *finding.rule == MISSING_KEY;
        let sources = findings.iter().filter(loses).map(|finding| finding.primary.place.source).collect();
        Self { sources, is_whole }
    }

    /// Whether a finding only says again that something was not read.
    fn explains(&self, finding: &Finding) -> bool {
        let code = finding.rule.code;
        (!self.is_whole && code == "SEQUENCE_NOT_FOUND")
            || (self.sources.contains(&finding.primary.place.source) && OF_WHAT_IS_MISSING.contains(&code))
    }
}
