//! Workflow commands of GitHub, which become annotations.

use std::fmt::Write as _;

use symphony_codegen::render::seen;
use symphony_codegen::rule::Severity;

use super::{Location, counted, in_workspace, stale, tally};
use crate::verdict::Verdict;

/// So many of a kind are shown of one step; what comes after them is dropped without a word.
const MOST: usize = 10;

/// The commands of one kind.
struct Kind {
    command: &'static str,
    lines: Vec<String>,
    count: usize,
}

impl Kind {
    fn new(command: &'static str) -> Self {
        Self { command, lines: Vec::new(), count: 0 }
    }

    fn add(&mut self, properties: &[(&str, String)], message: &str) {
        self.count += 1;
        if self.lines.len() == MOST {
            return;
        }
        let mut line = format!("::{} ", self.command);
        for (at, (name, value)) in properties.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let _ = write!(line, "{comma}{name}={}", property(value));
        }
        let _ = write!(line, "::{}", data(message));
        self.lines.push(line);
    }
}

pub(super) fn write(verdict: &Verdict) -> String {
    let (mut errors, mut warnings, mut notices) = (Kind::new("error"), Kind::new("warning"), Kind::new("notice"));
    for judgement in &verdict.judgements {
        for entry in judgement.entries.iter().filter(|entry| entry.is_shown()) {
            let finding = &entry.finding;
            let kind = match finding.severity() {
                _ if entry.is_denied() => &mut errors,
                Severity::Info => &mut notices,
                _ => &mut warnings,
            };
            let at = Location::of(judgement, finding.primary.place);
            let mut properties =
                vec![("file", at.file), ("line", at.start.line.to_string()), ("endLine", at.end.line.to_string())];
            // Columns across several lines are refused.
            if at.start.line == at.end.line {
                properties.extend([("col", at.start.column.to_string()), ("endColumn", at.end.column.to_string())]);
            }
            properties.push(("title", format!("{} ({})", finding.rule.code, finding.severity())));
            let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            kind.add(&properties, &format!("{}{help}", finding.message));
        }
        for file in judgement.stale.iter().flatten() {
            let properties = [("file", in_workspace(judgement, &file.path)), ("title", "stale".to_owned())];
            let remedy = match file.remedy() {
                "" => String::new(),
                remedy => format!(": `{remedy}` mends it"),
            };
            errors.add(&properties, &format!("{}{remedy}", stale::reason(file)));
        }
        if let Some(low) = judgement.too_low() {
            errors.add(&[("title", "min-score".to_owned())], &tally::too_low(&low));
        }
        for it in judgement.all_unevaluated() {
            let at = it.place.map(|place| Location::of(judgement, place));
            let mut properties: Vec<(&str, String)> = Vec::new();
            properties.extend(at.into_iter().flat_map(|at| [("file", at.file), ("line", at.start.line.to_string())]));
            properties.push(("title", "not evaluated".to_owned()));
            notices.add(&properties, &format!("{}: {}", it.what, it.reason));
        }
    }
    let mut text = String::new();
    for kind in [&errors, &warnings, &notices] {
        kind.lines.iter().for_each(|line| {
            let _ = writeln!(text, "{line}");
        });
        let more = kind.count - kind.lines.len();
        if more > 0 {
            let annotations = counted(more, kind.command, &format!("{}s", kind.command));
            let _ =
                writeln!(text, "{annotations} more than GitHub shows of a step: `--format sarif` has no such limit");
        }
    }
    let _ = writeln!(text, "{}", tally::summary(verdict));
    text
}

/// A message: a line break would end the command, and what follows would be one of its own.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\n' => escaped.push_str("%0A"),
            c => escaped.push_str(&seen(c.encode_utf8(&mut [0; 4]))),
        }
    }
    escaped
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn a_text_is_no_command() {
        assert_eq!(data("a\n::error::b\r%0A"), "a%0A::error::b\\r%250A");
        assert_eq!(property("a:b,c\u{1b}"), "a%3Ab%2Cc\\u{1b}");
    }
}
