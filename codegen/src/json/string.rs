//! Strings: the run between the quotes, escapes, control characters.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::reader::Reader;
use super::rules;
use crate::diagnostic::Finding;

/// What a byte means inside of a string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Stands for itself.
    Plain,
    /// Part of a character beyond ASCII.
    Wide,
    /// A quote, a backslash or a control character.
    Special,
}

/// A table, since it takes one load for each byte, where comparisons take several steps in unoptimised code.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        if byte < 0x20 || byte == b'"' as usize || byte == b'\\' as usize {
            classes[byte] = Class::Special;
        } else if byte >= 0x80 {
            classes[byte] = Class::Wide;
        }
        byte += 1;
    }
    classes
};

impl<'s> Reader<'s> {
    /// Takes a string in double quotes.
    pub(super) fn string(&mut self) -> Option<Cow<'s, str>> {
        let start = self.at + 1;
        let (end, wide) = self.run(start);
        if self.byte(end) != b'"' {
            return self.string_with_escapes(start, end, wide);
        }
        self.at = end + 1;
        if wide {
            self.noncharacters(start, end);
        }
        Some(Cow::Borrowed(&self.text[start..end]))
    }

    /// Where the run of ordinary characters ends that begins at `at`, and whether any of them is not ASCII.
    fn run(&self, mut at: usize) -> (usize, bool) {
        let bytes = self.bytes;
        let end = bytes.len();
        let mut wide = false;
        loop {
            while at < end && CLASSES[bytes[at] as usize] as u8 == Class::Plain as u8 {
                at += 1;
            }
            if at == end || CLASSES[bytes[at] as usize] as u8 == Class::Special as u8 {
                return (at, wide);
            }
            wide = true;
            at += 1;
        }
    }

    /// Goes on with a string whose content begins at `start`, and whose first run of ordinary characters is done.
    fn string_with_escapes(&mut self, start: usize, end: usize, mut wide: bool) -> Option<Cow<'s, str>> {
        let mut text = String::new();
        let (mut run, mut at) = (start, end);
        let mut spans_lines = false;
        loop {
            text.push_str(&self.text[run..at]);
            if at == self.bytes.len() {
                return self.unclosed_string(start - 1);
            }
            run = match self.bytes[at] {
                b'"' => break,
                b'\\' => self.escape(at, &mut text)?,
                _ => {
                    let end = self.control_end(at);
                    if !spans_lines && self.text[at..end].contains(['\n', '\r']) {
                        if !self.closes_on_a_later_line(end) {
                            return self.unclosed_string(start - 1);
                        }
                        spans_lines = true;
                    }
                    text.push_str(&self.text[at..end]);
                    self.control_characters(at, end)?;
                    end
                }
            };
            let (end, more) = self.run(run);
            at = end;
            wide |= more;
        }
        self.at = at + 1;
        if wide {
            self.noncharacters(start, at);
        }
        Some(Cow::Owned(text))
    }

    /// Adds what the escape at `at` stands for; where it ends.
    pub(super) fn escape(&mut self, at: usize, text: &mut String) -> Option<usize> {
        text.push(match self.byte(at + 1) {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(at, text),
            _ => return self.odd_escape(at, text),
        });
        Some(at + 2)
    }

    fn unicode_escape(&mut self, at: usize, text: &mut String) -> Option<usize> {
        let Some(unit) = self.hex(at + 2) else { return self.odd_escape(at, text) };
        let end = at + 6;
        if let Some(character) = char::from_u32(unit) {
            self.noncharacter(character, at, end);
            text.push(character);
            return Some(end);
        }
        let low = if self.byte(end) == b'\\' && self.byte(end + 1) == b'u' { self.hex(end + 2) } else { None };
        if let (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) = (unit, low) {
            let character = char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            let character = character.expect("a pair of surrogates is a character");
            self.noncharacter(character, at, end + 6);
            text.push(character);
            return Some(end + 6);
        }
        text.push(char::REPLACEMENT_CHARACTER);
        self.lone_surrogate(unit, at)?;
        Some(end)
    }

    /// The value of the four hexadecimal digits at `at`.
    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 4)?;
        let mut value = 0;
        for digit in digits {
            value = value << 4 | (*digit as char).to_digit(16)?;
        }
        Some(value)
    }

    fn control_end(&self, mut at: usize) -> usize {
        while at < self.bytes.len() && self.bytes[at] < 0x20 {
            at += 1;
        }
        at
    }

    /// Whether a string that meets a line's end at `at` is meant to go on: the next quote looks like a string's end.
    fn closes_on_a_later_line(&self, mut at: usize) -> bool {
        while at < self.bytes.len() && self.bytes[at] != b'"' {
            at += if self.bytes[at] == b'\\' { 2 } else { 1 };
        }
        at < self.bytes.len()
            && matches!(self.bytes[at + 1..].trim_ascii_start().first(), None | Some(b',' | b':' | b'}' | b']'))
    }

    /// Looks for noncharacters among the bytes `start..end`; all of them begin with a byte from 0xEF on.
    fn noncharacters(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            if self.bytes[at] >= 0xEF
                && let Some(character) = self.text[at..end].chars().next()
            {
                self.noncharacter(character, at, at + character.len_utf8());
            }
            at += 1;
            while at < end && self.bytes[at] & 0xC0 == 0x80 {
                at += 1;
            }
        }
    }

    fn noncharacter(&mut self, character: char, start: usize, end: usize) {
        let code = u32::from(character);
        if code & 0xFFFE == 0xFFFE || matches!(code, 0xFDD0..=0xFDEF) {
            let message = format!("the noncharacter U+{code:04X} in a string");
            self.note(Finding::new(&rules::NONCHARACTER, self.place(start, end), message).help("leave it out"));
        }
    }
}

/// The text as a JSON string.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        push_escaped(&mut quoted, character);
    }
    quoted.push('"');
    quoted
}

/// Adds a character as it may stand in a JSON string.
pub(super) fn push_escaped(text: &mut String, character: char) {
    let escape = match character {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{8}' => "\\b",
        '\u{C}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\0'..='\x1F' => {
            write!(text, "\\u{:04x}", u32::from(character)).expect("a String takes all text");
            return;
        }
        _ => return text.push(character),
    };
    text.push_str(escape);
}
