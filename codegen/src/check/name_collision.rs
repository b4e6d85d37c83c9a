//! Different things have different names in Rust, too.

use super::name_not_an_identifier::fault;
use super::repeated::repeated;
use super::{Check, Context, rust_names, text};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId, Movement, Plan, naming};
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
struct Name<'a> {
    what: &'static str,
    name: &'a str,
    rust: &'a str,
    place: Place,
}

fn of_plan(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let names: Vec<Name<'_>> = plan
        .sequences
        .iter()
        .filter_map(|sequence| {
            let id = sequence.spec.id?;
            Some(Name { what: "sequence", name: id.value, rust: &sequence.module, place: sequence.place(id.span) })
        })
        .collect();
    apart(&names, "module", findings);
    for name in names.iter().filter(|name| CRATES.contains(&name.rust)) {
        let message = format!("the sequence `{}` becomes a module that hides the crate `{}`", name.name, name.rust);
        findings.push(Finding::new(&RULE, name.place, message).label("the name of a crate"));
    }
}

fn of_sequence(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    of_module(context, findings);
    let sequence = context.sequence;
    let events: Vec<Name<'_>> =
        sequence.events.iter().map(|event| named(context, "event", event.name, &event.variant)).collect();
    apart(&events, "variant", findings);
    for ty in &sequence.types {
        match &ty.spec.definition {
            TypeDefinition::Enum(variants) => {
                let rust: Vec<String> =
                    variants.iter().map(|variant| naming::camel(&naming::words(variant.value))).collect();
                let names = variants.iter().zip(&rust);
                let names: Vec<Name<'_>> =
                    names.map(|(variant, rust)| named(context, "variant", *variant, rust)).collect();
                apart(&names, "variant", findings);
            }
            TypeDefinition::Struct(fields) => {
                let rust: Vec<String> = fields.iter().map(|field| naming::snake(field.name.value)).collect();
                let names = fields.iter().zip(&rust);
                let names: Vec<Name<'_>> =
                    names.map(|(field, rust)| named(context, "field", field.name, rust)).collect();
                apart_in_object(&names, findings);
            }
            TypeDefinition::Path(_) => {}
        }
    }
    let values: Vec<Name<'_>> = sequence
        .values
        .iter()
        .map(|value| Name { what: "value", name: value.name.value, rust: &value.ident, place: context.given_at(value) })
        .collect();
    // Values of the same name are another rule's.
    apart_in_object(&values, findings);
    for value in &values {
        if matches!(value.rust, "beat" | "baton") || is_generated_function(value.rust) {
            let message = format!("the value `{}` has the name of something in the generated code", value.name);
            findings.push(Finding::new(&RULE, value.place, message).label("taken").help("give it another name"));
        }
    }
    let outputs: Vec<Name<'_>> =
        sequence.spec.output.iter().map(|name| named(context, "output", *name, name.value)).collect();
    apart(&outputs, "field", findings);
}

/// Traits, types and structs of outputs share the names of the module.
fn of_module(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    let structs = structs(context);
    let mut names: Vec<Name<'_>> = Vec::with_capacity(sequence.movements.len() + sequence.types.len() + structs.len());
    for ty in &sequence.types {
        names.push(named(context, "type", ty.spec.name, ty.name));
    }
    for movement in sequence.movements.iter().filter(|movement| !movement.trait_name.is_empty()) {
        let place = context.place(movement.id_span);
        names.push(Name { what: "movement", name: movement.id, rust: &movement.trait_name, place });
    }
    for (handler, rust) in &structs {
        names.push(named(context, "handler", *handler, rust));
    }
    apart(&names, "type", findings);
    for name in names {
        let why = if GENERATED.contains(&name.rust) {
            "which every generated module has"
        } else if USED.contains(&name.rust) || rust_names::PRIMITIVES.contains(&name.rust) {
            "which Rust has already"
        } else {
            continue;
        };
        let message = format!("the {} `{}` becomes `{}`, {why}", name.what, text::shown(name.name), name.rust);
        findings.push(Finding::new(&RULE, name.place, message).label("taken").help("give it another name"));
    }
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
    let names: Vec<&str> = methods.iter().map(|(_, method)| method.name.as_str()).collect();
    let mut is_shared = vec![false; methods.len()];
    for (first, again) in repeated(&names) {
        is_shared[first] = true;
        is_shared[again] = true;
    }
    let named = methods.iter().zip(is_shared).map(|((movement, method), is_shared)| {
        let movement = if is_shared { movement.trait_name.as_str() } else { "" };
        (method.handler, format!("{movement}{}Output", naming::camel(&method.name)))
    });
    named.collect()
}

fn of_movement(context: &Context<'_, '_>, movement: &Movement<'_>, findings: &mut Vec<Finding>) {
    let methods: Vec<Name<'_>> =
        movement.methods.iter().map(|method| named(context, "handler", method.handler, &method.name)).collect();
    apart(&methods, "method", findings);
}

fn of_beat(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    if beat.takes.len() > 1 {
        let takes: Vec<Name<'_>> =
            beat.takes.iter().map(|take| named(context, "input", take.name, take.name.value)).collect();
        apart(&takes, "parameter", findings);
    }
}

fn named<'a>(context: &Context<'_, '_>, what: &'static str, name: Text<'a>, rust: &'a str) -> Name<'a> {
    Name { what, name: name.value, rust, place: context.place(name.span) }
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
fn apart(names: &[Name<'_>], what: &str, findings: &mut Vec<Finding>) {
    let rust: Vec<&str> = names.iter().map(|name| name.rust).collect();
    for (first, again) in repeated(&rust) {
        findings.extend(collision(&names[first], &names[again], what));
    }
}

/// The same for keys of objects: two that are the same to the letter are a fault of the text.
fn apart_in_object(names: &[Name<'_>], findings: &mut Vec<Finding>) {
    let rust: Vec<&str> = names.iter().map(|name| name.rust).collect();
    for (first, again) in repeated(&rust) {
        if names[first].name != names[again].name {
            findings.extend(collision(&names[first], &names[again], "name"));
        }
    }
}

fn collision(first: &Name<'_>, again: &Name<'_>, what: &str) -> Option<Finding> {
    // A name that is none is reported as such, and may be mended in another way.
    let is_broken = |name: &Name<'_>| {
        matches!(name.what, "sequence" | "handler" | "value" | "field") && {
            let separators: &[char] = if name.what == "sequence" { &['.', ':'] } else { &[] };
            let last = if name.what == "handler" { crate::plan::handlers::segments(name.name).0 } else { name.name };
            fault(last, separators, naming::snake).is_some()
        }
    };
    if first.rust.is_empty() || is_broken(first) || is_broken(again) {
        return None;
    }
    let message = if first.name == again.name && first.what == again.what {
        format!("two {}s are called `{}`", first.what, text::shown(first.name))
    } else {
        let (left, right) = (text::shown(first.name), text::shown(again.name));
        let rust = again.rust;
        format!("the {} `{left}` and the {} `{right}` both become the {what} `{rust}`", first.what, again.what)
    };
    let finding = Finding::new(&RULE, again.place, message).label("the same name again");
    Some(finding.also(first.place, "the first one").help("give one of them another name"))
}
