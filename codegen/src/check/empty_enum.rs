//! An enum has a variant.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};
use crate::spec::TypeDefinition;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "EMPTY_ENUM",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "a type that is an array names at least one variant",
    why: "there is no value of an enum without variants, so nothing that takes one can ever be called",
    bad: r#"{ "id": "a", "types": { "Profile": [] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "types": { "Profile": ["dev", "release"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    for ty in &context.sequence.types {
        if matches!(&ty.spec.definition, TypeDefinition::Enum(variants) if variants.is_empty()) {
            let message = format!("the enum `{}` has no variant", text::shown(ty.name));
            let finding = Finding::new(&RULE, context.place(ty.spec.name.span), message);
            findings.push(finding.label("nothing can be of this type"));
        }
    }
}
