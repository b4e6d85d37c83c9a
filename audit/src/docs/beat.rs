//! A beat in a page.

use std::borrow::Cow;
use std::fmt::Write as _;

use symphony_codegen::plan::acceptance::{Acceptance, Criterion};
use symphony_codegen::plan::timing::Timing;
use symphony_codegen::plan::{Action, Beat, BeatId};
use symphony_codegen::spec::Reference;

use super::link::{self, Places};
use super::markdown::{code, text};
use super::words::{self, all_said, beat_title, said};
use crate::coverage::State;
use crate::subject::Subject;
use crate::template::shape::context;
use crate::template::{TemplateError, Templates};

context! {
    /// What `beat.md.hbs` is filled in with.
    pub(crate) struct BeatContext<'a> {
        /// Its number in its movement.
        number: u64,
        /// Its title, or the nearest thing to one.
        title: Cow<'a, str>,
        /// The name of its place in the page, for links.
        anchor: String,
        /// Where it stands in the JSON, as a link.
        place: String,
        /// What it does.
        description: Option<&'a str>,
        /// Who does it, as the JSON says it.
        handler: Option<&'a str>,
        /// The method that does it.
        method: Option<&'a str>,
        /// The sequence that it performs, as a link.
        performs: Option<String>,
        /// The event that it publishes.
        event: Option<&'a str>,
        /// What kind of step it is.
        kind: Option<&'a str>,
        /// From which level on it is played, where the sequence has levels.
        level: Option<&'a str>,
        /// When it is played, as the JSON says it.
        timing: Option<&'a str>,
        /// The longest that it should take.
        budget: Option<String>,
        /// The longest that it may take.
        timeout: Option<String>,
        /// What happens when it fails, where the JSON says so.
        on_error: Option<Cow<'a, str>>,
        /// What undoes it.
        compensate: Option<&'a str>,
        /// The ways in which it may fail, as Markdown with semicolons between.
        errors: String,
        /// What must be played before it, as Markdown with commas between.
        depends_on: String,
        /// The values that it takes and their types, as Markdown with commas between.
        takes: String,
        /// The values that it gives and their types, as Markdown with commas between.
        gives: String,
        /// Who wants it, and why.
        story: Option<Cow<'a, str>>,
        /// The situation in which it is accepted.
        scenario: Option<&'a str>,
        /// The file of its steps, as a link, where there is one.
        steps: Option<String>,
        /// How it is accepted.
        criteria: Vec<CriterionContext<'a>>,
    }
}

context! {
    /// A criterion.
    pub(crate) struct CriterionContext<'a> {
        /// Its title.
        title: Option<&'a str>,
        /// Whether a test covers it: failing, undefined, suspect, ignored, unrun or covered.
        state: &'a str,
        /// Why it is ignored, its id, its place in the JSON and its tags, as Markdown that follows the state.
        details: String,
        /// Its steps, as a list in Markdown, indented to stand in an item.
        steps: String,
    }
}

/// A beat as Markdown.
pub(super) fn beat(
    templates: &Templates,
    subject: &Subject<'_>,
    places: &Places<'_>,
    id: BeatId,
) -> Result<String, TemplateError> {
    templates.render("beat.md.hbs", &context(subject, places, id))
}

fn context<'a>(subject: &Subject<'a>, places: &Places<'_>, id: BeatId) -> BeatContext<'a> {
    let sequence = subject.sequence;
    let movement = &sequence.movements[id.movement];
    let beat = &movement.beats[id.beat];
    let spec = beat.spec;
    let acceptance = acceptance(subject, id);
    let value = |name: &str, value: Option<usize>| {
        let ty = value.and_then(|value| words::type_of(&sequence.values[value]));
        let ty = ty.map(|ty| format!(" ({})", code(ty))).unwrap_or_default();
        format!("{}{ty}", code(name))
    };
    let method = match beat.action {
        Action::Method(at) => Some(movement.methods[at].name.as_str()),
        _ => None,
    };
    let performs = match beat.action {
        Action::Sequence(at) => {
            let performed = &subject.plan.sequences[at];
            Some(link::to_page(performed, words::sequence_title(performed)))
        }
        _ => None,
    };
    let has_levels = spec.dynamics.is_some() || sequence.spec.dynamics.is_some();
    let says_on_error = spec.error_handling.is_some() || spec.retry.is_some() || movement.spec.error_handling.is_some();
    BeatContext {
        number: beat.number,
        title: beat_title(beat),
        anchor: link::anchor(id),
        place: places.link(beat.span),
        description: said(spec.description),
        handler: said(spec.handler.as_ref().map(|handler| handler.name)),
        method,
        performs,
        event: beat.event.map(|event| sequence.events[event].name.value),
        kind: beat.kind(),
        level: has_levels.then(|| beat.dynamics.word()),
        timing: said(spec.timing).filter(|_| budget(beat).is_none()),
        budget: budget(beat),
        timeout: beat.timeout.map(|timeout| format!("{timeout:?}")),
        on_error: says_on_error.then(|| words::on_error(beat.on_error)),
        compensate: said(spec.compensate),
        errors: joined(all_said(&spec.errors).into_iter().map(text), "; "),
        depends_on: joined(spec.dependencies.iter().map(|it| reference(&it.value)), ", "),
        takes: joined(beat.takes.iter().map(|take| value(take.name.value, take.value)), ", "),
        gives: joined(beat.gives.iter().map(|it| value(sequence.values[*it].name.value, Some(*it))), ", "),
        story: words::story(spec.user_story.as_ref()),
        scenario: said(spec.scenario),
        steps: acceptance.and_then(|it| subject.code.get(&it.trait_name)).map(|path| link::to_file(subject, path)),
        criteria: acceptance.map(|it| criteria(subject, places, it)).unwrap_or_default(),
    }
}

/// How a beat is accepted, where it has criteria.
fn acceptance<'a>(subject: &Subject<'a>, id: BeatId) -> Option<&'a Acceptance<'a>> {
    subject.acceptance.binary_search_by_key(&id, |it| it.beat).ok().map(|at| &subject.acceptance[at])
}

/// Pieces of Markdown as one.
pub(super) fn joined<T: AsRef<str>>(pieces: impl Iterator<Item = T>, between: &str) -> String {
    pieces.fold(String::new(), |mut joined, piece| {
        joined.push_str(if joined.is_empty() { "" } else { between });
        joined.push_str(piece.as_ref());
        joined
    })
}

fn budget(beat: &Beat<'_>) -> Option<String> {
    match beat.timing {
        Ok(Timing::Budget(budget)) => Some(format!("{budget:?}")),
        _ => None,
    }
}

fn reference(reference: &Reference<'_>) -> String {
    match reference {
        Reference::Name(name) => code(name),
        Reference::Number(number) => format!("beat {number}"),
    }
}

fn criteria<'a>(
    subject: &Subject<'a>,
    places: &Places<'_>,
    acceptance: &'a Acceptance<'a>,
) -> Vec<CriterionContext<'a>> {
    acceptance.criteria.iter().map(|it| criterion(subject, places, acceptance, it)).collect()
}

fn criterion<'a>(
    subject: &Subject<'a>,
    places: &Places<'_>,
    acceptance: &Acceptance<'a>,
    criterion: &'a Criterion<'a>,
) -> CriterionContext<'a> {
    let id = acceptance.id(subject.sequence, criterion);
    let state = state(subject, &id);
    let mut details = match state {
        State::Ignored(reason) => format!(" ({})", text(reason)),
        _ => String::new(),
    };
    let _ = write!(details, ", {}, {}", code(&id), places.link(criterion.span));
    if !criterion.tags.is_empty() {
        let _ = write!(details, ", tags {}", joined(criterion.tags.iter().map(|tag| code(tag)), ", "));
    }
    let mut steps = String::new();
    for step in &criterion.steps {
        let _ = writeln!(steps, "  - **{}** {}", step.keyword.word(), text(&step.text));
    }
    CriterionContext { title: criterion.title, state: words::state(state), details, steps }
}

/// The state of a criterion. One that coverage knows nothing of has no step code.
pub(super) fn state<'a>(subject: &Subject<'a>, id: &str) -> &'a State {
    subject.coverage.criteria.get(id).unwrap_or(&State::Undefined)
}
