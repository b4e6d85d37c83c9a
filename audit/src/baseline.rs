//! Findings that are known and accepted for a time: `symphony-baseline.json`.
//!
//! An entry names one finding by its [fingerprint](crate::identity), so that a file which is reformatted, reordered or
//! moved keeps its entries, and a finding that goes while another comes is not taken for the same.

mod read;
pub mod rules;
mod write;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
pub use jiff::civil::Date;
use jiff::tz::TimeZone;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::source::{Place, SourceId, Sources, Span};
pub use write::{Addition, add, prune};

use crate::check::{Options, check};
use crate::error::{Error, Result};
use crate::project::Package;
use crate::scope::Scope;
use crate::verdict::{Entry, Judgement, Suppression};
use rules::{BASELINE_EXPIRED, BASELINE_UNUSED};

/// The version of the file's format.
const VERSION: u32 = 1;

/// A baseline as it was read.
#[derive(Debug)]
pub(crate) struct Baseline {
    source: SourceId,
    known: Vec<Known>,
    /// The array of the entries.
    list: Option<Span>,
    /// What is wrong with it.
    findings: Vec<Finding>,
}

/// A finding that is known.
#[derive(Debug)]
struct Known {
    /// The whole entry.
    span: Span,
    /// Its fingerprint.
    place: Place,
    fingerprint: String,
    code: String,
    element: String,
    reason: String,
    owner: Option<String>,
    until: Option<(Date, Place)>,
}

/// Makes a baseline of everything that fails a check of packages. Gives the number of new entries.
///
/// # Errors
/// Where the packages cannot be checked, or a baseline is malformed or cannot be written.
pub fn write(packages: &[Package], reason: &str) -> Result<usize> {
    let verdict = check(&Scope::of(packages.to_vec(), Vec::new()), &Options::default())?;
    add(&verdict, &Addition { reason, ..Addition::default() })
}

/// The day of a time, in seconds since 1970, by universal time.
///
/// # Errors
/// Where the time lies beyond all calendars.
///
/// ```
/// assert_eq!(symphony_audit::baseline::day(1_798_675_200).unwrap().to_string(), "2026-12-31");
/// ```
pub fn day(seconds: i64) -> Result<Date> {
    let time = Timestamp::from_second(seconds);
    let time = time.map_err(|_| Error::usage(format!("{seconds} seconds since 1970 are no time of a calendar")))?;
    Ok(time.to_zoned(TimeZone::UTC).date())
}

/// The day that is written as `2027-01-31`.
///
/// # Errors
/// Where it is written otherwise.
pub fn parse_day(text: &str) -> Result<Date> {
    // The calendar's own reader takes more than one form of a day.
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| {
        Error::usage(format!("`{:.40}` is no day: write it as `2027-01-31`", text.escape_debug().to_string()))
    })
}

/// What a package calls the element around a finding: the ids to it, or the file where it has none.
pub(crate) fn element(judgement: &Judgement, entry: &Entry) -> String {
    if entry.identity.path.is_empty() {
        judgement.sources.get(entry.finding.primary.place.source).path().to_owned()
    } else {
        entry.identity.path.clone()
    }
}

impl Baseline {
    /// The baseline of a package, where it has one; its text is added to the sources.
    pub(crate) fn read(package: &Package, sources: &mut Sources) -> Result<Option<Self>> {
        read::read(package, sources)
    }

    /// Marks the findings that are known. Gives what is wrong with the baseline, in itself and as it fits the findings;
    /// `is_whole` says whether everything was judged that it may speak of.
    pub(crate) fn apply(self, entries: &mut [Entry], today: Option<Date>, is_whole: bool) -> Vec<Finding> {
        let by_fingerprint: HashMap<&str, &Known> = self.known.iter().map(|it| (it.fingerprint.as_str(), it)).collect();
        let mut findings = self.findings;
        let mut used: HashSet<&str> = HashSet::new();
        for entry in entries.iter_mut() {
            let known = by_fingerprint.get(entry.identity.fingerprint.as_str());
            entry.is_known = Some(known.is_some());
            let Some(known) = known else { continue };
            used.insert(&known.fingerprint);
            match known.until {
                Some((until, place)) if today.is_some_and(|today| today > until) => {
                    let message = format!("`{}` was accepted here until {until}", known.code);
                    let finding = Finding::new(&BASELINE_EXPIRED, place, message).label("this day is over");
                    let finding = finding.also(entry.finding.primary.place, "what was accepted");
                    findings.push(finding.help("mend what was accepted, or say until when it may stay"));
                }
                _ if entry.suppression.is_none() => {
                    entry.suppression = Some(Suppression::Baseline {
                        reason: known.reason.clone(),
                        owner: known.owner.clone(),
                        until: known.until.map(|(until, _)| until.to_string()),
                    });
                }
                _ => {}
            }
        }
        if is_whole {
            let hidden = Hidden::of(entries);
            let unused = self.known.iter().filter(|it| !used.contains(it.fingerprint.as_str()) && !hidden.hides(it));
            findings.extend(unused.map(unused_entry));
        }
        findings.sort_by_key(|finding| finding.primary.place);
        findings
    }
}

fn unused_entry(known: &Known) -> Finding {
    let message = format!("`{}` is accepted in `{:.80}`, and is not found there", known.code, known.element);
    Finding::new(&BASELINE_UNUSED, known.place, message)
        .label("matches no finding")
        .help("`cargo symphony check --baseline prune` removes what matches nothing")
}

/// Sequences whose findings are not all known: rules do not speak of what cannot be read.
struct Hidden {
    /// Whether there is a file of which nothing is known.
    is_all: bool,
    /// Those of which a part could not be read.
    unread: HashSet<String>,
    /// Those with an error, whose code is not judged.
    unsound: HashSet<String>,
}

impl Hidden {
    fn of(entries: &[Entry]) -> Self {
        let mut hidden = Self { is_all: false, unread: HashSet::new(), unsound: HashSet::new() };
        let of_form = || symphony_codegen::json::RULES.iter().chain(symphony_codegen::spec::rules::RULES);
        for entry in entries.iter().filter(|entry| entry.finding.severity().is_error()) {
            let sequence = &entry.identity.sequence;
            if of_form().any(|rule| *rule == entry.finding.rule) {
                hidden.is_all |= sequence.is_empty();
                hidden.unread.insert(sequence.clone());
            }
            hidden.unsound.insert(sequence.clone());
        }
        hidden
    }

    fn hides(&self, known: &Known) -> bool {
        let sequence = known.element.split('/').next().unwrap_or_default();
        let is_of_audit = || crate::rule::of_audit().iter().any(|rule| rule.code == known.code);
        self.is_all || self.unread.contains(sequence) || self.unsound.contains(sequence) && is_of_audit()
    }
}
