//! The rules of the baseline itself.

use symphony_codegen::rule::{Family, Rule, Severity};

/// All rules of this module.
pub const RULES: &[&Rule] = &[&BASELINE_INVALID, &BASELINE_EXPIRED, &BASELINE_UNUSED, &BASELINE_WITHOUT_REASON];

/// A file that is no baseline.
pub static BASELINE_INVALID: Rule = Rule {
    code: "BASELINE_INVALID",
    family: Family::Governance,
    severity: Severity::Critical,
    what: "the baseline is a list of entries with a fingerprint, a code, an element and a reason",
    why: "an entry that cannot be read would accept nothing, or something else than was meant",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [
  { "fingerprint": "75f600f8eaaf9c6f", "code": "TELEMETRY_NOT_INSTRUMENTED", "element": "a/m/load", "reason": "old", "until": "soon" }
] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [
  { "fingerprint": "75f600f8eaaf9c6f", "code": "TELEMETRY_NOT_INSTRUMENTED", "element": "a/m/load", "reason": "old", "until": "2100-01-31" }
] }
"#,
};

/// An entry whose time is over.
pub static BASELINE_EXPIRED: Rule = Rule {
    code: "BASELINE_EXPIRED",
    family: Family::Governance,
    severity: Severity::Major,
    what: "what the baseline accepts until a day is mended by then",
    why: "a finding that was accepted for a time counts again when the time is over",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [
  { "fingerprint": "75f600f8eaaf9c6f", "code": "TELEMETRY_NOT_INSTRUMENTED", "element": "a/m/load", "reason": "old", "until": "2020-01-31" }
] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io", "event": "a:loaded" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [] }
"#,
};

/// An entry that matches nothing.
pub static BASELINE_UNUSED: Rule = Rule {
    code: "BASELINE_UNUSED",
    family: Family::Governance,
    severity: Severity::Minor,
    what: "every entry of the baseline matches a finding",
    why: "an entry that is left behind says that something is wrong which is not, and hides it when it comes back",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io", "event": "a:loaded" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [
  { "fingerprint": "75f600f8eaaf9c6f", "code": "TELEMETRY_NOT_INSTRUMENTED", "element": "a/m/load", "reason": "old" }
] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io", "event": "a:loaded" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [] }
"#,
};

/// An entry that nobody can judge later.
pub static BASELINE_WITHOUT_REASON: Rule = Rule {
    code: "BASELINE_WITHOUT_REASON",
    family: Family::Governance,
    severity: Severity::Minor,
    what: "every entry of the baseline says why it is accepted",
    why: "who meets it later cannot tell whether the reason still holds",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [
  { "fingerprint": "75f600f8eaaf9c6f", "code": "TELEMETRY_NOT_INSTRUMENTED", "element": "a/m/load", "reason": "" }
] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }
--- symphony-baseline.json
{ "version": 1, "entries": [
  { "fingerprint": "75f600f8eaaf9c6f", "code": "TELEMETRY_NOT_INSTRUMENTED", "element": "a/m/load", "reason": "the loader has no events before version 2" }
] }
"#,
};

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::rule::example;

    #[test]
    fn examples_are_what_they_say() {
        for rule in RULES {
            example::run(rule);
        }
    }
}
