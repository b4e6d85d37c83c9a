//! Text from a spec, made harmless for the place where it goes: it never becomes code.

use crate::unseen::is_unseen;
use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write as _};

/// The parts as one text; through a formatter for the reason that [`Code`](super::code::Code) gives.
pub(super) fn cat(parts: &[&str]) -> String {
    struct Parts<'p>(&'p [&'p str]);
    impl Display for Parts<'_> {
        fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
            self.0.iter().try_for_each(|part| out.write_str(part))
        }
    }
    format!("{}", Parts(parts))
}

/// A string literal, with its quotes.
pub(super) fn literal(text: &str) -> String {
    static PLAIN: [bool; 256] = plain(b"\"\\");
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    if is_plain(text, &PLAIN) {
        literal.push_str(text);
    } else {
        for c in text.chars() {
            match c {
                '"' => literal.push_str("\\\""),
                '\\' => literal.push_str("\\\\"),
                '\n' => literal.push_str("\\n"),
                '\t' => literal.push_str("\\t"),
                '\r' => literal.push_str("\\r"),
                c if is_unseen(c) => {
                    let _ = write!(literal, "\\u{{{:x}}}", c as u32);
                }
                c => literal.push(c),
            }
        }
    }
    literal.push('"');
    literal
}

/// A string literal for `#[diagnostic::on_unimplemented]`, where braces mean something.
#[must_use]
pub fn format_literal(text: &str) -> String {
    literal(&text.replace('{', "{{").replace('}', "}}"))
}

/// One line for a `//` comment.
#[must_use]
pub fn comment(text: &str) -> Cow<'_, str> {
    static PLAIN: [bool; 256] = plain(b"");
    if is_plain(text, &PLAIN) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_unseen(c) || c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The lines of a doc comment. Marks of Markdown and HTML are escaped, and no line starts with a space, so that nothing
/// becomes a link, a tag or a code block that rustdoc would compile.
pub(super) fn doc_lines(text: &str) -> Vec<Cow<'_, str>> {
    if is_plain(text, &DOC) {
        let text = text.trim();
        return if text.is_empty() { Vec::new() } else { vec![Cow::Borrowed(text)] };
    }
    let ends = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    text.split(ends).map(str::trim).filter(|line| !line.is_empty()).map(doc).collect()
}

static DOC: [bool; 256] = plain(b"\\`*[]<>&|~#_$");

/// One line of a doc comment.
pub(super) fn doc(text: &str) -> Cow<'_, str> {
    if is_plain(text, &DOC) {
        return Cow::Borrowed(text);
    }
    let mut doc = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' | '\r' | '\t' => doc.push(' '),
            c if is_unseen(c) || c.is_control() => doc.push('\u{fffd}'),
            // Between letters an underscore is only an underscore, and names are full of them.
            '_' if before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric()) => doc.push('_'),
            // Alone it is only an ampersand.
            '&' if !rest.peek().is_some_and(|next| next.is_alphanumeric() || *next == '#') => doc.push('&'),
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '_' | '$' => {
                doc.push('\\');
                doc.push(c);
            }
            c => doc.push(c),
        }
        before = c;
    }
    Cow::Owned(doc)
}

/// A name in a code span of a doc comment.
pub(super) fn code(text: &str) -> String {
    let text = comment(text);
    if text.contains('`') { format!("`{}`", text.replace('`', "'")) } else { cat(&["`", &text, "`"]) }
}

/// For each byte whether it is printable ASCII and none of `special`.
const fn plain(special: &[u8]) -> [bool; 256] {
    let mut plain = [false; 256];
    let mut byte = 0x20;
    while byte < 0x7f {
        plain[byte] = true;
        byte += 1;
    }
    let mut at = 0;
    while at < special.len() {
        plain[special[at] as usize] = false;
        at += 1;
    }
    plain
}

/// Whether all bytes are plain. Most text is; this runs over every word of a spec, unoptimised.
fn is_plain(text: &str, plain: &[bool; 256]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !plain[bytes[at] as usize] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{comment, doc, format_literal, literal};

    #[test]
    fn text_stays_text() {
        assert_eq!(literal("a \"b\" \\ \n {} \u{202e}"), r#""a \"b\" \\ \n {} \u{202e}""#);
        assert_eq!(format_literal("{Self}"), r#""{{Self}}""#);
        assert_eq!(comment("a\n*/ b\u{2028}"), "a\u{fffd}*/ b\u{fffd}");
        assert_eq!(
            doc("```\u{202e} [x](y) <b> snake_case _x_"),
            "\\`\\`\\`\u{fffd} \\[x\\](y) \\<b\\> snake_case \\_x\\_"
        );
    }
}
