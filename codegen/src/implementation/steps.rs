//! The methods of a world, against the steps of a beat's criteria.

use super::Function;
use crate::diagnostic::Finding;
use crate::emit::rust::step_signature;
use crate::plan::Sequence;
use crate::plan::acceptance::{Acceptance, Step};
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;
use crate::suggest;

/// A step that nobody wrote.
pub static MISSING_STEP: Rule = Rule {
    code: "MISSING_STEP",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "every step of a criterion is a method of its world",
    why: "a criterion that no test tries is a promise that nobody keeps",
    bad: "fn given_a_tone() {}",
    good: "fn given_a_tone() {} fn then_it_is_kind() {}",
};

/// A method that is no step.
pub static STEP_NOT_FOUND: Rule = Rule {
    code: "STEP_NOT_FOUND",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "every method of a world's implementation is a step of a criterion",
    why: "what no criterion says is never tried; the text was changed, removed or is misspelt",
    bad: "fn given_a_tone() {} fn then_it_is_kind() {} fn then_it_is_short() {}",
    good: "fn given_a_tone() {} fn then_it_is_kind() {}",
};

/// A method of another kind than the world's.
pub static STEP_MISMATCH: Rule = Rule {
    code: "STEP_MISMATCH",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "steps are `async` where `scenarios!` says so, and plain functions where not",
    why: "a future that nobody awaits tests nothing",
    bad: "fn given_a_tone() {} async fn then_it_is_kind() {}",
    good: "fn given_a_tone() {} fn then_it_is_kind() {}",
};

/// A beat whose criteria nobody tries.
pub static MISSING_WORLD: Rule = Rule {
    code: "MISSING_WORLD",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "every beat with acceptance criteria has a world",
    why: "criteria without a world are never tried",
    bad: "scenarios! { \"a.json\" }",
    good: "scenarios! { \"a.json\", Desk }",
};

/// Compares the functions of a world with the steps of a beat. `implementation` is where the user names the trait.
#[must_use]
pub fn compare_steps(
    sequence: &Sequence<'_>,
    acceptance: &Acceptance<'_>,
    asynchronous: bool,
    functions: &[Function],
    implementation: Option<Place>,
) -> Vec<Finding> {
    let steps = acceptance.steps();
    let is_there = |step: &&&Step<'_>| functions.iter().any(|function| function.name == step.method);
    let mut missing: Vec<&Step<'_>> = steps.iter().filter(|step| !is_there(step)).copied().collect();
    let mut findings = Vec::new();
    for function in functions {
        match steps.iter().find(|step| step.method == function.name) {
            Some(step) if function.is_async != asynchronous && (function.is_async || function.returns_result) => {
                findings.push(kind(sequence, step, asynchronous, function));
            }
            Some(_) => {}
            None => findings.push(stranger(sequence, acceptance, asynchronous, function, &mut missing)),
        }
    }
    for step in missing {
        let message = format!("the step \"{} {}\" has no code", step.keyword.word(), step.text);
        let finding = Finding::new(&MISSING_STEP, sequence.place(step.span), message)
            .label("nobody tries this")
            .help(format!("write it: `{} {{ … }}`", step_signature(step, asynchronous, "symphony")));
        findings.push(match implementation {
            Some(place) => finding.also(place, format!("`{}` lacks `{}`", acceptance.trait_name, step.method)),
            None => finding,
        });
    }
    findings
}

/// A method that no criterion asks for. Where it is a step whose text was changed, that step is not missing as well.
fn stranger(
    sequence: &Sequence<'_>,
    acceptance: &Acceptance<'_>,
    asynchronous: bool,
    function: &Function,
    missing: &mut Vec<&Step<'_>>,
) -> Finding {
    let beat = sequence.beat(acceptance.beat);
    let message = format!("`{}` is no step of beat {}", function.name, beat.number);
    let finding = Finding::new(&STEP_NOT_FOUND, function.place, message).label("no criterion says this");
    let nearest = suggest::nearest(&function.name, missing.iter().map(|step| step.method.as_str()));
    let meant = nearest.and_then(|name| missing.iter().position(|step| step.method == name));
    let Some(meant) = meant.map(|at| missing.remove(at)) else {
        return finding.also(sequence.place(beat.span), "the beat stands here");
    };
    finding
        .also(sequence.place(meant.span), "this step has no code")
        .help(format!("if it is still what you try, write `{}`", step_signature(meant, asynchronous, "symphony")))
        .fix(format!("rename it to `{}`", meant.method), function.place, meant.method.clone())
}

fn kind(sequence: &Sequence<'_>, step: &Step<'_>, asynchronous: bool, function: &Function) -> Finding {
    let why = if asynchronous { "steps are `async` here" } else { "steps are plain functions here" };
    Finding::new(&STEP_MISMATCH, function.place, format!("`{}`: {why}", function.name))
        .label(if asynchronous { "not `async`" } else { "`async`" })
        .also(sequence.place(step.span), "the step stands here")
        .help("`scenarios!` makes them `async` with the word `async`, for all worlds that it names")
}

/// A beat with criteria for which `scenarios!` names no world.
#[must_use]
pub fn missing_world(sequence: &Sequence<'_>, acceptance: &Acceptance<'_>) -> Finding {
    let beat = sequence.beat(acceptance.beat);
    let (movement, module) = (&acceptance.movement, &acceptance.module);
    let count = acceptance.criteria.len();
    let criteria = if count == 1 { "criterion" } else { "criteria" };
    let message = format!("beat {} has {count} acceptance {criteria} and no world", beat.number);
    Finding::new(&MISSING_WORLD, sequence.place(beat.span), message)
        .label("nobody tries what is accepted here")
        .help(format!("name one in `scenarios!`: `{movement}::{module}: World`, or a type for all beats"))
}
