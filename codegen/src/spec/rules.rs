//! The rules of the form: keys, types and words.

use crate::rule::{Family, Rule, Severity};

/// All rules of this module.
pub const RULES: &[&Rule] = &[&UNKNOWN_KEY, &MISSING_KEY, &WRONG_TYPE, &UNKNOWN_WORD];

/// A key that the format does not have.
pub static UNKNOWN_KEY: Rule = Rule {
    code: "UNKNOWN_KEY",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "every key is one of the format's or starts with `x-`",
    why: "a misspelt key would be ignored, and what it says would silently not happen",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run", "timming": "immediate" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run", "timing": "immediate" }] }] }"#,
};

/// A key that must be there and is not.
pub static MISSING_KEY: Rule = Rule {
    code: "MISSING_KEY",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a sequence has an id and movements, a movement a name and beats, a beat a handler",
    why: "nothing can be generated from a part without a name or content",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1 }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

/// A value of another JSON type than the key has.
pub static WRONG_TYPE: Rule = Rule {
    code: "WRONG_TYPE",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a value has the type of its key",
    why: "a value of another type has no meaning there; the original system once put a number where the beats were and lost them",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": 3 }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#,
};

/// A word that its key does not know.
pub static UNKNOWN_WORD: Rule = Rule {
    code: "UNKNOWN_WORD",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "`dynamics` and `errorHandling` are words that the format knows",
    why: "an unknown level or strategy would have to be guessed",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run", "dynamics": "loud" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run", "dynamics": "ff" }] }] }"#,
};
