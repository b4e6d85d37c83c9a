//! Graphs in DOT: read by a small reader of what we write of it, which takes nothing else, and by Graphviz where it is.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use symphony_audit::docs::dot;

use crate::subjects::{Given, file, subject, subjects};

/// A graph as it was read.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// What is said of each box.
    pub(crate) boxes: BTreeMap<String, String>,
    /// The words and the boxes of each frame.
    pub(crate) frames: BTreeMap<String, (String, Vec<String>)>,
    /// From where to where, and what is said there.
    pub(crate) arrows: Vec<(String, String, String)>,
    title: String,
}

#[derive(Debug, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    Text(String),
    Sign(&'t str),
}

/// Texts, words of ASCII, and signs; a comment takes the rest of its line.
fn tokens(mut rest: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.split_once('\n').expect("a comment ends").1;
        } else if let Some(text) = rest.strip_prefix('"') {
            let mut said = String::new();
            let mut chars = text.char_indices();
            let end = loop {
                match chars.next().expect("a text ends") {
                    (at, '"') => break at,
                    (_, '\\') => match chars.next() {
                        Some((_, c @ ('"' | '\\'))) => said.push(c),
                        other => panic!("{other:?} after a backslash in {text:?}"),
                    },
                    (_, c) => {
                        assert!(!c.is_control(), "{c:?} in {text:?}");
                        said.push(c);
                    }
                }
            };
            // What is left are entities, of which we write one.
            assert_eq!(said.matches('&').count(), said.matches("&amp;").count(), "{said:?}");
            tokens.push(Token::Text(said.replace("&amp;", "&")));
            rest = &text[end + 1..];
        } else if let Some(sign) =
            ["->", "{", "}", "[", "]", "=", ",", ";"].into_iter().find(|sign| rest.starts_with(sign))
        {
            tokens.push(Token::Sign(&rest[..sign.len()]));
            rest = &rest[sign.len()..];
        } else if rest.is_empty() {
            return tokens;
        } else {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            assert!(end > 0, "no token: {rest:?}");
            tokens.push(Token::Word(&rest[..end]));
            rest = &rest[end..];
        }
    }
}

struct Reader<'t>(std::iter::Peekable<std::vec::IntoIter<Token<'t>>>);

impl<'t> Reader<'t> {
    fn has(&mut self, sign: &'static str) -> bool {
        self.0.next_if_eq(&Token::Sign(sign)).is_some()
    }

    #[track_caller]
    fn sign(&mut self, sign: &'static str) {
        assert!(self.has(sign), "no {sign:?} before {:?}", self.0.peek());
    }

    #[track_caller]
    fn word(&mut self) -> &'t str {
        match self.0.next() {
            Some(Token::Word(word)) => word,
            other => panic!("{other:?} is no word"),
        }
    }

    #[track_caller]
    fn value(&mut self) -> String {
        match self.0.next() {
            Some(Token::Word(word)) => word.to_owned(),
            Some(Token::Text(text)) => text,
            other => panic!("{other:?} is no value"),
        }
    }

    fn attributes(&mut self) -> BTreeMap<&'t str, String> {
        let mut attributes = BTreeMap::new();
        if self.has("[") {
            loop {
                let name = self.word();
                self.sign("=");
                assert!(attributes.insert(name, self.value()).is_none(), "{name} twice");
                if !self.has(",") {
                    break;
                }
            }
            self.sign("]");
        }
        self.sign(";");
        attributes
    }
}

/// Reads a graph, in which every arrow leads from a box to a box.
pub(crate) fn read(text: &str) -> Graph {
    let mut reader = Reader(tokens(text).into_iter().peekable());
    let mut graph = Graph::default();
    assert_eq!(reader.word(), "digraph");
    graph.title = reader.value();
    reader.sign("{");
    while !reader.has("}") {
        match reader.word() {
            "graph" | "node" => drop(reader.attributes()),
            "subgraph" => {
                let id = reader.word().to_owned();
                reader.sign("{");
                assert_eq!(reader.word(), "label");
                reader.sign("=");
                let title = reader.value();
                reader.sign(";");
                let mut boxes = Vec::new();
                while !reader.has("}") {
                    let id = reader.word().to_owned();
                    let label = reader.attributes().remove("label").expect("a label");
                    boxes.push(id.clone());
                    assert!(graph.boxes.insert(id, label).is_none());
                }
                assert!(graph.frames.insert(id, (title, boxes)).is_none());
            }
            from if reader.has("->") => {
                let mut to = reader.word().to_owned();
                let mut attributes = reader.attributes();
                if let Some(frame) = attributes.remove("lhead") {
                    let (_, boxes) = graph.frames.get(&frame).unwrap_or_else(|| panic!("there is no {frame}"));
                    assert!(boxes.contains(&to), "{to} is not in {frame}");
                    to = frame;
                }
                graph.arrows.push((from.to_owned(), to, attributes.remove("label").unwrap_or_default()));
            }
            id => {
                let label = reader.attributes().remove("label").expect("a label");
                assert!(graph.boxes.insert(id.to_owned(), label).is_none());
            }
        }
    }
    assert_eq!(reader.0.next(), None);
    for (from, to, _) in &graph.arrows {
        let is_there = |id| graph.boxes.contains_key(id) || graph.frames.contains_key(id);
        assert!(graph.boxes.contains_key(from) && is_there(to), "{from} -> {to}");
    }
    graph
}

/// How many boxes, frames and arrows Graphviz draws; nothing where it is not there.
fn drawn(text: &str) -> Option<[usize; 3]> {
    let dot =
        Command::new("dot").arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut dot) = dot else {
        eprintln!("skipped: there is no `dot` of Graphviz here");
        return None;
    };
    dot.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = dot.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
    let svg = String::from_utf8(output.stdout).unwrap();
    Some(["node", "cluster", "edge"].map(|class| svg.matches(&format!("class=\"{class}\"")).count()))
}

#[test]
fn everything_is_drawn() {
    let texts = [("greeting.json", file("greeting.json")), ("flowers.json", file("flowers.json"))];
    let text = subjects(&texts, &Given::default(), |subjects| dot(&subjects[0]));
    let graph = read(&text);
    assert_eq!(graph.title, "greeting");
    let titles: Vec<&str> = graph.boxes.values().map(String::as_str).collect();
    assert_eq!(
        titles,
        ["Input", "1: Choose Tone", "2: Write Letter", "1: postLetter", "2: flowers", "Output", "Flowers & more"]
    );
    let frames: Vec<&str> = graph.frames.values().map(|(title, _)| title.as_str()).collect();
    assert_eq!(frames, ["Movement 1: Writing", "Movement 2: Posting"]);
    let arrows: Vec<String> = graph.arrows.iter().map(|(from, to, label)| format!("{from} {to} {label}")).collect();
    let expect = [
        "m1b1 m1b2 tone",
        "m1b2 m2b1 letter",
        "m2b1 m2b2 ",
        "m2b2 s1 performs",
        "input cluster_m1 name",
        "input m2b2 name",
        "m1b2 output letter",
        "m2b1 output receipt",
    ];
    assert_eq!(arrows, expect);
    if let Some(drawn) = drawn(&text) {
        assert_eq!(drawn, [7, 2, 8]);
    }
}

#[test]
fn hostile_words_are_drawn_as_words() {
    for words in [
        "a\"; b -> c; \"",
        "a\\",
        "\\N\\G\\l\\\"",
        "<b>&lt;&#34;&amp;",
        "// a /* b",
        "subgraph cluster_m1 { x }",
        "digraph",
        "\u{0}\u{1b}[31m",
        "größe 数 🎵",
    ] {
        let said = serde_json::to_string(words).unwrap();
        let text = format!(
            r#"{{ "id": "a", "title": {said}, "movements": [{{ "id": "m", "name": {said}, "beats": [
                {{ "handler": "h", "title": {said} }}, {{ "handler": "i", "title": {said} }} ] }}] }}"#
        );
        let text = subject(&text, &Given::default(), dot);
        let graph = read(&text);
        assert_eq!((graph.boxes.len(), graph.frames.len(), graph.arrows.len()), (2, 1, 1), "{words:?}");
        let expect = symphony_audit::docs::markdown::one_line(words);
        assert_eq!(graph.boxes["m1b1"], format!("1: {expect}"));
        if let Some(drawn) = drawn(&text) {
            assert_eq!(drawn, [2, 1, 1], "{words:?}");
        }
    }
}

#[test]
fn no_graph_is_too_large() {
    let beats = (0..2_000).map(|at| format!(r#"{{ "handler": "h{at}" }}"#)).collect::<Vec<_>>().join(",");
    let text = format!(
        r#"{{ "id": "large", "movements": [{{ "id": "m", "beats": [{beats}] }}, {{ "id": "n", "beats": [] }}] }}"#
    );
    let graph = read(&subject(&text, &Given::default(), dot));
    assert_eq!((graph.boxes.len(), graph.frames.len(), graph.arrows.len()), (2_000, 2, 1_999));
}
