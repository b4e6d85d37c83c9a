//! A dependency is a beat.

use super::order::Wanted;
use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::handlers::segments;
use crate::rule::{Family, Rule, Severity};
use crate::spec::{Reference, Spanned};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "UNRESOLVED_DEPENDENCY",
    family: Family::Dependency,
    severity: Severity::Critical,
    what: "`dependencies` name beats of the sequence by id, event or handler, or by number in the same movement",
    why: "a beat cannot wait for what is not there",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 2, "handler": "save", "dependencies": ["lode"] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 2, "handler": "save", "dependencies": ["load"] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    if context.doubts.names {
        return;
    }
    for need in &context.order().needs {
        let (Wanted::Beat(reference), None) = (need.wanted, need.found) else { continue };
        let place = context.place(need.span);
        let finding = match reference {
            Reference::Number(number) => Finding::new(&RULE, place, format!("the movement has no beat {number}"))
                .help("a number means a beat of the same movement; name others by id, event or handler"),
            Reference::Name(name) => {
                let finding = Finding::new(&RULE, place, format!("no beat is called `{}`", text::shown(name)));
                let names = context.sequence.beats().flat_map(|(_, beat)| {
                    let performer = beat.spec.handler.as_ref().map(|handler| handler.name).or(beat.spec.sequence);
                    let names = [beat.spec.id, beat.spec.event].map(|name| name.map(|name| name.value));
                    names.into_iter().chain([performer.map(|name| segments(name.value).0)]).flatten()
                });
                context.suggest(finding, Spanned { value: name, span: need.span }, names)
            }
        };
        findings.push(finding.label("unknown beat"));
    }
}
