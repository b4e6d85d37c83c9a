//! Names of the spec in messages and edits.

use crate::source::Span;
use crate::spec::Text;
use crate::unseen::is_unseen;

/// A name as a message shows it: cut where it is long, and with what is invisible or turns text around spelt out.
pub(super) fn shown(name: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::with_capacity(name.len().min(LONGEST));
    for (at, c) in name.chars().enumerate() {
        if at == LONGEST {
            shown.push('…');
            break;
        }
        if is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The text as a JSON string, where it can stand in one as it is.
pub(super) fn literal(text: &str) -> Option<String> {
    text.chars().all(|c| !is_unseen(c) && !matches!(c, '"' | '\\')).then(|| format!("\"{text}\""))
}

/// The bytes of a part of a string in the file; the whole string where escapes stand in between.
pub(super) fn part(text: Text<'_>, part: std::ops::Range<usize>) -> Span {
    let start = text.span.start as usize;
    if text.span.range().len() == text.value.len() + 2 {
        Span::new(start + 1 + part.start, start + 1 + part.end)
    } else {
        text.span
    }
}

/// The brace that opens an object: a caret under a hundred lines points at nothing.
pub(super) fn opening(span: Span) -> Span {
    Span { start: span.start, end: span.start + 1 }
}

#[cfg(test)]
mod tests {
    use super::{literal, shown};

    #[test]
    fn nothing_in_a_message_is_invisible() {
        assert_eq!(shown("größe"), "größe");
        assert_eq!(shown("a\u{202e}b\nc"), "a\\u{202e}b\\u{a}c");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 81);
    }

    #[test]
    fn an_edit_is_json() {
        assert_eq!(literal("a:b").as_deref(), Some("\"a:b\""));
        assert_eq!(literal("a\"b"), None);
    }
}
