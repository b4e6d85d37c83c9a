//! Everything that is registered in some packages: declared domains, sequences of the system, sequences of features.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::domains::{Domain, Domains, Status};
use super::review::readable;
use super::{Entry, Kind, Layer, Loss, merged, path};
use crate::coverage::sources::is_in;
use crate::error::{Error, Result};
use crate::project::Package;
use crate::rule::unknown_status::STATUSES;
use crate::survey::{Judged, survey_anyway};

/// What is registered. As JSON it is what `cargo symphony registry list --format json` prints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// How many there are of what, and where that is written.
    pub counts: Counts,
    /// The domains: those that are declared, in the order of their files.
    pub domains: Vec<DomainRow>,
    /// The sequences, lost ones too, by package and id.
    pub sequences: Vec<SequenceRow>,
    /// Everything that is lost.
    pub lost: Vec<LostRow>,
}

/// A declared domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DomainRow {
    /// The package that declares it.
    pub package: String,
    /// The file that does.
    pub file: String,
    /// Its id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// What sort of domain it is.
    pub category: Option<String>,
    /// How far it is.
    pub status: Status,
    /// Who looks after it.
    pub owner: Option<String>,
    /// The domain that it is a part of.
    pub parent: Option<String>,
    /// The domains that have to do with it.
    pub related: Vec<String>,
    /// The sequences that are there and belong to it: those that it lists, and those that name it.
    pub sequences: Vec<String>,
    /// Whether there are any.
    pub is_implemented: bool,
}

/// A sequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SequenceRow {
    /// The package.
    pub package: String,
    /// Where it is written that there is this sequence: the folder of sequences; the registry for a lost one.
    pub from: String,
    /// Its id.
    pub id: String,
    /// The domain that it belongs to: what it names, or what lists it.
    pub domain: Option<String>,
    /// How many there are of what.
    pub size: BTreeMap<Kind, usize>,
    /// What is known of it.
    #[serde(flatten)]
    pub entry: Entry,
}

/// Something that is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LostRow {
    /// The package.
    pub package: String,
    /// The registry that knows it.
    pub from: String,
    /// By what it is reviewed.
    pub id: String,
    /// The sequence.
    pub sequence: String,
    /// What it is.
    pub kind: Kind,
    /// Its name in the sequence.
    pub name: String,
}

/// How many there are of what. Each total is the sum of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Domains, by status.
    pub domains: Tally,
    /// Sequences that are there, by layer.
    pub sequences: Tally,
    /// What is lost, by kind.
    pub lost: Tally,
}

/// A number and what it is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All of them.
    pub total: usize,
    /// The parts.
    pub parts: Vec<Part>,
}

/// How many of one sort are written in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The sort.
    pub what: String,
    /// How many.
    pub count: usize,
    /// Where they are written.
    pub from: String,
}

/// What is wanted of an overview; everything where nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this layer.
    pub layer: Option<Shelf>,
    /// Only domains and sequences of this status; `lost` is one too.
    pub status: Option<String>,
    /// Only this domain and its sequences.
    pub domain: Option<String>,
    /// Only sequences of this kind.
    pub kind: Option<String>,
}

/// The three layers of a registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// What is declared.
    Domains,
    /// Sequences of a layer.
    Sequences(Layer),
}

/// What is registered in a package, as far as it can be read.
///
/// # Errors
/// Where a file cannot be read.
pub fn overview(package: &Package) -> Result<Judged<Overview>> {
    survey_anyway(package, |survey| {
        let known = survey.registry.clone().unwrap_or_default();
        let registry = merged(&known, &readable(survey));
        let lost = registry.lost();
        let mut overview = Overview::default();
        for (id, entry) in registry.sequences {
            overview.sequences.push(sequence_row(package, survey.domains.as_ref(), id, entry));
        }
        if let Some(domains) = &survey.domains {
            let members = members(domains, &overview.sequences);
            overview.domains = domains.declared.iter().map(|domain| domain_row(package, domain, &members)).collect();
        }
        overview.lost = lost.into_iter().map(|loss| lost_row(package, loss)).collect();
        overview.count();
        Ok(overview)
    })
}

/// A path from the root of the workspace on.
fn whole(package: &Package, path: &str) -> String {
    if package.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", package.folder) }
}

fn sequence_row(package: &Package, domains: Option<&Domains>, id: String, entry: Entry) -> SequenceRow {
    let root = package.config.sequences.iter().find(|root| is_in(&entry.file, root));
    let from = match root {
        _ if entry.is_lost => path(package).1,
        Some(root) if *root != entry.file => format!("{root}/"),
        _ => entry.file.clone(),
    };
    let listing = || domains?.listing(&id).next();
    let domain = entry.domain_id.clone().or_else(|| listing().map(|domain| domain.id.text.clone()));
    let mut size = BTreeMap::new();
    for (kind, _) in entry.has.iter() {
        *size.entry(kind).or_default() += 1;
    }
    SequenceRow { package: package.name.clone(), from: whole(package, &from), id, domain, size, entry }
}

/// The sequences of each domain: those that name it, and those that it lists.
fn members<'r>(domains: &'r Domains, rows: &'r [SequenceRow]) -> BTreeMap<&'r str, BTreeSet<&'r str>> {
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.entry.is_lost) {
        let listing = domains.listing(&row.id).map(|domain| domain.id.text.as_str());
        for domain in row.domain.as_deref().into_iter().chain(listing) {
            members.entry(domain).or_default().insert(&row.id);
        }
    }
    members
}

fn domain_row(package: &Package, domain: &Domain, members: &BTreeMap<&str, BTreeSet<&str>>) -> DomainRow {
    let of = members.get(domain.id.text.as_str()).into_iter().flatten();
    let sequences: Vec<String> = of.map(|id| (*id).to_owned()).collect();
    let text = |word: &Option<super::domains::Word>| word.as_ref().map(|word| word.text.clone());
    DomainRow {
        package: package.name.clone(),
        file: whole(package, &package.config.domains),
        id: domain.id.text.clone(),
        name: domain.title().to_owned(),
        description: text(&domain.description),
        category: text(&domain.category),
        status: domain.status,
        owner: text(&domain.owner),
        parent: text(&domain.parent),
        related: domain.related.iter().map(|word| word.text.clone()).collect(),
        is_implemented: !sequences.is_empty(),
        sequences,
    }
}

fn lost_row(package: &Package, loss: Loss) -> LostRow {
    let from = whole(package, &path(package).1);
    LostRow {
        package: package.name.clone(),
        from,
        id: loss.id(),
        sequence: loss.sequence,
        kind: loss.kind,
        name: loss.name,
    }
}

impl Overview {
    /// This one and that of another package.
    pub fn add(&mut self, other: Self) {
        self.domains.extend(other.domains);
        self.sequences.extend(other.sequences);
        self.lost.extend(other.lost);
        self.count();
    }

    /// Whether a filter asks for words that mean something here: a status that everybody knows, a domain and a kind that
    /// something has.
    ///
    /// # Errors
    /// Where it does not: which, and what may be meant.
    pub fn understands(&self, filter: &Filter) -> Result {
        let entries = || self.sequences.iter().map(|row| &row.entry);
        let statuses = entries().filter_map(|entry| entry.status.as_deref());
        let of_domains = self.domains.iter().map(|row| row.status.word());
        let kinds = entries().filter_map(|entry| entry.kind.as_deref());
        let domains = self.sequences.iter().filter_map(|row| row.domain.as_deref());
        let domains = self.domains.iter().map(|row| row.id.as_str()).chain(domains);
        is_known(
            "status",
            filter.status.as_deref(),
            statuses.chain(of_domains).chain(STATUSES.iter().copied()).chain(["lost"]),
        )?;
        is_known("kind", filter.kind.as_deref(), kinds)?;
        is_known("domain", filter.domain.as_deref(), domains)
    }

    /// Only what is wanted.
    #[must_use]
    pub fn filtered(mut self, filter: &Filter) -> Self {
        let Filter { layer, status, domain, kind } = filter;
        self.domains.retain(|row| {
            kind.is_none()
                && layer.is_none_or(|layer| layer == Shelf::Domains)
                && status.as_deref().is_none_or(|status| status == row.status.word())
                && domain.as_ref().is_none_or(|domain| *domain == row.id)
        });
        self.sequences.retain(|row| {
            let is_of_status = |status: &str| match status {
                "lost" => row.entry.is_lost || !row.entry.lost.is_empty(),
                status => !row.entry.is_lost && row.entry.status.as_deref() == Some(status),
            };
            layer.is_none_or(|layer| layer == Shelf::Sequences(row.entry.layer))
                && status.as_deref().is_none_or(is_of_status)
                && (domain.is_none() || *domain == row.domain)
                && (kind.is_none() || *kind == row.entry.kind)
        });
        let kept: BTreeSet<(&str, &str)> =
            self.sequences.iter().map(|row| (row.package.as_str(), row.id.as_str())).collect();
        self.lost.retain(|lost| kept.contains(&(lost.package.as_str(), lost.sequence.as_str())));
        self.count();
        self
    }

    /// The domain or the sequences of an id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn only(mut self, id: &str) -> Result<Self> {
        let known: Vec<String> =
            self.domains.iter().map(|row| &row.id).chain(self.sequences.iter().map(|row| &row.id)).cloned().collect();
        self.domains.retain(|row| row.id == id);
        self.sequences.retain(|row| row.id == id);
        self.lost.retain(|row| row.sequence == id);
        self.count();
        if self.domains.is_empty() && self.sequences.is_empty() {
            let meant = symphony_codegen::suggest::nearest(id, known.iter().map(String::as_str));
            let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            return Err(Error::usage(format!("there is no domain and no sequence with the id `{id}`{meant}")));
        }
        Ok(self)
    }

    /// Counts what there is, so that the numbers are those of the rows.
    fn count(&mut self) {
        let domains = self.domains.iter().map(|row| (row.status.word(), row.file.as_str()));
        let there = self.sequences.iter().filter(|row| !row.entry.is_lost);
        let sequences = there.map(|row| (row.entry.layer.word(), row.from.as_str()));
        let lost: Vec<_> = self.lost.iter().map(|row| (row.kind, row.from.as_str())).collect();
        self.counts = Counts { domains: tally(domains), sequences: tally(sequences), lost: losses(&lost) };
    }
}

/// Whether what is wanted is a word that is known.
fn is_known<'k>(what: &str, wanted: Option<&str>, known: impl Iterator<Item = &'k str>) -> Result {
    let Some(wanted) = wanted else { return Ok(()) };
    let known: BTreeSet<&str> = known.collect();
    if known.contains(wanted) {
        return Ok(());
    }
    let help = match symphony_codegen::suggest::nearest(wanted, known.iter().copied()) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None if known.is_empty() => "; nothing here has one".to_owned(),
        None if known.len() <= 12 => format!("; there are `{}`", known.into_iter().collect::<Vec<_>>().join("`, `")),
        None => String::new(),
    };
    Err(Error::usage(format!("nothing has the {what} `{wanted}`{help}")))
}

fn tally<'r>(rows: impl Iterator<Item = (&'r str, &'r str)>) -> Tally {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row).or_default() += 1;
    }
    let part = |((what, from), count): ((&str, &str), usize)| Part { what: what.into(), count, from: from.into() };
    Tally { total: counts.values().sum(), parts: counts.into_iter().map(part).collect() }
}

/// The same, in the order of the kinds and with the right word for their number.
fn losses(rows: &[(Kind, &str)]) -> Tally {
    let mut counts: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(*row).or_default() += 1;
    }
    let part = |((kind, from), count): ((Kind, &str), usize)| {
        let what = if count == 1 { kind.to_string() } else { kind.plural().to_owned() };
        Part { what, count, from: from.to_owned() }
    };
    Tally { total: rows.len(), parts: counts.into_iter().map(part).collect() }
}
