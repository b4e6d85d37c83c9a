//! Something that a user sees, and nobody says how it is accepted.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::Beat;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BDD_SPEC_MISSING",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "a beat that a user sees has acceptance criteria",
    why: "a story without criteria is done when somebody says so",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded",
  "userStory": "As a reader I want my page back, so that I can go on where I was" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded",
  "userStory": "As a reader I want my page back, so that I can go on where I was",
  "acceptanceCriteria": [{ "given": ["a page that was open"], "when": ["it loads"], "then": ["it is shown"] }] }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (_, beat) in sequence.beats() {
        let Some(why) = seen(beat) else { continue };
        if !beat.spec.criteria.is_empty() || beat.spec.refused.contains(&"acceptanceCriteria") {
            continue;
        }
        let Some(handler) = &beat.spec.handler else { continue };
        let message =
            format!("beat {} `{}` {why} and has no acceptance criteria", beat.number, shown(handler.name.value));
        let finding = Finding::new(&RULE, sequence.place(handler.name.span), message);
        findings.push(finding.label("when is it done?").help("add `acceptanceCriteria`: `given`, `when` and `then`"));
    }
}

/// Why a user sees what a beat does.
fn seen(beat: &Beat<'_>) -> Option<&'static str> {
    if beat.spec.user_story.is_some() {
        Some("tells a user's story")
    } else if beat.spec.scenario.is_some() {
        Some("has a scenario")
    } else {
        // In a theatre the stage crew moves what the audience sees; so do these handlers on a screen.
        matches!(beat.kind(), Some("stage-crew" | "ui" | "view")).then_some("changes what a user sees")
    }
}
