//! What `check` thinks of files, as far as it can be mended.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use symphony_codegen::diagnostic::Applicability;
use symphony_codegen::implementation::{MISSING_IMPLEMENTATION, MISSING_STEP};
use symphony_codegen::json::{self, Node, Value};
use symphony_codegen::render::line;
use symphony_codegen::rule::Rule;
use symphony_codegen::source::{Source, SourceId};

use super::opinion::{Counts, Edit, Note, Opinion, Texts};
use crate::check::judge_with;
use crate::error::{Error, Result, shown};
use crate::facts::Facts;
use crate::project::Package;
use crate::scope::Scope;
use crate::score::Dimension;
use crate::skeleton::{Drift, handlers, implementations, skeletons};
use crate::survey::{Inputs, Survey};
use crate::verdict::Judgement;

/// Judges what is in a scope. What is not at or below the paths that were asked for is judged and not edited.
///
/// # Errors
/// Where a file cannot be read, or a configuration is wrong.
pub fn judge(scope: &Scope, texts: &Texts) -> Result<Opinion> {
    let mut opinion = Opinion::default();
    for package in scope.all() {
        let inputs = Inputs::read_over(package, texts)?;
        let (judgement, Known { counts, sound, drifts }) = judge_with(package, inputs, false, Known::of)?;
        let name =
            |path: &str| if package.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", package.folder) };
        opinion.counts.extend(counts.into_iter().map(|(path, counts)| (name(&path), counts)));
        of_findings(&judgement, &name, &mut opinion);
        for drift in &drifts {
            of_drift(package, drift, &name, &mut opinion);
        }
        let ids: HashSet<&str> = sound.iter().map(|(id, _)| id.as_str()).collect();
        let scores = judgement.scores.iter().flat_map(|scores| &scores.sequences);
        for (sequence, points) in scores.filter(|(sequence, _)| ids.contains(sequence.as_str())) {
            let named =
                |it: Dimension| (format!("{} {sequence} {}", package.name, it.word()), points.dimension(it).value());
            opinion.scores.extend(Dimension::ALL.map(named));
        }
        opinion.sound.extend(sound.iter().map(|(_, path)| name(path)));
    }
    if !scope.paths.is_empty() {
        let mut wanted = Vec::new();
        for path in &scope.paths {
            wanted.push(path.canonicalize().map_err(|fault| Error::read(shown(path), fault))?);
        }
        opinion.edits.retain(|edit| {
            edit.path.canonicalize().is_ok_and(|path| wanted.iter().any(|wanted| path.starts_with(wanted)))
        });
    }
    Ok(opinion)
}

fn of_findings(judgement: &Judgement, name: &impl Fn(&str) -> String, opinion: &mut Opinion) {
    let sources = &judgement.sources;
    for entry in judgement.entries.iter().filter(|entry| entry.is_shown()) {
        let finding = &entry.finding;
        opinion.notes.push(Note {
            rule: finding.rule,
            file: name(sources.get(finding.primary.place.source).path()),
            element: entry.identity.path.clone(),
            fingerprint: entry.identity.fingerprint.clone(),
            line: line(finding, sources),
            is_denied: entry.is_denied(),
        });
        let Some(fix) = &finding.fix else { continue };
        let source = sources.get(fix.place.source);
        let path = judgement.package.root.join(source.path());
        opinion.texts.entry(path.clone()).or_insert_with(|| source.text().to_owned());
        opinion.edits.push(Edit {
            rule: finding.rule,
            applicability: fix.applicability,
            path,
            shown: name(source.path()),
            range: fix.place.span.range(),
            text: fix.text.clone(),
            title: format!("{}: {}", sources.locate(fix.place), fix.title),
        });
    }
}

/// What is known of a package beside what was found in it.
struct Known {
    counts: BTreeMap<String, Counts>,
    /// The ids and the files of sequences that nothing is wrong with.
    sound: Vec<(String, String)>,
    drifts: Vec<(&'static Rule, Drift, String)>,
}

impl Known {
    fn of(facts: &Facts<'_>) -> Self {
        let sound = facts.survey.sequences.iter().filter(|it| facts.is_sound(it));
        Self {
            counts: counts(facts.survey),
            sound: sound.map(|it| (it.sequence.id.to_owned(), it.path.to_owned())).collect(),
            drifts: drifts(facts),
        }
    }
}

/// What Rust lacks, of sequences that nothing is wrong with, and the rule that asks for it.
fn drifts(facts: &Facts<'_>) -> Vec<(&'static Rule, Drift, String)> {
    let survey = facts.survey;
    if facts.code().is_none() {
        return Vec::new();
    }
    let sound: HashSet<&str> = survey.sequences.iter().filter(|it| facts.is_sound(it)).map(|it| it.path).collect();
    let text = |drift: &Drift| survey.code().file(&drift.path).map(|file| file.text.clone()).unwrap_or_default();
    let of_handlers: HashSet<String> =
        survey.plan.sequences.iter().map(|it| handlers::path(&survey.package.config, it)).collect();
    let steps = skeletons(survey).drifted.into_iter().filter(|drift| !of_handlers.contains(&drift.path));
    let steps = steps.map(|drift| (&MISSING_STEP, drift));
    let methods = implementations::missing(survey).into_iter().map(|drift| (&MISSING_IMPLEMENTATION, drift));
    let all = steps.chain(methods).filter(|(_, drift)| sound.contains(drift.sequence.as_str()));
    all.map(|(rule, drift)| {
        let text = text(&drift);
        (rule, drift, text)
    })
    .collect()
}

/// Whoever writes code for somebody has to be asked first, even where it fails until it is written.
fn of_drift(
    package: &Package,
    (rule, drift, text): &(&'static Rule, Drift, String),
    name: &impl Fn(&str) -> String,
    opinion: &mut Opinion,
) {
    let path = package.root.join(&drift.path);
    for addition in &drift.missing {
        let into = addition.into.as_deref().unwrap_or("the file");
        let title = format!("{}: write what `{}` asks for into `{into}`", drift.path, drift.sequence);
        opinion.edits.push(Edit {
            rule,
            applicability: Applicability::Unsafe,
            path: path.clone(),
            shown: name(&drift.path),
            range: addition.at..addition.at,
            text: if text.contains("\r\n") { addition.text.replace('\n', "\r\n") } else { addition.text.clone() },
            title,
        });
    }
    opinion.texts.entry(path).or_insert_with(|| text.clone());
}

/// How much there is in each file of JSON.
fn counts(survey: &Survey<'_>) -> BTreeMap<String, Counts> {
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    let is_json = |source: &Source| {
        !Path::new(source.path()).extension().is_some_and(|extension| extension == "rs" || extension == "toml")
    };
    for (id, source) in survey.sources.iter().filter(|(_, source)| is_json(source)) {
        all.entry(source.path().to_owned()).or_default().values = values(id, source);
    }
    for surveyed in &survey.sequences {
        let sequence = surveyed.sequence;
        let spec = sequence.spec;
        let beats = || spec.movements.iter().flat_map(|movement| &movement.beats);
        let counts = all.entry(surveyed.path.to_owned()).or_default();
        counts.movements = spec.movements.len();
        counts.beats = beats().count();
        counts.handlers = beats().filter(|beat| beat.handler.is_some()).count();
        counts.criteria = beats().map(|beat| beat.criteria.len()).sum();
        counts.events = spec.events.as_ref().map_or(0, Vec::len) + beats().filter(|beat| beat.event.is_some()).count();
        counts.policies = spec.policies.len() + spec.metrics.len();
    }
    all
}

/// How many values there are in a file: whichever dialect it is written in, what it says is in them.
fn values(id: SourceId, source: &Source) -> usize {
    fn count(node: &Node<'_>) -> usize {
        1 + match &node.value {
            Value::Array(items) => items.iter().map(count).sum::<usize>(),
            Value::Object(members) => members.iter().map(|member| count(&member.value)).sum(),
            _ => 0,
        }
    }
    json::parse(id, source).root.as_ref().map_or(0, count)
}
