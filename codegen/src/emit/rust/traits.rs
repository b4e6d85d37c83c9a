//! `Handlers`, and a trait for each movement.

use super::code::Code;
use super::options::output_struct;
use super::{Context, text};
use crate::plan::{Action, Beat, BeatId, Movement, Sequence, Style, Value, handlers::Method};
use crate::spec::{Criterion, UserStory};

/// What a handler looks like, in the trait and in the user's impl.
pub(super) struct Signature {
    /// Without `&self`.
    pub(super) parameters: Vec<String>,
    /// What it gives, without the `Result`.
    pub(super) output: String,
    /// Whether it is a plain function.
    pub(super) pure: bool,
}

impl Signature {
    pub(super) fn new(sequence: &Sequence<'_>, movement: &Movement<'_>, method: &Method<'_>, runtime: &str) -> Self {
        let beat = &movement.beats[method.beats[0]];
        let mut parameters = Vec::new();
        if !beat.is_pure() {
            parameters.push(text::cat(&["beat: &mut ", runtime, "::Beat<'_>"]));
        }
        if sequence.style == Style::Baton {
            parameters.push("baton: &mut Self::Baton".into());
        }
        for take in &beat.takes {
            if let Some(value) = take.value.map(|value| &sequence.values[value]) {
                parameters.push(text::cat(&[&value.ident, ": &", type_of(value)]));
            }
        }
        Self { parameters, output: output(sequence, method, beat), pure: beat.is_pure() }
    }
}

/// The text of a type; the rules have refused what has none.
pub(super) fn type_of<'p>(value: &'p Value<'_>) -> &'p str {
    match &value.ty {
        Some(Ok(ty)) => &ty.text,
        _ => "()",
    }
}

fn output(sequence: &Sequence<'_>, method: &Method<'_>, beat: &Beat<'_>) -> String {
    match beat.gives.as_slice() {
        [] => "()".into(),
        [one] => type_of(&sequence.values[*one]).to_owned(),
        _ => struct_name(sequence, beat, method),
    }
}

/// `<Method>Output`; with the movement before it where two movements would give the same name.
pub(super) fn struct_name(sequence: &Sequence<'_>, beat: &Beat<'_>, method: &Method<'_>) -> String {
    let several = |movement: &Movement<'_>, method: &Method<'_>| movement.beats[method.beats[0]].gives.len() > 1;
    let same = |movement: &&Movement<'_>| {
        movement.methods.iter().any(|other| other.name == method.name && several(movement, other))
    };
    let name = output_struct(&method.name);
    if sequence.movements.iter().filter(same).count() < 2 {
        return name;
    }
    let own = |movement: &&Movement<'_>| movement.beats.iter().any(|it| std::ptr::eq(it, beat));
    let own = sequence.movements.iter().find(own).map_or("", |movement| &movement.trait_name);
    format!("{own}{name}")
}

pub(super) fn module_docs(code: &mut Code<'_, '_>, context: &Context<'_>) {
    let spec = context.sequence.spec;
    let title = spec.title.or(spec.name).or(spec.id);
    for line in title.map(|title| text::doc_lines(title.value)).unwrap_or_default() {
        code.module_doc(&line);
    }
    for part in [spec.description, spec.purpose].into_iter().flatten() {
        paragraph(part.value, |line| code.module_doc(line));
    }
    if let Some(line) = story(spec.user_story.as_ref()) {
        code.module_doc("");
        code.module_doc(&line);
    }
    code.blank();
}

pub(super) fn paragraph(prose: &str, mut write: impl FnMut(&str)) {
    let lines = text::doc_lines(prose);
    if !lines.is_empty() {
        write("");
        for line in &lines {
            write(line);
        }
    }
}

/// A user story as one paragraph.
pub(super) fn story(story: Option<&UserStory<'_>>) -> Option<String> {
    match story? {
        UserStory::Sentence(sentence) => {
            let lines = text::doc_lines(sentence.value);
            (!lines.is_empty()).then(|| lines.join(" "))
        }
        UserStory::Parts { persona, goal, benefit, .. } => {
            let part = |lead: &str, part: &Option<crate::spec::Text<'_>>| {
                let said = part.filter(|part| !part.value.trim().is_empty())?;
                Some(format!("{lead} {}", text::doc(said.value.trim())))
            };
            let parts = [part("As", persona), part("I want", goal), part("so that", benefit)];
            let parts: Vec<_> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| format!("{}.", parts.join(", ")))
        }
    }
}

pub(super) fn emit(code: &mut Code<'_, '_>, context: &Context<'_>) {
    handlers(code, context);
    for (at, movement) in context.sequence.movements.iter().enumerate() {
        movement_trait(code, context, at, movement);
    }
}

fn handlers(code: &mut Code<'_, '_>, context: &Context<'_>) {
    let sequence = context.sequence;
    code.blank();
    code.doc(&format!("What all handlers of {} have in common.", text::code(sequence.id)));
    not_implemented(
        code,
        &format!("`{{Self}}` does not say what the handlers of the sequence `{}` have in common", sequence.id),
        "write `impl Handlers` for it, with `type Error = …;`",
        &format!("the sequence stands at {}", context.place(sequence.spec.id.map_or(sequence.spec.span, |id| id.span))),
    );
    code.open(&format!("pub trait Handlers{} {{", context.sendable(": Sync")));
    code.doc("What a handler fails with.");
    code.line(&format!("type Error: ::core::fmt::Display{};", context.sendable(" + Send")));
    if sequence.style == Style::Baton {
        code.blank();
        code.doc("What the handlers pass from beat to beat.");
        code.line(&format!("type Baton{};", context.sendable(": Send")));
    }
    code.close("}");
}

/// What rustc says where the trait is missing. The spec's words may hold braces, which would be read as parameters; only
/// `{Self}` is one.
fn not_implemented(code: &mut Code<'_, '_>, message: &str, label: &str, note: &str) {
    code.open("#[diagnostic::on_unimplemented(");
    code.parts(&["message = ", &text::format_literal(message).replace("{{Self}}", "{Self}"), ","]);
    code.parts(&["label = ", &text::format_literal(label), ","]);
    code.parts(&["note = ", &text::format_literal(note)]);
    code.close(")]");
}

fn movement_trait(code: &mut Code<'_, '_>, context: &Context<'_>, at: usize, movement: &Movement<'_>) {
    let sequence = context.sequence;
    if movement.methods.is_empty() {
        return;
    }
    code.blank();
    let title = movement.spec.name.map_or(movement.id, |name| name.value);
    for line in text::doc_lines(title) {
        code.doc(&line);
    }
    for part in [movement.spec.description, movement.spec.purpose].into_iter().flatten() {
        paragraph(part.value, |line| code.doc(line));
    }
    if let Some(line) = story(movement.spec.user_story.as_ref()) {
        code.doc("");
        code.doc(&line);
    }
    not_implemented(
        code,
        &format!("`{{Self}}` does not handle the movement `{}` of the sequence `{}`", movement.id, sequence.id),
        &format!("write `impl {}` for it", movement.trait_name),
        &format!("the movement stands at {}", context.place(movement.id_span)),
    );
    code.open(&format!("pub trait {}: Handlers {{", movement.trait_name));
    for method in &movement.methods {
        code.blank();
        handler(code, context, at, movement, method);
    }
    code.close("}");
    companion(code, context, movement);
}

fn handler(code: &mut Code<'_, '_>, context: &Context<'_>, at: usize, movement: &Movement<'_>, method: &Method<'_>) {
    let signature = Signature::new(context.sequence, movement, method, &context.options.runtime);
    docs(code, context, movement, method);
    let returns = if signature.pure || context.is_blocking() {
        text::cat(&[") -> Result<", &signature.output, ", Self::Error>;"])
    } else {
        let send = context.sendable(" + Send");
        let future = ") -> impl ::core::future::Future<Output = Result<";
        text::cat(&[future, &signature.output, ", Self::Error>>", send, ";"])
    };
    if 4 + returns.chars().count() > 100 || signature.parameters.iter().any(|it| 8 + it.chars().count() > 99) {
        // rustfmt would break it somewhere inside the type.
        code.line("#[rustfmt::skip]");
    }
    code.open_parts(&["fn ", &method.name, "("]);
    code.line("&self,");
    // rustc shows these lines when the handler is missing or lacks a parameter, and with them the place in the JSON.
    code.parts(&["// ", context.beat_place(BeatId { movement: at, beat: method.beats[0] })]);
    for parameter in &signature.parameters {
        code.parts(&[parameter, ","]);
    }
    code.close(&returns);
}

/// A handler's doc comment: what each of its beats is for and how it is accepted.
fn docs(code: &mut Code<'_, '_>, context: &Context<'_>, movement: &Movement<'_>, method: &Method<'_>) {
    for (at, position) in method.beats.iter().enumerate() {
        let beat = &movement.beats[*position];
        if at > 0 {
            code.doc("");
        }
        let title = beat.spec.title.or(beat.spec.name).map_or(method.handler.value, |title| title.value);
        let title = text::doc_lines(title);
        code.doc(&text::cat(&[title.join(" ").trim_end_matches('.'), "."]));
        if let Some(description) = beat.spec.description {
            paragraph(description.value, |line| code.doc(line));
        }
        if let Some(line) = story(beat.spec.user_story.as_ref()) {
            code.doc("");
            code.doc(&line);
        }
        code.doc("");
        let event = beat.event.map(|event| text::code(context.sequence.events[event].name.value));
        let publishes = if event.is_some() { ", publishes " } else { "" };
        let (number, event) = (beat.number.to_string(), event.unwrap_or_default());
        code.doc(&text::cat(&[
            "Beat ",
            &number,
            ", played at `",
            beat.dynamics.word(),
            "` and louder",
            publishes,
            &event,
            ".",
        ]));
        criteria(code, beat);
    }
}

fn criteria(code: &mut Code<'_, '_>, beat: &Beat<'_>) {
    let sentences: Vec<String> =
        beat.spec.criteria.iter().map(criterion).filter(|sentence| !sentence.is_empty()).collect();
    if sentences.is_empty() {
        return;
    }
    code.doc("");
    code.doc("Accepted when");
    for sentence in sentences {
        code.doc(&text::cat(&["- ", &sentence]));
    }
}

/// A criterion as one line; empty where it says nothing.
fn criterion(criterion: &Criterion<'_>) -> String {
    let steps = match criterion {
        Criterion::Sentence(sentence) => return text::doc_lines(sentence.value).join(" "),
        Criterion::Steps(steps) => steps,
    };
    let words = [("given ", &steps.given), ("when ", &steps.when), ("then ", &steps.then), ("and ", &steps.and)];
    let mut parts = Vec::new();
    for (word, steps) in words {
        let steps = steps.iter().map(|step| text::doc_lines(step.value).join(" "));
        parts.extend(steps.filter(|step| !step.is_empty()).map(|step| text::cat(&[word, &step])));
    }
    parts.join(", ")
}

/// A macro of the trait's name, by which `#[handlers]` learns what the trait is of: whoever can name the trait can name
/// the macro, under whatever path and alias. Where the module is public it is exported, for implementations in tests and
/// in other crates; its real name then stands at the root of the crate, so a macro of ours makes one that is nobody's.
fn companion(code: &mut Code<'_, '_>, context: &Context<'_>, movement: &Movement<'_>) {
    let path = context.sources.get(context.sequence.spec.source).path();
    let flavour = match context.options.flavour {
        super::Flavour::Async => "async",
        super::Flavour::Blocking => "blocking",
        super::Flavour::Local => "local",
    };
    let reach = if context.options.visibility == "pub" { "public" } else { "private" };
    let runtime = &context.options.runtime;
    code.blank();
    code.open_parts(&[runtime, "::__companion! {"]);
    code.parts(&[
        runtime,
        " ",
        &text::literal(path),
        " ",
        &text::literal(&movement.trait_name),
        " ",
        flavour,
        " ",
        reach,
    ]);
    code.close("}");
}

/// The methods that perform other sequences have no handler: whether a movement needs a trait at all.
pub(super) fn has_trait(movement: &Movement<'_>) -> bool {
    movement.beats.iter().any(|beat| matches!(beat.action, Action::Method(_)))
}
