//! Judges many files that are no package's, a group of them at a time: memory holds a group for each processor, and the
//! texts of files in which something was found.
//!
//! Files that have to do with each other must be looked at together: a sequence that performs another one needs its input
//! and output, and two of one name are a finding. Which files these are is known when all were read once. What was found
//! in them by then is forgotten, and they are judged again, together. A policy may be about all sequences that there are: where
//! there is one, nothing is judged by groups.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use symphony_codegen::source::{Place, SourceId};

use super::{Judged, judge_inputs};
use crate::error::Result;
use crate::facts::Facts;
use crate::project::Package;
use crate::survey::{Inputs, Listing};
use crate::verdict::{Counts, Entry, Suppression};

/// As many files as are judged by one processor without help of another.
const GROUP: usize = 32;

/// What other files must know of a sequence.
struct Header {
    path: String,
    id: String,
    module: String,
    /// Those that it performs or requires.
    performs: Vec<String>,
    /// Whether it has policies, which may be about all sequences.
    is_governed: bool,
}

/// Whether there are so many files that a group at a time is worth it.
pub(super) fn are_many(listing: &Listing) -> bool {
    listing.files.len() > 2 * GROUP
}

/// Judges the files of a listing.
///
/// # Errors
/// Where a group cannot be judged.
pub(super) fn judge(package: &Package, listing: Listing) -> Result<Judged> {
    let groups: Vec<&[_]> = listing.files.chunks(GROUP).collect();
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(groups.len())));
    let work = || {
        loop {
            let position = next.fetch_add(1, Ordering::Relaxed);
            let Some(group) = groups.get(position) else { break };
            let inputs = Inputs::of_files(package, Listing { files: group.to_vec(), unread: Vec::new() });
            let judged = judge_inputs(package, inputs, false, headers);
            let judged = judged.map(|(judged, headers)| (slim(judged), headers));
            done.lock().expect("no thread panics while it holds this").push((position, judged));
        }
    };
    thread::scope(|scope| {
        let processors = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(groups.len());
        let threads: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
    let mut done = done.into_inner().expect("no thread panics while it holds this");
    done.sort_by_key(|(position, _)| *position);
    let (mut whole, mut headers) = (Judged::default(), Vec::new());
    for (_, judged) in done {
        let (judged, new) = judged?;
        merge(&mut whole, judged);
        headers.extend(new);
    }
    if headers.iter().any(|header| header.is_governed) {
        return Ok(judge_inputs(package, Inputs::of_files(package, listing), false, |_| ())?.0);
    }
    let (again, others) = related(&headers);
    if !again.is_empty() || !listing.unread.is_empty() {
        let is_wanted = |path: &&(String, _)| again.contains(path.0.as_str()) || others.contains(path.0.as_str());
        let files = listing.files.iter().filter(is_wanted).cloned().collect();
        let unread = listing.unread.len();
        let (judged, ()) =
            judge_inputs(package, Inputs::of_files(package, Listing { files, unread: listing.unread }), false, |_| ())?;
        replace(&mut whole, judged, &again, &others, unread);
    }
    Ok(whole)
}

fn headers(facts: &Facts<'_>) -> Vec<Header> {
    let header = |it: &crate::survey::Surveyed<'_>| {
        let beats = it.sequence.beats().filter_map(|(_, beat)| beat.spec.sequence);
        let required = it.sequence.spec.requires.iter().map(|(name, _)| *name);
        Header {
            path: it.path.to_owned(),
            id: it.sequence.id.to_owned(),
            module: it.sequence.module.clone(),
            performs: beats.chain(required).map(|performed| performed.value.to_owned()).collect(),
            is_governed: !it.sequence.spec.policies.is_empty(),
        }
    };
    facts.survey.sequences.iter().map(header).collect()
}

/// The files that must be judged together, and those that these need to be there without being judged again.
fn related(headers: &[Header]) -> (HashSet<&str>, HashSet<&str>) {
    let (by_module, by_id) = (by(headers, |header| &header.module), by(headers, |header| &header.id));
    let clashing = by_module.values().filter(|same| same.len() > 1).flatten().copied();
    let performing = headers.iter().filter(|header| !header.performs.is_empty());
    let again: HashSet<&str> = clashing.chain(performing).map(|header| header.path.as_str()).collect();
    let mut others = HashSet::new();
    let mut open: Vec<&Header> = headers.iter().filter(|header| again.contains(header.path.as_str())).collect();
    while let Some(header) = open.pop() {
        for performed in header.performs.iter().filter_map(|id| by_id.get(id.as_str())).flatten() {
            if !again.contains(performed.path.as_str()) && others.insert(performed.path.as_str()) {
                open.push(performed);
            }
        }
    }
    (again, others)
}

fn by(headers: &[Header], key: impl Fn(&Header) -> &String) -> HashMap<&str, Vec<&Header>> {
    let mut by: HashMap<&str, Vec<&Header>> = HashMap::new();
    for header in headers {
        by.entry(key(header)).or_default().push(header);
    }
    by
}

/// Leaves out the texts in which nothing was found.
fn slim(mut judged: Judged) -> Judged {
    let places = judged.entries.iter().flat_map(places).chain(judged.unevaluated.iter().filter_map(|it| it.place));
    let used: BTreeSet<SourceId> = places.map(|place| place.source).collect();
    let mut slim = Judged::default();
    let ids = used.into_iter().map(|id| (id, slim.sources.add(judged.sources.get(id).clone()))).collect();
    renamed(&mut judged, &ids);
    Judged { sources: slim.sources, ..judged }
}

fn merge(whole: &mut Judged, mut more: Judged) {
    let ids = more.sources.iter().map(|(id, source)| (id, whole.sources.add(source.clone()))).collect();
    renamed(&mut more, &ids);
    whole.entries.extend(more.entries);
    whole.unevaluated.extend(more.unevaluated);
    whole.sequences.extend(more.sequences);
    whole.losses = more.losses;
    let (sum, more) = (&mut whole.counts, more.counts);
    *sum = Counts {
        files: sum.files + more.files,
        sequences: sum.sequences + more.sequences,
        movements: sum.movements + more.movements,
        beats: sum.beats + more.beats,
        criteria: sum.criteria + more.criteria,
        rules: more.rules,
    };
}

/// Puts what was found in files together in place of what was found in each alone.
fn replace(whole: &mut Judged, mut together: Judged, again: &HashSet<&str>, others: &HashSet<&str>, unread: usize) {
    let is_again = |judged: &Judged, place: Place| again.contains(judged.sources.get(place.source).path());
    let kept = std::mem::take(&mut whole.entries);
    whole.entries = kept.into_iter().filter(|entry| !is_again(whole, entry.finding.primary.place)).collect();
    let kept = std::mem::take(&mut whole.unevaluated);
    whole.unevaluated = kept.into_iter().filter(|it| !it.place.is_some_and(|place| is_again(whole, place))).collect();
    let is_other = |judged: &Judged, place: Place| others.contains(judged.sources.get(place.source).path());
    let found = std::mem::take(&mut together.entries);
    together.entries = found.into_iter().filter(|entry| !is_other(&together, entry.finding.primary.place)).collect();
    let found = std::mem::take(&mut together.unevaluated);
    together.unevaluated =
        found.into_iter().filter(|it| !it.place.is_some_and(|place| is_other(&together, place))).collect();
    // All but what could not be read was counted before.
    together.counts = Counts { files: unread, rules: together.counts.rules, ..Counts::default() };
    together.sequences.clear();
    merge(whole, slim(together));
    let shown = |entry: &Entry| whole.sources.get(entry.finding.primary.place.source).path();
    let mut entries = std::mem::take(&mut whole.entries);
    entries.sort_by(|left, right| {
        (shown(left), left.finding.primary.place.span).cmp(&(shown(right), right.finding.primary.place.span))
    });
    whole.entries = entries;
}

fn places(entry: &Entry) -> impl Iterator<Item = Place> {
    let labels = std::iter::once(&entry.finding.primary).chain(&entry.finding.secondary).map(|label| label.place);
    let allow = match &entry.suppression {
        Some(Suppression::Allow { place, .. }) => Some(*place),
        _ => None,
    };
    labels.chain(entry.finding.fix.iter().map(|fix| fix.place)).chain(allow)
}

fn renamed(judged: &mut Judged, ids: &HashMap<SourceId, SourceId>) {
    for entry in &mut judged.entries {
        let finding = &mut entry.finding;
        let labels = std::iter::once(&mut finding.primary).chain(&mut finding.secondary).map(|label| &mut label.place);
        let allow = match &mut entry.suppression {
            Some(Suppression::Allow { place, .. }) => Some(place),
            _ => None,
        };
        for place in labels.chain(finding.fix.iter_mut().map(|fix| &mut fix.place)).chain(allow) {
            place.source = ids[&place.source];
        }
    }
    for place in judged.unevaluated.iter_mut().filter_map(|it| it.place.as_mut()) {
        place.source = ids[&place.source];
    }
}
