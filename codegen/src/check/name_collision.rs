//! Different things have different names in Rust, too.

use super::name_not_an_identifier::{EVENT, SEQUENCE_ID, fault};
use super::repeated::repeated;
use super::{Check, Context, rust_names, text, type_uses};
use crate::diagnostic::Finding;
use crate::plan::handlers::segments;
use crate::plan::types::{TypeExpr, TypeFault};
use crate::plan::{Beat, BeatId, Movement, Plan, Value, naming};
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;
use crate::spec::{Text, TypeDefinition};

pub(super) const CHECK: Check = Check {
    plan: Some(of_plan),
    sequence: Some(of_sequence),
    movement: Some(of_movement),
    beat: Some(of_beat),
    ..Check::of(&RULE)
};

static RULE: Rule = Rule {
    code: "NAME_COLLISION",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "no two things become the same Rust name, and none the name of something that the generated code has or uses",
    why: "`load-data` and `loadData` are two names in the file and one in the generated code",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "loadData" },
  { "beat": 2, "handler": "load_data" }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "loadData" },
  { "beat": 2, "handler": "reloadData" }
] }] }"#,
};

/// What the generated module has itself.
const GENERATED: &[&str] = &["Handlers", "Input", "Output", "Event", "SEQUENCE", "Self", "H_", "O_", "R_"];

/// What the generated code and what users add to it name without a path. A movement's trait has a macro of its name, so
/// that a derive of that name would be lost.
const USED: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "Err",
    "From",
    "Hash",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "Vec",
];

/// Crates that a module of the same name would hide.
const CRATES: &[&str] = &["alloc", "core", "std", "symphony"];

/// A name in the file and what it becomes.
#[derive(Clone, Copy)]
struct Name<'a> {
    what: &'static str,
    said: &'a str,
    rust: &'a str,
    place: Place,
}

fn of_plan(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let modules: Vec<&str> = plan.sequences.iter().map(|sequence| sequence.module.as_str()).collect();
    let name = |at: usize| {
        let sequence = &plan.sequences[at];
        let span = sequence.spec.id.map_or(sequence.spec.span, |id| id.span);
        Name { what: "sequence", said: sequence.id, rust: &sequence.module, place: sequence.place(span) }
    };
    apart(&modules, "module", name, findings);
    for at in (0..modules.len()).filter(|at| CRATES.contains(&modules[*at])) {
        let name = name(at);
        let message =
            format!("the sequence `{}` becomes a module that hides the crate `{}`", text::shown(name.said), name.rust);
        findings.push(Finding::new(&RULE, name.place, message).label("the name of a crate"));
    }
}

fn of_sequence(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    of_module(context, findings);
    let sequence = context.sequence;
    let events: Vec<&str> = sequence.events.iter().map(|event| event.variant.as_str()).collect();
    let event = |at: usize| named(context, "event", sequence.events[at].name, events[at]);
    apart(&events, "variant", event, findings);
    not_all(&events, event, findings);
    for ty in &sequence.types {
        match &ty.spec.definition {
            TypeDefinition::Enum(variants) => {
                let made: Vec<String> =
                    variants.iter().map(|variant| naming::camel(&naming::words(variant.value))).collect();
                let made: Vec<&str> = made.iter().map(String::as_str).collect();
                let variant = |at: usize| named(context, "variant", variants[at], made[at]);
                apart(&made, "variant", variant, findings);
                not_all(&made, variant, findings);
            }
            TypeDefinition::Struct(fields) => {
                let made: Vec<String> = fields.iter().map(|field| naming::snake(field.name.value)).collect();
                let made: Vec<&str> = made.iter().map(String::as_str).collect();
                apart_in_object(&made, |at| named(context, "field", fields[at].name, made[at]), findings);
            }
            TypeDefinition::Path(_) => {}
        }
    }
    let outputs: Vec<&str> = sequence.spec.output.iter().map(|name| name.value).collect();
    apart(&outputs, "field", |at| named(context, "output", sequence.spec.output[at], outputs[at]), findings);
    of_values(context, findings);
}

/// Every generated enum has a constant that lists its variants.
fn not_all<'a>(made: &[&str], name: impl Fn(usize) -> Name<'a>, findings: &mut Vec<Finding>) {
    for at in (0..made.len()).filter(|at| made[*at] == "ALL") {
        let name = name(at);
        let message =
            format!("the {} `{}` becomes `ALL`, which every generated enum has", name.what, text::shown(name.said));
        findings.push(Finding::new(&RULE, name.place, message).label("taken").help("give it another name"));
    }
}

fn of_values(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let values = &context.sequence.values;
    let idents: Vec<&str> = values.iter().map(|value| value.ident.as_str()).collect();
    let name = |at: usize| {
        let value: &Value<'_> = &values[at];
        Name { what: "value", said: value.name.value, rust: idents[at], place: context.given_at(value) }
    };
    // Values of the same name are another rule's.
    apart_in_object(&idents, name, findings);
    for (at, ident) in idents.iter().enumerate() {
        if matches!(*ident, "beat" | "baton") || is_generated_function(ident) {
            let name = name(at);
            let message =
                format!("the value `{}` has the name of something in the generated code", text::shown(name.said));
            findings.push(Finding::new(&RULE, name.place, message).label("taken").help("give it another name"));
        }
    }
}

/// Traits, types and structs of outputs share the names of the module.
fn of_module(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    let structs = structs(context);
    let mut names: Vec<Name<'_>> = Vec::with_capacity(sequence.movements.len() + sequence.types.len() + structs.len());
    for ty in &sequence.types {
        names.push(named(context, "type", ty.spec.name, ty.name));
    }
    for movement in &sequence.movements {
        let place = context.place(movement.id_span);
        names.push(Name { what: "movement", said: movement.id, rust: &movement.trait_name, place });
    }
    for (handler, made) in &structs {
        names.push(named(context, "handler", *handler, made));
    }
    let made: Vec<&str> = names.iter().map(|name| name.rust).collect();
    apart(&made, "type", |at| names[at], findings);
    for name in names {
        let why = if GENERATED.contains(&name.rust) {
            "which every generated module has"
        } else if USED.contains(&name.rust) || rust_names::PRIMITIVES.contains(&name.rust) {
            "which Rust has already"
        } else if rust_names::TRAITS.contains(&name.rust) && is_used(context, name.rust) {
            "which a type of this sequence means to be Rust's own"
        } else {
            continue;
        };
        let message = format!("the {} `{}` becomes `{}`, {why}", name.what, text::shown(name.said), name.rust);
        findings.push(Finding::new(&RULE, name.place, message).label("taken").help("give it another name"));
    }
}

/// Whether a type of the sequence names a trait, as in `Box<dyn Fn()>`.
fn is_used(context: &Context<'_, '_>, name: &str) -> bool {
    let mut used = false;
    let mut visit = |_: Text<'_>, ty: &Result<TypeExpr, TypeFault>| {
        used |= ty.as_ref().is_ok_and(|ty| ty.bare_names().any(|bare| bare == name));
    };
    type_uses::of_sequence(context.sequence, &mut visit);
    for (_, beat) in context.sequence.beats() {
        type_uses::of_beat(context.sequence, beat, &mut visit);
    }
    used
}

/// The structs of handlers that give several values, with the movement before the name where two would be the same.
fn structs<'p>(context: &Context<'p, '_>) -> Vec<(Text<'p>, String)> {
    let mut methods = Vec::new();
    for movement in &context.sequence.movements {
        for method in &movement.methods {
            if movement.beats[method.beats[0]].gives.len() > 1 {
                methods.push((movement, method));
            }
        }
    }
    let methods_of: Vec<&str> = methods.iter().map(|(_, method)| method.name.as_str()).collect();
    let mut is_shared = vec![false; methods.len()];
    for (first, again) in repeated(&methods_of) {
        is_shared[first] = true;
        is_shared[again] = true;
    }
    let structs = methods.iter().zip(is_shared).map(|((movement, method), is_shared)| {
        let movement = if is_shared { movement.trait_name.as_str() } else { "" };
        (method.handler, format!("{movement}{}Output", naming::camel(&method.name)))
    });
    structs.collect()
}

fn of_movement(context: &Context<'_, '_>, movement: &Movement<'_>, findings: &mut Vec<Finding>) {
    let methods: Vec<&str> = movement.methods.iter().map(|method| method.name.as_str()).collect();
    apart(&methods, "method", |at| named(context, "handler", movement.methods[at].handler, methods[at]), findings);
}

fn of_beat(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    if beat.takes.len() > 1 {
        let takes: Vec<&str> = beat.takes.iter().map(|take| take.name.value).collect();
        apart(&takes, "parameter", |at| named(context, "input", beat.takes[at].name, takes[at]), findings);
    }
}

fn named<'a>(context: &Context<'_, '_>, what: &'static str, name: Text<'a>, rust: &'a str) -> Name<'a> {
    Name { what, said: name.value, rust, place: context.place(name.span) }
}

/// Whether a value of that name would hide one of the functions that a sequence is split into.
fn is_generated_function(ident: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    ident.strip_prefix("movement_").is_some_and(|rest| match rest.split_once("_part_") {
        Some((movement, part)) => is_number(movement) && is_number(part),
        None => is_number(rest),
    })
}

/// A finding for each name that becomes what another one is already.
fn apart<'a>(made: &[&str], what: &str, name: impl Fn(usize) -> Name<'a>, findings: &mut Vec<Finding>) {
    for (first, again) in repeated(made) {
        findings.extend(collision(&name(first), &name(again), what));
    }
}

/// The same for keys of objects: two that are the same to the letter are a fault of the text.
fn apart_in_object<'a>(made: &[&str], name: impl Fn(usize) -> Name<'a>, findings: &mut Vec<Finding>) {
    for (first, again) in repeated(made) {
        let (first, again) = (name(first), name(again));
        if first.said != again.said {
            findings.extend(collision(&first, &again, "name"));
        }
    }
}

fn collision(first: &Name<'_>, again: &Name<'_>, what: &str) -> Option<Finding> {
    // A name that is none is reported as such, and may be mended in another way.
    let is_broken = |name: &Name<'_>| {
        let (name, separators) = match name.what {
            "sequence" => (name.said, SEQUENCE_ID),
            "event" => (name.said, EVENT),
            "handler" => (segments(name.said).0, &[] as &[char]),
            "value" | "field" => (name.said, &[] as &[char]),
            _ => return false,
        };
        fault(name, separators, naming::snake).is_some()
    };
    // Two keys of one object are a fault of the text.
    let are_keys = first.what == "type" && again.what == "type" && first.said == again.said;
    if first.rust.is_empty() || are_keys || is_broken(first) || is_broken(again) {
        return None;
    }
    let message = if first.said == again.said && first.what == again.what {
        format!("two {}s are called `{}`", first.what, text::shown(first.said))
    } else {
        let (left, right) = (text::shown(first.said), text::shown(again.said));
        let rust = again.rust;
        format!("the {} `{left}` and the {} `{right}` both become the {what} `{rust}`", first.what, again.what)
    };
    let finding = Finding::new(&RULE, again.place, message).label("the same name again");
    Some(finding.also(first.place, "the first one").help("give one of them another name"))
}
