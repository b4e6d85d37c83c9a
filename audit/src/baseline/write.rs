//! Writes baselines. Entries that are there already keep every byte.

use std::collections::HashSet;

use jiff::civil::Date;
use symphony_codegen::source::{Sources, Span};
use symphony_codegen::writer::replace;

use super::{Baseline, VERSION, read, rules};
use crate::error::{Error, Result};
use crate::format::json_text;
use crate::verdict::{Entry, Judgement, Verdict};

/// What is said of new entries.
#[derive(Clone, Copy, Debug, Default)]
pub struct Addition<'a> {
    /// Why they are accepted.
    pub reason: &'a str,
    /// Who looks after them.
    pub owner: Option<&'a str>,
    /// The last day on which they are accepted.
    pub until: Option<Date>,
}

/// Adds everything that fails a check to the baselines of its packages. Gives the number of new entries.
///
/// What the baselines have stays as it is, also where its time is over: that is for somebody to decide.
///
/// # Errors
/// Where a baseline is malformed, or cannot be read or written.
pub fn add(verdict: &Verdict, addition: &Addition<'_>) -> Result<usize> {
    let mut count = 0;
    for judgement in &verdict.judgements {
        let (baseline, sources) = sound(judgement)?;
        let mut known: HashSet<&str> = HashSet::new();
        known.extend(baseline.iter().flat_map(|it| &it.known).map(|it| it.fingerprint.as_str()));
        let is_own = |entry: &Entry| rules::RULES.contains(&entry.finding.rule);
        let mut entries: Vec<&Entry> = judgement.entries.iter().filter(|it| it.is_denied() && !is_own(it)).collect();
        entries.retain(|entry| known.insert(&entry.identity.fingerprint));
        if entries.is_empty() {
            continue;
        }
        entries.sort_by_key(|entry| (&entry.identity.path, entry.finding.rule.code, &entry.identity.fingerprint));
        let lines: Vec<String> = entries.iter().map(|entry| line(judgement, entry, addition)).collect();
        let lines = lines.join(",\n");
        let text = match &baseline {
            None => format!("{{\n  \"version\": {VERSION},\n  \"entries\": [\n{lines}\n  ]\n}}\n"),
            Some(baseline) => {
                let text = sources.get(baseline.source).text();
                let list = list(baseline).range();
                let inside = text[list.start + 1..list.end - 1].trim_end();
                let comma = if inside.trim().is_empty() { "" } else { "," };
                let (before, after) = (&text[..=list.start], &text[list.end - 1..]);
                format!("{before}{inside}{comma}\n{lines}\n  {after}")
            }
        };
        put(judgement, &text)?;
        count += entries.len();
    }
    Ok(count)
}

/// Removes the entries of baselines that match nothing. Gives the number of those.
///
/// # Errors
/// As [`add`].
pub fn prune(verdict: &Verdict) -> Result<usize> {
    let mut count = 0;
    for judgement in &verdict.judgements {
        let (Some(baseline), sources) = sound(judgement)? else { continue };
        let unused = judgement.entries.iter().filter(|entry| *entry.finding.rule == rules::BASELINE_UNUSED);
        let unused: HashSet<Span> = unused.map(|entry| entry.finding.primary.place.span).collect();
        let kept = baseline.known.iter().filter(|it| !unused.contains(&it.place.span));
        let text = sources.get(baseline.source).text();
        let kept: Vec<String> = kept.map(|it| format!("    {}", &text[it.span.range()])).collect();
        let gone = baseline.known.len() - kept.len();
        if gone == 0 {
            continue;
        }
        let list = list(&baseline).range();
        let (before, after) = (&text[..=list.start], &text[list.end - 1..]);
        let inside = if kept.is_empty() { String::new() } else { format!("\n{}\n  ", kept.join(",\n")) };
        put(judgement, &format!("{before}{inside}{after}"))?;
        count += gone;
    }
    Ok(count)
}

/// The baseline, where it can be added to.
fn sound(judgement: &Judgement) -> Result<(Option<Baseline>, Sources)> {
    let mut sources = Sources::new();
    let baseline = read::read(&judgement.package, &mut sources)?;
    if let Some(finding) = baseline.iter().flat_map(|it| &it.findings).find(|it| it.severity().is_error()) {
        let (place, message) = (sources.locate(finding.primary.place), &finding.message);
        return Err(Error::usage(format!("{place}: {message}: mend the baseline before it is written")));
    }
    Ok((baseline, sources))
}

fn list(baseline: &Baseline) -> Span {
    baseline.list.expect("a baseline that nothing is wrong with has its list")
}

fn line(judgement: &Judgement, entry: &Entry, addition: &Addition<'_>) -> String {
    let element = super::element(judgement, entry);
    let until = addition.until.map(|until| until.to_string());
    let named = [
        ("fingerprint", Some(entry.identity.fingerprint.as_str())),
        ("code", Some(entry.finding.rule.code)),
        ("element", Some(&element)),
        ("reason", Some(addition.reason)),
        ("owner", addition.owner),
        ("until", until.as_deref()),
    ];
    let members = named.into_iter().filter_map(|(key, value)| Some(format!("\"{key}\": {}", json_text(value?))));
    format!("    {{ {} }}", members.collect::<Vec<_>>().join(", "))
}

fn put(judgement: &Judgement, text: &str) -> Result {
    let shown = &judgement.package.config.baseline;
    replace(&judgement.package.root.join(shown), text).map_err(|fault| Error::write(shown, fault))
}
