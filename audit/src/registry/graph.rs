//! Domains and sequences as a graph, for mermaid and for Graphviz.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::overview::Overview;
use crate::docs::graph::label;
use crate::docs::markdown::one_line;

/// A language of graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Mermaid.
    Mermaid,
    /// DOT, which Graphviz draws.
    Dot,
}

/// The domains, each below its parent, with their sequences and what those perform. Planned domains and lost sequences are
/// dashed; what is named and not there is drawn as such.
#[must_use]
pub fn graph(overview: &Overview, language: Language) -> String {
    let graph = Graph::of(overview);
    match language {
        Language::Mermaid => graph.mermaid(),
        Language::Dot => graph.dot(),
    }
}

/// What stands at an arrow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrow {
    Part,
    Sequence,
    Performs,
    Related,
}

impl Arrow {
    fn word(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Sequence => "",
            Self::Performs => "performs",
            Self::Related => "related",
        }
    }
}

struct Node {
    title: String,
    is_domain: bool,
    is_dashed: bool,
}

/// A package, whether it is a domain, and its id.
type Key<'o> = (&'o str, bool, &'o str);

#[derive(Default)]
struct Graph<'o> {
    nodes: Vec<Node>,
    known: BTreeMap<Key<'o>, usize>,
    arrows: Vec<(usize, usize, Arrow)>,
}

impl<'o> Graph<'o> {
    fn of(overview: &'o Overview) -> Self {
        let mut graph = Self::default();
        for row in &overview.domains {
            let is_planned = row.status != super::domains::Status::Active;
            graph.node((&row.package, true, &row.id), &format!("{} ({})", row.name, row.status.word()), is_planned);
        }
        for row in &overview.sequences {
            let lost = if row.entry.is_lost { " (lost)" } else { "" };
            graph.node((&row.package, false, &row.id), &format!("{}{lost}", row.entry.title), row.entry.is_lost);
        }
        for row in &overview.domains {
            let own = graph.missing((&row.package, true, &row.id));
            if let Some(parent) = &row.parent {
                let parent = graph.missing((&row.package, true, parent));
                graph.arrows.push((parent, own, Arrow::Part));
            }
            for related in &row.related {
                let related = graph.missing((&row.package, true, related));
                graph.arrows.push((own, related, Arrow::Related));
            }
        }
        for row in &overview.sequences {
            let own = graph.missing((&row.package, false, &row.id));
            if let Some(domain) = &row.domain {
                let domain = graph.missing((&row.package, true, domain));
                graph.arrows.push((domain, own, Arrow::Sequence));
            }
            for performed in &row.entry.performs {
                let performed = graph.missing((&row.package, false, performed));
                graph.arrows.push((own, performed, Arrow::Performs));
            }
        }
        graph
    }

    fn node(&mut self, key: Key<'o>, title: &str, is_dashed: bool) -> usize {
        let next = self.nodes.len();
        let at = *self.known.entry(key).or_insert(next);
        if at == next {
            self.nodes.push(Node { title: title.to_owned(), is_domain: key.1, is_dashed });
        }
        at
    }

    /// The node of an id; one that says that nothing is there, where nothing is.
    fn missing(&mut self, key: Key<'o>) -> usize {
        self.node(key, &format!("{} (not there)", key.2), true)
    }

    fn mermaid(&self) -> String {
        let mut text = String::from("flowchart LR\n");
        for (at, node) in self.nodes.iter().enumerate() {
            let title = label(&node.title);
            let (open, close) = if node.is_domain { ("([", "])") } else { ("[", "]") };
            let _ = writeln!(text, "  n{at}{open}\"{title}\"{close}");
        }
        for (from, to, arrow) in &self.arrows {
            let _ = match arrow {
                Arrow::Sequence => writeln!(text, "  n{from} --> n{to}"),
                Arrow::Part => writeln!(text, "  n{from} -->|part| n{to}"),
                other => writeln!(text, "  n{from} -.->|{}| n{to}", other.word()),
            };
        }
        let dashed: Vec<String> =
            self.nodes.iter().enumerate().filter(|(_, node)| node.is_dashed).map(|(at, _)| format!("n{at}")).collect();
        if !dashed.is_empty() {
            let _ = writeln!(text, "  classDef dashed stroke-dasharray: 5 5\n  class {} dashed", dashed.join(","));
        }
        text
    }

    fn dot(&self) -> String {
        let mut text = String::from("digraph registry {\n  rankdir=LR;\n");
        for (at, node) in self.nodes.iter().enumerate() {
            let shape = if node.is_domain { "ellipse" } else { "box" };
            let style = if node.is_dashed { ", style=dashed" } else { "" };
            let _ = writeln!(text, "  n{at} [label={}, shape={shape}{style}];", quoted(&node.title));
        }
        for (from, to, arrow) in &self.arrows {
            let is_solid = matches!(arrow, Arrow::Sequence | Arrow::Part);
            let style = if is_solid { "" } else { ", style=dashed" };
            let _ = writeln!(text, "  n{from} -> n{to} [label={}{style}];", quoted(arrow.word()));
        }
        text + "}\n"
    }
}

/// A text as a string of DOT, in which only quotes and backslashes mean something.
///
/// ```
/// assert_eq!(symphony_audit::registry::graph::quoted("a \"b\" \\l\n<c>"), r#""a \"b\" \\l <c>""#);
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('\\', r"\\").replace('"', "\\\""))
}
