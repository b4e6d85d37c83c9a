//! How beats are accepted: the steps of their criteria, with the names that tests give them.
//!
//! It is worked out where it is needed, for tests and documents; a build that compiles neither does not pay for it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::budget::{Budget, budgets};
use super::sentence::{self, one_line};
use super::step_name::{cut, step_name};
use super::{Action, Beat, BeatId, Movement, Sequence, naming};
use crate::fingerprint::fingerprint;
use crate::source::Span;
use crate::spec;

/// How one beat is accepted.
#[derive(Debug)]
pub struct Acceptance<'n> {
    /// The beat.
    pub beat: BeatId,
    /// The trait whose methods are its steps: `<Beat>Scenarios`.
    pub trait_name: String,
    /// The module of its movement's tests.
    pub movement: String,
    /// The module of its own tests, in that.
    pub module: String,
    /// Its criteria; all that say something.
    pub criteria: Vec<Criterion<'n>>,
}

/// One criterion, which is one test.
#[derive(Debug)]
pub struct Criterion<'n> {
    /// What it is known by in its beat. It stays when what must hold changes, and where the JSON gives an `id` it stays
    /// whatever changes.
    pub key: String,
    /// The scenario's title.
    pub title: Option<&'n str>,
    /// Where it stands.
    pub span: Span,
    /// Its steps.
    pub steps: Vec<Step<'n>>,
    /// Words to select it by.
    pub tags: Vec<&'n str>,
    /// Why its test is not run.
    pub ignore: Option<&'n str>,
}

/// One step, which is one method.
#[derive(Debug)]
pub struct Step<'n> {
    /// What kind of step it is.
    pub keyword: Keyword,
    /// What it says, in one line.
    pub text: Cow<'n, str>,
    /// Where it stands.
    pub span: Span,
    /// Its method.
    pub method: String,
    /// The latencies that it promises; the method gets them as parameters.
    pub budgets: Vec<Budget>,
}

/// What kind of step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the words of Gherkin
pub enum Keyword {
    Given,
    When,
    Then,
    And,
    But,
}

impl Keyword {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Given, Self::When, Self::Then, Self::And, Self::But];

    /// The word that readers see.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Given => "Given",
            Self::When => "When",
            Self::Then => "Then",
            Self::And => "And",
            Self::But => "But",
        }
    }

    /// What the method starts with.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::When => "when",
            Self::Then => "then",
            Self::And => "and",
            Self::But => "but",
        }
    }
}

impl Acceptance<'_> {
    /// The methods that a world needs: each once, where it is needed first.
    pub fn steps(&self) -> Vec<&Step<'_>> {
        let mut known = HashSet::new();
        self.criteria.iter().flat_map(|it| &it.steps).filter(|step| known.insert(step.method.as_str())).collect()
    }

    /// The name of a criterion that no other one has: `<sequence>/<movement>/<beat>/<key>`.
    #[must_use]
    pub fn id(&self, sequence: &Sequence<'_>, criterion: &Criterion<'_>) -> String {
        let plain = |name: &str| name.trim_start_matches("r#").to_owned();
        let (movement, module) = (plain(&self.movement), plain(&self.module));
        format!("{}/{movement}/{module}/{}", sequence.id, criterion.key)
    }
}

impl Criterion<'_> {
    /// The name of its test; its tags join in, so that `cargo test tag_slow` selects.
    #[must_use]
    pub fn test_name(&self) -> String {
        self.tags.iter().fold(self.key.clone(), |name, tag| {
            let tag = naming::snake(&naming::words(tag));
            if tag.is_empty() { name } else { format!("{name}_tag_{}", tag.trim_start_matches("r#")) }
        })
    }

    /// All that it says, a step in a line: what has changed when this has.
    #[must_use]
    pub fn text(&self) -> String {
        let lines: Vec<String> =
            self.steps.iter().map(|step| format!("{} {}\n", step.keyword.word(), step.text)).collect();
        lines.concat()
    }

    /// Whether it is about something going wrong: its situation speaks of an error.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        const WORDS: &[&str] = &[
            "abort",
            "broken",
            "cannot",
            "corrupt",
            "denied",
            "error",
            "exceed",
            "exception",
            "expired",
            "fail",
            "fault",
            "invalid",
            "malformed",
            "missing",
            "offline",
            "reject",
            "stale",
            "timeout",
            "times out",
            "unavailable",
            "unknown",
            "unreachable",
            "unreadable",
            "wrong",
        ];
        let situation = self.steps.iter().take_while(|step| step.keyword != Keyword::Then);
        situation.map(|step| step.text.to_lowercase()).any(|text| WORDS.iter().any(|word| text.contains(word)))
    }
}

/// How each beat with criteria is accepted, in the order of the beats.
///
/// ```
/// use symphony_codegen::{compile::{Files, compile}, plan::acceptance::acceptance, source::Source};
///
/// let mut files = Files::default();
/// files.sources.add(Source::new("a.json", r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
///     { "beat": 1, "handler": "run", "acceptanceCriteria": ["Given a track, when it runs, then it gets tired"] }
/// ] }] }"#));
/// compile(&files, |plan, _| {
///     let acceptance = acceptance(&plan.sequences[0]);
///     assert_eq!(acceptance[0].trait_name, "RunScenarios");
///     let methods: Vec<&str> = acceptance[0].steps().iter().map(|step| step.method.as_str()).collect();
///     assert_eq!(methods, ["given_a_track", "when_it_runs", "then_it_gets_tired"]);
/// });
/// ```
#[must_use]
pub fn acceptance<'n>(sequence: &'n Sequence<'n>) -> Vec<Acceptance<'n>> {
    accepted(sequence)
        .zip(names(sequence))
        .map(|((id, beat), (trait_name, module))| Acceptance {
            beat: id,
            trait_name,
            movement: naming::snake(&sequence.movements[id.movement].trait_name),
            module,
            criteria: criteria(beat),
        })
        .collect()
}

/// The beats with criteria.
fn accepted<'n>(sequence: &'n Sequence<'n>) -> impl Iterator<Item = (BeatId, &'n Beat<'n>)> {
    sequence.beats().filter(|(_, beat)| !beat.spec.criteria.is_empty())
}

/// The trait and the module of each of them.
fn names(sequence: &Sequence<'_>) -> Vec<(String, String)> {
    let beats: Vec<(&Movement<'_>, &Beat<'_>)> =
        accepted(sequence).map(|(id, beat)| (&sequence.movements[id.movement], beat)).collect();
    let method = |movement: &Movement<'_>, beat: &Beat<'_>| match (beat.action, beat.spec.sequence) {
        (Action::Method(at), _) => movement.methods[at].name.clone(),
        (_, Some(performed)) => naming::snake(performed.value),
        _ => format!("beat_{}", beat.number),
    };
    // The beat alone where it is the only one of the name, then with its movement, then with its number.
    let forms = |(movement, beat): &(&Movement<'_>, &Beat<'_>)| {
        let own = naming::camel(&method(movement, beat));
        let (long, number) = (format!("{}{own}", movement.trait_name), beat.number);
        [own, long.clone(), format!("{long}{number}")]
    };
    let traits = unique(&beats.iter().map(forms).collect::<Vec<_>>());
    let forms = |(movement, beat): &(&Movement<'_>, &Beat<'_>)| {
        let own = method(movement, beat);
        let path = |name: &str| format!("{}::{name}", movement.trait_name);
        [path(&own), path(&format!("{}_{}", own.trim_start_matches("r#"), beat.number))]
    };
    let modules = unique(&beats.iter().map(forms).collect::<Vec<_>>());
    let last = |path: String| path.rsplit("::").next().unwrap_or_default().to_owned();
    traits.into_iter().zip(modules).map(|(name, module)| (format!("{name}Scenarios"), last(module))).collect()
}

/// For each the shortest of its forms that no other one has; with its position where none is.
fn unique<const N: usize>(forms: &[[String; N]]) -> Vec<String> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for form in forms.iter().flatten() {
        *count.entry(form).or_default() += 1;
    }
    let only = |form: &&String| count[form.as_str()] == 1;
    let choose = |(at, forms): (usize, &[String; N])| {
        forms.iter().find(only).cloned().unwrap_or_else(|| format!("{}_{at}", forms[N - 1]))
    };
    forms.iter().enumerate().map(choose).collect()
}

fn criteria<'n>(beat: &Beat<'n>) -> Vec<Criterion<'n>> {
    let mut methods: HashMap<String, String> = HashMap::new();
    let read = beat
        .spec
        .criteria
        .iter()
        .flat_map(|criterion| criteria_of(beat, criterion).into_iter().map(|read| (has_id(criterion), read)));
    let mut criteria: Vec<(bool, Criterion<'n>)> = read.filter(|(_, read)| !read.steps.is_empty()).collect();
    for (_, criterion) in &mut criteria {
        for step in &mut criterion.steps {
            keep_apart(step, &mut methods);
        }
    }
    // An id is never changed for the sake of a criterion that has none.
    let mut taken = HashSet::new();
    let mut again: HashMap<String, usize> = HashMap::new();
    for with_id in [true, false] {
        for (_, criterion) in criteria.iter_mut().filter(|(has_id, _)| *has_id == with_id) {
            let own = criterion.key.clone();
            while taken.contains(&criterion.key) || taken.contains(&criterion.test_name()) {
                let again = again.entry(own.clone()).or_insert(1);
                *again += 1;
                criterion.key = format!("{own}_{again}");
            }
            taken.extend([criterion.key.clone(), criterion.test_name()]);
        }
    }
    criteria.into_iter().map(|(_, criterion)| criterion).collect()
}

fn has_id(criterion: &spec::Criterion<'_>) -> bool {
    matches!(criterion, spec::Criterion::Steps(steps) if steps.id.is_some_and(|id| !id.value.trim().is_empty()))
}

/// A hash of six digits may be the same for two texts; then the second has all of it.
fn keep_apart(step: &mut Step<'_>, methods: &mut HashMap<String, String>) {
    let known = methods.entry(step.method.clone()).or_insert_with(|| step.text.to_string());
    if *known != step.text {
        step.method = format!("{}_{}", step.method, fingerprint(&step.text));
    }
}

/// A structured criterion is one; a text may hold several scenarios.
fn criteria_of<'n>(beat: &Beat<'n>, criterion: &'n spec::Criterion<'n>) -> Vec<Criterion<'n>> {
    match criterion {
        spec::Criterion::Sentence(sentence) => sentence::scenarios(sentence.value)
            .into_iter()
            .map(|sentence::Scenario { title, steps }| {
                let steps: Vec<_> =
                    steps.into_iter().map(|(keyword, text)| step(keyword, text, sentence.span)).collect();
                let key = key(None, title, &steps);
                Criterion { key, title, span: sentence.span, steps, tags: Vec::new(), ignore: None }
            })
            .collect(),
        spec::Criterion::Steps(structured) => {
            let parts = [
                (Keyword::Given, &structured.given),
                (Keyword::When, &structured.when),
                (Keyword::Then, &structured.then),
                (Keyword::And, &structured.and),
            ];
            let texts = parts.iter().flat_map(|(keyword, texts)| texts.iter().map(|text| (*keyword, *text)));
            let texts = texts.filter(|(_, text)| !text.value.trim().is_empty());
            let steps: Vec<_> =
                texts.map(|(keyword, text)| step(keyword, without(keyword, one_line(text.value)), text.span)).collect();
            let said =
                |text: Option<spec::Text<'n>>| text.map(|text| text.value.trim()).filter(|text| !text.is_empty());
            let title = said(structured.title);
            let only_one = beat.spec.criteria.len() == 1;
            vec![Criterion {
                key: key(said(structured.id), title, &steps),
                title: title.or(said(beat.spec.scenario).filter(|_| only_one)),
                span: structured.span,
                steps,
                tags: structured.tags.iter().map(|tag| tag.value.trim()).filter(|tag| !tag.is_empty()).collect(),
                ignore: said(structured.ignore),
            }]
        }
    }
}

/// A step whose text says its keyword again says it once.
fn without(keyword: Keyword, text: Cow<'_, str>) -> Cow<'_, str> {
    let word = keyword.word();
    let is_again = text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
        && text[word.len()..].starts_with(char::is_whitespace);
    if !is_again {
        return text;
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text[word.len()..].trim_start()),
        Cow::Owned(text) => Cow::Owned(text[word.len()..].trim_start().to_owned()),
    }
}

fn step(keyword: Keyword, text: Cow<'_, str>, span: Span) -> Step<'_> {
    Step { method: step_name(keyword.prefix(), &text), budgets: budgets(&text), keyword, text, span }
}

/// The id, or the title, or the situation: what is given and when; or, of prose, what must hold.
fn key(id: Option<&str>, title: Option<&str>, steps: &[Step<'_>]) -> String {
    if let Some(named) = id.or(title) {
        let name = naming::snake(&naming::words(named));
        // Of a title only the words count; an id is what it is.
        let is_whole = id.is_none() || naming::check(named, &[' ', '.', '/', ':']).is_ok();
        return match naming::check(&name, &[]) {
            Ok(()) if is_whole && !name.starts_with("r#") => cut(&name),
            _ => step_name("criterion", named),
        };
    }
    let is_situation = |step: &&Step<'_>| step.keyword != Keyword::Then;
    let mut situation: Vec<&Step<'_>> = steps.iter().take_while(is_situation).collect();
    if situation.is_empty() {
        situation.extend(steps.first());
    }
    let words = |step: &Step<'_>| format!("{} {}", step.keyword.prefix(), step.text);
    let words: Vec<String> = situation.into_iter().map(words).collect();
    let words = words.join(" ");
    let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
    step_name(first, rest)
}
