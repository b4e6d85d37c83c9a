//! A time signature is one of music.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_TIME_SIGNATURE",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "`timeSignature` is a number of beats over the length of one: a power of two up to 64",
    why: "whoever reads it counts by it",
    bad: r#"{ "id": "a", "timeSignature": "4/5", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "timeSignature": "5/4", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let Some(signature) = sequence.spec.time_signature.filter(|it| !is_signature(it.value)) else { return };
    let message = format!("`{}` is no time signature", shown(signature.value));
    findings.push(
        Finding::new(&RULE, sequence.place(signature.span), message)
            .label("expected one such as `4/4`, `3/4` or `6/8`"),
    );
}

fn is_signature(text: &str) -> bool {
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| (1..=64).contains(number));
    let parts = text.split_once('/').map(|(beats, length)| (number(beats), number(length)));
    matches!(parts, Some((Some(_), Some(length))) if length.is_power_of_two())
}

#[cfg(test)]
mod tests {
    use super::is_signature;

    #[test]
    fn signatures() {
        assert!(["4/4", "3/4", "6/8", "64/64", "1/1"].into_iter().all(is_signature));
        assert!(
            !["", "4", "0/4", "65/4", "4/5", "4/0", "4/128", "4/4/4", "four/four", "-4/4"]
                .into_iter()
                .any(is_signature)
        );
    }
}
