//! `perform`, which users call, and `play`, which other sequences call.

use super::code::Code;
use super::movements::{self, Live};
use super::{Context, traits};
use crate::plan::{Action, Style, Value};

pub(super) fn emit(code: &mut Code<'_, '_>, context: &Context<'_>) {
    let generics = Generics::new(context);
    perform(code, context, &generics);
    play(code, context, &generics);
}

/// The type parameters of the generated functions, and what they must be.
pub(super) struct Generics {
    pub(super) handlers: &'static str,
    observer: &'static str,
    recording: &'static str,
}

impl Generics {
    /// Short names, unless the sequence has something of that name.
    pub(super) fn new(context: &Context<'_>) -> Self {
        let taken = |name: &str| {
            context.sequence.types.iter().any(|ty| ty.name == name)
                || context.sequence.movements.iter().any(|movement| movement.trait_name == name)
        };
        let free = |short, long| if taken(short) { long } else { short };
        Self { handlers: free("H", "H_"), observer: free("O", "O_"), recording: free("R", "R_") }
    }

    pub(super) fn list(&self) -> String {
        format!("<{}, {}, {}>", self.handlers, self.observer, self.recording)
    }

    pub(super) fn run(&self, context: &Context<'_>) -> String {
        format!("run: &mut {}<'_, {}, {}>", context.runtime("Run"), self.observer, self.recording)
    }

    pub(super) fn error(&self) -> String {
        format!("<{} as Handlers>::Error", self.handlers)
    }

    pub(super) fn baton(&self) -> String {
        format!("<{} as Handlers>::Baton", self.handlers)
    }

    pub(super) fn stop(&self, context: &Context<'_>) -> String {
        format!("{}<{}>", context.runtime("Stop"), self.error())
    }

    /// What the handlers of these movements must be, and of the sequences that they perform.
    pub(super) fn bounds(&self, context: &Context<'_>, movements: std::ops::Range<usize>) -> Vec<String> {
        let mut bounds = vec!["Handlers".to_owned()];
        bounds.extend(own_traits(context, movements.clone(), ""));
        if bounds.len() > 1 {
            bounds.remove(0); // every movement's trait includes it
        }
        let mut others = Vec::new();
        performed(context, context.sequence, movements, "Handlers", &mut others);
        let mut conversions = Vec::new();
        for other in &others {
            let sequence = &context.plan.sequences[other.sequence];
            let module = format!("super::{}::", sequence.module);
            let traits = own_traits_of(sequence, 0..sequence.movements.len(), &module);
            let baton = match sequence.style {
                Style::Baton => format!("Handlers<Baton = {}>", self.baton()),
                Style::Flow => "Handlers".into(),
            };
            bounds.push(format!("{module}{baton}"));
            bounds.extend(traits);
            for parent in &other.parents {
                let from = format!("<{} as {module}Handlers>::Error", self.handlers);
                conversions.push(format!("<{} as {parent}>::Error: ::core::convert::From<{from}>", self.handlers));
            }
        }
        let mut all = vec![format!("{}: {}", self.handlers, bounds.join(" + "))];
        all.extend(conversions);
        all.push(format!("{}: {}", self.observer, context.runtime("Observer")));
        all.push(format!("{}: {}", self.recording, context.runtime("Recording")));
        all
    }
}

fn own_traits(context: &Context<'_>, movements: std::ops::Range<usize>, module: &str) -> Vec<String> {
    own_traits_of(context.sequence, movements, module)
}

fn own_traits_of(sequence: &crate::plan::Sequence<'_>, movements: std::ops::Range<usize>, module: &str) -> Vec<String> {
    let movements = sequence.movements[movements].iter().filter(|movement| traits::has_trait(movement));
    movements.map(|movement| format!("{module}{}", movement.trait_name)).collect()
}

/// A sequence that is performed, directly or by one that is, and the `Handlers` of those that perform it.
struct Performed {
    sequence: usize,
    parents: Vec<String>,
}

/// Goes on from sequence to sequence; the rules have seen to it that there is no cycle.
fn performed(
    context: &Context<'_>,
    sequence: &crate::plan::Sequence<'_>,
    movements: std::ops::Range<usize>,
    parent: &str,
    found: &mut Vec<Performed>,
) {
    for beat in sequence.movements[movements].iter().flat_map(|movement| &movement.beats) {
        let Action::Sequence(other) = beat.action else { continue };
        if let Some(known) = found.iter_mut().find(|known| known.sequence == other) {
            if !known.parents.iter().any(|known| known == parent) {
                known.parents.push(parent.to_owned());
            }
            continue;
        }
        found.push(Performed { sequence: other, parents: vec![parent.to_owned()] });
        let next = &context.plan.sequences[other];
        let name = format!("super::{}::Handlers", next.module);
        performed(context, next, 0..next.movements.len(), &name, found);
    }
}

fn perform(code: &mut Code<'_, '_>, context: &Context<'_>, generics: &Generics) {
    let sequence = context.sequence;
    let (input, output) = match sequence.style {
        Style::Baton => (format!("Input<{}>", generics.baton()), generics.baton()),
        Style::Flow => ("Input".to_owned(), "Output".to_owned()),
    };
    let handlers = format!("handlers: &{}", generics.handlers);
    let conductor =
        format!("conductor: &{}<{}, {}>", context.runtime("Conductor"), generics.observer, generics.recording);
    let takes_input = sequence.style == Style::Baton || sequence.inputs().next().is_some();
    let input = format!("{}: {input}", if takes_input { "input" } else { "_input" });
    let value = format!("{}<{output}>", context.runtime("Performance"));
    let error = format!("{}<{}>", context.runtime("Failure"), generics.error());
    code.blank();
    code.doc("Performs the sequence.");
    code.doc("");
    code.doc("# Errors");
    code.doc("The first failure that the sequence does not tell to carry on from, with the record up to it.");
    let parameters = [handlers.as_str(), conductor.as_str(), input.as_str()];
    let bounds = generics.bounds(context, 0..sequence.movements.len());
    code.function(
        &head(context, "pub", &format!("perform{}", generics.list())),
        &parameters,
        [&value, &error],
        &bounds,
    );
    code.line("let mut run = conductor.start(&SEQUENCE);");
    let mut arguments = vec!["handlers".to_owned(), "&mut run".to_owned()];
    match sequence.style {
        Style::Baton => {
            code.line("let mut baton = input.baton;");
            arguments.push("&mut baton".into());
        }
        Style::Flow => arguments.extend(sequence.inputs().map(|(_, value)| format!("&input.{}", value.ident))),
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    code.call("let played = play", &arguments, &format!("{};", context.awaiting()));
    code.line(match sequence.style {
        Style::Baton => "run.finish(played.map(|()| baton))",
        Style::Flow => "run.finish(played)",
    });
    code.close("}");
}

pub(super) fn head(context: &Context<'_>, visibility: &str, name: &str) -> String {
    let space = if visibility.is_empty() { "" } else { " " };
    format!("{visibility}{space}{}fn {name}", if context.is_blocking() { "" } else { "async " })
}

fn play(code: &mut Code<'_, '_>, context: &Context<'_>, generics: &Generics) {
    let sequence = context.sequence;
    let mut parameters = vec![format!("handlers: &{}", generics.handlers), generics.run(context)];
    let output = match sequence.style {
        Style::Baton => {
            parameters.push(format!("baton: &mut {}", generics.baton()));
            "()"
        }
        Style::Flow => {
            let inputs = sequence
                .inputs()
                .map(|(_, value)| format!("{}: &{}", movements::local(&value.ident), traits::type_of(value)));
            parameters.extend(inputs);
            "Output"
        }
    };
    code.blank();
    code.doc("Performs the sequence as part of another one.");
    code.doc("");
    code.doc("# Errors");
    code.doc("As [`perform`].");
    let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    let bounds = generics.bounds(context, 0..sequence.movements.len());
    code.function(
        &head(context, "pub", &format!("play{}", generics.list())),
        &parameters,
        [output, &generics.stop(context)],
        &bounds,
    );
    code.line("run.open(&SEQUENCE)?;");
    if sequence.floor < sequence.base {
        // Nothing is promised, so a performance softer than every beat may play nothing.
        code.open(&format!("if run.skips({}) {{", context.runtime(&format!("Dynamics::{:?}", sequence.base))));
        output_of(code, context, "return ", ";");
        code.close("}");
    }
    let live = Live::new(context);
    for (at, movement) in sequence.movements.iter().enumerate() {
        if movement.beats.is_empty() {
            continue;
        }
        movements::call(code, context, &live, at);
    }
    output_of(code, context, "", "");
    code.close("}");
}

/// What `play` comes to, as an expression between `before` and `after`.
fn output_of(code: &mut Code<'_, '_>, context: &Context<'_>, before: &str, after: &str) {
    let sequence = context.sequence;
    if sequence.style == Style::Baton {
        code.parts(&[before, "Ok(())", after]);
        return;
    }
    let outputs: Vec<_> = sequence.outputs.iter().flatten().map(|id| &sequence.values[*id]).collect();
    if outputs.is_empty() {
        code.parts(&[before, "Ok(Output {})", after]);
        return;
    }
    let field = |value: &Value<'_>| {
        let local = movements::local(&value.ident);
        let given = match (value.giver, value.conditional) {
            (None, _) => format!("::core::clone::Clone::clone({local})"),
            // Played below the floor of its outputs, a sequence does not even open.
            (Some(_), true) => format!("run.given({local})?"),
            (Some(_), false) => local,
        };
        if given == value.ident { given } else { format!("{}: {given}", value.ident) }
    };
    let fields: Vec<String> = outputs.into_iter().map(field).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    code.structure(&format!("{before}Ok(Output"), &fields, &format!("){after}"));
}
