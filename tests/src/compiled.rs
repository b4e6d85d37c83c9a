//! Sequences on their way from text to generated files, in this process.

use std::fs;
use std::path::PathBuf;

use symphony_codegen::compile::{Files, compile};
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::emit::File;
use symphony_codegen::emit::rust::{self, Flavour, Options, Scenarios};
use symphony_codegen::json;
use symphony_codegen::plan::acceptance::acceptance;
use symphony_codegen::plan::{Plan, Sequence};
use symphony_codegen::render::line;
use symphony_codegen::source::Sources;

use crate::golden::entries;

/// Every flavour and the folder of its golden files.
pub(crate) const FLAVOURS: [(&str, Flavour); 3] =
    [("async", Flavour::Async), ("blocking", Flavour::Blocking), ("local", Flavour::Local)];

/// What became of some sequences.
pub(crate) struct Compiled {
    /// Their texts.
    pub(crate) sources: Sources,
    /// What was wrong with them.
    pub(crate) findings: Vec<Finding>,
    /// What was generated in each flavour; nothing where a finding is an error.
    pub(crate) files: [Vec<File>; 3],
    /// What tests are made of, in each flavour: fakes, and the traits of criteria. It belongs beside the modules.
    pub(crate) tests: [String; 3],
}

impl Compiled {
    /// Compiles files, given as names and bytes.
    pub(crate) fn of<T: AsRef<[u8]>>(given: &[(String, T)]) -> Self {
        let mut files = Files::default();
        for (name, bytes) in given {
            let (_, findings) = json::decode(&mut files.sources, name, bytes.as_ref().to_vec());
            files.findings.extend(findings);
        }
        let (findings, generated, tests) = compile(&files, |plan, findings| {
            let tests = FLAVOURS.map(|(_, flavour)| {
                let sequences = plan.sequences.iter().filter(|_| !has_errors(&findings));
                sequences.map(|sequence| tests_of(plan, sequence, &files.sources, flavour)).collect()
            });
            let generated = FLAVOURS.map(|(_, flavour)| {
                let options = Options { flavour, ..Options::default() };
                if has_errors(&findings) {
                    return Vec::new();
                }
                let modules = rust::files(plan, &plan.sequences, &files.sources, &options);
                modules.chain([rust::index(plan, &options)]).collect()
            });
            (findings, generated, tests)
        });
        Self { sources: files.sources, findings, files: generated, tests }
    }

    /// All findings, a line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.findings.iter().map(|finding| line(finding, &self.sources)).collect()
    }

    /// The codes of the findings that stop a build.
    pub(crate) fn errors(&self) -> Vec<&'static str> {
        self.findings.iter().filter(|finding| finding.severity().is_error()).map(|finding| finding.rule.code).collect()
    }
}

/// The fakes of a sequence, and the traits of its criteria.
pub(crate) fn tests_of(plan: &Plan<'_>, sequence: &Sequence<'_>, sources: &Sources, flavour: Flavour) -> String {
    let module = sequence.module.trim_start_matches("r#");
    let fakes = rust::fakes(plan, sequence, &format!("super::{}", sequence.module), "Fake", flavour, "::symphony");
    let asynchronous = flavour != Flavour::Blocking;
    let scenarios = Scenarios { sequence, sources, runtime: "::symphony", asynchronous, executor: "execute" };
    let accepted = acceptance(sequence);
    let traits: String = accepted.iter().map(|accepted| scenarios.trait_of(accepted)).collect();
    format!("mod of_{module} {{\n{fakes}\n{traits}}}\n")
}

/// The JSON files of a folder of this crate, with the paths under which they are shown.
pub(crate) fn sequences(folder: &str) -> Vec<(String, String)> {
    let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
    let named = |path: PathBuf| {
        (format!("sequences/{}", path.file_name().unwrap().to_str().unwrap()), fs::read_to_string(&path).unwrap())
    };
    entries(folder).into_iter().filter(is_json).map(named).collect()
}
