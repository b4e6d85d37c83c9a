//! As a line of rustc's JSON protocol, which cargo takes from a proc macro as if the compiler had said it.

use std::fmt::Write as _;

use super::human::{Style, human};
use crate::diagnostic::{Finding, Label};
use crate::source::Sources;

/// One line, with its end, in the form that `rustc --error-format=json` prints diagnostics in.
///
/// ```
/// use symphony_codegen::{compile::{Files, compile}, render::{Style, rustc_json}, source::Source};
///
/// let mut files = Files::default();
/// files.sources.add(Source::new("a.json", "{}"));
/// let line = compile(&files, |_, findings| rustc_json(&findings[0], &files.sources, Style::Plain));
/// assert!(line.starts_with(r#"{"$message_type":"diagnostic","message":"a sequence lacks"#));
/// assert!(line.contains(r#""file_name":"a.json","byte_start":0,"byte_end":1,"line_start":1"#));
/// ```
#[must_use]
pub fn rustc_json(finding: &Finding, sources: &Sources, style: Style) -> String {
    let mut json = String::from(r#"{"$message_type":"diagnostic","message":"#);
    string(&mut json, &finding.message);
    let level = if finding.severity().is_error() { "error" } else { "warning" };
    let _ =
        write!(json, r#","code":{{"code":"{}","explanation":null}},"level":"{level}","spans":["#, finding.rule.code);
    span(&mut json, &finding.primary, true, sources);
    for label in &finding.secondary {
        json.push(',');
        span(&mut json, label, false, sources);
    }
    json.push_str(r#"],"children":["#);
    if let Some(help) = &finding.help {
        json.push_str(r#"{"message":"#);
        string(&mut json, help);
        json.push_str(r#","code":null,"level":"help","spans":[],"children":[],"rendered":null}"#);
    }
    json.push_str(r#"],"rendered":"#);
    let end = if style == Style::Line { "\n" } else { "\n\n" };
    string(&mut json, &(human(finding, sources, style) + end));
    json.push_str("}\n");
    json
}

fn span(json: &mut String, label: &Label, is_primary: bool, sources: &Sources) {
    let source = sources.get(label.place.source);
    let span = label.place.span;
    let (start, end) = (source.line_column(span.start), source.line_column(span.end));
    json.push_str(r#"{"file_name":"#);
    string(json, source.path());
    let _ = write!(
        json,
        r#","byte_start":{},"byte_end":{},"line_start":{},"line_end":{},"column_start":{},"column_end":{},"is_primary":{is_primary},"text":[],"label":"#,
        span.start, span.end, start.line, end.line, start.column, end.column
    );
    if label.text.is_empty() {
        json.push_str("null");
    } else {
        string(json, &label.text);
    }
    json.push_str(r#","suggested_replacement":null,"suggestion_applicability":null,"expansion":null}"#);
}

fn string(json: &mut String, text: &str) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(json, "\\u{:04x}", c as u32);
            }
            c => json.push(c),
        }
    }
    json.push('"');
}
