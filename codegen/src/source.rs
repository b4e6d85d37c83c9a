//! Where a piece of a sequence stands: files, byte spans, lines and columns.

use std::fmt;
use std::sync::Arc;

/// A range of bytes in one source file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of the bytes `start..end`.
    ///
    /// # Panics
    /// Where an offset does not fit into 32 bits; the reader refuses files of that size.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let offset = |at| u32::try_from(at).expect("the reader refuses files over 4 GiB");
        Self { start: offset(start), end: offset(end) }
    }

    /// The bytes as a range, to slice the text with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The span from the start of `self` to the end of `other`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

/// Names one file of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A span in a file: what every finding points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// The bytes in it.
    pub span: Span,
}

/// A line and a column, both from 1; a column counts characters, as rustc's do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One file: the path under which it is shown and its text. A clone is the same text, not a copy of it.
#[derive(Clone, Debug)]
pub struct Source(Arc<File>);

#[derive(Debug)]
struct File {
    path: String,
    text: String,
    line_starts: Vec<u32>,
    /// Before each block, how many bytes only continue a character; empty where none does.
    continuing: Vec<u32>,
}

/// The bytes of a block: a column is found in so many steps, however long the line.
const BLOCK: usize = 64;

impl Source {
    /// A file shown as `path`. Backslashes become slashes, so that what is shown and generated is the same everywhere.
    ///
    /// # Panics
    /// Where the text has more than 4 GiB; [`json::decode`](crate::json::decode) refuses such a file before.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        // `find` is memchr; an iterator over the bytes takes longer than parsing them where nothing is optimised.
        let mut line_starts = vec![0];
        let mut at = 0;
        while let Some(newline) = text[at..].find('\n') {
            at += newline + 1;
            line_starts.push(Span::new(at, at).start);
        }
        let continuing = if text.is_ascii() { Vec::new() } else { continuing(text.as_bytes()) };
        Self(Arc::new(File { path: path.into().replace('\\', "/"), text, line_starts, continuing }))
    }

    /// The path under which the file is shown.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The line and column of a byte; the end of the text for one that lies beyond it.
    #[must_use]
    pub fn line_column(&self, at: u32) -> LineColumn {
        let at = (at as usize).min(self.0.text.len());
        let line = self.0.line_starts.partition_point(|start| *start as usize <= at);
        let start = self.0.line_starts[line - 1] as usize;
        let column = at - start - (self.continuing_before(at) - self.continuing_before(start)) + 1;
        LineColumn { line, column }
    }

    /// The bytes of the line that a byte stands in, without its end.
    #[must_use]
    pub fn line(&self, at: u32) -> std::ops::Range<usize> {
        let at = (at as usize).min(self.0.text.len());
        let line = self.0.line_starts.partition_point(|start| *start as usize <= at);
        let start = self.0.line_starts[line - 1] as usize;
        let end = self.0.line_starts.get(line).map_or(self.0.text.len(), |next| *next as usize - 1);
        start..end
    }

    fn continuing_before(&self, at: usize) -> usize {
        let Some(before) = self.0.continuing.get(at / BLOCK) else { return 0 };
        *before as usize + count_continuing(&self.0.text.as_bytes()[at / BLOCK * BLOCK..at])
    }
}

fn continuing(bytes: &[u8]) -> Vec<u32> {
    let mut blocks = vec![0];
    let mut sum = 0;
    for block in bytes.chunks(BLOCK) {
        sum += count_continuing(block);
        blocks.push(Span::new(sum, sum).start);
    }
    blocks
}

/// Bytes that continue a character. A plain loop: it runs in build scripts, which are not optimised.
fn count_continuing(bytes: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        count += usize::from(bytes[at] & 0xC0 == 0x80);
        at += 1;
    }
    count
}

/// All files that are read together; ids of other `Sources` are not valid in it.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and names it.
    ///
    /// # Panics
    /// With more than `u32::MAX` files.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).expect("fewer files than u32::MAX"));
        self.0.push(source);
        id
    }

    /// The file of that name.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// All files with their names, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }

    /// `path:line:column` of a place.
    #[must_use]
    pub fn locate(&self, place: Place) -> String {
        let source = self.get(place.source);
        let at = source.line_column(place.span.start);
        let mut text = source.path().to_owned();
        for number in [at.line, at.column] {
            text.push(':');
            text.push_str(&number.to_string());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, Source};

    #[test]
    fn columns_count_characters() {
        for text in ["", "a", "ab\ncd\n", "ä\nöü", &"xä€😀\n".repeat(40), &"ä€x".repeat(100)] {
            let source = Source::new("a.json", text);
            let (mut line, mut column) = (1, 1);
            for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(
                    source.line_column(u32::try_from(at).unwrap()),
                    LineColumn { line, column },
                    "{at} of {text:?}"
                );
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
        }
    }
}
