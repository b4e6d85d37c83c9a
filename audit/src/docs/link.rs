//! Links between documents, sequences and code.

use std::borrow::Cow;
use std::fmt::Write as _;

use symphony_codegen::plan::{BeatId, Sequence};
use symphony_codegen::source::{Source, Span};

use super::markdown::text;
use super::words::{beat_title, movement_title};
use crate::subject::Subject;

/// A link in Markdown; `href` is encoded.
fn link(words: &str, href: &str) -> String {
    format!("[{}]({href})", text(words))
}

/// The page of a sequence, from the folder of all pages.
pub(super) fn to_page(sequence: &Sequence<'_>, title: &str) -> String {
    link(title, &format!("{}.md", encoded(sequence.module.trim_start_matches("r#"))))
}

/// A file of the package.
pub(super) fn to_file(subject: &Subject<'_>, path: &str) -> String {
    link(path, &relative(subject.docs, path))
}

/// Links to places in the JSON of a subject: a page has many.
pub(super) struct Places<'a> {
    source: &'a Source,
    words: Cow<'a, str>,
    href: String,
}

impl<'a> Places<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Self {
        let source = subject.sources.get(subject.sequence.spec.source);
        Self { source, words: text(source.path()), href: relative(subject.docs, source.path()) }
    }

    pub(super) fn link(&self, span: Span) -> String {
        let line = self.source.line_column(span.start).line.to_string();
        ["[", &self.words, ":", &line, "](", &self.href, "#L", &line, ")"].concat()
    }
}

/// A beat in the same page.
pub(super) fn to_beat(sequence: &Sequence<'_>, id: BeatId) -> String {
    let movement = &sequence.movements[id.movement];
    let words = format!("{} / {}", movement_title(movement), beat_title(&movement.beats[id.beat]));
    link(&words, &format!("#{}", anchor(id)))
}

/// The name of the place of a beat in its page.
pub(super) fn anchor(id: BeatId) -> String {
    format!("beat-{}-{}", id.movement + 1, id.beat + 1)
}

/// The way from a folder to a file, both of which start at the same place.
fn relative(folder: &str, file: &str) -> String {
    let parts = |path: &'_ str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty() && *part != ".").map(ToOwned::to_owned).collect()
    };
    let (folder, file) = (parts(folder), parts(file));
    let shared = folder.iter().zip(&file).take_while(|(left, right)| left == right).count().min(file.len() - 1);
    let up = (shared..folder.len()).map(|_| "..".to_owned());
    up.chain(file[shared..].iter().map(|part| encoded(part))).collect::<Vec<_>>().join("/")
}

/// A part of a path for a link: everything but letters, digits and `-._` is encoded.
fn encoded(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn links_are_relative_and_encoded() {
        for (folder, file, expected) in [
            ("docs/sequences", "sequences/a.json", "../../sequences/a.json"),
            ("docs/sequences", "docs/a.json", "../a.json"),
            ("docs/", "./docs/a b(1).json", "a%20b%281%29.json"),
            ("", "src/ä#.rs", "src/%C3%A4%23.rs"),
            ("a", "a", "../a"),
        ] {
            assert_eq!(relative(folder, file), expected, "{folder} {file}");
        }
    }
}
