//! Reads every dialect in which sequences were ever written, and makes format version 1 of it.
//!
//! A dialect is recognised by its shape, never by the name of its file, and puts things in the order of version 1. Then
//! the tables of the format decide: what has no home there is kept under `x-…`, in its place. Nothing is lost, numbers and
//! strings keep their spelling, keys their order. What is version 1 already stays as it is, byte for byte.

mod conform;
mod dialect;
mod draft;
pub mod files;
mod mapping;
mod name;
mod notes;
pub mod rules;
mod shape;
mod write;

use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::json;
use symphony_codegen::source::{Source, SourceId};

pub use dialect::Dialect;
pub use mapping::{Kind, Mapping};

use dialect::{DIALECTS, Way};
use draft::Draft;
use mapping::Pointers;
use notes::Notes;

/// What came of a file.
#[derive(Debug)]
pub struct Imported {
    /// The dialect that it was written in.
    pub dialect: &'static Dialect,
    /// The sequences in it; one, unless the file was a list of them.
    pub sequences: Vec<Sequence>,
    /// What somebody should look at; none of them is an error.
    pub findings: Vec<Finding>,
}

/// A sequence in version 1.
#[derive(Debug)]
pub struct Sequence {
    /// The name of its file, without `.json`: its id as far as a file can be called so.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What stands elsewhere than it did, in the order of the text. None where the file stayed as it was.
    pub mappings: Vec<Mapping>,
}

/// Why a file is not imported.
#[derive(Debug)]
pub struct Refusal {
    /// The dialect, where it was recognised.
    pub dialect: Option<&'static Dialect>,
    /// The reasons; at least one of them is an error.
    pub findings: Vec<Finding>,
}

/// Every dialect that is recognised, those that are refused included.
pub fn dialects() -> impl Iterator<Item = &'static Dialect> {
    DIALECTS.iter()
}

/// Makes version 1 of a file.
///
/// ```
/// use symphony_audit::import::import;
/// use symphony_codegen::source::{Source, Sources};
///
/// let mut sources = Sources::new();
/// let id = sources.add(Source::new("a.json", r#"{ "id": "a", "steps": [{ "order": 1, "id": "data.load" }] }"#));
/// let imported = import(id, sources.get(id)).unwrap();
/// assert_eq!(imported.dialect.id, "D21");
/// assert_eq!(imported.sequences[0].name, "a");
/// assert!(imported.sequences[0].text.contains("\"handler\": \"load\""));
/// let mapping = &imported.sequences[0].mappings[0];
/// assert_eq!((mapping.from.as_str(), mapping.to.as_str()), ("/steps", "/movements/0/beats"));
/// ```
///
/// # Errors
/// Where it is no JSON, no sequence, or one that has lost its beats: the reasons, each with its place.
pub fn import(id: SourceId, source: &Source) -> Result<Imported, Refusal> {
    let parsed = json::parse(id, source);
    let Some(root) =
        parsed.root.filter(|_| parsed.findings.iter().all(|it| !it.severity().is_error() || is_repeated(it)))
    else {
        return Err(Refusal { dialect: None, findings: parsed.findings });
    };
    let mut notes = Notes::new(id);
    let Some(dialect) = DIALECTS.iter().find(|dialect| (dialect.recognise)(&root)) else {
        let repeated: Vec<_> = parsed.findings.into_iter().filter(is_repeated).collect();
        if repeated.is_empty() {
            let message = "this is no sequence: it has no movements, phases or steps";
            notes.add(&rules::NOT_A_SEQUENCE, Some(&root), message, "leave it out, or write what it says as movements");
        }
        return Err(Refusal { dialect: None, findings: [repeated, notes.findings].concat() });
    };
    let members = root.as_object().unwrap_or_default();
    let may_repeat = |finding: &Finding| {
        members
            .iter()
            .any(|member| Some(&*member.key) == dialect.repeated && member.key_span == finding.primary.place.span)
    };
    let repeated: Vec<_> = parsed.findings.into_iter().filter(|it| is_repeated(it) && !may_repeat(it)).collect();
    if !repeated.is_empty() {
        return Err(Refusal { dialect: Some(dialect), findings: repeated });
    }
    let sequences = match dialect.way {
        Way::Refuse(refuse) => {
            refuse(&root, &mut notes);
            return Err(Refusal { dialect: Some(dialect), findings: notes.findings });
        }
        Way::AsItStands => vec![as_it_stands(source, &root, &mut notes)],
        Way::Rewrite(rewrite) => {
            let pointers = Pointers::of(&root);
            let drafts = rewrite(Draft::of(&root), &mut notes);
            let drafts: Vec<_> = drafts.into_iter().map(|draft| finished(draft, &mut notes)).collect();
            drafts.iter().map(|draft| sequence(id, source, &pointers, draft)).collect()
        }
    };
    if !sequences.iter().all(|sequence| is_readable(&sequence.text)) {
        let message = "in version 1 this would be nested more than 128 levels deep";
        notes.add(&rules::NESTED_TOO_DEEPLY, Some(&root), message, "make what is nested so deeply a file of its own");
        return Err(Refusal { dialect: Some(dialect), findings: notes.findings });
    }
    debug_assert!(!has_errors(&notes.findings));
    Ok(Imported { dialect, sequences, findings: notes.findings })
}

/// Whether a key is there twice, which one dialect has and can be read.
fn is_repeated(finding: &Finding) -> bool {
    finding.rule.code == "JSON_DUPLICATE_KEY"
}

fn as_it_stands(source: &Source, root: &json::Node<'_>, notes: &mut Notes) -> Sequence {
    if root.get("id").is_none() && root.get("sequenceId").is_none() {
        notes.add(&rules::WITHOUT_ID, Some(root), "the sequence has no `id`", "give it one: it names the module");
    }
    Sequence { name: name::called(|key| root.get(key)?.as_str()), text: source.text().to_owned(), mappings: Vec::new() }
}

/// Sees to keys, types and names.
fn finished<'n>(mut draft: Draft<'n>, notes: &mut Notes) -> Draft<'n> {
    name::of_handlers(&mut draft);
    conform::conform(&mut draft, notes);
    name::handlers(&mut draft, notes);
    name::sequence(&mut draft, notes);
    draft
}

fn sequence(id: SourceId, source: &Source, pointers: &Pointers, draft: &Draft<'_>) -> Sequence {
    Sequence {
        name: name::called(|key| draft.get(key)?.as_str()),
        text: write::write(draft, source.text()),
        mappings: pointers.mappings(id, draft),
    }
}

fn is_readable(text: &str) -> bool {
    let mut sources = symphony_codegen::source::Sources::new();
    let id = sources.add(Source::new("", text));
    !has_errors(&json::parse(id, sources.get(id)).findings)
}
