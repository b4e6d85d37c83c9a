//! A file of Rust that nobody can look into.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "RUST_NOT_PARSED",
    family: Family::Handler,
    severity: Severity::Major,
    what: "a file that has to do with sequences is Rust",
    why: "what handlers and tests there are in it, nobody knows as long as it cannot be parsed",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);

pub struct Desk;

impl a::Loading for Desk {
    fn (
}
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);

pub struct Desk;

impl a::Loading for Desk {
    fn load(&self, _: &mut symphony::Beat<'_>, letters: &mut Vec<String>) -> Result<(), String> {
        letters.push("Dear Ann".into());
        Ok(())
    }
}
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for file in facts.code().into_iter().flat_map(|code| &code.files) {
        let Some(fault) = &file.fault else { continue };
        // The fault begins with its line and column.
        let mut parts = fault.splitn(3, ':');
        let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok()).unwrap_or(1);
        let (line, column) = (number(), number());
        let why = parts.next().unwrap_or_default().trim();
        let start: usize = file.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = file.text.get(start..).unwrap_or_default();
        let at = start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
        let Some(place) = facts.in_rust(file, &(at..at)) else { continue };
        let finding = Finding::new(&RULE, place, format!("`{}` cannot be parsed: {}", shown(&file.path), shown(why)));
        findings.push(
            finding
                .label("here")
                .help("mend it first: what handlers and tests are in it is not known, and not counted"),
        );
    }
}
