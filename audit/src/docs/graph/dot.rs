//! A graph in DOT, which Graphviz draws.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{Chart, Label, Part, Shape, Title, cut};
use crate::docs::markdown::one_line;
use crate::docs::sequence_title;
use crate::subject::Subject;

/// The graph of a sequence as a file of its own, with everything in it.
pub fn dot(subject: &Subject<'_>) -> String {
    let chart = Chart::whole(subject);
    let frames = frames(&chart);
    let mut text = format!("// {}\ndigraph {} {{\n", one_line(subject.header), quoted(subject.sequence.id));
    // An arrow may end at a frame, and boxes look like those of documents.
    let _ = writeln!(text, "  graph [compound=true, label={}, labelloc=t];", quoted(sequence_title(subject.sequence)));
    text.push_str("  node [shape=box];\n");
    for part in &chart.0 {
        let _ = match part {
            Part::Frame { id, title: of, boxes } => {
                let _ = writeln!(text, "  subgraph cluster_{id} {{\n    label={};", title(of));
                for (id, of) in boxes {
                    let _ = writeln!(text, "    {id} [label={}];", title(of));
                }
                writeln!(text, "  }}")
            }
            Part::Box { id, shape, title: of } => {
                let shape = match shape {
                    Shape::Plain => "",
                    Shape::Sequence => ", peripheries=2",
                    Shape::End => ", shape=oval",
                };
                writeln!(text, "  {id} [label={}{shape}];", title(of))
            }
            Part::Arrow { from, to, is_dashed, label } => {
                let mut attributes = Vec::new();
                match label {
                    Label::None => {}
                    Label::Performs => attributes.push("label=\"performs\"".to_owned()),
                    Label::Values(names) => attributes.push(format!("label={}", values(names))),
                }
                if *is_dashed {
                    attributes.push("style=dashed".to_owned());
                }
                // Graphviz has arrows between boxes only, and cuts them off at a frame.
                let end = frames.get(to.as_str()).copied();
                attributes.extend(end.map(|_| format!("lhead=cluster_{to}")));
                let attributes =
                    if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
                writeln!(text, "  {from} -> {}{attributes};", end.unwrap_or(to))
            }
        };
    }
    text + "}\n"
}

/// The first box of each frame.
fn frames<'c>(chart: &'c Chart<'_>) -> HashMap<&'c str, &'c str> {
    let first = |part: &'c Part<'_>| match part {
        Part::Frame { id, boxes, .. } => boxes.first().map(|(first, _)| (id.as_str(), first.as_str())),
        _ => None,
    };
    chart.0.iter().filter_map(first).collect()
}

fn title(title: &Title<'_>) -> String {
    quoted(&format!("{}{}{}", title.lead, cut(&title.words), title.tail))
}

fn values(names: &[&str]) -> String {
    quoted(&names.iter().map(|name| cut(name)).collect::<Vec<_>>().join(", "))
}

/// A text as a string of DOT. In one, Graphviz reads backslashes and the entities of HTML.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('&', "&amp;").replace('\\', r"\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn strings_have_no_syntax() {
        for (text, expected) in [
            ("Write Letter", r#""Write Letter""#),
            (r#"a" -> b; "c"#, r#""a\" -> b; \"c""#),
            (r"\N\", r#""\\N\\""#),
            ("&lt;\n<b>", r#""&amp;lt; <b>""#),
            ("größe 数 🎵", r#""größe 数 🎵""#),
        ] {
            assert_eq!(quoted(text), expected, "{text:?}");
        }
    }
}
