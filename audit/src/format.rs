//! How a verdict is written: for people, and in the formats that other programs read.
//!
//! Each is a pure function. Paths start at the root of the workspace; nothing says when or where a check was done, and what
//! a sequence says is text in all of them, whatever it looks like.

mod github;
mod hotspot;
mod human;
mod json;
mod junit;
mod sarif;
mod short;
pub mod stale;
mod tally;

use std::fmt::Write as _;

pub use json::schema;
use serde::Serialize;
use symphony_codegen::render::seen;
use symphony_codegen::source::{LineColumn, Place};

use crate::verdict::{Judgement, Verdict};

/// A form of what a check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, with the text around each place.
    Human,
    /// A line for each finding.
    Short,
    /// Everything, in a form of our own whose schema is [`schema`].
    Json,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// Commands that make annotations of a workflow on GitHub.
    Github,
    /// The XML of `JUnit`, which continuous integration shows as tests.
    Junit,
}

/// What a person wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Notes too.
    pub verbose: bool,
    /// Nothing where nothing is wrong.
    pub quiet: bool,
    /// ANSI escapes.
    pub color: bool,
}

/// All forms: the word by which one is asked for, and what it is.
const FORMATS: [(Format, &str, &str); 6] = [
    (Format::Human, "human", "for people, with the text around each place"),
    (Format::Short, "short", "a line for each finding"),
    (Format::Json, "json", "everything; `cargo symphony schema --report` prints its JSON Schema"),
    (Format::Sarif, "sarif", "SARIF 2.1.0, for code hosts and editors"),
    (Format::Github, "github", "annotations of a workflow on GitHub"),
    (Format::Junit, "junit", "XML of JUnit, for continuous integration"),
];

impl Format {
    /// All of them, in the order of the help, with the word and what it is.
    pub fn all() -> impl Iterator<Item = (Self, &'static str, &'static str)> {
        FORMATS.into_iter()
    }

    /// The format of a word.
    ///
    /// ```
    /// use symphony_audit::format::Format;
    /// assert_eq!(Format::from_word("sarif"), Some(Format::Sarif));
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        FORMATS.into_iter().find(|(_, known, _)| *known == word).map(|(format, ..)| format)
    }

    /// Writes a verdict.
    #[must_use]
    pub fn write(self, verdict: &Verdict, view: View) -> String {
        match self {
            Self::Human => human::write(verdict, view),
            Self::Short => short::write(verdict),
            Self::Json => json::write(verdict),
            Self::Sarif => sarif::write(verdict),
            Self::Github => github::write(verdict),
            Self::Junit => junit::write(verdict),
        }
    }
}

/// The path of a file of a package from the root of the workspace on.
fn in_workspace(judgement: &Judgement, path: &str) -> String {
    match judgement.package.folder.as_str() {
        "" => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}

/// A place as other programs want it: columns count characters, and the end is behind the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Location {
    file: String,
    bytes: std::ops::Range<usize>,
    start: LineColumn,
    end: LineColumn,
}

impl Location {
    fn of(judgement: &Judgement, place: Place) -> Self {
        let source = judgement.sources.get(place.source);
        Self {
            file: in_workspace(judgement, source.path()),
            bytes: place.span.range(),
            start: source.line_column(place.span.start),
            end: source.line_column(place.span.end),
        }
    }

    /// `path:line:column`, of which the path may hold anything.
    fn line(&self) -> String {
        format!("{}:{}", one_line(&self.file), self.start)
    }
}

/// A number and what it counts.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// A text in one line, with nothing in it that a reader would follow unseen.
fn one_line(text: &str) -> String {
    seen(text).replace('\n', "\\n")
}

/// A line that begins with `::` would be a command in a log on GitHub, whoever wrote it.
fn disarmed(text: &str) -> String {
    let line = |line: &str| {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        if words.starts_with("::") { format!("{}\\{words}", &line[..indent]) } else { line.to_owned() }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// A value as indented JSON.
pub(crate) fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("these are strings, numbers, lists and structs");
    escaped(&text) + "\n"
}

/// A text as a string of JSON.
pub(crate) fn json_text(text: &str) -> String {
    escaped(&serde_json::to_string(text).expect("a string is JSON"))
}

/// JSON in which nothing is unseen. Such a character stands in a string only, but for the line feeds between lines.
pub(crate) fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || c.is_ascii() && !c.is_ascii_control() || seen(c.encode_utf8(&mut [0; 4])).chars().eq([c]) {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Format, json_text};

    #[test]
    fn json_hides_nothing() {
        assert_eq!(json_text("a\"\u{1}\u{7f}\u{202e}ä\u{e0041}\n"), r#""a\"\u0001\u007f\u202eä\udb40\udc41\n""#);
        let back: String = serde_json::from_str(&json_text("\u{e0041}\u{9b}")).unwrap();
        assert_eq!(back, "\u{e0041}\u{9b}");
    }

    #[test]
    fn every_format_has_its_word() {
        for (format, word, _) in Format::all() {
            assert_eq!(Format::from_word(word), Some(format));
        }
        assert_eq!(Format::from_word("xml"), None);
    }
}
