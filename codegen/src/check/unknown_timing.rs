//! A timing means something.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::timing::{TimingFault, WORDS};
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::shape::quoted;

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "UNKNOWN_TIMING",
    family: Family::Handler,
    severity: Severity::Major,
    what: "a timing of one word is a word that the format knows, or `after:<event>`",
    why: "an unknown word would have to be guessed, or be passed over in silence; a note of several words is kept as one",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "timing": "imediate" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "timing": "immediate" }] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let (Err(fault), Some(timing)) = (beat.timing, beat.spec.timing) else { return };
    let place = context.place(timing.span);
    findings.push(match fault {
        // Of lengths of time another rule speaks.
        TimingFault::InvalidBudget => return,
        TimingFault::NoEvent => {
            Finding::new(&RULE, place, "`after:` names no event").label("expected `after:` and an event")
        }
        TimingFault::UnknownWord => {
            let message = format!("`{}` is no timing", text::shown(timing.value));
            let finding = Finding::new(&RULE, place, message).label("unknown word");
            let suggested = context.suggest(finding, timing, WORDS.iter().copied());
            if suggested.help.is_some() {
                suggested
            } else {
                suggested.help(format!(
                    "write {}, `after:<event>`, a latency budget such as `< 100ms`, or a note of several words",
                    quoted(WORDS).replace(" or ", ", ")
                ))
            }
        }
    });
}
