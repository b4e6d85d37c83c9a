//! A file in another dialect than format version 1.

use std::collections::HashMap;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::json;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::{Place, Source, SourceId, Span};

use super::Check;
use crate::import::{Imported, Refusal, import};
use crate::survey::Survey;

/// [`foreign`] judges it, since it speaks instead of other rules.
pub(super) const CHECK: Check = Check::of(&RULE);

static RULE: Rule = Rule {
    code: "DIALECT_NOT_IMPORTED",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a file among the sequences is one, in format version 1",
    why: "what another dialect says under other keys would be read as nothing; importing it loses nothing",
    bad: r#"{ "id": "a", "steps": [{ "order": 1, "id": "load" }, { "order": 2, "id": "save" }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "steps", "beats": [{ "beat": 1, "id": "load", "handler": "load" }, { "beat": 2, "id": "save", "handler": "save" }] }] }"#,
};

/// Rules of what a file looks like.
const OF_FORM: &[&str] = &["UNKNOWN_KEY", "MISSING_KEY", "WRONG_TYPE", "JSON_DUPLICATE_KEY"];

/// The files whose shape is that of another dialect, each with the one finding that says so; all others about it are the
/// same fault.
pub(crate) fn foreign(findings: &[Finding], survey: &Survey<'_>) -> HashMap<SourceId, Finding> {
    let sources = survey.sources;
    let mut faults: HashMap<SourceId, usize> = HashMap::new();
    for finding in findings.iter().filter(|finding| OF_FORM.contains(&finding.rule.code)) {
        let id = finding.primary.place.source;
        if survey.roots.binary_search_by_key(&id, |(id, _)| *id).is_ok() {
            *faults.entry(id).or_default() += 1;
        }
    }
    faults.into_iter().filter_map(|(id, faults)| Some((id, of_file(id, sources.get(id), faults)?))).collect()
}

fn of_file(id: SourceId, source: &Source, faults: usize) -> Option<Finding> {
    let finding = |message: String| {
        let start = source.text().find('{').unwrap_or_default();
        Finding::new(&RULE, Place { source: id, span: Span::new(start, start + 1) }, message)
    };
    let refused = |refusal: &Refusal| refusal.findings.iter().find(|it| it.severity().is_error()).cloned();
    match import(id, source) {
        Ok(Imported { dialect, .. }) if dialect.id == "native" => None,
        // Version 1 that somebody is still writing: one beat without a handler is no other dialect.
        Ok(_) if faults < 2 => None,
        Ok(Imported { dialect, .. }) => Some(
            finding(format!("this is written as {}, not in format version 1", dialect.about))
                .label(format!("the dialect {}", dialect.id))
                .help(format!(
                    "`cargo symphony import {} --in-place` makes version 1 of it, and loses nothing",
                    source.path()
                )),
        ),
        Err(refusal) => {
            let refused = refused(&refusal)?;
            // What is wrong with its JSON is said already.
            if refused.rule.code.starts_with("JSON_") {
                return None;
            }
            let is_other =
                refusal.dialect.is_some() || (refused.rule.code == "IMPORT_NOT_A_SEQUENCE" && !is_started(id, source));
            // The reason has a place of its own, where it has one.
            let place = refused.primary.place;
            let help = refused.help.unwrap_or_default();
            is_other.then(|| {
                Finding {
                    primary: symphony_codegen::diagnostic::Label {
                        place,
                        text: "no sequence in format version 1".into(),
                    },
                    ..finding(refused.message)
                }
                .help(help)
            })
        }
    }
}

/// Whether a file that has no movements yet is meant to be a sequence.
fn is_started(id: SourceId, source: &Source) -> bool {
    let Some(root) = json::parse(id, source).root else { return true };
    let keys = root.as_object().unwrap_or_default().iter().map(|member| &*member.key);
    keys.clone().any(|key| symphony_codegen::suggest::nearest(key, ["movements"]).is_some())
        || keys.clone().any(|key| matches!(key, "id" | "sequenceId"))
        || keys.count() == 0
}

#[cfg(test)]
mod tests {
    use crate::rule::example::judged;

    #[test]
    fn what_somebody_is_still_writing_is_no_other_dialect() {
        for (text, is_other) in [
            (r#"{ "id": "a" }"#, false),
            (r#"{ "movments": [], "moods": 1 }"#, false),
            (r#"{ "id": "a", "id": "a", "movements": [] }"#, false),
            (r#"{ "moods": 1, "weather": "fine" }"#, true),
        ] {
            let verdict = judged(text);
            let mut codes = verdict.entries().map(|entry| entry.finding.rule.code);
            assert_eq!(codes.any(|code| code == "DIALECT_NOT_IMPORTED"), is_other, "{text}");
        }
    }
}
