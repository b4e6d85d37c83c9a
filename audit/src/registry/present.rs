//! What there is, as a registry.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use symphony_codegen::plan::{Action, Plan, Sequence, naming};

use super::{Beat, Elements, Entry, Interface, Layer, Registry, beat_paths, movement_paths};
use crate::config::Config;
use crate::coverage::sources::Code;
use crate::coverage::{Coverage, State};
use crate::docs::sequence_title;
use crate::skeleton::handlers;
use crate::subject::performers;
use crate::survey::Surveyed;

/// What the sequences of a package have. Tests are known where `code` and `coverage` are.
///
/// Sequences without an id are left out, and of several with one id all but the first: rules speak of them.
#[must_use]
pub fn present(
    plan: &Plan<'_>,
    sequences: &[Surveyed<'_>],
    config: &Config,
    code: Option<&Code>,
    coverage: Option<&Coverage>,
) -> Registry {
    let performers = performers(plan);
    let mut alike: HashMap<&str, usize> = HashMap::new();
    for movement in plan.sequences.iter().flat_map(|it| &it.movements) {
        *alike.entry(&movement.trait_name).or_default() += 1;
    }
    let mut registry = Registry::default();
    for (surveyed, performers) in sequences.iter().zip(performers) {
        let sequence = surveyed.sequence;
        if sequence.id.is_empty() || registry.sequences.contains_key(sequence.id) {
            continue;
        }
        let mut has = elements(surveyed);
        has.tests = declared_tests(sequence);
        has.tests.extend(coverage.into_iter().flat_map(|coverage| covered(surveyed, coverage)));
        has.tests.extend(code.into_iter().flat_map(|code| of_handlers(sequence, config, code)));
        has.implementations.extend(code.into_iter().flat_map(|code| implemented(surveyed, &alike, code)));
        let entry = Entry {
            performs: performed(plan, sequence),
            performed_by: performers.iter().map(|at| plan.sequences[*at].id.to_owned()).collect(),
            has,
            ..about(surveyed)
        };
        registry.sequences.insert(sequence.id.to_owned(), entry);
    }
    registry
}

fn about(surveyed: &Surveyed<'_>) -> Entry {
    let sequence = surveyed.sequence;
    let spec = sequence.spec;
    let said = |text: Option<symphony_codegen::spec::Text<'_>>| {
        text.map(|text| text.value.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    Entry {
        file: surveyed.path.to_owned(),
        title: sequence_title(sequence).to_owned(),
        layer: if said(spec.plugin_id).is_some() { Layer::Plugin } else { Layer::Orchestration },
        kind: said(spec.kind),
        status: said(spec.status),
        version: said(spec.version),
        domain_id: said(spec.domain_id),
        interface: Interface::of(sequence),
        ..Entry::default()
    }
}

fn elements(surveyed: &Surveyed<'_>) -> Elements {
    let sequence = surveyed.sequence;
    let mut beats = BTreeMap::new();
    for (movement, paths) in sequence.movements.iter().zip(beat_paths(sequence)) {
        for (beat, path) in movement.beats.iter().zip(paths) {
            let text = |text: Option<symphony_codegen::spec::Text<'_>>| text.map(|text| text.value.to_owned());
            let handler = text(beat.spec.handler.as_ref().map(|handler| handler.name));
            let known = Beat { handler, sequence: text(beat.spec.sequence), event: text(beat.spec.event) };
            beats.insert(path, known);
        }
    }
    Elements {
        movements: movement_paths(sequence).into_iter().collect(),
        handlers: beats.values().filter_map(|beat| beat.handler.clone()).collect(),
        beats,
        criteria: surveyed.ids.iter().map(|identity| within(sequence, &identity.id)).collect(),
        events: sequence.events.iter().map(|event| event.name.value.to_owned()).collect(),
        policies: sequence.spec.policies.iter().map(|text| text.value.to_owned()).collect(),
        metrics: sequence.spec.metrics.iter().map(|text| text.value.to_owned()).collect(),
        completions: {
            let of_movements = sequence.spec.movements.iter().flat_map(|movement| &movement.completion_criteria);
            sequence.spec.completion_criteria.iter().chain(of_movements).map(|text| text.value.to_owned()).collect()
        },
        implementations: BTreeSet::new(),
        tests: BTreeSet::new(),
    }
}

/// The handlers that have code which the package compiles against the sequence. `alike` says how many movements have a trait
/// of the same name.
fn implemented(surveyed: &Surveyed<'_>, alike: &HashMap<&str, usize>, code: &Code) -> Vec<String> {
    let sequence = surveyed.sequence;
    if code.compiled(surveyed.path).is_none() {
        return Vec::new();
    }
    let mut methods = Vec::new();
    for (movement, path) in sequence.movements.iter().zip(movement_paths(sequence)) {
        let is_only = alike.get(movement.trait_name.as_str()) == Some(&1);
        let implementations = code.of_movement(sequence, movement, is_only);
        let has = |name: &str| implementations.iter().any(|(_, it)| it.functions.iter().any(|it| it.name == name));
        let written = movement.methods.iter().filter(|method| has(&method.name));
        methods.extend(written.map(|method| format!("{path}/{}", method.name)));
    }
    methods
}

/// The id of a criterion in its sequence.
fn within(sequence: &Sequence<'_>, id: &str) -> String {
    id.strip_prefix(sequence.id).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id).to_owned()
}

/// The criteria all of whose steps have code.
fn covered(surveyed: &Surveyed<'_>, coverage: &Coverage) -> Vec<String> {
    let has_test = |id: &&String| coverage.criteria.get(*id).is_some_and(|state| *state != State::Undefined);
    let ids = surveyed.ids.iter().map(|identity| &identity.id);
    ids.filter(has_test).map(|id| within(surveyed.sequence, id)).collect()
}

/// What beats name as their tests.
fn declared_tests(sequence: &Sequence<'_>) -> BTreeSet<String> {
    let named = |file: &str, case: Option<&str>| case.map_or_else(|| file.to_owned(), |case| format!("{file}#{case}"));
    let beats = sequence.beats().map(|(_, beat)| beat.spec);
    beats.filter_map(|beat| Some(named(beat.test_file?.value, beat.test_case.map(|case| case.value)))).collect()
}

/// The tests that are written for handlers, as `movement::handler::test`.
fn of_handlers(sequence: &Sequence<'_>, config: &Config, code: &Code) -> Vec<String> {
    let Some(file) = code.file(&handlers::path(config, sequence)) else { return Vec::new() };
    let mut tests = Vec::new();
    for movement in &sequence.movements {
        let of_movement = naming::snake(&movement.trait_name);
        for method in &movement.methods {
            let modules = file.modules.iter().filter(|it| it.path == [of_movement.as_str(), method.name.as_str()]);
            let written = modules.flat_map(|module| &module.functions).filter(|function| !function.is_stub);
            tests.extend(written.map(|function| format!("{of_movement}::{}::{}", method.name, function.name)));
        }
    }
    tests
}

fn performed(plan: &Plan<'_>, sequence: &Sequence<'_>) -> BTreeSet<String> {
    let performed = sequence.beats().filter_map(|(_, beat)| match beat.action {
        Action::Sequence(at) => Some(plan.sequences[at].id.to_owned()),
        Action::Method(_) => None,
        Action::Nobody => beat.spec.sequence.map(|name| name.value.to_owned()),
    });
    performed.filter(|id| !id.is_empty()).collect()
}
