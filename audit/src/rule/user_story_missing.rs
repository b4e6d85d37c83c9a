//! A sequence says for whom it is.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::head;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "USER_STORY_MISSING",
    family: Family::Sequence,
    severity: Severity::Info,
    what: "a sequence, or one of its movements or beats, has a `userStory`",
    why: "who accepts a pipeline has to know who wants it and why; its feature files say nothing of that otherwise",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "userStory": "As a clerk I want each invoice sent once, so that nobody pays twice", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let spec = sequence.spec;
    let is_told = spec.user_story.is_some()
        || spec.movements.iter().any(|it| it.user_story.is_some() || it.refused.contains(&"userStory"))
        || spec.beats().any(|it| it.user_story.is_some() || it.refused.contains(&"userStory"));
    if !is_told && !spec.refused.contains(&"userStory") {
        findings.push(
            Finding::new(&RULE, head(sequence), "nobody says who wants this sequence, and why")
                .label("no `userStory`")
                .help("add `\"userStory\": { \"persona\": …, \"goal\": …, \"benefit\": … }`"),
        );
    }
}
