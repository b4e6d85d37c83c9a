//! The grammar, and what is done with findings. What is not well-formed is left to `mend` and `fault`.

use super::{Member, Node, Parsed, Value, rules};
use crate::diagnostic::Finding;
use crate::source::{Place, SourceId, Span};

/// How deep arrays and objects nest at most. Reading and dropping recurse, so this also bounds the stack.
const MAX_DEPTH: usize = 128;

/// How many errors, and how many lesser findings, one file yields: more help nobody, and would fill the memory.
const MAX_FINDINGS: usize = 1000;

/// Reads one text from front to back.
///
/// The methods return `None` once the rest of the text would be a guess; the finding that says why is there by then.
pub(super) struct Reader<'s> {
    pub(super) text: &'s str,
    pub(super) bytes: &'s [u8],
    /// The next byte to read.
    pub(super) at: usize,
    /// Where each array and object begins that is still open.
    pub(super) open: Vec<usize>,
    id: SourceId,
    findings: Vec<Finding>,
    errors: usize,
    notes: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(id: SourceId, text: &'s str) -> Self {
        let bytes = text.as_bytes();
        Self { text, bytes, at: 0, open: Vec::new(), id, findings: Vec::new(), errors: 0, notes: 0 }
    }

    pub(super) fn read(mut self) -> Parsed<'s> {
        let root = self.document();
        self.findings.sort_by_key(|finding| finding.primary.place.span.start);
        Parsed { root, findings: self.findings }
    }

    fn document(&mut self) -> Option<Node<'s>> {
        self.byte_order_mark();
        let start = self.at;
        self.space()?;
        if self.at == self.bytes.len() {
            let finding = Finding::new(&rules::EMPTY, self.place(start, self.at), "the file is empty")
                .label("expected a value, such as `{ … }`");
            return self.stop(finding);
        }
        let root = self.value()?;
        self.trailing_text();
        Some(root)
    }

    /// Skips white space, and what others take for it.
    pub(super) fn space(&mut self) -> Option<()> {
        let bytes = self.bytes;
        let end = bytes.len();
        let mut at = self.at;
        loop {
            while at < end && matches!(bytes[at], b' ' | b'\n' | b'\r' | b'\t') {
                at += 1;
            }
            self.at = at;
            if at == end || !matches!(bytes[at], b'/' | b'#' | 0x0B | 0x0C | 0x80..) || !self.odd_space()? {
                return Some(());
            }
            at = self.at;
        }
    }

    pub(super) fn value(&mut self) -> Option<Node<'s>> {
        let start = self.at;
        let value = match self.peek() {
            b'"' => Value::String(self.string()?),
            b'{' => self.object()?,
            b'[' => self.array()?,
            b'-' | b'0'..=b'9' => self.number()?,
            b't' if self.takes_word("true") => Value::Bool(true),
            b'f' if self.takes_word("false") => Value::Bool(false),
            b'n' if self.takes_word("null") => Value::Null,
            _ => self.odd_value()?,
        };
        Some(Node { span: Span::new(start, self.at), value })
    }

    fn array(&mut self) -> Option<Value<'s>> {
        self.enter()?;
        let mut elements = Vec::new();
        let mut comma = None;
        loop {
            self.space()?;
            match self.peek() {
                b']' => break,
                b',' => {
                    self.extra_comma()?;
                    continue;
                }
                _ => elements.push(self.value()?),
            }
            let end = self.at;
            self.space()?;
            comma = None;
            match self.peek() {
                b']' => break,
                b',' => {
                    comma = Some(self.at);
                    self.at += 1;
                }
                _ => self.missing_comma(end)?,
            }
        }
        self.leave(comma)?;
        Some(Value::Array(elements))
    }

    fn object(&mut self) -> Option<Value<'s>> {
        self.enter()?;
        let mut members = Vec::new();
        let mut comma = None;
        loop {
            self.space()?;
            let start = self.at;
            let key = match self.peek() {
                b'}' => break,
                b',' => {
                    self.extra_comma()?;
                    continue;
                }
                b'"' => self.string()?,
                _ => self.odd_key()?,
            };
            let key_span = Span::new(start, self.at);
            self.space()?;
            if self.peek() == b':' {
                self.at += 1;
            } else {
                self.odd_colon(key_span)?;
            }
            self.space()?;
            let value = self.value()?;
            members.push(Member { key, key_span, value });
            let end = self.at;
            self.space()?;
            comma = None;
            match self.peek() {
                b'}' => break,
                b',' => {
                    comma = Some(self.at);
                    self.at += 1;
                }
                _ => self.missing_comma(end)?,
            }
        }
        self.leave(comma)?;
        self.duplicate_keys(&members)?;
        Some(Value::Object(members))
    }

    /// Takes the opening bracket of an array or object.
    fn enter(&mut self) -> Option<()> {
        if self.open.len() == MAX_DEPTH {
            let finding = Finding::new(
                &rules::TOO_DEEP,
                self.place(self.at, self.at + 1),
                format!("arrays and objects are nested more than {MAX_DEPTH} levels deep"),
            )
            .label(format!("level {}", MAX_DEPTH + 1))
            .help("describe the inner part in a sequence of its own");
            return self.stop(finding);
        }
        self.open.push(self.at);
        self.at += 1;
        Some(())
    }

    /// Takes the closing bracket; `comma` is where one stands that nothing follows.
    fn leave(&mut self, comma: Option<usize>) -> Option<()> {
        if let Some(comma) = comma {
            self.trailing_comma(comma)?;
        }
        self.open.pop();
        self.at += 1;
        Some(())
    }

    /// Takes `word`, where it stands here as a whole.
    fn takes_word(&mut self, word: &str) -> bool {
        let end = self.at + word.len();
        let found = self.bytes[self.at..].starts_with(word.as_bytes()) && self.word_end(self.at) == end;
        if found {
            self.at = end;
        }
        found
    }

    /// The next byte; zero, which no token begins with, at the end of the text.
    pub(super) fn peek(&self) -> u8 {
        self.byte(self.at)
    }

    /// The byte there; zero beyond the end of the text.
    pub(super) fn byte(&self, at: usize) -> u8 {
        if at < self.bytes.len() { self.bytes[at] } else { 0 }
    }

    pub(super) fn place(&self, start: usize, end: usize) -> Place {
        Place { source: self.id, span: Span::new(start, end) }
    }

    /// Adds an error and ends the reading.
    pub(super) fn stop<T>(&mut self, finding: Finding) -> Option<T> {
        self.findings.push(finding);
        None
    }

    /// Adds an error after which the structure is still clear.
    pub(super) fn report(&mut self, finding: Finding) -> Option<()> {
        if self.errors == MAX_FINDINGS {
            let message = format!("more than {MAX_FINDINGS} faults; the rest of the file is not read");
            let end =
                Finding::new(&rules::SYNTAX, finding.primary.place, message).label("the first that is not listed");
            return self.stop(end);
        }
        self.errors += 1;
        self.findings.push(finding);
        Some(())
    }

    /// Adds a finding that is not an error.
    pub(super) fn note(&mut self, mut finding: Finding) {
        self.notes += 1;
        if self.notes > MAX_FINDINGS {
            return;
        }
        if self.notes == MAX_FINDINGS {
            finding.message.push_str("; further findings of this sort are not listed");
        }
        self.findings.push(finding);
    }
}
