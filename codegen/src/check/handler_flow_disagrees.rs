//! Beats that share a handler call it in the same way.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::types::TypeExpr;
use crate::plan::{Beat, Movement, Style, ValueId};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { movement: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "HANDLER_FLOW_DISAGREES",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "beats of a movement that name the same handler take and give the same types, and are all `pure` or none",
    why: "they share one method, and a method has one signature",
    bad: r#"{ "id": "a", "input": { "old": "String", "new": "u64" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "report", "input": ["old"] },
  { "beat": 2, "handler": "report", "input": ["new"] }
] }] }"#,
    good: r#"{ "id": "a", "input": { "old": "String", "new": "String" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "report", "input": ["old"] },
  { "beat": 2, "handler": "report", "input": ["new"] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, movement: &Movement<'_>, findings: &mut Vec<Finding>) {
    for method in &movement.methods {
        let [first, others @ ..] = method.beats.as_slice() else { continue };
        let first = &movement.beats[*first];
        for other in others.iter().map(|other| &movement.beats[*other]) {
            let difference = if first.is_pure() != other.is_pure() {
                let is = |beat: &Beat<'_>| if beat.is_pure() { "is `pure`" } else { "is not `pure`" };
                Some((is(other).to_owned(), is(first).to_owned()))
            } else if context.sequence.style == Style::Baton {
                None
            } else {
                let taken = |beat: &Beat<'_>| beat.takes.iter().map(|take| take.value).collect();
                let given = |beat: &Beat<'_>| beat.gives.iter().map(|value| Some(*value)).collect();
                difference(context, "takes", taken(first), taken(other))
                    .or_else(|| difference(context, "gives", given(first), given(other)))
            };
            let Some((here, there)) = difference else { continue };
            let handler = text::shown(method.handler.value);
            let message = format!("two beats call `{handler}` in different ways");
            let finding = Finding::new(&RULE, context.place(other.span), message).label(here);
            findings.push(finding.also(context.place(first.span), there).help("name another handler for one of them"));
        }
    }
}

/// What the second beat takes or gives otherwise than the first; nothing where a value or its type is not known.
fn difference(
    context: &Context<'_, '_>,
    verb: &str,
    first: Vec<Option<ValueId>>,
    other: Vec<Option<ValueId>>,
) -> Option<(String, String)> {
    let types = |values: Vec<Option<ValueId>>| -> Option<Vec<&TypeExpr>> {
        let types = values.into_iter().map(|value| context.sequence.values[value?].ty.as_ref()?.as_ref().ok());
        types.collect()
    };
    let (first, other) = (types(first)?, types(other)?);
    if first.len() == other.len() && first.iter().zip(&other).all(|(first, other)| context.same_type(first, other)) {
        return None;
    }
    let list = |types: &[&TypeExpr]| {
        let types: Vec<String> = types.iter().map(|ty| format!("`{}`", text::shown(&ty.text))).collect();
        if types.is_empty() { format!("{verb} nothing") } else { format!("{verb} {}", types.join(", ")) }
    };
    Some((list(&other), list(&first)))
}
