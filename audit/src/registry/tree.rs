//! Domains, their sequences and what those perform, as a tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use super::overview::{DomainRow, Overview, SequenceRow};
use crate::docs::markdown::{self, one_line};

/// A domain, or a sequence, and what is below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Branch {
    /// What it is: `domain`, `sequence`, or `missing` for a sequence that is performed and is not there.
    pub what: &'static str,
    /// Its id; empty over the sequences without a domain.
    pub id: String,
    /// What else there is to say, in a few words.
    pub about: String,
    /// Whether what is below it is shown in another place, where it stands too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_shown_elsewhere: bool,
    /// What is below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub below: Vec<Branch>,
}

/// What lies deeper is opened again at the margin: nobody reads more lines side by side.
const DEEPEST: usize = 40;

/// The tree: the domains in the order of their files, each below its parent, and then the sequences without a domain.
/// Every domain and every sequence is opened once, however often it is named, so that circles end.
#[must_use]
pub fn tree(overview: &Overview) -> Vec<Branch> {
    let mut grower = Grower::new(overview);
    let is_root =
        |row: &&DomainRow| row.parent.as_deref().is_none_or(|id| !grower.domains.contains(&(row.package.as_str(), id)));
    let roots: Vec<&DomainRow> = overview.domains.iter().filter(is_root).collect();
    let mut branches: Vec<Branch> = roots.into_iter().map(|row| grower.domain(row)).collect();
    // What is left are circles: each is opened at the first of its domains.
    for row in &overview.domains {
        if !grower.opened.contains(&("domain", &row.package, &row.id)) {
            branches.push(grower.domain(row));
        }
    }
    let is_homeless = |row: &&SequenceRow| {
        let has_domain = |id| grower.domains.contains(&(row.package.as_str(), id));
        row.entry.performed_by.is_empty() && !row.domain.as_deref().is_some_and(has_domain)
    };
    let homeless: Vec<&SequenceRow> = overview.sequences.iter().filter(is_homeless).collect();
    let mut below: Vec<Branch> = homeless.into_iter().map(|row| grower.sequence(row)).collect();
    for row in &overview.sequences {
        if !grower.opened.contains(&("sequence", &row.package, &row.id)) {
            below.push(grower.sequence(row));
        }
    }
    if !below.is_empty() {
        let about = "no domain".to_owned();
        branches.push(Branch { what: "domain", id: String::new(), about, is_shown_elsewhere: false, below });
    }
    branches
}

/// A package and an id in it: two packages may each have a sequence of one id.
type Key<'o> = (&'o str, &'o str);

struct Grower<'o> {
    domains: BTreeSet<Key<'o>>,
    parts: BTreeMap<Key<'o>, Vec<&'o DomainRow>>,
    sequences: BTreeMap<Key<'o>, &'o SequenceRow>,
    of_domain: BTreeMap<Key<'o>, Vec<&'o SequenceRow>>,
    opened: BTreeSet<(&'static str, &'o str, &'o str)>,
    depth: usize,
}

impl<'o> Grower<'o> {
    fn new(overview: &'o Overview) -> Self {
        let mut parts: BTreeMap<Key<'_>, Vec<&DomainRow>> = BTreeMap::new();
        for row in &overview.domains {
            if let Some(parent) = &row.parent {
                parts.entry((&row.package, parent)).or_default().push(row);
            }
        }
        let mut of_domain: BTreeMap<Key<'_>, Vec<&SequenceRow>> = BTreeMap::new();
        for row in &overview.sequences {
            if let Some(domain) = &row.domain {
                of_domain.entry((&row.package, domain)).or_default().push(row);
            }
        }
        Self {
            domains: overview.domains.iter().map(|row| (row.package.as_str(), row.id.as_str())).collect(),
            parts,
            sequences: overview.sequences.iter().map(|row| ((row.package.as_str(), row.id.as_str()), row)).collect(),
            of_domain,
            opened: BTreeSet::new(),
            depth: 0,
        }
    }

    fn domain(&mut self, row: &'o DomainRow) -> Branch {
        let implemented = if row.is_implemented { "implemented" } else { "not implemented" };
        let about = format!("{}, {implemented}", row.status.word());
        let mut branch =
            Branch { what: "domain", id: row.id.clone(), about, is_shown_elsewhere: false, below: Vec::new() };
        if self.depth == DEEPEST || !self.opened.insert(("domain", &row.package, &row.id)) {
            branch.is_shown_elsewhere = true;
            return branch;
        }
        self.depth += 1;
        let key = (row.package.as_str(), row.id.as_str());
        for part in self.parts.get(&key).cloned().unwrap_or_default() {
            branch.below.push(self.domain(part));
        }
        for sequence in self.of_domain.get(&key).cloned().unwrap_or_default() {
            branch.below.push(self.sequence(sequence));
        }
        self.depth -= 1;
        branch
    }

    fn sequence(&mut self, row: &'o SequenceRow) -> Branch {
        let mut branch = Branch {
            what: "sequence",
            id: row.id.clone(),
            about: super::show::about(row),
            is_shown_elsewhere: false,
            below: Vec::new(),
        };
        if self.depth == DEEPEST || !self.opened.insert(("sequence", &row.package, &row.id)) {
            branch.is_shown_elsewhere = !row.entry.performs.is_empty();
            return branch;
        }
        self.depth += 1;
        for performed in &row.entry.performs {
            branch.below.push(match self.sequences.get(&(row.package.as_str(), performed.as_str())).copied() {
                Some(row) => self.sequence(row),
                None => Branch {
                    what: "missing",
                    id: performed.clone(),
                    about: "is performed, and is not there".into(),
                    is_shown_elsewhere: false,
                    below: Vec::new(),
                },
            });
        }
        self.depth -= 1;
        branch
    }
}

/// The tree with lines, for a terminal.
#[must_use]
pub fn human(branches: &[Branch]) -> String {
    let mut text = String::new();
    for branch in branches {
        let _ = writeln!(text, "{}", line(branch, &one_line));
        below(&mut text, &branch.below, "");
    }
    text
}

fn below(text: &mut String, branches: &[Branch], indent: &str) {
    for (at, branch) in branches.iter().enumerate() {
        let is_last = at + 1 == branches.len();
        let _ = writeln!(text, "{indent}{} {}", if is_last { "└─" } else { "├─" }, line(branch, &one_line));
        below(text, &branch.below, &format!("{indent}{}", if is_last { "   " } else { "│  " }));
    }
}

/// The tree as a list of Markdown.
#[must_use]
pub fn markdown(branches: &[Branch]) -> String {
    let mut text = String::new();
    items(&mut text, branches, 0);
    text
}

fn items(text: &mut String, branches: &[Branch], depth: usize) {
    for branch in branches {
        let _ = writeln!(text, "{:indent$}- {}", "", line(branch, &markdown::text), indent = depth * 2);
        items(text, &branch.below, depth + 1);
    }
}

fn line<'t>(branch: &'t Branch, escape: &dyn Fn(&'t str) -> std::borrow::Cow<'t, str>) -> String {
    let again = if branch.is_shown_elsewhere { ", shown elsewhere" } else { "" };
    match branch.id.as_str() {
        "" => escape(&branch.about).into_owned(),
        id => format!("{} ({}{again})", escape(id), escape(&branch.about)),
    }
}
