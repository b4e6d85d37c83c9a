//! The functions of a movement's implementation, against its beats.

use super::Function;
use crate::diagnostic::Finding;
use crate::emit::rust::{Flavour, Options, handler_signature};
use crate::plan::{Movement, Sequence, handlers::Method};
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;
use crate::suggest;

/// A beat that nobody handles.
pub static MISSING_IMPLEMENTATION: Rule = Rule {
    code: "MISSING_IMPLEMENTATION",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "every handler that a movement names is implemented",
    why: "the sequence says that the step is done",
    bad: "async fn load() {}",
    good: "async fn load() {} fn judge() {}",
};

/// A function that handles no beat.
pub static HANDLER_NOT_FOUND: Rule = Rule {
    code: "HANDLER_NOT_FOUND",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "every function of the implementation is a handler that the movement names",
    why: "what no beat names is never called; the beat was removed, renamed or is misspelt",
    bad: "async fn load() {} fn judge() {} fn sentence() {}",
    good: "async fn load() {} fn judge() {}",
};

/// A function of another kind than the beat's.
pub static SIGNATURE_MISMATCH: Rule = Rule {
    code: "SIGNATURE_MISMATCH",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "a handler is `async` unless it is pure or the pipeline blocks",
    why: "a pure handler is a plain function of its inputs; the others may wait",
    bad: "fn load() {} fn judge() {}",
    good: "async fn load() {} fn judge() {}",
};

/// Compares the functions of an implementation with the handlers of its movement. `implementation` is where the user
/// names the trait.
#[must_use]
pub fn compare(
    sequence: &Sequence<'_>,
    movement: &Movement<'_>,
    options: &Options,
    functions: &[Function],
    implementation: Option<Place>,
) -> Vec<Finding> {
    let is_there = |method: &&Method<'_>| functions.iter().any(|function| function.name == method.name);
    let mut missing: Vec<&Method<'_>> = movement.methods.iter().filter(|method| !is_there(method)).collect();
    let mut findings = Vec::new();
    for function in functions {
        match movement.methods.iter().find(|method| method.name == function.name) {
            Some(method) => findings.extend(kind(sequence, movement, method, options, function)),
            None => findings.push(stranger(sequence, movement, function, &mut missing)),
        }
    }
    for method in missing {
        findings.push(absent(sequence, movement, method, options, implementation));
    }
    findings
}

fn absent(
    sequence: &Sequence<'_>,
    movement: &Movement<'_>,
    method: &Method<'_>,
    options: &Options,
    implementation: Option<Place>,
) -> Finding {
    let number = movement.beats[method.beats[0]].number;
    let handler = method.handler.value;
    let message = format!("beat {number} `{handler}` has no handler");
    let signature = handler_signature(sequence, movement, method, options);
    let finding = Finding::new(&MISSING_IMPLEMENTATION, sequence.place(method.handler.span), message)
        .label("this beat is not handled")
        .help(format!("write it: `{signature} {{ … }}`"));
    match implementation {
        Some(place) => finding.also(place, format!("`{}` lacks `{}`", movement.trait_name, method.name)),
        None => finding,
    }
}

/// A function that no beat names. Where it is a misspelt handler, that handler is not missing as well.
fn stranger(
    sequence: &Sequence<'_>,
    movement: &Movement<'_>,
    function: &Function,
    missing: &mut Vec<&Method<'_>>,
) -> Finding {
    let message = format!("`{}` handles no beat of the movement `{}`", function.name, movement.id);
    let finding = Finding::new(&HANDLER_NOT_FOUND, function.place, message).label("no beat names it");
    let nearest = suggest::nearest(&function.name, missing.iter().map(|method| method.name.as_str()));
    let meant = nearest.and_then(|name| missing.iter().position(|method| method.name == name));
    let Some(meant) = meant.map(|at| missing.remove(at)) else {
        return finding.also(sequence.place(movement.id_span), "the movement stands here");
    };
    finding
        .also(sequence.place(meant.handler.span), "this beat has no handler")
        .help(format!("did you mean `{}`?", meant.name))
        .fix(format!("rename it to `{}`", meant.name), function.place, meant.name.clone())
}

fn kind(
    sequence: &Sequence<'_>,
    movement: &Movement<'_>,
    method: &Method<'_>,
    options: &Options,
    function: &Function,
) -> Option<Finding> {
    let is_pure = movement.beats[method.beats[0]].is_pure();
    let why = match (function.is_async, is_pure, options.flavour) {
        (true, true, _) => "the beat is pure, so its handler must be a plain `fn`",
        (true, false, Flavour::Blocking) => "the pipeline blocks, so its handler must be a plain `fn`",
        (false, false, Flavour::Async | Flavour::Local) if function.returns_result => {
            "its handler must be an `async fn`"
        }
        _ => return None,
    };
    let number = movement.beats[method.beats[0]].number;
    let signature = handler_signature(sequence, movement, method, options);
    let finding =
        Finding::new(&SIGNATURE_MISMATCH, function.place, format!("beat {number} `{}`: {why}", method.handler.value));
    Some(finding.also(sequence.place(method.handler.span), "the beat stands here").help(format!("write `{signature}`")))
}
