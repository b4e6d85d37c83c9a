//! Faults of the structure that leave clear what is meant: they are reported, most with an edit, and reading goes on.

use std::borrow::Cow;

use super::fault::{excerpt, show_character};
use super::number::json_number;
use super::reader::Reader;
use super::{Value, rules, string};
use crate::diagnostic::Finding;
use crate::source::Span;

/// What closes a string that begins with a quote that is not JSON's.
fn closing_quote(open: char) -> Option<&'static [char]> {
    match open {
        '\'' => Some(&['\'']),
        '`' => Some(&['`']),
        '“' | '”' | '„' => Some(&['”', '“']),
        '‘' | '’' | '‚' => Some(&['’', '‘']),
        '«' => Some(&['»']),
        _ => None,
    }
}

impl<'s> Reader<'s> {
    pub(super) fn byte_order_mark(&mut self) {
        if self.text.starts_with('\u{FEFF}') {
            self.at = '\u{FEFF}'.len_utf8();
            let place = self.place(0, self.at);
            let finding = Finding::new(&rules::BYTE_ORDER_MARK, place, "the file begins with a byte order mark");
            self.note(finding.help("save it as UTF-8 without one").safe_fix("remove it", place, ""));
        }
    }

    /// Skips a comment or white space that JSON does not know; whether there was any.
    pub(super) fn odd_space(&mut self) -> Option<bool> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.starts_with("//") || rest.starts_with('#') {
            let line = rest.split(['\n', '\r']).next().unwrap_or(rest).trim_ascii_end();
            self.at += line.len();
        } else if let Some(inner) = rest.strip_prefix("/*") {
            let Some(length) = inner.find("*/") else {
                let finding = Finding::new(&rules::UNCLOSED, self.place(start, start + 2), "the comment is not closed");
                return self.stop(finding.help("remove it; JSON has no comments"));
            };
            self.at += length + 4;
        } else {
            let blank = |character: char| {
                matches!(character, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
                    || character.is_whitespace() && !matches!(character, ' ' | '\n' | '\r' | '\t')
            };
            let length = rest.find(|character| !blank(character)).unwrap_or(rest.len());
            if length == 0 {
                return Some(false);
            }
            let shown = show_character(self.character());
            self.at += length;
            let place = self.place(start, self.at);
            let finding = Finding::new(&rules::SYNTAX, place, format!("{shown} is not white space in JSON"));
            let title = "write a space in its place";
            self.report(finding.help(title).safe_fix(title, place, " "))?;
            return Some(true);
        }
        let finding = Finding::new(&rules::COMMENT, self.place(start, self.at), "JSON has no comments");
        self.report(finding.help("move the text to a `description` or to a key that begins with `x-`"))?;
        Some(true)
    }

    /// Takes what stands in a value's place and does not begin like one.
    pub(super) fn odd_value(&mut self) -> Option<Value<'s>> {
        let character = self.character();
        let in_object = self.open.last().is_some_and(|at| self.bytes[*at] == b'{');
        match character {
            ',' | '}' if in_object => {
                let end = self.text[..self.at].trim_ascii_end().len();
                let finding = Finding::new(&rules::SYNTAX, self.place(end, end), "the key has no value");
                self.report(finding.label("expected a value").help("write a value after the `:`, or remove the key"))?;
                Some(Value::Null)
            }
            ']' | '}' => self.mismatched("a value"),
            '+' | '.' if self.word_end(self.at) > self.at + 1 => self.odd_number(),
            _ if closing_quote(character).is_some() => Some(Value::String(Cow::Owned(self.odd_quotes(character)?))),
            _ if self.word_end(self.at) > self.at => self.odd_word(),
            _ => self.unexpected("a value"),
        }
    }

    /// Takes what stands in a key's place and does not begin with a double quote.
    pub(super) fn odd_key(&mut self) -> Option<Cow<'s, str>> {
        let expected = "a key in double quotes, or `}`";
        let character = self.character();
        if closing_quote(character).is_some() {
            return Some(Cow::Owned(self.odd_quotes(character)?));
        }
        let (start, end) = (self.at, self.word_end(self.at));
        if end > start && matches!(self.after_blanks(end), b':' | b'=') {
            let word = &self.text[start..end];
            self.at = end;
            self.unquoted(start, "the key stands without quotes")?;
            return Some(Cow::Borrowed(word));
        }
        match character {
            ']' => self.mismatched(expected),
            ':' => {
                let finding =
                    Finding::new(&rules::SYNTAX, self.place(start, start + 1), "there is no key before the `:`");
                self.stop(finding.help("write the key before it, in double quotes"))
            }
            '{' | '[' => {
                let finding =
                    Finding::new(&rules::SYNTAX, self.place(start, start + 1), "a value stands where a key has to");
                let finding = finding.label(format!("expected {expected}")).also(self.innermost(), "in this object");
                self.stop(finding.help("write a key and a `:` before it, or close the object before it"))
            }
            _ => self.unexpected(expected),
        }
    }

    /// Takes what stands in the place of the `:` after a key.
    pub(super) fn odd_colon(&mut self, key: Span) -> Option<()> {
        let (start, rest) = (self.at, &self.text[self.at..]);
        if let Some(sign) = ["=>", "="].into_iter().find(|sign| rest.starts_with(sign)) {
            self.at += sign.len();
            let place = self.place(start, self.at);
            let finding = Finding::new(&rules::SYNTAX, place, format!("`{sign}` between a key and its value"));
            let title = "write `:` in its place";
            return self.report(finding.label("expected `:`").help(title).safe_fix(title, place, ":"));
        }
        let value_follows = match self.peek() {
            b'{' | b'[' | b'0'..=b'9' | b'-' => true,
            b'"' => {
                self.string_end(start).is_some_and(|end| matches!(self.after_blanks(end), b',' | b'}' | b'\n' | b'\r'))
            }
            _ => matches!(&self.text[start..self.word_end(start)], "true" | "false" | "null"),
        };
        let place = self.place(key.end as usize, key.end as usize);
        if matches!(self.peek(), b',' | b'}') {
            let finding = Finding::new(&rules::SYNTAX, place, "the key has no value").label("expected `:` and a value");
            return self.stop(finding.help("write them, or an array (`[ … ]`) if these are no keys"));
        }
        if !value_follows {
            return self.unexpected("`:`");
        }
        let finding = Finding::new(&rules::SYNTAX, place, "there is no `:` between the key and its value");
        self.report(finding.label("expected `:`").help("add it").safe_fix("add it", place, ":"))
    }

    /// Takes what stands where a comma or the closing bracket has to; the last element or member ends at `end`.
    pub(super) fn missing_comma(&mut self, end: usize) -> Option<()> {
        let (next, start) = (self.peek(), self.at);
        let in_object = self.open.last().is_some_and(|at| self.bytes[*at] == b'{');
        let (expected, next_begins) = if in_object {
            ("`,` or `}`", self.key_follows())
        } else {
            let apart = start > end || matches!(next, b'{' | b'[') || matches!(self.bytes[end - 1], b'}' | b']');
            let begins = matches!(next, b'"' | b'{' | b'[' | b'0'..=b'9' | b'-')
                || matches!(&self.text[start..self.word_end(start)], "true" | "false" | "null");
            ("`,` or `]`", apart && begins)
        };
        if next == b';' {
            self.at += 1;
            let place = self.place(start, self.at);
            let finding = Finding::new(&rules::COMMA, place, "`;` in the place of a comma");
            let last = matches!(self.bytes[self.at..].trim_ascii_start(), [b']' | b'}', ..]);
            let (title, mend) = if last { ("remove it", "") } else { ("write `,` in its place", ",") };
            return self.report(finding.label(format!("expected {expected}")).help(title).safe_fix(title, place, mend));
        }
        if next_begins {
            let (place, what) = (self.place(end, end), if in_object { "member" } else { "element" });
            let finding = Finding::new(&rules::COMMA, place, format!("there is no comma before the next {what}"));
            let finding = finding.label("expected `,`");
            return self.report(finding.help("add the comma").safe_fix("add the comma", place, ","));
        }
        if matches!(next, b']' | b'}') { self.mismatched(expected) } else { self.unexpected(expected) }
    }

    /// Takes a comma that stands where an element or a member has to.
    pub(super) fn extra_comma(&mut self) -> Option<()> {
        let place = self.place(self.at, self.at + 1);
        self.at += 1;
        let finding = Finding::new(&rules::COMMA, place, "nothing stands before the comma");
        self.report(finding.label("one comma too many").help("remove it").safe_fix("remove it", place, ""))
    }

    pub(super) fn trailing_comma(&mut self, at: usize) -> Option<()> {
        let place = self.place(at, at + 1);
        let finding = Finding::new(&rules::COMMA, place, "nothing follows the comma");
        self.report(finding.label("a trailing comma").help("remove it").safe_fix("remove it", place, ""))
    }

    /// Takes a number that is not written as JSON's are.
    pub(super) fn odd_number(&mut self) -> Option<Value<'s>> {
        let start = self.at;
        self.at = self.word_end(start);
        let token = &self.text[start..self.at];
        let unsigned = token.trim_start_matches(['+', '-']);
        if matches!(unsigned.to_ascii_lowercase().as_str(), "infinity" | "inf" | "nan") {
            return self.not_finite(start);
        }
        let place = self.place(start, self.at);
        let finding = Finding::new(
            &rules::NUMBER_FORMAT,
            place,
            format!("`{}` is not a number as JSON writes them", excerpt(token)),
        );
        if let Some(number) = json_number(token) {
            let title = format!("write `{}`", excerpt(&number));
            self.report(finding.help(&title).safe_fix(title, place, number))?;
            return Some(Value::Number("0"));
        }
        let zeros = unsigned.trim_start_matches('0');
        if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
            self.report(
                finding.label("leading zeros").help("remove the zeros, or write it as a string if they count"),
            )?;
            return Some(Value::Number(if zeros.is_empty() { "0" } else { zeros }));
        }
        if unsigned.is_empty() || unsigned.ends_with(['e', 'E', '+', '-', '.']) {
            self.report(finding.label("digits are missing").help("write a number, such as `0` or `1.5e3`"))?;
            return Some(Value::Number("0"));
        }
        let title = "put it in quotes, if it is text";
        self.report(finding.help(title).fix(title, place, string::quote(token)))?;
        Some(Value::String(Cow::Borrowed(token)))
    }

    /// Takes a word that is not JSON's.
    fn odd_word(&mut self) -> Option<Value<'s>> {
        let start = self.at;
        self.at = self.word_end(start);
        let word = &self.text[start..self.at];
        let (json, value) = match word.to_ascii_lowercase().as_str() {
            "true" => ("true", Value::Bool(true)),
            "false" => ("false", Value::Bool(false)),
            "null" | "none" | "nil" | "undefined" => ("null", Value::Null),
            "nan" | "inf" | "infinity" => return self.not_finite(start),
            _ if matches!(self.after_blanks(self.at), 0 | b',' | b'}' | b']' | b'\n' | b'\r') => {
                self.unquoted(start, "text stands without quotes")?;
                return Some(Value::String(Cow::Borrowed(word)));
            }
            _ => {
                let finding = Finding::new(&rules::QUOTES, self.place(start, self.at), "text stands without quotes")
                    .label("expected a value");
                return self.stop(finding.help("put the whole text in double quotes"));
            }
        };
        let place = self.place(start, self.at);
        let finding = Finding::new(&rules::WORD, place, format!("`{}` is not a word of JSON", excerpt(word)));
        let title = format!("write `{json}`");
        self.report(finding.help(&title).fix(title, place, json))?;
        Some(value)
    }

    fn not_finite(&mut self, start: usize) -> Option<Value<'s>> {
        let word = excerpt(&self.text[start..self.at]);
        let finding = Finding::new(&rules::WORD, self.place(start, self.at), format!("JSON has no number `{word}`"));
        self.report(finding.help("write `null`, a number, or a string that names it"))?;
        Some(Value::Null)
    }

    fn unquoted(&mut self, start: usize, message: &str) -> Option<()> {
        let place = self.place(start, self.at);
        let text = string::quote(&self.text[start..self.at]);
        let title = "put it in double quotes";
        self.report(Finding::new(&rules::QUOTES, place, message).help(title).fix(title, place, text))
    }

    /// Takes a string in other quotes than JSON's.
    fn odd_quotes(&mut self, open: char) -> Option<String> {
        let start = self.at;
        let close = closing_quote(open).unwrap_or_default();
        let mut text = String::new();
        let mut at = start + open.len_utf8();
        loop {
            let Some(character) = self.text[at..].chars().next().filter(|next| !matches!(next, '\n' | '\r')) else {
                return self.unclosed_string(start);
            };
            if close.contains(&character) {
                self.at = at + character.len_utf8();
                break;
            }
            if character != '\\' {
                text.push(character);
                at += character.len_utf8();
            } else if let Some(quote) = self.text[at + 1..].chars().next().filter(|next| close.contains(next)) {
                text.push(quote);
                at += 1 + quote.len_utf8();
            } else {
                at = self.escape(at, &mut text)?;
            }
        }
        let place = self.place(start, self.at);
        let message = format!("the string stands in {} instead of double quotes", show_character(open));
        let title = "put it in double quotes";
        self.report(Finding::new(&rules::QUOTES, place, message).help(title).safe_fix(
            title,
            place,
            string::quote(&text),
        ))?;
        Some(text)
    }

    /// Where the word or number that begins at `at` ends.
    pub(super) fn word_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$' | '-' | '+' | '.');
        at + rest.find(|character| !part(character)).unwrap_or(rest.len())
    }

    /// The first byte from `at` on that is neither a space nor a tab; zero at the end.
    fn after_blanks(&self, mut at: usize) -> u8 {
        while matches!(self.byte(at), b' ' | b'\t') {
            at += 1;
        }
        self.byte(at)
    }

    /// Where the string in any quotes ends that begins at `at`, if it does so on its line.
    fn string_end(&self, at: usize) -> Option<usize> {
        let open = self.text[at..].chars().next()?;
        let close = if open == '"' { &['"'] } else { closing_quote(open)? };
        let mut characters = self.text[at + open.len_utf8()..].char_indices();
        while let Some((index, character)) = characters.next() {
            match character {
                '\n' | '\r' => return None,
                '\\' => _ = characters.next(),
                _ if close.contains(&character) => return Some(at + open.len_utf8() + index + character.len_utf8()),
                _ => {}
            }
        }
        None
    }

    /// Whether a key and its `:` stand here.
    fn key_follows(&self) -> bool {
        let end = self.string_end(self.at).unwrap_or_else(|| self.word_end(self.at));
        end > self.at && self.bytes[end..].trim_ascii_start().first() == Some(&b':')
    }
}
