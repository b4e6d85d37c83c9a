//! The page of a sequence.

use std::borrow::Cow;

use symphony_codegen::plan::{Action, BeatId, Movement, Sequence, Style, Value};
use symphony_codegen::spec::{TypeDeclaration, TypeDefinition, Typed};

use super::beat::joined;
use super::link::{self, Places};
use super::markdown::code;
use super::words::{self, STATES, all_said, movement_title, said, sequence_title};
use super::{beat, flow, graph, sketch};
use crate::subject::Subject;
use crate::template::shape::context;
use crate::template::{TemplateError, Templates};

context! {
    /// What `page.md.hbs` is filled in with.
    pub(crate) struct PageContext<'a> {
        /// The line that says what the page is generated from.
        header: &'a str,
        /// The sequence's title, or the nearest thing to one.
        title: &'a str,
        /// Its id.
        id: &'a str,
        /// Its module.
        module: &'a str,
        /// Where it stands in the JSON, as a link.
        place: String,
        /// What it does.
        description: Option<&'a str>,
        /// Why it is there.
        purpose: Option<&'a str>,
        /// What starts it.
        trigger: Option<&'a str>,
        /// Who wants it.
        persona: Option<&'a str>,
        /// What it is worth.
        business_value: Option<&'a str>,
        /// Who wants what, and why.
        story: Option<Cow<'a, str>>,
        /// The version of the contract.
        version: Option<&'a str>,
        /// Where it stands in its life.
        status: Option<&'a str>,
        /// A free word.
        kind: Option<&'a str>,
        /// A free word for grouping.
        category: Option<&'a str>,
        /// The domain that it belongs to.
        domain: Option<&'a str>,
        /// The package that implements it.
        package: Option<&'a str>,
        /// The plugin that implements it.
        plugin: Option<&'a str>,
        /// Its musical key.
        key: Option<&'a str>,
        /// Beats a minute.
        tempo: Option<String>,
        /// Its time signature.
        time_signature: Option<&'a str>,
        /// Whether its beats share a baton instead of typed values.
        baton: bool,
        /// What it needs, each with its version where one is said.
        requires: Vec<Requirement<'a>>,
        /// What each level of dynamics means in it.
        levels: Vec<Level<'a>>,
        /// How many movements it has.
        movement_count: usize,
        /// How many beats.
        beat_count: usize,
        /// How many criteria.
        criterion_count: usize,
        /// How many criteria are in each state, those in which some are.
        coverage: Vec<StateCount<'a>>,
        /// The mermaid flowchart.
        graph: String,
        /// The sketch in boxes.
        sketch: String,
        /// What flows.
        values: Vec<ValueRow<'a>>,
        /// The types that it declares.
        types: Vec<TypeRow<'a>>,
        /// Its movements.
        movements: Vec<MovementContext<'a>>,
        /// The policies to keep.
        policies: Vec<&'a str>,
        /// The metrics to track.
        metrics: Vec<&'a str>,
        /// When it counts as done.
        completion: Vec<&'a str>,
        /// The sequences that it performs, as links with commas between.
        performs: String,
        /// The sequences that perform it, as links with commas between.
        performed_by: String,
    }
}

context! {
    /// Something that a sequence needs.
    pub(crate) struct Requirement<'a> {
        /// What.
        name: &'a str,
        /// Which version.
        version: Option<&'a str>,
    }
}

context! {
    /// A level of dynamics.
    pub(crate) struct Level<'a> {
        /// Its word.
        level: &'a str,
        /// What it means.
        meaning: &'a str,
    }
}

context! {
    /// How many criteria are in a state.
    pub(crate) struct StateCount<'a> {
        /// The state.
        state: &'a str,
        /// How many.
        count: usize,
    }
}

context! {
    /// A value that flows.
    pub(crate) struct ValueRow<'a> {
        /// Its name.
        name: &'a str,
        /// Its Rust type, where it is known.
        ty: Option<&'a str>,
        /// The beat that gives it, as a link; none where the performance starts with it.
        given_by: Option<String>,
        /// The beats that take it, as links with commas between, and `output` where the performance gives it.
        taken_by: String,
        /// Whether a performance may go without it.
        is_conditional: bool,
    }
}

context! {
    /// A declared type.
    pub(crate) struct TypeRow<'a> {
        /// Its name.
        name: &'a str,
        /// enum, struct or path.
        sort: &'a str,
        /// Its variants, its fields with their types, or the path, as Markdown with commas between.
        parts: String,
    }
}

context! {
    /// A movement.
    pub(crate) struct MovementContext<'a> {
        /// Its number, from 1.
        number: usize,
        /// Its name, or its id.
        title: &'a str,
        /// Its id.
        id: &'a str,
        /// Where it stands in the JSON, as a link.
        place: String,
        /// The trait that implements it.
        trait_name: &'a str,
        /// The file that implements the trait, as a link, where one does.
        file: Option<String>,
        /// What it does.
        description: Option<&'a str>,
        /// Why it is there.
        purpose: Option<&'a str>,
        /// Who wants it, and why.
        story: Option<Cow<'a, str>>,
        /// Beats a minute in it.
        tempo: Option<String>,
        /// What happens when it stops, as the JSON says it.
        error_handling: Option<&'a str>,
        /// How many of its beats may overlap.
        max_concurrency: Option<u64>,
        /// Whether it is undone as a whole.
        is_atomic: bool,
        /// When it counts as done.
        completion: Vec<&'a str>,
        /// Its beats, as Markdown, each made with `beat.md.hbs`.
        beats: Vec<String>,
    }
}

/// The page of a sequence, in Markdown.
///
/// # Errors
/// Where a template of the user's cannot be filled in.
pub fn page(templates: &Templates, subject: &Subject<'_>) -> Result<String, TemplateError> {
    templates.render("page.md.hbs", &context(templates, subject)?)
}

fn context<'a>(templates: &Templates, subject: &Subject<'a>) -> Result<PageContext<'a>, TemplateError> {
    let sequence = subject.sequence;
    let spec = sequence.spec;
    let places = Places::of(subject);
    let movements = (0..sequence.movements.len()).map(|at| movement(templates, subject, &places, at));
    let page = |at: &usize| {
        let other = &subject.plan.sequences[*at];
        link::to_page(other, sequence_title(other))
    };
    Ok(PageContext {
        header: subject.header,
        title: sequence_title(sequence),
        id: sequence.id,
        module: sequence.module.trim_start_matches("r#"),
        place: places.link(spec.id.map_or(spec.span, |id| id.span)),
        description: said(spec.description),
        purpose: said(spec.purpose),
        trigger: said(spec.trigger),
        persona: said(spec.persona),
        business_value: said(spec.business_value),
        story: words::story(spec.user_story.as_ref()),
        version: said(spec.version),
        status: said(spec.status),
        kind: said(spec.kind),
        category: said(spec.category),
        domain: said(spec.domain_id),
        package: said(spec.package_name),
        plugin: said(spec.plugin_id),
        key: said(spec.key),
        tempo: spec.tempo.map(|tempo| tempo.value.to_string()),
        time_signature: said(spec.time_signature),
        baton: sequence.style == Style::Baton,
        requires: spec
            .requires
            .iter()
            .map(|(name, version)| Requirement { name: name.value, version: said(*version) })
            .collect(),
        levels: spec
            .dynamics_meaning
            .iter()
            .map(|(level, meaning)| Level { level: level.value, meaning: meaning.value })
            .collect(),
        movement_count: sequence.movements.len(),
        beat_count: sequence.beats().count(),
        criterion_count: subject.acceptance.iter().map(|it| it.criteria.len()).sum(),
        coverage: coverage(subject),
        graph: graph::flowchart(subject),
        sketch: sketch::sketch(subject),
        values: values(sequence),
        types: spec.types.iter().map(type_row).collect(),
        movements: movements.collect::<Result<_, _>>()?,
        policies: all_said(&spec.policies),
        metrics: all_said(&spec.metrics),
        completion: all_said(&spec.completion_criteria),
        performs: joined(performed(sequence).iter().map(page), ", "),
        performed_by: joined(subject.performed_by.iter().map(page), ", "),
    })
}

/// The sequences that a sequence performs, each once.
fn performed(sequence: &Sequence<'_>) -> Vec<usize> {
    let mut performed = Vec::new();
    for (_, beat) in sequence.beats() {
        if let Action::Sequence(at) = beat.action
            && !performed.contains(&at)
        {
            performed.push(at);
        }
    }
    performed
}

/// How many criteria of a sequence are in each state.
pub(super) fn coverage(subject: &Subject<'_>) -> Vec<StateCount<'static>> {
    let mut counts = STATES.map(|state| StateCount { state, count: 0 });
    for acceptance in subject.acceptance {
        for criterion in &acceptance.criteria {
            let state = words::state(beat::state(subject, &acceptance.id(subject.sequence, criterion)));
            for count in counts.iter_mut().filter(|count| count.state == state) {
                count.count += 1;
            }
        }
    }
    counts.into_iter().filter(|it| it.count > 0).collect()
}

fn values<'a>(sequence: &'a Sequence<'a>) -> Vec<ValueRow<'a>> {
    let row = |((at, value), takers): ((usize, &'a Value<'a>), Vec<BeatId>)| {
        let takers = takers.into_iter().map(|id| link::to_beat(sequence, id));
        let output = sequence.outputs.contains(&Some(at)).then(|| "output".to_owned());
        ValueRow {
            name: value.name.value,
            ty: words::type_of(value),
            given_by: value.giver.map(|id| link::to_beat(sequence, id)),
            taken_by: joined(takers.chain(output), ", "),
            is_conditional: value.conditional,
        }
    };
    sequence.values.iter().enumerate().zip(flow::takers(sequence)).map(row).collect()
}

fn type_row<'a>(declaration: &TypeDeclaration<'a>) -> TypeRow<'a> {
    let (sort, parts) = match &declaration.definition {
        TypeDefinition::Enum(variants) => ("enum", joined(variants.iter().map(|it| code(it.value)), ", ")),
        TypeDefinition::Struct(fields) => {
            let field = |field: &Typed<'_>| {
                let ty = field.ty.map(|ty| format!(": {}", ty.value)).unwrap_or_default();
                code(&format!("{}{ty}", field.name.value))
            };
            ("struct", joined(fields.iter().map(field), ", "))
        }
        TypeDefinition::Path(path) => ("path", code(path.value)),
    };
    TypeRow { name: declaration.name.value, sort, parts }
}

fn movement<'a>(
    templates: &Templates,
    subject: &Subject<'a>,
    places: &Places<'_>,
    at: usize,
) -> Result<MovementContext<'a>, TemplateError> {
    let movement: &'a Movement<'a> = &subject.sequence.movements[at];
    let spec = movement.spec;
    let beats = (0..movement.beats.len()).map(|position| {
        let text = beat::beat(templates, subject, places, BeatId { movement: at, beat: position })?;
        Ok(text.trim_end().to_owned())
    });
    Ok(MovementContext {
        number: at + 1,
        title: movement_title(movement),
        id: movement.id,
        place: places.link(movement.id_span),
        trait_name: &movement.trait_name,
        file: subject.code.get(&movement.trait_name).map(|path| link::to_file(subject, path)),
        description: said(spec.description),
        purpose: said(spec.purpose),
        story: words::story(spec.user_story.as_ref()),
        tempo: spec.tempo.map(|tempo| tempo.value.to_string()),
        error_handling: said(spec.error_handling),
        max_concurrency: spec.max_concurrency.map(|it| it.value),
        is_atomic: spec.atomic.is_some_and(|it| it.value),
        completion: all_said(&spec.completion_criteria),
        beats: beats.collect::<Result<_, TemplateError>>()?,
    })
}
