//! From the specs to the plan.

use super::handlers::methods;
use super::timing::{self, Timing};
use super::types::{self, TypeExpr, TypeFault};
use super::{
    Action, Beat, BeatId, Dynamics, Event, MOST_VALUES, Movement, OnError, Plan, Retry, Sequence, Style, Take, Type,
    Value, ValueId, naming,
};
use crate::index::{Index, index};
use crate::source::Span;
use crate::spec;

/// Plans sequences together, so that one can perform another.
#[must_use]
pub fn plan<'n>(specs: &'n [spec::Sequence<'n>]) -> Plan<'n> {
    let mut by_id: Index<'_> = index(specs.len());
    for (at, spec) in specs.iter().enumerate() {
        if let Some(id) = spec.id {
            by_id.entry(id.value).or_insert(at);
        }
    }
    let resolver = Resolver { specs, by_id };
    Plan { sequences: specs.iter().map(|spec| resolver.sequence(spec)).collect() }
}

struct Resolver<'n> {
    specs: &'n [spec::Sequence<'n>],
    by_id: Index<'n>,
}

/// The values of a sequence while its beats are gone through.
struct Values<'n> {
    all: Vec<Value<'n>>,
    by_name: Index<'n>,
}

impl<'n> Values<'n> {
    fn give(&mut self, mut value: Value<'n>) -> ValueId {
        let id = self.all.len();
        let first = *self.by_name.entry(value.name.value).or_insert(id);
        value.first = (first != id).then_some(first);
        self.all.push(value);
        id
    }
}

type ParsedType = Option<Result<TypeExpr, TypeFault>>;

impl<'n> Resolver<'n> {
    fn sequence(&self, spec: &'n spec::Sequence<'n>) -> Sequence<'n> {
        let id = spec.id.map_or("", |id| id.value);
        let style = style(spec);
        let marks = |beat: &spec::Beat<'_>| {
            let word = beat.dynamics.or(spec.dynamics);
            word.and_then(|word| Dynamics::from_word(word.value)).unwrap_or_default()
        };
        let base = spec.beats().map(marks).min().unwrap_or_default();
        let (events, event_ids) = events(spec);

        let mut values = Values { all: Vec::new(), by_name: index(64) };
        if style == Style::Flow {
            for input in &spec.input {
                values.give(value(spec, *input, None, false));
            }
        }
        let mut movements = Vec::with_capacity(spec.movements.len());
        for (at, movement) in spec.movements.iter().enumerate() {
            let methods = methods(&movement.beats);
            let mut doers = vec![Action::Nobody; movement.beats.len()];
            for (method, position) in
                methods.iter().enumerate().flat_map(|(at, it)| it.beats.iter().map(move |beat| (at, *beat)))
            {
                doers[position] = Action::Method(method);
            }
            let mut beats: Vec<Beat<'n>> = Vec::with_capacity(movement.beats.len());
            for (position, beat) in movement.beats.iter().enumerate() {
                let id = BeatId { movement: at, beat: position };
                let dynamics = marks(beat);
                let conditional = dynamics > base;
                let action = match beat.sequence {
                    Some(other) => self.by_id.get(other.value).map_or(Action::Nobody, |found| Action::Sequence(*found)),
                    None => doers[position],
                };
                let gives = match style {
                    Style::Flow => self.gives(spec, beat, action, id, conditional, &mut values),
                    Style::Baton => Vec::new(),
                };
                beats.push(Beat {
                    spec: beat,
                    number: beat.number.map_or(position as u64 + 1, |number| number.value),
                    action,
                    takes: Vec::new(),
                    gives,
                    dynamics,
                    conditional,
                    timing: beat.timing.map_or(Ok(Timing::Ordered), |timing| timing::timing(timing.value)),
                    timeout: beat.timeout.and_then(|timeout| duration(timeout.value)),
                    on_error: on_error(movement, beat),
                    event: beat.event.and_then(|event| event_ids.get(event.value).copied()),
                    span: beat_span(beat),
                });
            }
            let named = movement.id.or(movement.name);
            movements.push(Movement {
                spec: movement,
                id: named.map_or("", |name| name.value),
                id_span: named.map_or(movement.span, |name| name.span),
                trait_name: trait_name(movement),
                methods,
                beats,
                continues: movement.error_handling.is_some_and(|word| word.value == "continue"),
            });
        }
        // Only now, so that a value that is taken too early is known for what it is.
        if style == Style::Flow {
            for beat in movements.iter_mut().flat_map(|movement| &mut movement.beats) {
                beat.takes = self.takes(spec, beat.spec, beat.action, &values);
            }
        }
        let outputs: Vec<_> = match style {
            Style::Flow => spec.output.iter().map(|name| values.by_name.get(name.value).copied()).collect(),
            Style::Baton => Vec::new(),
        };
        let mark_of = |value: &ValueId| {
            let giver = values.all[*value].giver?;
            Some(movements[giver.movement].beats[giver.beat].dynamics)
        };
        let floor = outputs.iter().flatten().filter_map(mark_of).max().unwrap_or(Dynamics::Pp);
        Sequence {
            spec,
            id,
            module: naming::snake(id),
            style,
            types: spec.types.iter().map(declared_type).collect(),
            values: values.all,
            outputs,
            events,
            movements,
            base,
            floor,
        }
    }

    /// What a beat gives: what it says, or what the sequence gives that it performs.
    fn gives(
        &self,
        spec: &'n spec::Sequence<'n>,
        beat: &'n spec::Beat<'n>,
        action: Action,
        id: BeatId,
        conditional: bool,
        values: &mut Values<'n>,
    ) -> Vec<ValueId> {
        let said = beat.output.as_deref().unwrap_or_default();
        let Action::Sequence(other) = action else {
            return said.iter().map(|typed| values.give(value(spec, *typed, Some(id), conditional))).collect();
        };
        let other = &self.specs[other];
        let given = other.output.iter().take(MOST_VALUES);
        let types = given.map(|name| (*name, self.output_type(other, name.value)));
        types
            .map(|(name, ty)| {
                let here = said.iter().find(|typed| typed.name.value == name.value);
                values.give(Value {
                    name: here.map_or(name, |typed| typed.name),
                    place: here.map_or(other.place(name.span), |typed| spec.place(typed.name.span)),
                    ident: naming::snake(name.value),
                    ty,
                    ty_span: None,
                    giver: Some(id),
                    conditional,
                    first: None,
                })
            })
            .collect()
    }

    /// What a beat takes: what it says, or what the sequence takes that it performs.
    fn takes(
        &self,
        spec: &'n spec::Sequence<'n>,
        beat: &'n spec::Beat<'n>,
        action: Action,
        values: &Values<'n>,
    ) -> Vec<Take<'n>> {
        let take = |typed: &spec::Typed<'n>, ty: ParsedType| Take {
            name: typed.name,
            value: values.by_name.get(typed.name.value).copied(),
            ty,
            ty_span: typed.ty.map(|ty| ty.span),
        };
        let said = beat.input.as_deref().unwrap_or_default();
        let Action::Sequence(other) = action else {
            return said.iter().map(|typed| take(typed, parse(typed.ty))).collect();
        };
        let performed = beat.sequence.map_or(spec.span, |name| name.span);
        self.specs[other]
            .input
            .iter()
            .take(MOST_VALUES)
            .map(|input| {
                let ty = parse(input.ty).map(|ty| ty.map(|ty| from_outside(&self.specs[other], &ty, 0)));
                let said = said.iter().find(|typed| typed.name.value == input.name.value);
                let span = said.map_or(performed, |typed| typed.name.span);
                take(&spec::Typed { name: spec::Spanned { value: input.name.value, span }, ty: None }, ty)
            })
            .collect()
    }

    /// The type of a sequence's output, as another sequence's module names it.
    fn output_type(&self, mut spec: &'n spec::Sequence<'n>, name: &str) -> ParsedType {
        for _ in 0..DEEPEST_OUTPUT {
            let own = spec.beats().filter(|beat| beat.sequence.is_none());
            let mut declared = spec.input.iter().chain(own.flat_map(|beat| beat.output.iter().flatten()));
            if let Some(typed) = declared.find(|typed| typed.name.value == name) {
                return parse(typed.ty).map(|ty| ty.map(|ty| from_outside(spec, &ty, 0)));
            }
            let performed = spec.beats().filter_map(|beat| self.by_id.get(beat.sequence?.value));
            spec = performed
                .map(|other| &self.specs[*other])
                .find(|other| other.output.iter().any(|given| given.value == name))?;
        }
        None
    }
}

/// Through how many sequences, each performing the next, an output's type is followed.
const DEEPEST_OUTPUT: usize = 64;

/// Longer types are named and not spelt out: names in names would grow without bound.
const LONGEST_PATH: usize = 200;

/// A type of a sequence, as a sibling of its module names it: the user's own types by their paths.
fn from_outside(spec: &spec::Sequence<'_>, ty: &TypeExpr, depth: usize) -> TypeExpr {
    ty.map_names(|name| {
        let declared = spec.types.iter().find(|declared| declared.name.value == name)?;
        if let (spec::TypeDefinition::Path(path), 0..=2) = (&declared.definition, depth)
            && let Ok(path) = types::parse(path.value)
            && path.text.len() <= LONGEST_PATH
        {
            return Some(from_outside(spec, &path, depth + 1).text);
        }
        Some(format!("super::{}::{name}", naming::snake(spec.id.map_or("", |id| id.value))))
    })
}

/// A sequence keeps the baton where it says so, or where no beat says what it takes or gives.
fn style(spec: &spec::Sequence<'_>) -> Style {
    let declares_flow = |beat: &spec::Beat<'_>| beat.input.is_some() || beat.output.is_some();
    match spec.baton {
        Some(baton) if baton.value => Style::Baton,
        _ if spec.beats().any(declares_flow) => Style::Flow,
        _ => Style::Baton,
    }
}

fn value<'n>(spec: &spec::Sequence<'_>, typed: spec::Typed<'n>, giver: Option<BeatId>, conditional: bool) -> Value<'n> {
    Value {
        name: typed.name,
        place: spec.place(typed.name.span),
        ident: naming::snake(typed.name.value),
        ty: parse(typed.ty),
        ty_span: typed.ty.map(|ty| ty.span),
        giver,
        conditional,
        first: None,
    }
}

fn parse(ty: Option<spec::Text<'_>>) -> ParsedType {
    ty.map(|ty| types::parse(ty.value))
}

fn declared_type<'n>(spec: &'n spec::TypeDeclaration<'n>) -> Type<'n> {
    let parts = match &spec.definition {
        spec::TypeDefinition::Enum(_) => Vec::new(),
        spec::TypeDefinition::Struct(fields) => fields.iter().filter_map(|field| parse(field.ty)).collect(),
        spec::TypeDefinition::Path(path) => parse(Some(*path)).into_iter().collect(),
    };
    Type { spec, name: spec.name.value, parts }
}

fn events<'n>(spec: &'n spec::Sequence<'n>) -> (Vec<Event<'n>>, Index<'n>) {
    let mut events: Vec<Event<'n>> = Vec::new();
    let mut ids: Index<'n> = index(64);
    let declared = spec.events.iter().flatten().map(|name| (*name, true));
    let published =
        spec.movements.iter().flat_map(|movement| &movement.beats).filter_map(|beat| Some((beat.event?, false)));
    for (name, declared) in declared.chain(published) {
        let id = *ids.entry(name.value).or_insert_with(|| {
            events.push(Event { name, variant: naming::camel(name.value), declared, published: false });
            events.len() - 1
        });
        events[id].published |= !declared;
    }
    (events, ids)
}

/// The id where there is one, or the words of the name. A number alone gets the word `Movement` before it.
fn trait_name(movement: &spec::Movement<'_>) -> String {
    let name = match (movement.id, movement.name) {
        (Some(id), _) => naming::camel(id.value),
        (None, Some(name)) => naming::camel(&naming::words(name.value)),
        (None, None) => String::new(),
    };
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) { format!("Movement{name}") } else { name }
}

fn beat_span(beat: &spec::Beat<'_>) -> Span {
    match (&beat.sequence, &beat.handler) {
        (Some(sequence), _) => sequence.span,
        (None, Some(handler)) => handler.name.span,
        (None, None) => Span { start: beat.span.start, end: beat.span.start + 1 },
    }
}

fn duration(duration: spec::Duration<'_>) -> Option<std::time::Duration> {
    pause(duration).filter(|duration| !duration.is_zero())
}

fn pause(duration: spec::Duration<'_>) -> Option<std::time::Duration> {
    match duration {
        spec::Duration::Text(text) => timing::pause(text),
        spec::Duration::Milliseconds(value) => timing::milliseconds(value),
    }
}

/// A beat's own word counts before its movement's; a movement that continues says so of itself, not of its beats.
fn on_error(movement: &spec::Movement<'_>, beat: &spec::Beat<'_>) -> OnError {
    let own = beat.error_handling.map(|word| word.value);
    let retry = || {
        let Some(retry) = &beat.retry else { return Retry::default() };
        Retry {
            limit: retry.limit.map(|limit| limit.value),
            delay: retry.delay.and_then(|delay| pause(delay.value)),
            factor: retry.factor.map(|factor| factor.value),
            max_delay: retry.max_delay.and_then(|delay| pause(delay.value)),
        }
    };
    match own {
        Some("continue") => OnError::Continue,
        Some("retry") => OnError::Retry(retry()),
        None if beat.retry.is_some() || movement.error_handling.is_some_and(|word| word.value == "retry") => {
            OnError::Retry(retry())
        }
        _ => OnError::Abort,
    }
}
