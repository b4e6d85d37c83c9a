//! A key is one of music.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_KEY_SIGNATURE",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "`key` is a musical key: a letter from A to G, perhaps sharp or flat, perhaps major or minor",
    why: "the key stands for the context of a performance, and readers tell contexts apart by it",
    bad: r#"{ "id": "a", "key": "H Major", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "key": "B Major", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

const MODES: &[&str] = &[
    "",
    "m",
    "major",
    "minor",
    "maj",
    "min",
    "ionian",
    "dorian",
    "phrygian",
    "lydian",
    "mixolydian",
    "aeolian",
    "locrian",
];

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let Some(key) = sequence.spec.key.filter(|key| !is_key(key.value)) else { return };
    let message = format!("`{}` is no musical key", shown(key.value));
    findings.push(
        Finding::new(&RULE, sequence.place(key.span), message)
            .label("expected a key such as `C Major`, `F# minor` or `Bb`"),
    );
}

fn is_key(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let Some(rest) = text.strip_prefix(|c: char| ('a'..='g').contains(&c)) else { return false };
    let rest = rest.trim_start_matches([' ', '-', '_']);
    let signs = ["sharp", "flat", "#", "♯", "♭", "b"];
    let accidental = signs.iter().find_map(|sign| rest.strip_prefix(sign));
    let mode = accidental.unwrap_or(rest).trim_start_matches([' ', '-', '_']);
    MODES.contains(&mode)
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn keys() {
        for key in
            ["C Major", "G", "d minor", "F# minor", "Bb", "E♭ major", "Am", "C sharp minor", "D-flat-major", "d dorian"]
        {
            assert!(is_key(key), "{key}");
        }
        for key in ["", "H Major", "C Mayor", "major", "C##", "Cb flat", "production"] {
            assert!(!is_key(key), "{key}");
        }
    }
}
