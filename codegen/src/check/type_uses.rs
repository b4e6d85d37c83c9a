//! Every type expression of a sequence.

use crate::plan::types::{self, TypeExpr, TypeFault};
use crate::plan::{Action, Beat, Sequence, Style};
use crate::spec::{Text, TypeDefinition};

/// Calls `visit` with each type that a sequence itself declares, in no particular order.
pub(super) fn of_sequence(sequence: &Sequence<'_>, visit: &mut impl FnMut(Text<'_>, &Result<TypeExpr, TypeFault>)) {
    for ty in &sequence.types {
        match &ty.spec.definition {
            TypeDefinition::Enum(_) => {}
            TypeDefinition::Struct(fields) => {
                for (text, part) in fields.iter().filter_map(|field| field.ty).zip(&ty.parts) {
                    visit(text, part);
                }
            }
            TypeDefinition::Path(text) => ty.parts.iter().for_each(|part| visit(*text, part)),
        }
    }
    if sequence.style == Style::Flow {
        for (typed, (_, value)) in sequence.spec.input.iter().zip(sequence.inputs()) {
            if let (Some(text), Some(part)) = (typed.ty, &value.ty) {
                visit(text, part);
            }
        }
    }
}

/// Calls `visit` with each type that a beat itself declares.
pub(super) fn of_beat(
    sequence: &Sequence<'_>,
    beat: &Beat<'_>,
    visit: &mut impl FnMut(Text<'_>, &Result<TypeExpr, TypeFault>),
) {
    if sequence.style == Style::Baton {
        return;
    }
    let inputs = beat.spec.input.as_deref().unwrap_or_default();
    let outputs = beat.spec.output.as_deref().unwrap_or_default();
    if let Action::Sequence(_) = beat.action {
        // The types are the other sequence's; what is said here only repeats them.
        for text in inputs.iter().chain(outputs).filter_map(|typed| typed.ty) {
            visit(text, &types::parse(text.value));
        }
        return;
    }
    for (typed, take) in inputs.iter().zip(&beat.takes) {
        if let (Some(text), Some(part)) = (typed.ty, &take.ty) {
            visit(text, part);
        }
    }
    for (typed, value) in outputs.iter().zip(&beat.gives) {
        if let (Some(text), Some(part)) = (typed.ty, &sequence.values[*value].ty) {
            visit(text, part);
        }
    }
}
