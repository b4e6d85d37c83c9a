//! JSON of which what belongs together is a line, so that a change of one beat is one line of a diff.

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::format::escaped;

/// What lies deeper than this many brackets is written in the line where it begins.
const DEEPEST: usize = 5;

/// The value as text.
///
/// # Panics
/// Where the value has keys that are no strings.
pub(super) fn lines(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut text, Lines::default())).expect("keys are strings");
    text.push(b'\n');
    escaped(&String::from_utf8(text).expect("JSON is UTF-8"))
}

#[derive(Default)]
struct Lines {
    /// How many brackets are open.
    depth: usize,
    /// Whether there is something in the innermost.
    has_value: bool,
}

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.depth += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.depth -= 1;
        if self.has_value {
            if self.depth < DEEPEST { self.line(writer)? } else { writer.write_all(b" ")? }
        }
        self.has_value = true;
        writer.write_all(bracket)
    }

    /// What stands before a value or a key.
    fn next<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.has_value = true;
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= DEEPEST { self.line(writer) } else { writer.write_all(b" ") }
    }

    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> Result<()> {
        write!(writer, "\n{:indent$}", "", indent = self.depth * 2)
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.next(writer, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.next(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::lines;

    #[test]
    fn what_lies_deep_is_one_line() {
        let value = json!({ "a": [], "b": { "c": { "d": { "e": { "f": 1, "g": ["x", "y"] }, "h": {} } } } });
        let text = lines(&value);
        assert_eq!(
            text,
            r#"{
  "a": [],
  "b": {
    "c": {
      "d": {
        "e": {
          "f": 1,
          "g": [ "x", "y" ]
        },
        "h": {}
      }
    }
  }
}
"#
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn nothing_is_unseen() {
        let value = json!({ "a\u{202e}": "\u{9b}2J\u{e0041}ä" });
        let text = lines(&value);
        assert_eq!(text, "{\n  \"a\\u202e\": \"\\u009b2J\\udb40\\udc41ä\"\n}\n");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
