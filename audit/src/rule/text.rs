//! Words of a sequence in messages, and where a caret goes.

use symphony_codegen::plan::Sequence;
use symphony_codegen::source::{Place, Span};

/// A text as a message shows it: in one line, cut where it is long, and with what is invisible spelt out.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown = String::new();
    for (at, c) in text.trim().chars().enumerate() {
        if at == LONGEST {
            shown.push('…');
            break;
        }
        if c.is_whitespace() {
            shown.push(' ');
        } else if c.is_control() || is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Where a finding about all of a sequence stands: its id, or the brace that opens it.
pub(crate) fn head(sequence: &Sequence<'_>) -> Place {
    let spec = sequence.spec;
    sequence.place(spec.id.or(spec.sequence_id).map_or_else(|| opening(spec.span), |id| id.span))
}

/// The brace that opens an object: a caret under a hundred lines points at nothing.
pub(crate) fn opening(span: Span) -> Span {
    Span { start: span.start, end: span.start + 1 }
}

/// Whether a text says anything.
pub(crate) fn says(text: Option<symphony_codegen::spec::Text<'_>>) -> bool {
    text.is_some_and(|text| !text.value.trim().is_empty())
}

/// `1 beat`, `2 beats`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn nothing_in_a_message_is_invisible() {
        assert_eq!(shown(" größe\n1 "), "größe 1");
        assert_eq!(shown("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 61);
    }
}
