//! The rules of an import: what is refused, and what somebody should look at afterwards.

use symphony_codegen::rule::{Family, Rule, Severity};

/// All rules of this module.
pub const RULES: &[&Rule] = &[
    &NOT_A_SEQUENCE,
    &COUNTS_WITHOUT_BEATS,
    &EXECUTION_RECORD,
    &PACKAGE_MANIFEST,
    &NESTED_TOO_DEEPLY,
    &SEVERAL_HANDLERS,
    &HANDLER_NAMED,
    &WITHOUT_ID,
    &COUNT_DIFFERS,
    &KEY_TWICE,
    &VALUE_SET_ASIDE,
];

macro_rules! rules {
    ($($(#[$about:meta])* $name:ident $code:literal $family:ident $severity:ident $what:literal $why:literal $bad:expr => $good:expr;)*) => {
        $($(#[$about])* pub static $name: Rule = Rule {
            code: $code,
            family: Family::$family,
            severity: Severity::$severity,
            what: $what,
            why: $why,
            bad: $bad,
            good: $good,
        };)*
    };
}

rules! {
    /// No dialect that is known.
    NOT_A_SEQUENCE "IMPORT_NOT_A_SEQUENCE" Orchestration Critical
        "what is imported has movements, phases or steps, in one of the dialects that are known"
        "catalogues, settings and schemas lie beside sequences and are also JSON; what they say is no pipeline"
        r#"{ "version": "1.0", "sequences": [{ "file": "a.json" }] }"# =>
        r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#;
    /// The beats were replaced by their number.
    COUNTS_WITHOUT_BEATS "IMPORT_COUNTS_WITHOUT_BEATS" Sequence Critical
        "`beats` of a movement are the beats, not their number"
        "a tool of the original system once put the number where the beats were; what they said cannot be made up again"
        r#"{ "id": "a", "movements": [{ "id": "m", "beats": 1 }] }"# =>
        r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#;
    /// What happened, not what is to happen.
    EXECUTION_RECORD "IMPORT_EXECUTION_RECORD" Orchestration Critical
        "what is imported says what is to be done, not what was done"
        "the record of a run looks like a sequence, but its beats are what once happened, with times and results"
        r#"{ "sequenceId": "a", "requestId": "r", "startTime": "t", "movements": [{ "name": "m", "beats": [{ "number": 1, "event": "e", "status": "success" }] }] }"# =>
        r#"{ "sequenceId": "a", "movements": [{ "name": "m", "beats": [{ "number": 1, "event": "e", "handler": "run" }] }] }"#;
    /// A package's own file.
    PACKAGE_MANIFEST "IMPORT_PACKAGE_MANIFEST" Orchestration Critical
        "a package's manifest or settings are no sequence, even with an `id`"
        "tools that rewrite whole folders have put the `id` of a sequence into files that are none"
        r#"{ "name": "a", "version": "1.0.0", "id": "a", "scripts": { "test": "run" }, "dependencies": {} }"# =>
        r#"{ "id": "a", "version": "1.0.0", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#;
    /// The result would not be read.
    NESTED_TOO_DEEPLY "IMPORT_NESTED_TOO_DEEPLY" Sequence Critical
        "what is imported is nested at most 128 levels deep when it is in version 1"
        "a step becomes a beat in a movement, which is deeper than it was; beyond 128 levels no file is read"
concat!(
            r#"{ "id": "a", "steps": [{ "id": "s", "n": "#,
            "[[[[[[[[[[[[[[[[[[[[[[[[[",
            "[[[[[[[[[[[[[[[[[[[[[[[[[",
            "[[[[[[[[[[[[[[[[[[[[[[[[[",
            "[[[[[[[[[[[[[[[[[[[[[[[[[",
            "[[[[[[[[[[[[[[[[[[[[[[[[[",
            "]]]]]]]]]]]]]]]]]]]]]]]]]",
            "]]]]]]]]]]]]]]]]]]]]]]]]]",
            "]]]]]]]]]]]]]]]]]]]]]]]]]",
            "]]]]]]]]]]]]]]]]]]]]]]]]]",
            "]]]]]]]]]]]]]]]]]]]]]]]]]",
            " }] }",
        ) =>
        r#"{ "id": "a", "steps": [{ "id": "s", "n": [[]] }] }"#;
    /// A beat with more handlers than one.
    SEVERAL_HANDLERS "IMPORT_SEVERAL_HANDLERS" Handler Minor
        "a beat has one handler"
        "in version 1 a beat is one call; several handlers are several beats, and only a person can say in which order"
        r#"{ "musicalSequence": { "id": "a", "movements": [{ "id": "m", "beats": [{ "id": "b", "handlers": [{ "script": "a.js" }, { "script": "b.js" }] }] }] } }"# =>
        r#"{ "musicalSequence": { "id": "a", "movements": [{ "id": "m", "beats": [{ "id": "b", "handlers": [{ "script": "a.js" }] }] }] } }"#;
    /// A beat without a handler.
    HANDLER_NAMED "IMPORT_HANDLER_NAMED" Handler Info
        "a beat says who handles it"
        "a handler is a method that somebody writes; where the source names none, its name is made of the event or the title"
        r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "event": "a:done" }] }] }"# =>
        r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "event": "a:done", "handler": "run" }] }] }"#;
    /// A sequence without an id.
    WITHOUT_ID "IMPORT_WITHOUT_ID" Sequence Minor
        "a sequence has an `id`"
        "the id names the module that is generated and the file; a name to read changes more often than an id may"
        r#"{ "name": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"# =>
        r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#;
    /// A number of beats that is not theirs.
    COUNT_DIFFERS "IMPORT_COUNT_DIFFERS" Sequence Minor
        "a number of beats that stands beside the beats is theirs"
        "one of the two is out of date; where a beat was lost, the number is all that is left of it"
        r#"{ "id": "a", "movements": [{ "name": "m", "beats": 2, "steps": [{ "beat": 1, "handler": "run" }] }] }"# =>
        r#"{ "id": "a", "movements": [{ "name": "m", "beats": 1, "steps": [{ "beat": 1, "handler": "run" }] }] }"#;
    /// A key that is there twice.
    KEY_TWICE "IMPORT_KEY_TWICE" Sequence Minor
        "the number of movements does not stand under the key of the movements"
        "a key that is there twice is read as the first or the last, depending on who reads; here one is a number of what the other has"
        r#"{ "id": "a", "movements": 1, "movements": [{ "name": "m", "beats": 1 }], "beatDetails": [{ "movement": 1, "number": 1, "name": "run" }] }"# =>
        r#"{ "id": "a", "movements": [{ "name": "m", "beats": 1 }], "beatDetails": [{ "movement": 1, "number": 1, "name": "run" }] }"#;
    /// A value that the key does not take.
    VALUE_SET_ASIDE "IMPORT_VALUE_SET_ASIDE" Sequence Minor
        "what stands under a key of version 1 is what the format has there"
        "it is kept under `x-…`, but nothing reads it there: a person has to say what it is in version 1"
        r#"{ "id": "a", "completionCriteria": 1, "movements": [{ "name": "m", "steps": [{ "beat": 1, "handler": "run" }] }] }"# =>
        r#"{ "id": "a", "completionCriteria": "done", "movements": [{ "name": "m", "steps": [{ "beat": 1, "handler": "run" }] }] }"#;
}
