//! Writes what was rewritten: two spaces a level, one member a line, every scalar as the source spells it.

use std::fmt::Write as _;

use super::draft::{Content, Draft};

/// The text of a file.
pub(super) fn write(draft: &Draft<'_>, source: &str) -> String {
    let mut writer = Writer { source, text: String::new() };
    writer.value(draft, 0);
    writer.text.push('\n');
    writer.text
}

struct Writer<'s> {
    source: &'s str,
    text: String,
}

impl Writer<'_> {
    fn value(&mut self, draft: &Draft<'_>, level: usize) {
        match &draft.content {
            Content::Kept => {
                if let Some(node) = draft.origin {
                    self.text.push_str(&self.source[node.span.range()]);
                }
            }
            Content::Text(text) => self.string(text),
            Content::Number(number) => {
                let _ = write!(self.text, "{number}");
            }
            Content::Array(items) if items.is_empty() => self.text.push_str("[]"),
            Content::Object(members) if members.is_empty() => self.text.push_str("{}"),
            Content::Array(items) => {
                self.text.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.line(at, level + 1);
                    self.value(item, level + 1);
                }
                self.end(level);
                self.text.push(']');
            }
            Content::Object(members) => {
                self.text.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    self.line(at, level + 1);
                    self.string(key);
                    self.text.push_str(": ");
                    self.value(value, level + 1);
                }
                self.end(level);
                self.text.push('}');
            }
        }
    }

    fn line(&mut self, at: usize, level: usize) {
        if at > 0 {
            self.text.push(',');
        }
        self.end(level);
    }

    fn end(&mut self, level: usize) {
        self.text.push('\n');
        for _ in 0..level {
            self.text.push_str("  ");
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                c if c < ' ' => {
                    let _ = write!(self.text, "\\u{:04x}", c as u32);
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }
}
