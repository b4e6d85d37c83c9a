//! The way of a set of files through json, spec, plan and check.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use crate::check;
use crate::diagnostic::Finding;
use crate::discover::Found;
use crate::error::{Error, Result};
use crate::json::{self, Node};
use crate::parallel::slices;
use crate::plan::{Plan, plan};
use crate::source::{Source, SourceId, Sources};
use crate::spec;

/// Files that were read, and what was wrong with their bytes.
#[derive(Debug, Default)]
pub struct Files {
    /// The files.
    pub sources: Sources,
    /// What [`json::decode`] found.
    pub findings: Vec<Finding>,
    /// Those that are no sequences, and are there for findings to point at.
    pub others: Vec<SourceId>,
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

    /// Adds a text that is no sequence, for findings to point at.
    pub fn add_other(&mut self, shown: &str, text: String) -> SourceId {
        let id = self.sources.add(Source::new(shown, text));
        self.others.push(id);
        id
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
    judge(files, |plan, _, findings| {
        let mut findings = check::silence(plan, &[], findings).findings;
        findings.sort_by_key(|finding| finding.primary.place);
        then(plan, findings)
    })
}

/// A file and what stands in it.
pub type Root<'s> = (SourceId, Node<'s>);

/// The same, as if no `allow` silenced anything: for who has rules of their own, and lets [`check::silence`] look at the
/// findings of all. Hands over the files as they were read too, in the order of their names.
pub fn judge<T>(files: &Files, then: impl FnOnce(&Plan<'_>, &[Root<'_>], Vec<Finding>) -> T) -> T {
    // Bytes that are no text are shown as well as they can be, and not read.
    let unread: HashSet<SourceId> =
        files.findings.iter().map(|finding| finding.primary.place.source).chain(files.others.iter().copied()).collect();
    let sources: Vec<_> = files.sources.iter().filter(|(id, _)| !unread.contains(id)).collect();
    let parsed = slices(&sources, |sources| {
        sources.iter().map(|(id, source)| (*id, json::parse(*id, source))).collect::<Vec<_>>()
    });
    let mut findings = files.findings.clone();
    let mut roots = Vec::with_capacity(sources.len());
    for (id, parsed) in parsed.into_iter().flatten() {
        findings.extend(parsed.findings);
        roots.extend(parsed.root.map(|root| (id, root)));
    }
    let read = slices(&roots, |roots| {
        let mut findings = Vec::new();
        let specs: Vec<_> = roots.iter().filter_map(|(id, root)| spec::read(*id, root, &mut findings)).collect();
        (specs, findings)
    });
    let mut specs = Vec::with_capacity(roots.len());
    for (read, found) in read {
        specs.extend(read);
        findings.extend(found);
    }
    let plan = plan(&specs);
    // Who performs a sequence that could not be read has nothing to mend.
    let is_whole = specs.len() + files.others.len() == files.sources.iter().count();
    findings.extend(check::judge(&plan).into_iter().filter(|it| is_whole || it.rule.code != "SEQUENCE_NOT_FOUND"));
    then(&plan, &roots, findings)
}
