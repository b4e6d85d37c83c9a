//! `domains.json`: the domains that are declared for the sequences of a package, planned ones too.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;

use serde::Serialize;
use symphony_codegen::compile::Files;
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::json::{self, Member, Node};
use symphony_codegen::source::{Place, Source, SourceId, Span};
use symphony_codegen::spec::rules::{MISSING_KEY, UNKNOWN_KEY, UNKNOWN_WORD, WRONG_TYPE};
use symphony_codegen::spec::shape::{EXTENSION_PREFIX, quoted};
use symphony_codegen::suggest::nearest;

use crate::error::{Error, Result};
use crate::fix::Texts;
use crate::project::Package;

/// The declared domains of a package.
#[derive(Clone, Debug)]
pub struct Domains {
    /// The file.
    pub source: SourceId,
    /// The domains, in the order of the file; an id may be there twice.
    pub declared: Vec<Domain>,
    by_id: HashMap<String, usize>,
    by_sequence: HashMap<String, Vec<usize>>,
}

/// A declared domain.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The whole object.
    pub span: Span,
    /// `id`.
    pub id: Word,
    /// `name`.
    pub name: Option<Word>,
    /// `description`.
    pub description: Option<Word>,
    /// `category`.
    pub category: Option<Word>,
    /// `status`.
    pub status: Status,
    /// Where that stands.
    pub status_span: Span,
    /// `owner`.
    pub owner: Option<Word>,
    /// `parent`.
    pub parent: Option<Word>,
    /// `related`.
    pub related: Vec<Word>,
    /// `sequences`.
    pub sequences: Vec<Word>,
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Where it stands, quotes and all.
    pub span: Span,
}

/// How far a domain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is in use.
    Active,
    /// It is to be.
    Planned,
    /// It is not to be used any more.
    Deprecated,
}

impl Status {
    const WORDS: &'static [&'static str] = &["planned", "active", "deprecated"];

    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "planned" => Self::Planned,
            "active" => Self::Active,
            "deprecated" => Self::Deprecated,
            _ => return None,
        })
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
        }
    }
}

impl Domain {
    /// What readers call it.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_ref().map(|name| name.text.trim()).filter(|name| !name.is_empty()).unwrap_or(&self.id.text)
    }
}

const FILE_KEYS: &[&str] = &["$schema", "domains"];

const DOMAIN_KEYS: &[&str] =
    &["id", "name", "description", "category", "status", "owner", "parent", "related", "sequences"];

impl Domains {
    /// The domains of a package, with its text and what is wrong in it beside those of the sequences; `None` where it
    /// declares none, or where its file has errors. What is in `instead` stands for the file.
    pub(crate) fn load(package: &Package, instead: &Texts, files: &mut Files) -> Result<Option<Self>> {
        let shown = &package.config.domains;
        let path = package.root.join(shown);
        let bytes = match instead.get(&path).map_or_else(|| fs::read(&path), |text| Ok(text.clone())) {
            Ok(bytes) => bytes,
            Err(fault) if fault.kind() == ErrorKind::NotFound && !package.config.has_domains => return Ok(None),
            Err(fault) => return Err(Error::read(shown, fault)),
        };
        let (id, faults) = json::decode(&mut files.sources, shown.as_str(), bytes);
        files.others.push(id);
        if !faults.is_empty() {
            files.findings.extend(faults);
            return Ok(None);
        }
        Ok(Self::read(id, files.sources.get(id), &mut files.findings))
    }

    /// The domains that a text declares, with everything that is wrong in it; `None` where that is an error.
    ///
    /// ```
    /// use symphony_audit::registry::domains::Domains;
    /// use symphony_codegen::source::{Source, Sources};
    ///
    /// let mut sources = Sources::new();
    /// let id = sources.add(Source::new("domains.json", r#"{ "domains": [{ "id": "a", "status": "actve" }] }"#));
    /// let mut findings = Vec::new();
    /// assert!(Domains::read(id, sources.get(id), &mut findings).is_none());
    /// assert_eq!(findings[0].help.as_deref(), Some("did you mean `active`?"));
    /// ```
    pub fn read(id: SourceId, source: &Source, findings: &mut Vec<Finding>) -> Option<Self> {
        let parsed = json::parse(id, source);
        let mut reader = Reader { source: id, findings: parsed.findings };
        let declared = parsed.root.map(|root| reader.file(&root)).unwrap_or_default();
        let is_sound = !has_errors(&reader.findings);
        findings.append(&mut reader.findings);
        let (mut by_id, mut by_sequence) = (HashMap::new(), HashMap::<String, Vec<usize>>::new());
        for (at, domain) in declared.iter().enumerate() {
            by_id.entry(domain.id.text.clone()).or_insert(at);
            for sequence in &domain.sequences {
                let listing = by_sequence.entry(sequence.text.clone()).or_default();
                if listing.last() != Some(&at) {
                    listing.push(at);
                }
            }
        }
        is_sound.then_some(Self { source: id, declared, by_id, by_sequence })
    }

    /// The first domain of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Domain> {
        self.by_id.get(id).map(|at| &self.declared[*at])
    }

    /// The domains that say that a sequence is their own, in the order of the file.
    pub fn listing(&self, sequence: &str) -> impl Iterator<Item = &Domain> {
        self.by_sequence.get(sequence).into_iter().flatten().map(|at| &self.declared[*at])
    }

    /// The place of a span of the file.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }
}

struct Reader {
    source: SourceId,
    findings: Vec<Finding>,
}

impl Reader {
    fn file(&mut self, root: &Node<'_>) -> Vec<Domain> {
        let Some(members) = self.object(root, "the file") else { return Vec::new() };
        self.keys(members, FILE_KEYS, "the file of domains");
        let Some(domains) = root.get("domains") else {
            self.missing(root, "domains", "the file of domains");
            return Vec::new();
        };
        let Some(domains) = domains.as_array() else {
            self.wrong_type(domains, "`domains`", "an array");
            return Vec::new();
        };
        domains.iter().filter_map(|domain| self.domain(domain)).collect()
    }

    fn domain(&mut self, node: &Node<'_>) -> Option<Domain> {
        let members = self.object(node, "a domain")?;
        self.keys(members, DOMAIN_KEYS, "a domain");
        let [id, name, description, category, status, owner, parent] =
            ["id", "name", "description", "category", "status", "owner", "parent"].map(|key| self.word(node, key));
        let [related, sequences] = ["related", "sequences"].map(|key| self.words(node, key));
        for key in ["id", "status"] {
            if node.get(key).is_none() {
                self.missing(node, key, "a domain");
            }
        }
        let (id, status) = (id?, status?);
        let status_span = status.span;
        let status = Status::of(&status.text).or_else(|| {
            self.unknown_status(&status);
            None
        })?;
        let span = node.span;
        Some(Domain { span, id, name, description, category, status, status_span, owner, parent, related, sequences })
    }

    fn object<'n>(&mut self, node: &'n Node<'n>, what: &str) -> Option<&'n [Member<'n>]> {
        let members = node.as_object();
        if members.is_none() {
            self.wrong_type(node, what, "an object");
        }
        members
    }

    fn word(&mut self, node: &Node<'_>, key: &str) -> Option<Word> {
        let value = node.get(key)?;
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type(value, &format!("`{key}`"), "a string");
        }
        text.map(|text| Word { text: text.to_owned(), span: value.span })
    }

    fn words(&mut self, node: &Node<'_>, key: &str) -> Vec<Word> {
        let Some(value) = node.get(key) else { return Vec::new() };
        let Some(elements) = value.as_array() else {
            self.wrong_type(value, &format!("`{key}`"), "an array of strings");
            return Vec::new();
        };
        let mut words = Vec::new();
        for element in elements {
            match element.as_str() {
                Some(text) => words.push(Word { text: text.to_owned(), span: element.span }),
                None => self.wrong_type(element, &format!("an element of `{key}`"), "a string"),
            }
        }
        words
    }

    fn keys(&mut self, members: &[Member<'_>], known: &'static [&'static str], what: &str) {
        for member in members {
            let key = &*member.key;
            if known.contains(&key) || key.starts_with(EXTENSION_PREFIX) {
                continue;
            }
            let place = self.place(member.key_span);
            let finding = Finding::new(&UNKNOWN_KEY, place, format!("`{key}` is no key of {what}"));
            self.findings.push(meant(finding.label("unknown key"), key, known, place).unwrap_or_else(|finding| {
                finding.help(format!("name it `{EXTENSION_PREFIX}{key}` to keep it as a key of your own"))
            }));
        }
    }

    fn unknown_status(&mut self, status: &Word) {
        let place = self.place(status.span);
        let finding = Finding::new(&UNKNOWN_WORD, place, format!("`{}` is no value of `status`", status.text));
        let expected = quoted(Status::WORDS);
        let finding = finding.label(format!("expected {expected}"));
        let finding = meant(finding, &status.text, Status::WORDS, place);
        self.findings.push(finding.unwrap_or_else(|finding| finding.help(format!("write {expected}"))));
    }

    fn missing(&mut self, node: &Node<'_>, key: &str, what: &str) {
        // The brace, not the whole object: a caret under a hundred lines points at nothing.
        let opening = Span { start: node.span.start, end: node.span.start + 1 };
        let finding = Finding::new(&MISSING_KEY, self.place(opening), format!("{what} lacks `{key}`"));
        self.findings.push(finding.label(format!("`{key}` belongs in this object")));
    }

    fn wrong_type(&mut self, node: &Node<'_>, what: &str, expected: &str) {
        let message = format!("{what} is {}, not {expected}", node.kind());
        let finding = Finding::new(&WRONG_TYPE, self.place(node.span), message);
        self.findings.push(finding.label(format!("expected {expected}")));
    }

    fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }
}

/// The finding with what was meant, where that is clear; as it was, where it is not.
fn meant(
    finding: Finding,
    typed: &str,
    known: &[&'static str],
    place: Place,
) -> std::result::Result<Finding, Box<Finding>> {
    match nearest(typed, known.iter().copied()) {
        Some(meant) => {
            let title = format!("write `{meant}`");
            Ok(finding.help(format!("did you mean `{meant}`?")).fix(title, place, format!("\"{meant}\"")))
        }
        None => Err(Box::new(finding)),
    }
}

/// Finds what was meant, a hundred times: nobody reads more, and a thousand misspelt names among a thousand would take long.
pub(crate) struct Suggestions(usize);

impl Default for Suggestions {
    fn default() -> Self {
        Self(100)
    }
}

impl Suggestions {
    /// The name most like `typed`, where one is near enough.
    pub(crate) fn nearest<'w>(&mut self, typed: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
        self.0 = self.0.checked_sub(1)?;
        nearest(typed, known)
    }
}
