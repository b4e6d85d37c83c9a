//! Whether the policies, metrics and completion criteria of sequences hold, as far as that can be known.
//!
//! A sentence is read ([`sentence`]), and what it is about is looked for among what is known ([`fact`]). What cannot be read,
//! or is about something else, such as customers or last week, is *not evaluated*; it did not pass. A sentence is about the
//! sequence that it stands in, unless it says *all sequences*.

mod bound;
mod fact;
mod heed;
mod mention;
mod sentence;
mod words;

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::Beat;
use symphony_codegen::rule::Rule;
use symphony_codegen::source::SourceId;
use symphony_codegen::spec::Text;

use crate::coverage::State;
use crate::facts::Facts;
use crate::rule::text::shown;
use crate::rule::{
    Judged, completion_criterion_missed, metric_not_tracked, metric_target_missed, policy_not_referenced,
    policy_violated, rollback_missing,
};
use crate::survey::Surveyed;
use crate::verdict::Unevaluated;
use bound::{Bound, Relation, Unit};
use fact::{Fact, Measured};
use mention::{Mention, mentions};
use sentence::Claim;

/// What a sequence says, worked out for the first sentence that needs it.
type Mentions<'m> = &'m dyn std::ops::Deref<Target = Vec<Mention>>;

/// How many parts of each sequence are lost, by its id; or why nothing is scored.
pub(crate) type Losses<'l> = Result<&'l BTreeMap<String, usize>, &'static str>;

/// Judges the sentences of all sequences. They come last, since they may be about what other rules found.
pub(crate) fn judge(facts: &Facts<'_>, findings: &[Finding], losses: Losses<'_>) -> Judged {
    let mut judged = Judged::default();
    let all: Vec<(&Surveyed<'_>, Vec<Sentence<'_>>)> = facts
        .survey
        .sequences
        .iter()
        .map(|surveyed| (surveyed, sentences(surveyed)))
        .filter(|(_, sentences)| !sentences.is_empty())
        .collect();
    if all.is_empty() {
        return judged;
    }
    let mut late = Vec::new();
    let index = Index::of(facts, findings);
    for (surveyed, sentences) in &all {
        let known = Known { facts, sequences: vec![*surveyed], index: &index, losses };
        // A policy is not kept by another policy.
        let texts: Vec<Text<'_>> = sentences.iter().filter(|it| it.kind != Kind::Policy).map(|it| it.text).collect();
        let mentions = LazyCell::new(|| mentions(surveyed, &texts));
        for sentence in sentences {
            let rollback = demands_rollback(sentence.text.value);
            if rollback {
                judged.findings.extend(without_rollback(surveyed, sentence, &mentions));
            }
            match known.evaluate(sentence, &mentions) {
                Outcome::Late => late.push((*surveyed, *sentence)),
                Outcome::Holds => {}
                Outcome::Fails(measured) => judged.findings.push(sentence.finding(surveyed, &measured)),
                Outcome::Unknown(_) if rollback => {}
                Outcome::Unmeasured(reason) => {
                    judged.unevaluated.extend(sentence.unevaluated(surveyed, reason.to_owned()));
                }
                Outcome::Unknown(reason) => {
                    judged.findings.extend(sentence.unheeded(surveyed, &mentions));
                    judged.unevaluated.extend(sentence.unevaluated(surveyed, reason));
                }
            }
        }
    }
    // What is about policies themselves counts what was just found, and not each other.
    let findings = [findings, &judged.findings].concat();
    let index = Index::of(facts, &findings);
    for (surveyed, sentence) in late {
        let known = Known { facts, sequences: vec![surveyed], index: &index, losses };
        match known.governed(sentence.text.value) {
            Ok(Some(measured)) => judged.findings.push(sentence.finding(surveyed, &measured)),
            Ok(None) => {}
            Err(reason) => judged.unevaluated.extend(sentence.unevaluated(surveyed, reason.to_owned())),
        }
    }
    judged
}

/// A sentence that says what must hold.
#[derive(Clone, Copy, Debug)]
struct Sentence<'n> {
    kind: Kind,
    text: Text<'n>,
    /// The position of the movement that it is of.
    movement: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Policy,
    Metric,
    Criterion,
}

fn sentences<'n>(surveyed: &Surveyed<'n>) -> Vec<Sentence<'n>> {
    let spec = surveyed.sequence.spec;
    let of = |kind, movement| move |text: &Text<'n>| Sentence { kind, text: *text, movement };
    let mut sentences: Vec<Sentence<'n>> = spec.policies.iter().map(of(Kind::Policy, None)).collect();
    sentences.extend(spec.metrics.iter().map(of(Kind::Metric, None)));
    sentences.extend(spec.completion_criteria.iter().map(of(Kind::Criterion, None)));
    for (at, movement) in spec.movements.iter().enumerate() {
        sentences.extend(movement.completion_criteria.iter().map(of(Kind::Criterion, Some(at))));
    }
    sentences.retain(|sentence| !sentence.text.value.trim().is_empty());
    sentences
}

impl Sentence<'_> {
    fn finding(&self, surveyed: &Surveyed<'_>, measured: &Measured) -> Finding {
        let text = shown(self.text.value);
        let (rule, message): (&'static Rule, String) = match self.kind {
            Kind::Policy => (&policy_violated::RULE, format!("the policy `{text}` does not hold")),
            Kind::Metric => (&metric_target_missed::RULE, format!("the metric `{text}` misses its target")),
            Kind::Criterion => (&completion_criterion_missed::RULE, format!("the criterion `{text}` is not met")),
        };
        let finding = Finding::new(rule, surveyed.sequence.place(self.text.span), message)
            .label(format!("it is {}", measured.shown))
            .help(if measured.places.is_empty() {
                "do what it asks for, or write down what you really hold to"
            } else {
                "mend what it counts, or write down what you really hold to"
            });
        measured.places.iter().fold(finding, |finding, (place, code)| finding.also(*place, format!("counted: {code}")))
    }

    /// What nothing evaluates is at least to be spoken of somewhere.
    fn unheeded(&self, surveyed: &Surveyed<'_>, mentions: Mentions<'_>) -> Option<Finding> {
        let place = surveyed.sequence.place(self.text.span);
        let text = shown(self.text.value);
        match self.kind {
            Kind::Policy if !heed::is_referenced(self.text.value, mentions) => Some(
                Finding::new(&policy_not_referenced::RULE, place, format!("nothing refers to the policy `{text}`"))
                    .label("nobody checks it")
                    .help("add a beat, a criterion or a metric that speaks of it, or say it so that it can be evaluated: `cargo symphony explain POLICY_VIOLATED`"),
            ),
            Kind::Metric if !heed::is_tracked(self.text.value, mentions) => Some(
                Finding::new(&metric_not_tracked::RULE, place, format!("nothing tracks the metric `{text}`"))
                    .label("nobody measures it")
                    .help("add a beat that measures it or an event that says it; the time and outcome of beats are recorded anyway"),
            ),
            _ => None,
        }
    }

    /// A metric without a target has nothing that could hold.
    fn unevaluated(&self, surveyed: &Surveyed<'_>, reason: String) -> Option<Unevaluated> {
        let is_claim = self.kind != Kind::Metric || !matches!(sentence::read(self.text.value), Ok(Claim::Statement(_)));
        let place = Some(surveyed.sequence.place(self.text.span));
        is_claim.then(|| Unevaluated { what: self.text.value.to_owned(), place, reason })
    }
}

enum Outcome {
    Holds,
    Fails(Measured),
    /// It is about what is found of policies.
    Late,
    /// It is known what it is about, and not known how that is.
    Unmeasured(&'static str),
    /// It cannot be read, or is about something else.
    Unknown(String),
}

/// What is known of the sequences that a sentence is about.
struct Known<'k, 'a> {
    facts: &'k Facts<'a>,
    sequences: Vec<&'k Surveyed<'a>>,
    index: &'k Index<'k>,
    losses: Losses<'k>,
}

impl<'k, 'a> Known<'k, 'a> {
    fn evaluate(&self, sentence: &Sentence<'_>, mentions: Mentions<'_>) -> Outcome {
        let claim = match sentence::read(sentence.text.value) {
            Ok(claim) => claim,
            Err(why) => return Outcome::Unknown(why.to_owned()),
        };
        match &claim {
            Claim::Requirement { who, what } => self.required(sentence, who, what, mentions),
            Claim::Bound { .. } | Claim::Statement(_) => match asked(&claim) {
                None => Outcome::Unknown(unanswered(&claim)),
                Some((fact, _, bound)) if fact.misfit(bound).is_some() => {
                    Outcome::Unknown(fact.misfit(bound).unwrap_or_default().to_owned())
                }
                Some((fact, ..)) if fact.is_governed() => Outcome::Late,
                Some((fact, is_everywhere, bound)) => match self.measured(fact, is_everywhere) {
                    Ok(measured) if bound.holds(measured.value) => Outcome::Holds,
                    Ok(measured) => Outcome::Fails(measured),
                    Err(why) => Outcome::Unmeasured(why),
                },
            },
        }
    }

    /// What a sentence about policies comes to, where it does not hold.
    fn governed(&self, text: &str) -> Result<Option<Measured>, &'static str> {
        let Some((fact, is_everywhere, bound)) = asked(&sentence::read(text)?) else { return Ok(None) };
        let measured = self.measured(fact, is_everywhere)?;
        Ok((!bound.holds(measured.value)).then_some(measured))
    }

    fn measured(&self, fact: Fact, is_everywhere: bool) -> Result<Measured, &'static str> {
        if !is_everywhere {
            return fact.measure(self);
        }
        if !self.facts.survey.package.is_cargo {
            return Err("there is no package, and so nobody knows what all sequences are");
        }
        let sequences = self.facts.survey.sequences.iter().collect();
        fact.measure(&Known { sequences, ..*self })
    }

    /// A requirement holds where a beat does what is required; that none speaks of it proves nothing.
    fn required(&self, sentence: &Sentence<'_>, who: &str, what: &[String], mentions: Mentions<'_>) -> Outcome {
        let movement = sentence.movement.or_else(|| self.movement(who));
        let is_done = |what: &&String| {
            let mut words = words::content(what);
            words.retain(|word| !BESIDES.contains(&word.as_str()));
            !words.is_empty() && mentions.iter().any(|it| it.is_beat && it.is_of(movement) && it.has(&words))
        };
        match what.iter().find(|what| !is_done(what)) {
            None => Outcome::Holds,
            Some(what) => {
                Outcome::Unknown(format!("no beat speaks of `{}`, so nobody knows whether it is there", shown(what)))
            }
        }
    }

    /// The movement whose name is spoken of.
    fn movement(&self, who: &str) -> Option<usize> {
        let who = words::words(who);
        let movements = &self.sequences.first()?.sequence.movements;
        movements.iter().position(|movement| {
            let names = [Some(movement.id), movement.spec.name.map(|name| name.value)];
            let is_name = |name: &str| {
                let name = words::words(name);
                !name.is_empty() && who.windows(name.len()).any(|part| part == name)
            };
            names.into_iter().flatten().any(is_name)
        })
    }

    fn beats(&self) -> impl Iterator<Item = &Beat<'a>> {
        self.sequences.iter().flat_map(|it| it.sequence.beats()).map(|(_, beat)| beat)
    }

    /// Where the criteria stand.
    fn states(&self) -> Result<Vec<&State>, &'static str> {
        if self.facts.code().is_none() {
            return Err("there is no package, and so nobody knows its tests");
        }
        let ids = self.sequences.iter().flat_map(|it| &it.ids);
        Ok(ids.filter_map(|id| self.facts.coverage().criteria.get(&id.id)).collect())
    }

    fn found_in(&self, sequence: &Surveyed<'_>, is: impl Fn(&Finding) -> bool) -> impl Iterator<Item = &'k Finding> {
        let index = self.index;
        let of = index.by_source.get(&sequence.sequence.spec.source).map(Vec::as_slice).unwrap_or_default();
        of.iter().map(move |at| &index.findings[*at]).filter(move |it| is(it))
    }

    fn found(&self, is: impl Fn(&Finding) -> bool) -> impl Iterator<Item = &'k Finding> {
        let found: BTreeSet<usize> = self
            .sequences
            .iter()
            .filter_map(|it| self.index.by_source.get(&it.sequence.spec.source))
            .flatten()
            .copied()
            .collect();
        let index = self.index;
        found.into_iter().map(|at| &index.findings[at]).filter(move |it| is(it))
    }

    /// Whether there is such a finding of which nobody knows to which sequence it belongs.
    fn is_strange(&self, is: impl Fn(&Finding) -> bool) -> bool {
        self.index.strange.iter().any(|at| is(&self.index.findings[*at]))
    }
}

/// Words that name no thing of their own.
const BESIDES: &[&str] = &["capability", "support", "mechanism", "validation", "process", "procedure"];

/// What a claim asks for: which fact, whether of all sequences, and how it must be.
fn asked(claim: &Claim) -> Option<(Fact, bool, Bound)> {
    match claim {
        Claim::Bound { subject, bound } => fact::of_bound(subject).map(|(fact, all)| (fact, all, *bound)),
        Claim::Statement(words) => fact::of_statement(words).map(|(fact, all)| {
            let (value, unit) = match fact {
                Fact::Soundness | Fact::Always => (1.0, Unit::Truth),
                _ => (0.0, Unit::Plain),
            };
            (fact, all, Bound { relation: Relation::Equal, value, unit })
        }),
        Claim::Requirement { .. } => None,
    }
}

fn unanswered(claim: &Claim) -> String {
    match claim {
        Claim::Bound { .. } => "nothing that is known is what it measures".to_owned(),
        _ => "it compares nothing, and nothing that is known answers it".to_owned(),
    }
}

/// Findings by the sequences that they are about.
struct Index<'f> {
    findings: &'f [Finding],
    by_source: HashMap<SourceId, Vec<usize>>,
    /// Those that name a place in no sequence.
    strange: Vec<usize>,
}

impl<'f> Index<'f> {
    fn of(facts: &Facts<'_>, findings: &'f [Finding]) -> Self {
        let sequences: BTreeSet<SourceId> = facts.survey.sequences.iter().map(|it| it.sequence.spec.source).collect();
        let mut index = Self { findings, by_source: HashMap::new(), strange: Vec::new() };
        for (at, finding) in findings.iter().enumerate() {
            let primary = finding.primary.place.source;
            // Another place says of which sequence a finding in code is; beside one in a sequence it only explains.
            let source = if sequences.contains(&primary) {
                Some(primary)
            } else {
                finding.secondary.iter().map(|it| it.place.source).find(|it| sequences.contains(it))
            };
            match source {
                Some(source) => index.by_source.entry(source).or_default().push(at),
                None => index.strange.push(at),
            }
        }
        index
    }
}

/// Whether a sentence asks for a way back.
fn demands_rollback(text: &str) -> bool {
    let words = words::words(text);
    let has = |word: &str| words.iter().any(|it| it == word);
    let is_demand = [
        "must",
        "require",
        "requires",
        "required",
        "need",
        "needs",
        "shall",
        "should",
        "mandatory",
        "trigger",
        "triggers",
        "capability",
    ];
    speaks_of_rollback(&words)
        && is_demand.into_iter().any(has)
        && !["no", "not", "never", "without"].into_iter().any(has)
}

fn speaks_of_rollback(words: &[String]) -> bool {
    words.iter().any(|word| matches!(word.as_str(), "rollback" | "rollbacks"))
        || words
            .windows(2)
            .any(|pair| matches!(pair[0].as_str(), "roll" | "rolls" | "rolled" | "rolling") && pair[1] == "back")
}

fn without_rollback(surveyed: &Surveyed<'_>, sentence: &Sentence<'_>, mentions: Mentions<'_>) -> Option<Finding> {
    let spec = surveyed.sequence.spec;
    let is_declared =
        spec.movements.iter().any(|it| it.atomic.is_some_and(|it| it.value) || it.refused.contains(&"atomic"))
            || spec.beats().any(|it| it.compensate.is_some() || it.refused.contains(&"compensate"));
    let is_done = || mentions.iter().any(|it| it.is_beat && it.is_way_back());
    if is_declared || is_done() {
        return None;
    }
    let message = format!("`{}` asks for a rollback, and nothing is ever rolled back", shown(sentence.text.value));
    Some(
        Finding::new(&rollback_missing::RULE, surveyed.sequence.place(sentence.text.span), message)
            .label("asks for a way back")
            .help("mark the movement `\"atomic\": true` with a `compensate` at each beat that changes something, or add a beat that rolls back"),
    )
}
