//! Values or a baton, not both.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::Style;
use crate::rule::{Family, Rule, Severity};
use crate::source::Span;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BATON_WITH_FLOW",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "a sequence passes typed values or a baton",
    why: "the values that a sequence with a baton declares go nowhere",
    bad: r#"{ "id": "a", "baton": true, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "output": { "size": "u64" } }
] }] }"#,
    good: r#"{ "id": "a", "baton": true, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run" }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    if sequence.style == Style::Flow {
        return;
    }
    let declared = sequence.spec.input.first().map(|typed| typed.name.span);
    let declared = declared.or_else(|| sequence.spec.output.first().map(|name| name.span));
    if let Some(baton) = sequence.spec.baton.filter(|baton| baton.value) {
        let Some(flow) = declared.or_else(|| flow_of_beats(context)) else { return };
        let finding = Finding::new(&RULE, context.place(flow), "a sequence with a baton declares values")
            .label("goes nowhere")
            .also(context.place(baton.span), "the handlers pass a baton");
        findings.push(finding.help("remove `baton`, or put what flows into the baton"));
    } else if let Some(flow) = declared.filter(|_| !context.doubts.style) {
        let finding =
            Finding::new(&RULE, context.place(flow), "the sequence declares values, but none of its beats does");
        findings.push(
            finding
                .label("goes nowhere")
                .help("name the values in the `input` and `output` of beats; as it stands, the handlers pass a baton"),
        );
    }
}

fn flow_of_beats(context: &Context<'_, '_>) -> Option<Span> {
    context.sequence.beats().find_map(|(_, beat)| {
        let flow = beat.spec.input.as_ref().or(beat.spec.output.as_ref())?;
        Some(flow.first().map_or(beat.span, |typed| typed.name.span))
    })
}
