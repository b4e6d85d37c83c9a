//! A sequence drawn in boxes of text.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::markdown::one_line;
use super::words::{beat_title, movement_title, said, sequence_title};
use crate::subject::Subject;

/// The columns inside the box, without the space at either side.
const NARROWEST: usize = 57;
const WIDEST: usize = 88;

/// A drawing of the sequence for a terminal or a fenced block, aligned by the columns that characters take there.
///
/// ```text
/// ┌───────────────────────────────────────────────────────────┐
/// │ Greeting                                                  │
/// ├───────────────────────────────────────────────────────────┤
/// │ Movement 1: Writing                                       │
/// │ ├─ Choose tone                                            │
/// │ └─ Write letter                                           │
/// └───────────────────────────────────────────────────────────┘
/// ```
pub fn sketch(subject: &Subject<'_>) -> String {
    let sequence = subject.sequence;
    let title = cut(sequence_title(sequence), WIDEST).into_owned();
    let mut lines = facts(subject);
    for (at, movement) in sequence.movements.iter().enumerate() {
        lines.push(if at == 0 { Line::Blank } else { Line::Arrow });
        lines.push(Line::text(format!("Movement {}: ", at + 1), movement_title(movement)));
        let last = movement.beats.len().saturating_sub(1);
        for (position, beat) in movement.beats.iter().enumerate() {
            let branch = if position == last { "└─ " } else { "├─ " };
            let title = beat_title(beat);
            let title = match beat.kind() {
                Some(kind) => Cow::Owned(format!("{title} ({kind})")),
                None => title,
            };
            lines.push(Line::text(branch.to_owned(), &title));
        }
    }
    if let [Line::Blank, ..] = lines[..] {
        lines.remove(0);
    }
    draw(&title, &lines)
}

/// What is known of the sequence as a whole.
fn facts(subject: &Subject<'_>) -> Vec<Line> {
    let spec = subject.sequence.spec;
    let tempo = spec.tempo.map(|tempo| format!("{} BPM", tempo.value));
    let facts = [
        ("Tempo: ", tempo.as_deref()),
        ("Key: ", said(spec.key)),
        ("Time: ", said(spec.time_signature)),
        ("Category: ", said(spec.category)),
    ];
    let facts: Vec<_> = facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect();
    let mut lines = Vec::new();
    if !facts.is_empty() {
        lines.push(Line::text("🎵 ".to_owned(), "Sequence"));
    }
    for (at, (name, fact)) in facts.iter().enumerate() {
        let branch = if at + 1 == facts.len() { "└─ " } else { "├─ " };
        lines.push(Line::text(format!("{branch}{name}"), fact));
    }
    lines
}

/// A line inside the box.
enum Line {
    Text(String),
    Blank,
    /// From one movement to the next.
    Arrow,
}

impl Line {
    fn text(mut lead: String, text: &str) -> Self {
        let room = WIDEST - lead.width();
        lead.push_str(&cut(text, room));
        Self::Text(lead)
    }
}

fn draw(title: &str, lines: &[Line]) -> String {
    let widths = lines.iter().map(|line| if let Line::Text(text) = line { text.width() } else { 0 });
    let width = widths.chain([title.width()]).max().unwrap_or(0).max(NARROWEST);
    let mut drawing = String::new();
    let mut row = |text: &str| {
        let space = width - text.width();
        let _ = writeln!(drawing, "│ {text}{:space$} │", "");
    };
    row(title);
    for line in lines {
        match line {
            Line::Text(text) => row(text),
            Line::Blank => row(""),
            Line::Arrow => row(&format!("{:half$}▼", "", half = width / 2)),
        }
    }
    let edge = "─".repeat(width + 2);
    let (title, rest) = drawing.split_once('\n').unwrap_or((&drawing, ""));
    format!("┌{edge}┐\n{title}\n├{edge}┤\n{rest}└{edge}┘\n")
}

/// The text in one line that takes no more than `room` columns; what is cut off becomes an ellipsis.
fn cut(text: &str, room: usize) -> Cow<'_, str> {
    let line = one_line(text);
    if line.width() <= room {
        return line;
    }
    let mut end = 0;
    let mut joined = false;
    // The width of a text is not the sum of its characters', and marks without width could go on for ever.
    for (at, c) in line.char_indices().take(room * 8) {
        let continues = c.width() == Some(0) || is_modifier(c) || joined;
        joined = c == '\u{200d}';
        if continues {
            continue;
        }
        if line[..at].width() >= room {
            break;
        }
        end = at;
    }
    Cow::Owned(format!("{}…", line[..end].trim_end()))
}

/// Whether the character changes the emoji before it: a tone of skin, or the second half of a flag.
fn is_modifier(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{1f1e6}'..='\u{1f1ff}')
}

#[cfg(test)]
mod tests {
    use super::{Line, cut, draw};
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn cut_texts_fit() {
        for (text, room, expected) in [
            ("short", 5, "short"),
            ("shorter", 5, "shor…"),
            ("数字数字", 5, "数字…"),
            ("数字数字", 6, "数字…"),
            ("a b c", 3, "a…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("👩‍💻👩‍💻", 3, "👩‍💻…"),
            ("", 3, ""),
        ] {
            assert_eq!(cut(text, room), expected, "{text:?} in {room}");
        }
        let marks = format!("x{}y{}", "\u{301}".repeat(10_000), "z".repeat(10_000));
        assert!(cut(&marks, 10).width() <= 10);
    }

    #[test]
    fn lines_are_aligned_by_columns() {
        let lines = ["plain", "größe", "数字", "🎵 👩‍💻 🇩🇪", "e\u{301}"].map(|text| Line::text("├─ ".to_owned(), text));
        let drawing = draw("title", &lines);
        let widths: Vec<usize> = drawing.lines().map(UnicodeWidthStr::width).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{drawing}");
    }
}
