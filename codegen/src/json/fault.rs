//! Faults after which the rest would be a guess, and those that only have to be said.

use super::reader::Reader;
use super::{Member, rules};
use crate::diagnostic::Finding;
use crate::source::{Place, Span};

/// How many members an object may have for its keys to be compared pair by pair.
const FEW: usize = 16;

/// How many characters of the text a message repeats.
const MAX_EXCERPT: usize = 40;

impl<'s> Reader<'s> {
    /// Ends the reading at something that may not stand here; `expected` says what may.
    pub(super) fn unexpected<T>(&mut self, expected: &str) -> Option<T> {
        if self.at == self.bytes.len() {
            return self.unclosed();
        }
        let character = self.character();
        let shown = show_character(character);
        let place = self.place(self.at, self.at + character.len_utf8());
        let finding =
            Finding::new(&rules::SYNTAX, place, format!("unexpected {shown}")).label(format!("expected {expected}"));
        let line = self.text[..self.at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &self.text[line..];
        let help = if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| line.starts_with(marker)) {
            "finish the merge, of which a conflict marker is left here"
        } else if character == ':' {
            "only a key is followed by `:`; a value or a comma may be missing before this one"
        } else if matches!(character, ']' | '}') {
            "check that each bracket is closed by its own kind"
        } else if character.is_alphanumeric() && self.bytes[..self.at].ends_with(b"\"") {
            "write a quote inside of a string as `\\\"`"
        } else {
            return self.stop(finding);
        };
        self.stop(finding.help(help))
    }

    /// Ends the reading at a bracket that closes another kind than the one that is open.
    pub(super) fn mismatched<T>(&mut self, expected: &str) -> Option<T> {
        if self.open.is_empty() {
            return self.unexpected(expected);
        }
        let (name, close) = self.open_kind();
        let finding = Finding::new(
            &rules::UNCLOSED,
            self.place(self.at, self.at + 1),
            format!("`{}` closes nothing, as {name} is still open", self.bytes[self.at] as char),
        )
        .label(format!("expected {expected}"))
        .also(self.innermost(), format!("{name} begins here"))
        .help(format!("close it with `{close}`"));
        self.stop(finding)
    }

    /// Ends the reading at the end of the text, within an array or object.
    pub(super) fn unclosed<T>(&mut self) -> Option<T> {
        let end = self.text.trim_ascii_end().len();
        let place = self.place(end, end);
        if self.open.is_empty() {
            let finding = Finding::new(&rules::SYNTAX, place, "the file ends where a value has to stand");
            return self.stop(finding);
        }
        let (name, close) = self.open_kind();
        let finding = Finding::new(&rules::UNCLOSED, place, format!("the file ends within {name}"))
            .label(match self.open.len() {
                1 => format!("expected `{close}`"),
                levels => format!("expected `{close}`, the first of {levels} closing brackets"),
            })
            .also(self.innermost(), format!("{name} begins here"))
            .help(format!("close it with `{close}`, or restore the rest of the file if it was cut off"));
        self.stop(finding)
    }

    /// Ends the reading at a string that its line, or the text, ends within.
    pub(super) fn unclosed_string<T>(&mut self, start: usize) -> Option<T> {
        let rest = &self.text[start..];
        let line = rest.find(['\n', '\r']).map_or(rest, |end| &rest[..end]);
        let place = self.place(start, start + line.trim_ascii_end().len());
        let finding = Finding::new(&rules::UNCLOSED, place, "the string has no closing quote")
            .label("begins here, and the line ends within it")
            .help("close it with `\"`; a line break inside of a string is written as `\\n`");
        self.stop(finding)
    }

    /// The innermost open array or object: what it is, and what closes it.
    fn open_kind(&self) -> (&'static str, char) {
        match self.open.last() {
            Some(at) if self.bytes[*at] == b'[' => ("the array", ']'),
            _ => ("the object", '}'),
        }
    }

    /// The opening bracket of the innermost open array or object.
    pub(super) fn innermost(&self) -> Place {
        let open = self.open.last().copied().unwrap_or_default();
        self.place(open, open + 1)
    }

    /// The character to read next.
    pub(super) fn character(&self) -> char {
        self.text[self.at..].chars().next().unwrap_or_default()
    }

    pub(super) fn trailing_text(&mut self) {
        let end = self.at;
        if self.space().is_none() || self.at == self.bytes.len() {
            return;
        }
        let last = self.text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
        let rest = self.text[self.at..].trim_ascii_end();
        let line = rest.split(['\n', '\r']).next().unwrap_or(rest);
        let place = self.place(self.at, self.at + line.trim_ascii_end().len());
        let finding = Finding::new(&rules::TRAILING_TEXT, place, "text follows the value of the file")
            .also(self.place(last, end), "the value ends here");
        let finding = match rest {
            "," | ";" => {
                let place = self.place(end, place.span.end as usize);
                finding.help("remove it").safe_fix("remove it", place, "")
            }
            _ if rest.starts_with(['{', '[', '"']) => {
                finding.help("keep one value in a file; put several into an array, or into files of their own")
            }
            _ if rest.starts_with(['}', ']']) => finding.help("remove this bracket, or open it where it belongs"),
            _ => finding.help("remove it"),
        };
        self.stop::<()>(finding);
    }

    /// Compares the keys of an object.
    pub(super) fn duplicate_keys(&mut self, members: &[Member<'s>]) -> Option<()> {
        if members.len() > FEW {
            return self.duplicates_among_many(members);
        }
        // Most keys differ in this, and comparing two integers is a hundredth of comparing two strings here.
        let mut prints = [0; FEW];
        let mut count = 0;
        while count < members.len() {
            let span = members[count].key_span;
            let length = span.end - span.start;
            let first = u32::from(self.byte(span.start as usize + 1));
            let last = u32::from(self.byte(span.end as usize - 2));
            let print =
                if members[count].key.len() + 2 == length as usize { length << 16 | first << 8 | last } else { 0 };
            let mut earlier = count;
            while earlier > 0 {
                earlier -= 1;
                let candidate = prints[earlier] == print || print == 0 || prints[earlier] == 0;
                if candidate && members[earlier].key == members[count].key {
                    self.duplicate_key(members, earlier, count)?;
                    break;
                }
            }
            prints[count] = print;
            count += 1;
        }
        Some(())
    }

    fn duplicates_among_many(&mut self, members: &[Member<'s>]) -> Option<()> {
        let mut latest = std::collections::HashMap::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            if let Some(earlier) = latest.insert(&*member.key, index) {
                self.duplicate_key(members, earlier, index)?;
            }
        }
        Some(())
    }

    fn duplicate_key(&mut self, members: &[Member<'s>], earlier: usize, again: usize) -> Option<()> {
        let (earlier, previous, again) = (&members[earlier], &members[again - 1], &members[again]);
        let finding = Finding::new(
            &rules::DUPLICATE_KEY,
            self.span_place(again.key_span),
            format!("the key `{}` stands more than once in this object", excerpt(&again.key)),
        )
        .label("again here")
        .also(self.span_place(earlier.key_span), "here before");
        let between = &self.text[previous.value.span.end as usize..again.key_span.start as usize];
        let same = self.text[earlier.value.span.range()] == self.text[again.value.span.range()];
        let finding = if same && between.trim_ascii() == "," {
            let place = self.place(previous.value.span.end as usize, again.value.span.end as usize);
            let title = "remove this one, which says the same";
            finding.help(title).fix(title, place, "")
        } else {
            finding.help("keep one of them, or give one another key")
        };
        self.report(finding)
    }

    fn span_place(&self, span: Span) -> Place {
        self.place(span.start as usize, span.end as usize)
    }
}

/// A character as a message names it: as itself where that can be seen.
pub(super) fn show_character(character: char) -> String {
    let shown = !character.is_control() && !character.is_whitespace() && character.escape_debug().len() <= 2;
    if shown { format!("`{character}`") } else { format!("U+{:04X}", u32::from(character)) }
}

/// A piece of the text as a message repeats it: short, and with nothing in it that moves a terminal's cursor.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == MAX_EXCERPT {
            shown.push('…');
            break;
        }
        if matches!(character, '"' | '\'' | '\\') {
            shown.push(character);
        } else {
            shown.extend(character.escape_debug());
        }
    }
    shown
}
