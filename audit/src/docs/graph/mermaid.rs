//! A graph as a flowchart of mermaid's.

use std::fmt::Write as _;

use super::{Chart, Label, Part, Shape, Title, cut};
use crate::docs::markdown::one_line;
use crate::subject::Subject;

/// What mermaid draws at most, of text and of edges, unless a page says otherwise; pages of others cannot.
const MOST_TEXT: usize = 50_000;
const MOST_EDGES: usize = 500;

/// The graph of a sequence as a file of its own.
pub fn mermaid(subject: &Subject<'_>) -> String {
    // A directive of mermaid's is one in a comment too.
    let header = one_line(subject.header).replace('{', "(").replace('}', ")");
    format!("%% {header}\n{}", flowchart(subject))
}

/// The graph, for a block in a page: as much of it as mermaid takes.
pub(in crate::docs) fn flowchart(subject: &Subject<'_>) -> String {
    if let Some(text) = fitting(&Chart::whole(subject)) {
        return text;
    }
    let text = fitting(&Chart::of_beats(subject));
    let text = text.unwrap_or_else(|| drawn(&Chart::of_movements(subject, MOST_EDGES / 2)));
    format!("%% not everything is drawn: it is more than mermaid takes\n{text}")
}

fn fitting(chart: &Chart<'_>) -> Option<String> {
    let arrows = chart.0.iter().filter(|part| matches!(part, Part::Arrow { .. })).count();
    let text = if arrows < MOST_EDGES { drawn(chart) } else { return None };
    (text.len() < MOST_TEXT).then_some(text)
}

fn drawn(chart: &Chart<'_>) -> String {
    let mut text = String::from("flowchart TB\n");
    for part in &chart.0 {
        let _ = match part {
            Part::Frame { id, title: of, boxes } => {
                let _ = writeln!(text, "  subgraph {id}[\"{}\"]", title(of));
                for (id, of) in boxes {
                    let _ = writeln!(text, "    {id}[\"{}\"]", title(of));
                }
                writeln!(text, "  end")
            }
            Part::Box { id, shape, title: of } => {
                let (open, close) = match shape {
                    Shape::Plain => ("[", "]"),
                    Shape::Sequence => ("[[", "]]"),
                    Shape::End => ("([", "])"),
                };
                writeln!(text, "  {id}{open}\"{}\"{close}", title(of))
            }
            Part::Arrow { from, to, is_dashed, label } => {
                let arrow = if *is_dashed { "-.->" } else { "-->" };
                let label = match label {
                    Label::None => String::new(),
                    Label::Performs => "|performs|".to_owned(),
                    Label::Values(names) => {
                        format!("|\"{}\"|", names.iter().map(|it| self::label(it)).collect::<Vec<_>>().join(", "))
                    }
                };
                writeln!(text, "  {from} {arrow}{label} {to}")
            }
        };
    }
    text
}

fn title(title: &Title<'_>) -> String {
    format!("{}{}{}", title.lead, label(&title.words), title.tail)
}

/// Text for a quoted label.
///
/// Mermaid reads labels as its own syntax, as Markdown and as HTML, so all but letters, digits and what is harmless in all
/// three is written as the number of the character.
pub(crate) fn label(text: &str) -> String {
    // An icon of Font Awesome is looked for in what is drawn, however it is written; this hyphen is none to mermaid.
    let line = cut(text).replace(":fa-", ":fa\u{2011}");
    let mut label = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let is_plain = match c {
            ' ' | ',' | '?' | '\'' => true,
            ':' => next != '/',
            '-' | '_' | '/' => before.is_alphanumeric() && next.is_alphanumeric(),
            '.' | '(' | ')' | '!' => before.is_alphabetic() && next == ' ',
            _ => c.is_alphanumeric() || !c.is_ascii(),
        };
        if is_plain {
            label.push(c);
        } else {
            let _ = write!(label, "#{};", u32::from(c));
        }
        before = c;
    }
    label
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_have_no_syntax() {
        for (text, expected) in [
            ("Load Build Context", "Load Build Context"),
            ("build:context-loaded", "build:context-loaded"),
            ("\"quoted\" [x] {y} (z)", "#34;quoted#34; #91;x#93; #123;y#125; #40;z)"),
            ("1. `a` #35; <b>", "1#46; #96;a#96; #35;35#59; #60;b#62;"),
            ("- x", "#45; x"),
            ("http://a.b", "http#58;#47;#47;a#46;b"),
            ("fa:fa-car", "fa:fa\u{2011}car"),
            ("end\nend", "end end"),
            ("größe 数 🎵", "größe 数 🎵"),
        ] {
            assert_eq!(label(text), expected, "{text:?}");
        }
        assert_eq!(label(&"x".repeat(100)).chars().count(), 61);
    }
}
