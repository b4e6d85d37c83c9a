//! Two keys that say the same must not differ.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::handlers::segments;
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::Text;

pub(super) const CHECK: Check = Check { sequence: Some(of_sequence), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "DOUBLES_DISAGREE",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "`id` and `sequenceId`, `beat` and `number`, `handler` and `handlerDef`, a beat's `kind` and its handler's agree",
    why: "whoever reads the other one of the two is told something else",
    bad: r#"{ "id": "a", "sequenceId": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "sequenceId": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn of_sequence(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let spec = context.sequence.spec;
    compare(context, ("id", spec.id), ("sequenceId", spec.sequence_id), findings);
}

fn of_beat(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let spec = beat.spec;
    if let (Some(number), Some(double)) = (spec.number, spec.number_double)
        && number.value != double.value
    {
        let message = format!("`beat` says {} and `number` says {}", number.value, double.value);
        let finding = Finding::new(&RULE, context.place(double.span), message).label("differs");
        findings.push(finding.also(context.place(number.span), "from this one"));
    }
    let Some(handler) = &spec.handler else { return };
    compare(context, ("kind", spec.kind), ("handler.kind", handler.kind), findings);
    let Some(def) = &spec.handler_def else { return };
    compare(context, ("handler.scope", handler.scope), ("handlerDef.scope", def.scope), findings);
    compare(context, ("handler.kind", handler.kind), ("handlerDef.kind", def.kind), findings);
    if let Some(id) = def.id {
        let method = plain(segments(handler.name.value).0);
        if !method.is_empty() && !id.value.split('.').any(|segment| plain(segment) == method) {
            let message = format!(
                "the handler is `{}`, but `handlerDef.id` is `{}`",
                text::shown(handler.name.value),
                text::shown(id.value)
            );
            let finding = Finding::new(&RULE, context.place(id.span), message).label("no segment of it is the handler");
            findings.push(finding.also(context.place(handler.name.span), "the handler"));
        }
    }
}

type Named<'t> = (&'static str, Option<Text<'t>>);

fn compare(context: &Context<'_, '_>, left: Named<'_>, right: Named<'_>, findings: &mut Vec<Finding>) {
    let ((left_key, Some(left)), (right_key, Some(right))) = (left, right) else { return };
    if left.value == right.value {
        return;
    }
    let (left_text, right_text) = (text::shown(left.value), text::shown(right.value));
    let message = format!("`{left_key}` says `{left_text}` and `{right_key}` says `{right_text}`");
    let finding = Finding::new(&RULE, context.place(right.span), message).label("differs");
    findings.push(finding.also(context.place(left.span), "from this one"));
}

/// Without case and punctuation: the corpus spells the double of `notifyUi` as `notifyui`.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
