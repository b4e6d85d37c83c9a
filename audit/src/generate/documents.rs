//! The documents of a package, as text.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use symphony_codegen::parallel::slices;
use symphony_codegen::spec;

use crate::coverage::{Coverage, record};
use crate::docs;
use crate::error::{Error, Result};
use crate::feature::feature;
use crate::provenance::{self, header, header_of_all, header_of_none, is_ours, sha256};
use crate::registry;
use crate::skeleton::{Skeletons, scenarios};
use crate::subject::{Subject, performers};
use crate::survey::{Survey, Surveyed};
use crate::template::Templates;

/// A file that is ours, and what it is generated from. Paths start at the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it goes.
    pub path: String,
    /// What it holds.
    pub text: String,
    /// The SHA-256 of that.
    pub sha256: String,
    /// The files of the sequences that it is generated from.
    pub sources: Vec<String>,
}

impl Document {
    pub(super) fn new(path: String, text: String, sources: Vec<String>) -> Self {
        Self { path, sha256: sha256(text.as_bytes()), text, sources }
    }
}

/// Everything that is generated from the sequences of a package, but for the list of it.
///
/// # Errors
/// Where a template cannot be filled in, or two files would have the same path.
pub fn documents(
    survey: &Survey<'_>,
    templates: &Templates,
    coverage: &Coverage,
    skeletons: &Skeletons,
) -> Result<Vec<Document>> {
    let config = &survey.package.config;
    let documents = with_subjects(survey, templates.fingerprint(), coverage, skeletons, |subjects| {
        let of_slices = slices(subjects, |subjects| {
            let mut documents = Vec::with_capacity(subjects.len() * 3);
            for subject in subjects {
                of_sequence(survey, templates, subject, &mut documents)?;
            }
            Ok::<_, Error>(documents)
        });
        let mut documents = of_slices.into_iter().collect::<Result<Vec<_>>>()?.concat();
        let header = header_of_all(subjects.len(), &of_all(survey), templates.fingerprint());
        let index = marked(docs::index(templates, subjects, &header)?, &header);
        let sources = survey.sequences.iter().map(|it| it.path.to_owned()).collect();
        documents.push(Document::new(format!("{}/README.md", config.docs), index, sources));
        Ok::<_, Error>(documents)
    });
    let mut documents = documents?;
    documents.push(registry(survey, coverage));
    if let Some(path) = &config.schema {
        documents.push(Document::new(path.clone(), schema(templates.fingerprint()), Vec::new()));
    }
    check_paths(survey, &documents)?;
    Ok(documents)
}

fn of_sequence(
    survey: &Survey<'_>,
    templates: &Templates,
    subject: &Subject<'_>,
    documents: &mut Vec<Document>,
) -> Result {
    let config = &survey.package.config;
    let module = subject.sequence.module.trim_start_matches("r#");
    let source = subject.sources.get(subject.sequence.spec.source).path();
    let mut add = |path: String, text: String| documents.push(Document::new(path, text, vec![source.to_owned()]));
    add(format!("{}/{module}.md", config.docs), marked(docs::page(templates, subject)?, subject.header));
    add(format!("{}/{module}.mmd", config.docs), docs::mermaid(subject));
    if let Some(text) = feature(subject) {
        add(format!("{}/{module}.feature", config.features), text);
    }
    Ok(())
}

/// A template of the user's may leave the header out; without it we would not know the file again.
fn marked(text: String, header: &str) -> String {
    if is_ours(text.as_bytes()) { text } else { format!("<!-- {} -->\n{text}", docs::markdown::comment(header)) }
}

/// The JSON Schema, with our marker as a comment.
fn schema(generator: &str) -> String {
    let comment = format!("{{\n  \"$comment\": \"{}\",", header_of_none(generator));
    spec::schema().replacen('{', &comment, 1)
}

/// The memory of what the sequences had, which never knows less than it did.
fn registry(survey: &Survey<'_>, coverage: &Coverage) -> Document {
    let present = registry::of_survey(survey, coverage);
    let merged = match &survey.registry {
        Some(known) => registry::merged(known, &present),
        None => present,
    };
    let sources = survey.sequences.iter().map(|it| it.path.to_owned()).collect();
    Document::new(registry::path(survey.package).1, merged.text(), sources)
}

/// The SHA-256 of all sequences.
pub(super) fn of_all(survey: &Survey<'_>) -> String {
    let mut list = String::new();
    for sequence in &survey.sequences {
        let _ = writeln!(list, "{} {}", sequence.hash, sequence.path);
    }
    sha256(list.as_bytes())
}

/// Two files of one path would overwrite each other; where the case of names does not count, so would more.
fn check_paths(survey: &Survey<'_>, documents: &[Document]) -> Result {
    let docs = &survey.package.config.docs;
    let others = [provenance::FILE, record::FILE].map(|name| format!("{docs}/{name}"));
    let mut known: HashMap<String, &str> = HashMap::new();
    for path in documents.iter().map(|document| &document.path).chain(&others) {
        if let Some(other) = known.insert(path.to_lowercase(), path) {
            let what =
                "the names of files must differ in more than their case: rename a sequence, or choose other folders";
            return Err(Error::usage(format!("`{path}` and `{other}` would be the same file; {what}")));
        }
    }
    Ok(())
}

/// Hands a subject for each sequence to `then`.
pub fn with_subjects<T>(
    survey: &Survey<'_>,
    generator: &str,
    coverage: &Coverage,
    skeletons: &Skeletons,
    then: impl FnOnce(&[Subject<'_>]) -> T,
) -> T {
    let sequences: Vec<_> = survey.sequences.iter().map(|it| (it.sequence, it.path)).collect();
    let names = |sequence: &Surveyed<'_>| sequence.acceptance.iter().map(|it| it.trait_name.clone()).collect();
    let traits: Vec<Vec<String>> = survey.sequences.iter().map(names).collect();
    let mut code = survey.code().implementers(&sequences, &traits);
    // Skeletons are written together with the documents, which name them.
    let new: HashSet<&str> = skeletons.new.iter().map(|it| it.path.as_str()).collect();
    for (at, sequence) in survey.sequences.iter().enumerate() {
        let path = scenarios::path(&survey.package.config, sequence.sequence);
        if new.contains(path.as_str()) {
            code[at].extend(traits[at].iter().map(|name| (name.clone(), path.clone())));
        }
    }
    let headers: Vec<String> = survey.sequences.iter().map(|it| header(it.path, it.hash, generator)).collect();
    let performers = performers(survey.plan);
    let subjects: Vec<Subject<'_>> = survey
        .sequences
        .iter()
        .enumerate()
        .map(|(at, sequence)| Subject {
            plan: survey.plan,
            sequence: sequence.sequence,
            sources: survey.sources,
            performed_by: &performers[at],
            acceptance: &sequence.acceptance,
            coverage,
            code: &code[at],
            docs: &survey.package.config.docs,
            header: &headers[at],
        })
        .collect();
    then(&subjects)
}
