//! A file that cannot be looked at.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::{Place, SourceId, Span};

use super::Check;

/// Found when files are read.
pub(super) const CHECK: Check = Check::of(&RULE);

static RULE: Rule = Rule {
    code: "UNREADABLE_FILE",
    family: Family::Orchestration,
    severity: Severity::Critical,
    what: "every file and folder where sequences are can be read",
    why: "what cannot be read was not judged, and so did not pass; a broken link, a loop of links or a missing right hides sequences",
    bad: r#"--- symphony.toml
[generate]
sequences = ["sequences", "more.json"]
--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"--- symphony.toml
[generate]
sequences = ["sequences"]
--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

/// The finding of a file, which stands among the sources as an empty one.
pub(crate) fn finding(file: SourceId, why: impl Into<String>) -> Finding {
    let place = Place { source: file, span: Span::new(0, 0) };
    Finding::new(&RULE, place, why)
        .help("mend the link or the rights, or leave the path out of `sequences` in `symphony.toml`")
}
