//! The functions of worlds, against the steps of the criteria that they test.
//!
//! The comparison and the rules are `symphony_codegen`'s: `#[steps]` and `scenarios!` say the same while compiling.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::implementation::{MISSING_STEP, compare_steps, missing_world};
use symphony_codegen::plan::acceptance::Acceptance;

use super::Check;
use super::implemented::{functions, in_sequence};
use super::text::counted;
use crate::coverage::sources::{Call, Code, SourceFile};
use crate::facts::Facts;
use crate::freshness::{Stale, What};
use crate::skeleton;
use crate::survey::{Survey, Surveyed};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&MISSING_STEP) };

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = facts.code().filter(|_| facts.is_sound(surveyed)) else { return };
    for (file, call) in code.calls(surveyed.path) {
        for acceptance in &surveyed.acceptance {
            let found = compared(facts, surveyed, code, (file, call), acceptance);
            findings.extend(found.into_iter().map(|it| in_sequence(it, surveyed.sequence)));
        }
    }
}

/// Whether a file of tests is stale for nothing but steps, of which this rule and its neighbours speak one by one.
pub(crate) fn steps_are_judged(survey: &Survey<'_>, stale: &Stale) -> bool {
    let What::Drift(drift) = &stale.what else { return false };
    let Some(sequence) = survey.sequences.iter().find(|it| it.path == drift.sequence) else { return false };
    let of_handlers = skeleton::handlers::path(&survey.package.config, sequence.sequence);
    drift.fault.is_none() && drift.path != of_handlers && survey.code().calls(sequence.path).next().is_some()
}

/// What the code for a beat's criteria lacks, and has too much.
fn compared(
    facts: &Facts<'_>,
    surveyed: &Surveyed<'_>,
    code: &Code,
    (file, call): (&SourceFile, &Call),
    acceptance: &Acceptance<'_>,
) -> Vec<Finding> {
    let sequence = surveyed.sequence;
    if call.world(&acceptance.movement, &acceptance.module).is_none() {
        let finding = missing_world(sequence, acceptance);
        let place = facts.in_rust(file, &call.named);
        return vec![match place {
            Some(place) => finding.also(place, "of the worlds here none is for it"),
            None => finding,
        }];
    }
    let implementations = code.of_trait(file, call, &acceptance.trait_name);
    if implementations.is_empty() && !code.is_in_macro(&acceptance.trait_name) {
        return vec![without_any(facts, surveyed, (file, call), acceptance)];
    }
    let mut findings = Vec::new();
    for (file, implementation) in implementations {
        let functions = functions(facts, file, implementation);
        let place = facts.in_rust(file, &implementation.named);
        let mut found = compare_steps(sequence, acceptance, call.asynchronous, &functions, place);
        if implementation.has_macros {
            found.retain(|finding| *finding.rule != MISSING_STEP);
        }
        findings.extend(found);
    }
    findings
}

/// A beat for whose criteria nothing is written; the steps are not listed one by one.
fn without_any(
    facts: &Facts<'_>,
    surveyed: &Surveyed<'_>,
    (file, call): (&SourceFile, &Call),
    acceptance: &Acceptance<'_>,
) -> Finding {
    let sequence = surveyed.sequence;
    let beat = sequence.beat(acceptance.beat);
    let steps = counted(acceptance.steps().len(), "step");
    let message =
        format!("nothing implements `{}`: the {steps} of beat {} have no code", acceptance.trait_name, beat.number);
    let finding = Finding::new(&MISSING_STEP, sequence.place(beat.span), message)
        .label("nobody tries what is accepted here")
        .help("`cargo symphony generate --append` writes them, with bodies that fail until you write what they try");
    match facts.in_rust(file, &call.named) {
        Some(place) => finding.also(place, "its criteria are to be tests here"),
        None => finding,
    }
}
