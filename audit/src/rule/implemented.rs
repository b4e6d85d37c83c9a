//! The functions of implementations, against the handlers of their movements.
//!
//! The comparison and the rules are `symphony_codegen`'s: `#[handlers]` says the same while compiling.

use symphony_codegen::diagnostic::{Finding, Label};
use symphony_codegen::emit::rust::{Flavour, Options, handler_signature};
use symphony_codegen::implementation::{Function, MISSING_IMPLEMENTATION, SIGNATURE_MISMATCH, compare};
use symphony_codegen::plan::{Movement, Sequence};

use super::Check;
use super::text::counted;
use crate::coverage::sources::{self, Implementation, SourceFile};
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&MISSING_IMPLEMENTATION) };

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if !facts.is_sound(surveyed) {
        return;
    }
    let sequence = surveyed.sequence;
    let flavour = facts.code().and_then(|code| code.compiled(surveyed.path)).and_then(|compiled| compiled.flavour);
    for movement in &sequence.movements {
        for (file, implementation) in facts.handlers(sequence, movement) {
            let compared = Comparison { facts, sequence, movement, file, implementation };
            findings.extend(compared.findings(flavour).into_iter().map(|it| in_sequence(it, sequence)));
        }
    }
}

struct Comparison<'c, 'f> {
    facts: &'c Facts<'f>,
    sequence: &'c Sequence<'c>,
    movement: &'c Movement<'c>,
    file: &'c SourceFile,
    implementation: &'c Implementation,
}

impl Comparison<'_, '_> {
    fn findings(&self, flavour: Option<Flavour>) -> Vec<Finding> {
        let functions = functions(self.facts, self.file, self.implementation);
        let place = self.facts.in_rust(self.file, &self.implementation.named);
        let compared = |flavour| {
            let options = Options { flavour, ..Options::default() };
            compare(self.sequence, self.movement, &options, &functions, place)
        };
        let mut findings = compared(flavour.unwrap_or_default());
        if flavour.is_none() {
            // What is wrong whether the pipeline blocks or not is wrong.
            let blocking = compared(Flavour::Blocking);
            findings.retain(|it| {
                *it.rule != SIGNATURE_MISMATCH || blocking.iter().any(|other| other.message == it.message)
            });
        }
        if self.implementation.has_macros {
            // What is missing may be what a macro writes; rustc sees that, and says so if not.
            findings.retain(|finding| *finding.rule != MISSING_IMPLEMENTATION);
        }
        let options = Options { flavour: flavour.unwrap_or_default(), ..Options::default() };
        let counts = self.implementation.functions.iter().filter_map(|function| self.count(&options, function));
        findings.extend(counts.collect::<Vec<_>>());
        findings
    }

    /// A handler that takes more or less than its beat gives it.
    fn count(&self, options: &Options, function: &sources::Function) -> Option<Finding> {
        let method = self.movement.methods.iter().find(|method| method.name == function.name)?;
        let signature = handler_signature(self.sequence, self.movement, method, options);
        let wanted = syn::parse_str::<syn::Signature>(&signature).ok()?.inputs.len();
        let place = self.facts.in_rust(self.file, &function.named)?;
        if function.parameters == wanted {
            return None;
        }
        let number = self.movement.beats[method.beats[0]].number;
        let message = format!(
            "beat {number} `{}`: its handler takes {} and should take {wanted}",
            method.handler.value,
            counted(function.parameters, "parameter")
        );
        let finding = Finding::new(&SIGNATURE_MISMATCH, self.sequence.place(method.handler.span), message);
        Some(finding.label("the beat stands here").also(place, "its handler").help(format!("write `{signature}`")))
    }
}

/// The functions of an implementation, as the comparison wants them.
pub(super) fn functions(facts: &Facts<'_>, file: &SourceFile, implementation: &Implementation) -> Vec<Function> {
    let function = |it: &sources::Function| {
        Some(Function {
            name: it.name.clone(),
            is_async: it.is_async,
            returns_result: it.returns_result,
            place: facts.in_rust(file, &it.named)?,
        })
    };
    implementation.functions.iter().filter_map(function).collect()
}

/// The same finding with its place in the JSON, where it has one there: who reads a report looks for beats.
pub(super) fn in_sequence(mut finding: Finding, sequence: &Sequence<'_>) -> Finding {
    let is_own = |label: &Label| label.place.source == sequence.spec.source;
    if !is_own(&finding.primary)
        && let Some(other) = finding.secondary.iter_mut().find(|label| is_own(label))
    {
        std::mem::swap(&mut finding.primary, other);
        if other.text.is_empty() {
            other.text.push_str("here is its code");
        }
    }
    finding
}
