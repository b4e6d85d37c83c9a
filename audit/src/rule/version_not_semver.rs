//! A version can be compared.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "VERSION_NOT_SEMVER",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "`version` is a semantic version: three numbers, perhaps with a pre-release and build data",
    why: "whether a change breaks who relies on a sequence is said by the version; any other form cannot be compared",
    bad: r#"{ "id": "a", "version": "2.0", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "version": "2.0.0", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let Some(version) = sequence.spec.version.filter(|version| !is_semver(version.value)) else { return };
    let place = sequence.place(version.span);
    let message = format!("`{}` is no semantic version", shown(version.value));
    let finding = Finding::new(&RULE, place, message).label("expected three numbers such as `1.0.0`");
    findings.push(match completed(version.value) {
        Some(whole) => {
            finding.help(format!("write `{whole}`")).fix(format!("write `{whole}`"), place, format!("\"{whole}\""))
        }
        None => finding.help("write three numbers: what breaks, what is new, what is mended"),
    });
}

/// What is plainly meant: `v1.2.3`, `2.0`, `2`.
fn completed(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['v', 'V']);
    ["", ".0", ".0.0"].iter().map(|rest| format!("{text}{rest}")).find(|it| is_semver(it))
}

/// As semver.org has it.
fn is_semver(text: &str) -> bool {
    let (text, build) = match text.split_once('+') {
        Some((text, build)) => (text, Some(build)),
        None => (text, None),
    };
    let (core, pre) = match text.split_once('-') {
        Some((core, pre)) => (core, Some(pre)),
        None => (text, None),
    };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    let is_digits = |word: &str| word.bytes().all(|it| it.is_ascii_digit());
    let is_number = |word: &str| !word.is_empty() && is_digits(word) && (word == "0" || !word.starts_with('0'));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(|word| is_word(word) && (!is_digits(word) || is_number(word))))
        && build.is_none_or(|build| build.split('.').all(is_word))
}

#[cfg(test)]
mod tests {
    use super::{completed, is_semver};

    #[test]
    fn versions() {
        for version in ["0.0.0", "1.2.3", "1.0.0-alpha.1", "1.0.0-x-y", "1.0.0+20130313", "1.0.0-rc.0+a.b"] {
            assert!(is_semver(version), "{version}");
        }
        for version in [
            "", "1", "1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "1.0.x", "1.0.0-ä", "+1.0.0",
        ] {
            assert!(!is_semver(version), "{version}");
        }
    }

    #[test]
    fn what_is_meant() {
        let completed = |text| completed(text).unwrap_or_default();
        assert_eq!(["2", "2.0", "v1.2.3", "latest", "1.0.0.0"].map(completed), ["2.0.0", "2.0.0", "1.2.3", "", ""]);
    }
}
