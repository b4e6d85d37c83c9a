//! What may not stand in a string: control characters, unknown escapes, halves of surrogate pairs.

use super::fault::{excerpt, show_character};
use super::reader::Reader;
use super::{rules, string};
use crate::diagnostic::Finding;

impl Reader<'_> {
    /// Reports the control characters `start..end` in a string.
    pub(super) fn control_characters(&mut self, start: usize, end: usize) -> Option<()> {
        let place = self.place(start, end);
        let mut escaped = String::new();
        for byte in &self.bytes[start..end] {
            string::push_escaped(&mut escaped, *byte as char);
        }
        let name = match self.bytes[start..end] {
            [b'\t'] => "a tab".to_owned(),
            [b'\n' | b'\r'] | [b'\r', b'\n'] => "a line break".to_owned(),
            [byte] => format!("the control character {}", show_character(byte as char)),
            _ => "control characters".to_owned(),
        };
        let title = format!("write `{}`", excerpt(&escaped));
        let finding = Finding::new(&rules::CONTROL_CHARACTER, place, format!("{name} in a string"));
        self.report(finding.help(&title).safe_fix(title, place, escaped))
    }

    /// Reports the escape at `at`, which JSON does not have, and adds what is probably meant; where it ends.
    pub(super) fn odd_escape(&mut self, at: usize, text: &mut String) -> Option<usize> {
        let Some(character) = self.text[at + 1..].chars().next() else { return Some(at + 1) };
        let end = at + 1 + character.len_utf8();
        let digits = |start: usize, length: usize| {
            let digits = self.bytes.get(start..start + length).filter(|digits| !digits.is_empty())?;
            let value = digits.iter().try_fold(0, |value, digit| Some(value << 4 | (*digit as char).to_digit(16)?));
            char::from_u32(value?)
        };
        let braced = || {
            let inner = self.bytes.get(end + 1..)?.iter().take(7);
            let length = inner.take_while(|byte| byte.is_ascii_hexdigit()).count();
            let complete = character == 'u' && self.byte(end) == b'{' && self.byte(end + 1 + length) == b'}';
            if complete { Some((digits(end + 1, length)?, end + length + 2)) } else { None }
        };
        let (meant, end) = match character {
            '\'' | '`' => (character, end),
            '0' if !self.byte(end).is_ascii_digit() => ('\0', end),
            'a' => ('\u{7}', end),
            'v' => ('\u{B}', end),
            'e' => ('\u{1B}', end),
            // JSON5 and JavaScript continue the line; before other control characters it has no meaning.
            '\r' if self.byte(end) == b'\n' => return self.continued_line(at, end + 1),
            '\r' | '\n' => return self.continued_line(at, end),
            '\0'..=' ' if character != ' ' => (character, end),
            'x' if digits(end, 2).is_some() => (digits(end, 2).unwrap_or_default(), end + 2),
            _ => match braced() {
                Some(meant) => meant,
                None => return self.backslash(at, end, character, text),
            },
        };
        text.push(meant);
        let place = self.place(at, end);
        let mut escape = String::new();
        string::push_escaped(&mut escape, meant);
        let title = format!("write `{}`", excerpt(&escape));
        let message = format!("`{}` is not an escape of JSON", excerpt(&self.text[at..end]));
        self.report(Finding::new(&rules::ESCAPE, place, message).help(&title).fix(title, place, escape))?;
        Some(end)
    }

    /// Reports a backslash that ends its line, which another language takes for nothing.
    fn continued_line(&mut self, at: usize, end: usize) -> Option<usize> {
        let place = self.place(at, end);
        let finding = Finding::new(&rules::ESCAPE, place, "a string is continued on the next line");
        let title = "remove the backslash and the line break";
        self.report(finding.help(format!("{title}, or write `\\n`")).fix(title, place, ""))?;
        Some(end)
    }

    /// Reports a backslash that was probably meant to be one.
    fn backslash(&mut self, at: usize, end: usize, character: char, text: &mut String) -> Option<usize> {
        text.push('\\');
        let finding = Finding::new(
            &rules::ESCAPE,
            self.place(at, end),
            format!("`{}` is not an escape", excerpt(&self.text[at..end])),
        );
        if character == 'u' {
            let help = "write four hexadecimal digits after `\\u`, or `\\\\u` for a backslash and a `u`";
            self.report(finding.label("four hexadecimal digits have to follow").help(help))?;
        } else {
            let title = "double the backslash";
            self.report(finding.help(title).fix(title, self.place(at, at + 1), "\\\\"))?;
        }
        Some(at + 1)
    }

    /// Reports the escape at `at` that is half of a pair.
    pub(super) fn lone_surrogate(&mut self, unit: u32, at: usize) -> Option<()> {
        let (half, other) = if unit < 0xDC00 { ("high", "a low one after") } else { ("low", "a high one before") };
        let message = format!("`{}` is half of a surrogate pair", &self.text[at..at + 6]);
        let finding = Finding::new(&rules::LONE_SURROGATE, self.place(at, at + 6), message)
            .label(format!("a {half} surrogate without {other} it"));
        self.report(finding.help("write the character itself, or both halves"))
    }
}
