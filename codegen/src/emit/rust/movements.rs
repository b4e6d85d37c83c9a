//! One function for each movement, and straight lines in it: a beat after the other.
//!
//! rustc takes more than linear time for one async function of many awaits, so a movement of more than [`PART`] beats is
//! split into parts, each a function that takes what its beats take and gives what later beats take.

use std::ops::Range;

use super::code::Code;
use super::perform::{Generics, head};
use super::traits::type_of;
use super::{Context, text};
use crate::plan::timing::Timing;
use crate::plan::{Action, Beat, BeatId, OnError, Style, ValueId};

/// The most beats in one function.
const PART: usize = 25;

/// Names of the generated functions' own variables, which a value may have too.
const OWN: &[&str] = &["handlers", "run", "beat", "baton", "limit", "handled", "outcome", "given", "ended", "played"];

/// The variable of a value in a generated function.
pub(super) fn local(ident: &str) -> String {
    if OWN.contains(&ident) { format!("{ident}_") } else { ident.to_owned() }
}

/// Who takes each value last.
pub(super) struct Live {
    last_taker: Vec<Option<BeatId>>,
    is_output: Vec<bool>,
}

/// Beats of one movement that make one function.
#[derive(Clone)]
struct Region {
    movement: usize,
    beats: Range<usize>,
}

impl Region {
    fn holds(&self, id: BeatId) -> bool {
        id.movement == self.movement && self.beats.contains(&id.beat)
    }
}

impl Live {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let sequence = context.sequence;
        let mut live =
            Self { last_taker: vec![None; sequence.values.len()], is_output: vec![false; sequence.values.len()] };
        for (id, beat) in sequence.beats() {
            for value in beat.takes.iter().filter_map(|take| take.value) {
                live.last_taker[value] = Some(id);
            }
        }
        for value in sequence.outputs.iter().flatten() {
            live.is_output[*value] = true;
        }
        live
    }

    /// What the beats of a region take and did not give themselves.
    fn needs(context: &Context<'_>, region: &Region) -> Vec<ValueId> {
        let beats = &context.sequence.movements[region.movement].beats[region.beats.clone()];
        let taken = beats.iter().flat_map(|beat| &beat.takes).filter_map(|take| take.value);
        let is_outside =
            |value: &ValueId| context.sequence.values[*value].giver.is_none_or(|giver| !region.holds(giver));
        let mut needs: Vec<ValueId> = taken.filter(is_outside).collect();
        needs.sort_unstable();
        needs.dedup();
        needs
    }

    /// What the beats of a region give and somebody after it takes.
    fn gives(&self, context: &Context<'_>, region: &Region) -> Vec<ValueId> {
        let last = BeatId { movement: region.movement, beat: region.beats.end - 1 };
        let movement = &context.sequence.movements[region.movement];
        let beats = &movement.beats[region.beats.clone()];
        // What a movement gives that may stop and be carried on from, nobody may take.
        let is_whole = region.beats.len() == movement.beats.len();
        if movement.continues && is_whole {
            return Vec::new();
        }
        let given = beats.iter().flat_map(|beat| beat.gives.iter().copied());
        given.filter(|value| self.is_output[*value] || self.last_taker[*value] > Some(last)).collect()
    }
}

/// The call of a movement in `play`.
pub(super) fn call(code: &mut Code<'_, '_>, context: &Context<'_>, live: &Live, movement: usize) {
    let beats = &context.sequence.movements[movement].beats;
    let region = Region { movement, beats: 0..beats.len() };
    let name = function_name(&region, None);
    if context.sequence.movements[movement].continues {
        let arguments = arguments(context, live, &region, None);
        call_of(code, context, "let ended = ", &name, &arguments, "");
        code.line("run.carry_on(ended)?;");
    } else {
        region_call(code, context, live, &region, &name, None);
    }
}

/// A call of a region's function, and its results as variables. `inside` is the region of the calling function.
fn region_call(
    code: &mut Code<'_, '_>,
    context: &Context<'_>,
    live: &Live,
    region: &Region,
    name: &str,
    inside: Option<&Region>,
) {
    let arguments = arguments(context, live, region, inside);
    let values = &context.sequence.values;
    match live.gives(context, region).as_slice() {
        [] => call_of(code, context, "", name, &arguments, "?"),
        [one] => {
            call_of(code, context, &format!("let {} = ", local(&values[*one].ident)), name, &arguments, "?");
        }
        several => {
            call_of(code, context, "let given = ", name, &arguments, "?");
            for (at, value) in several.iter().enumerate() {
                code.line(&format!("let {} = given.{at};", local(&values[*value].ident)));
            }
        }
    }
}

fn arguments(context: &Context<'_>, _live: &Live, region: &Region, inside: Option<&Region>) -> Vec<String> {
    let mut arguments = vec!["handlers".to_owned(), "run".to_owned()];
    if context.sequence.style == Style::Baton {
        arguments.push("baton".into());
    }
    arguments.extend(Live::needs(context, region).into_iter().map(|value| {
        let value = &context.sequence.values[value];
        let is_own = match (value.giver, inside) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(giver), Some(inside)) => inside.holds(giver),
        };
        format!("{}{}", if is_own { "&" } else { "" }, local(&value.ident))
    }));
    arguments
}

fn call_of(
    code: &mut Code<'_, '_>,
    context: &Context<'_>,
    binding: &str,
    name: &str,
    arguments: &[String],
    tail: &str,
) {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    code.call(&format!("{binding}{name}"), &arguments, &format!("{}{tail};", context.awaiting()));
}

fn function_name(region: &Region, part: Option<usize>) -> String {
    let number = region.movement + 1;
    part.map_or_else(|| format!("movement_{number}"), |part| format!("movement_{number}_part_{}", part + 1))
}

pub(super) fn emit(code: &mut Code<'_, '_>, context: &Context<'_>) {
    let live = Live::new(context);
    let generics = Generics::new(context);
    for (movement, planned) in context.sequence.movements.iter().enumerate() {
        let count = planned.beats.len();
        if count == 0 {
            continue;
        }
        let whole = Region { movement, beats: 0..count };
        let parts: Vec<Region> =
            (0..count).step_by(PART).map(|from| Region { movement, beats: from..(from + PART).min(count) }).collect();
        open(code, context, &live, &generics, &whole, &function_name(&whole, None));
        code.line(&format!("run.open_movement(&SEQUENCE.movements[{movement}])?;"));
        if let [only] = parts.as_slice() {
            beats(code, context, only);
        } else {
            for (at, part) in parts.iter().enumerate() {
                region_call(code, context, &live, part, &function_name(part, Some(at)), Some(&whole));
            }
        }
        code.line("run.close_movement();");
        close(code, context, &live, &whole);
        if parts.len() > 1 {
            for (at, part) in parts.iter().enumerate() {
                open(code, context, &live, &generics, part, &function_name(part, Some(at)));
                beats(code, context, part);
                close(code, context, &live, part);
            }
        }
    }
}

/// The head of a region's function.
fn open(code: &mut Code<'_, '_>, context: &Context<'_>, live: &Live, generics: &Generics, region: &Region, name: &str) {
    let values = &context.sequence.values;
    let optional = |value: ValueId| {
        let ty = type_of(&values[value]);
        if values[value].conditional { format!("Option<{ty}>") } else { ty.to_owned() }
    };
    let mut parameters = vec![format!("handlers: &{}", generics.handlers), generics.run(context)];
    if context.sequence.style == Style::Baton {
        parameters.push(format!("baton: &mut {}", generics.baton()));
    }
    for value in Live::needs(context, region) {
        parameters.push(format!("{}: &{}", local(&values[value].ident), optional(value)));
    }
    let gives: Vec<String> = live.gives(context, region).into_iter().map(optional).collect();
    let gives = match gives.as_slice() {
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    };
    code.blank();
    let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    let bounds = generics.bounds(context, region.movement..region.movement + 1);
    code.function(
        &head(context, "", &format!("{name}{}", generics.list())),
        &parameters,
        [&gives, &generics.stop(context)],
        &bounds,
    );
}

fn close(code: &mut Code<'_, '_>, context: &Context<'_>, live: &Live, region: &Region) {
    let gives = live.gives(context, region);
    let gives: Vec<String> = gives.into_iter().map(|value| local(&context.sequence.values[value].ident)).collect();
    match gives.as_slice() {
        [one] => code.line(&format!("Ok({one})")),
        [] => code.line("Ok(())"),
        several => {
            let several: Vec<&str> = several.iter().map(String::as_str).collect();
            // One argument that is a tuple hugs its parentheses, so the tuple lays itself out.
            code.call("Ok(", &several, ")");
        }
    }
    code.close("}");
}

fn beats(code: &mut Code<'_, '_>, context: &Context<'_>, region: &Region) {
    let movement = &context.sequence.movements[region.movement];
    for at in region.beats.clone() {
        code.blank();
        let id = BeatId { movement: region.movement, beat: at };
        Stage { context, region, id, beat: &movement.beats[at] }.emit(code);
    }
    code.blank();
}

/// One beat in the function of its region.
struct Stage<'a> {
    context: &'a Context<'a>,
    region: &'a Region,
    id: BeatId,
    beat: &'a Beat<'a>,
}

impl Stage<'_> {
    fn emit(&self, code: &mut Code<'_, '_>) {
        code.parts(&["// ", &self.beat.number.to_string(), ": ", self.context.beat_place(self.id)]);
        if !self.beat.conditional {
            self.play(code);
            self.bind(code);
            return;
        }
        for value in self.given() {
            code.line(&format!("let mut {value} = None;"));
        }
        code.open("'beat: {");
        code.open(&format!("if !run.plays({}) {{", self.description()));
        code.line("break 'beat;");
        code.close("}");
        for (name, is_own) in self.optional_takes() {
            code.open(&format!("let Some({name}) = {}{name} else {{", if is_own { "&" } else { "" }));
            code.line("break 'beat;");
            code.close("};");
        }
        self.play(code);
        self.bind(code);
        code.close("}");
    }

    fn description(&self) -> String {
        let (movement, beat) = (self.id.movement.to_string(), self.id.beat.to_string());
        text::cat(&["&SEQUENCE.movements[", &movement, "].beats[", &beat, "]"])
    }

    fn given(&self) -> impl Iterator<Item = String> {
        self.gives().iter().map(|value| local(&self.context.sequence.values[*value].ident))
    }

    /// The variable that holds what the beat gives, and whether that is a struct of several values.
    fn result(&self) -> Option<String> {
        match self.gives() {
            [] => None,
            [one] if self.is_bare() && !self.beat.conditional => Some(local(&self.context.sequence.values[*one].ident)),
            _ => Some("given".into()),
        }
    }

    /// Whether what comes back is the only value itself: a handler gives it so, a sequence an `Output`.
    fn is_bare(&self) -> bool {
        self.gives().len() == 1 && matches!(self.beat.action, Action::Method(_))
    }

    /// What others may take of it: nothing where the sequence carries on without it.
    fn gives(&self) -> &[ValueId] {
        if self.beat.on_error == OnError::Continue { &[] } else { &self.beat.gives }
    }

    /// Takes what came back apart.
    fn bind(&self, code: &mut Code<'_, '_>) {
        if self.is_bare() && !self.beat.conditional {
            return;
        }
        for value in self.gives() {
            let value = &self.context.sequence.values[*value];
            let field = if self.is_bare() { "given".to_owned() } else { format!("given.{}", value.ident) };
            let name = local(&value.ident);
            if self.beat.conditional {
                code.line(&format!("{name} = Some({field});"));
            } else {
                code.line(&format!("let {name} = {field};"));
            }
        }
    }

    /// The values that the beat takes and that may be missing; and whether this function has them itself.
    fn optional_takes(&self) -> Vec<(String, bool)> {
        let mut takes: Vec<(String, bool)> = Vec::new();
        for value in self.beat.takes.iter().filter_map(|take| take.value) {
            let value = &self.context.sequence.values[value];
            let name = local(&value.ident);
            if value.conditional && !takes.iter().any(|(known, _)| *known == name) {
                takes.push((name, value.giver.is_some_and(|giver| self.region.holds(giver))));
            }
        }
        takes
    }

    fn arguments(&self) -> Vec<String> {
        let takes = self.beat.takes.iter().filter_map(|take| take.value);
        takes
            .map(|value| {
                let value = &self.context.sequence.values[value];
                let is_own = value.giver.is_some_and(|giver| self.region.holds(giver)) && !value.conditional;
                text::cat(&[if is_own { "&" } else { "" }, &local(&value.ident)])
            })
            .collect()
    }

    /// The beat itself, with what surrounds it.
    fn play(&self, code: &mut Code<'_, '_>) {
        let wait = if self.context.is_blocking() { ".block()" } else { ".await" };
        if let Ok(Timing::Paced(_)) = self.beat.timing {
            code.line(&format!("run.pace({}){wait};", self.description()));
        }
        let binding = self.result().map_or_else(String::new, |name| text::cat(&["let ", &name, " = "]));
        match self.beat.on_error {
            OnError::Abort if self.is_plain() => self.call_of_play(code, &binding),
            OnError::Abort => {
                self.attempt(code);
                code.parts(&[&binding, "run.leave(outcome)?;"]);
            }
            OnError::Continue => {
                self.attempt(code);
                code.line("run.leave_or_carry_on(outcome)?;");
            }
            OnError::Retry(_) => {
                code.open(&format!("{binding}loop {{"));
                self.attempt(code);
                code.open("match run.leave_or_retry(outcome)? {");
                let done = if binding.is_empty() { "(_) => break," } else { "(value) => break value," };
                code.parts(&[&self.context.runtime("Next::Done"), done]);
                code.line(&format!("{}(pause) => pause{wait},", self.context.runtime("Next::Again")));
                code.close("}");
                code.close(if binding.is_empty() { "}" } else { "};" });
            }
        }
    }

    /// Whether its performer is a plain function.
    fn is_plain(&self) -> bool {
        let is_method = matches!(self.beat.action, Action::Method(_));
        is_method && (self.beat.is_pure() || self.context.is_blocking())
    }

    /// The beat as one call.
    fn call_of_play(&self, code: &mut Code<'_, '_>, binding: &str) {
        let Action::Method(method) = self.beat.action else { return };
        let beat = if self.beat.is_pure() { "|_| {" } else { "|beat| {" };
        code.open_parts(&[binding, "run.play(", &self.description(), ", ", beat]);
        self.call_of_handler(code, method, "beat");
        code.close("})?;");
    }

    /// The call of the handler, alone in its block.
    fn call_of_handler(&self, code: &mut Code<'_, '_>, method: usize, beat: &str) {
        let context = self.context;
        let movement = &context.sequence.movements[self.id.movement];
        let name = text::cat(&[&movement.trait_name, "::", &movement.methods[method].name]);
        let mut arguments = vec!["handlers".to_owned()];
        if !self.beat.is_pure() {
            arguments.push(beat.into());
        }
        if context.sequence.style == Style::Baton {
            arguments.push("baton".into());
        }
        arguments.extend(self.arguments());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        code.parts(&["// ", &text::comment(movement.methods[method].handler.value)]);
        code.call(&name, &arguments, "");
    }

    /// Enters the beat and lets its performer do it.
    fn attempt(&self, code: &mut Code<'_, '_>) {
        match self.beat.action {
            Action::Method(method) => self.handle(code, method),
            Action::Sequence(other) => self.perform(code, other),
            Action::Nobody => {}
        }
    }

    fn handle(&self, code: &mut Code<'_, '_>, method: usize) {
        if self.beat.is_pure() {
            code.parts(&["let limit = run.enter(", &self.description(), ")?.limit();"]);
        } else {
            code.parts(&["let mut beat = run.enter(", &self.description(), ")?;"]);
            code.line("let limit = beat.limit();");
        }
        let runtime = &self.context.options.runtime;
        if self.is_plain() {
            code.open_parts(&["let outcome = ", runtime, "::blocking::contain(limit, || {"]);
            self.call_of_handler(code, method, "&mut beat");
            code.close("});");
        } else {
            code.open_parts(&["let outcome = ", runtime, "::contain(limit, ::core::pin::pin!(None), || {"]);
            self.call_of_handler(code, method, "&mut beat");
            code.close("})");
            code.line(".await;");
        }
    }

    fn perform(&self, code: &mut Code<'_, '_>, other: usize) {
        let context = self.context;
        let generics = Generics::new(context);
        let module = &context.plan.sequences[other].module;
        let mut arguments = vec!["handlers".to_owned(), "run".to_owned()];
        if context.sequence.style == Style::Baton {
            arguments.push("baton".into());
        }
        arguments.extend(self.arguments());
        code.line(&format!("run.enter({})?;", self.description()));
        call_of(code, context, "let played = ", &format!("super::{module}::play"), &arguments, "");
        code.line(&format!("let outcome = run.performed::<_, {}, _>(played);", generics.error()));
    }
}
