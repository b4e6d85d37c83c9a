//! A value has the type that its taker expects.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::types::{self, TypeExpr};
use crate::plan::{Action, Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::source::{Place, Span};
use crate::spec::Typed;

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TYPE_MISMATCH",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "where a beat says the type of what it takes, it is the type of what is given",
    why: "the handler's parameter would have another type than the value",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } },
  { "beat": 2, "handler": "report", "input": { "size": "u32" } }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } },
  { "beat": 2, "handler": "report", "input": { "size": "u64" } }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    for take in &beat.takes {
        let (Some(Ok(expected)), Some(value)) = (&take.ty, take.value) else { continue };
        let value = &context.sequence.values[value];
        let Some(Ok(given)) = &value.ty else { continue };
        if context.same_type(expected, given) {
            continue;
        }
        let given_at = match value.ty_span {
            Some(span) => context.place(span),
            None => context.given_at(value),
        };
        let expected_at = take.ty_span.unwrap_or(take.name.span);
        findings.push(finding(context, take.name.value, (expected, expected_at), (given, given_at)));
    }
    let Action::Sequence(_) = beat.action else { return };
    let said = |typed: Option<&Vec<Typed<'_>>>, name: &str| {
        let ty = typed?.iter().find(|typed| typed.name.value == name)?.ty?;
        Some((types::parse(ty.value).ok()?, ty.span))
    };
    let inputs = beat.takes.iter().map(|take| (beat.spec.input.as_ref(), take.name.value, &take.ty));
    let values = beat.gives.iter().map(|value| &context.sequence.values[*value]);
    let outputs = values.map(|value| (beat.spec.output.as_ref(), value.name.value, &value.ty));
    for (list, name, ty) in inputs.chain(outputs) {
        if let (Some((said, span)), Some(Ok(ty))) = (said(list, name), ty)
            && !context.same_type(&said, ty)
        {
            findings.push(finding(context, name, (&said, span), (ty, context.place(beat.span))));
        }
    }
}

fn finding(
    context: &Context<'_, '_>,
    name: &str,
    (expected, span): (&TypeExpr, Span),
    (given, given_at): (&TypeExpr, Place),
) -> Finding {
    let (expected, given) = (text::shown(&expected.text), text::shown(&given.text));
    let message = format!("`{}` has the type `{given}`, not `{expected}`", text::shown(name));
    let finding = Finding::new(&RULE, context.place(span), message)
        .label(format!("expected as `{expected}`"))
        .also(given_at, format!("given as `{given}`"));
    if expected.contains("super::") {
        finding.help(format!("a type of another sequence is another type: declare it here as its path, `{expected}`"))
    } else {
        finding
    }
}
