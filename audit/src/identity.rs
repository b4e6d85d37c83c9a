//! By what a finding is known, whatever becomes of the file around it.
//!
//! A fingerprint is made of the rule's code, the ids of the elements around the place, the keys below them, and the value
//! at the place where it is a plain one. White space, the order of keys and elements, the numbers of beats, the name of
//! the file and the words of the message are no part of it, so that none of them makes an old finding a new one. In a file
//! that is no JSON, the file's own name and the lines that begin the items around the place stand for the ids.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use symphony_codegen::compile::Root;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::json::{self, Node, Value};
use symphony_codegen::source::{SourceId, Sources, Span};

use crate::provenance::{sha256, short};

/// By what a finding is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The id of the sequence; empty where the finding is in none.
    pub sequence: String,
    /// The ids of sequence, movement and beat, as far as the place is in them: `greeting/writing/writeLetter`.
    pub path: String,
    /// The JSON Pointer of the innermost value at the place; empty where the file is no JSON.
    pub pointer: String,
    /// Sixteen hexadecimal digits.
    pub fingerprint: String,
}

/// Identifies findings, in their order. Two that are alike in everything are told apart by their order in the file. `roots`
/// are files that were read before, in the order of their names; others are read.
#[must_use]
pub fn identify<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    sources: &Sources,
    roots: &[Root<'_>],
) -> Vec<Identity> {
    let findings: Vec<&Finding> = findings.collect();
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|at| (findings[*at].primary.place, findings[*at].rule.code, &findings[*at].message));
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut file: Option<(SourceId, Option<Node<'_>>)> = None;
    let mut identities = vec![None; findings.len()];
    for at in order {
        let (finding, place) = (findings[at], findings[at].primary.place);
        let known_root = roots.binary_search_by_key(&place.source, |(id, _)| *id).ok().map(|at| &roots[at].1);
        if known_root.is_none() && file.as_ref().is_none_or(|(id, _)| *id != place.source) {
            file = Some((place.source, tree(place.source, sources)));
        }
        let located = match known_root.or_else(|| file.as_ref().and_then(|(_, root)| root.as_ref())) {
            Some(root) => locate(root, place.span),
            None => elsewhere(sources, place.source, place.span),
        };
        let facts = format!("{}\n{}\n{}", finding.rule.code, located.keys.join("\n"), located.value);
        let count = known.entry(facts.clone()).or_default();
        let fingerprint = short(&sha256(format!("{facts}\n{count}").as_bytes())).to_owned();
        *count += 1;
        let Located { sequence, path, pointer, .. } = located;
        identities[at] = Some(Identity { sequence, path, pointer, fingerprint });
    }
    identities.into_iter().flatten().collect()
}

fn tree(id: SourceId, sources: &Sources) -> Option<Node<'_>> {
    let source = sources.get(id);
    let has_ending = Path::new(source.path()).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let is_json = has_ending || source.text().trim_start().starts_with('{');
    is_json.then(|| json::parse(id, source).root).flatten()
}

#[derive(Default)]
struct Located {
    sequence: String,
    path: String,
    pointer: String,
    keys: Vec<String>,
    value: String,
}

/// A place in a file that is no JSON: a line of code stays the same line when others come before it, or the file moves to
/// another folder.
fn elsewhere(sources: &Sources, id: SourceId, span: Span) -> Located {
    let source = sources.get(id);
    let (text, path) = (source.text(), source.path());
    let mut keys = vec![path.rsplit('/').next().unwrap_or(path).to_owned()];
    keys.extend(items_around(text, span.start as usize));
    let value = text.get(span.range()).unwrap_or_default();
    // White space is the formatter's.
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    Located { keys, value, ..Located::default() }
}

/// The first lines of the items of Rust, or sections of TOML, that a byte is in, the innermost first.
fn items_around(text: &str, at: usize) -> Vec<String> {
    const ITEMS: [&str; 6] = ["fn ", "impl ", "impl<", "trait ", "mod ", "["];
    let indent = |line: &str| line.len() - line.trim_start().len();
    let before = text.get(..at).unwrap_or_default();
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let mut depth = if line.trim().is_empty() { line.len() } else { indent(line) };
    let mut items = Vec::new();
    for line in above.lines().rev() {
        let (words, width) = (line.trim(), indent(line));
        let is_section = words.starts_with('[') && width == depth && items.is_empty();
        if words.is_empty() || width >= depth && !is_section {
            continue;
        }
        let is_item = ITEMS.iter().any(|item| words.starts_with(item) || words.contains(&format!(" {item}")));
        if is_item {
            items.push(words.to_owned());
        }
        depth = width;
        if depth == 0 {
            break;
        }
    }
    items
}

fn locate(root: &Node<'_>, span: Span) -> Located {
    let mut located = Located::default();
    let mut elements: Vec<String> = Vec::new();
    if let Some(id) = text_of(root, &["id", "sequenceId", "name"]) {
        located.sequence.clone_from(&id);
        located.keys.push(id.clone());
        elements.push(id);
    }
    let mut node = root;
    loop {
        match &node.value {
            Value::Object(members) => {
                let after = members.partition_point(|it| it.key_span.start <= span.start);
                let member = after.checked_sub(1).map(|at| &members[at]);
                let Some(member) = member.filter(|it| holds(it.key_span.to(it.value.span), span)) else { break };
                located.pointer.push('/');
                located.pointer.push_str(&member.key.replace('~', "~0").replace('/', "~1"));
                located.keys.push(format!(".{}", member.key));
                if !holds(member.value.span, span) {
                    located.path = elements.join("/");
                    return located;
                }
                node = &member.value;
            }
            Value::Array(items) => {
                let after = items.partition_point(|it| it.span.start <= span.start);
                let found = after.checked_sub(1).map(|at| (at, &items[at]));
                let Some((at, item)) = found.filter(|(_, it)| holds(it.span, span)) else { break };
                let _ = write!(located.pointer, "/{at}");
                let name = name(item);
                let is_element = matches!(located.keys.last().map(String::as_str), Some(".movements" | ".beats"));
                if is_element && elements.len() < 3 {
                    elements.push(name.clone().unwrap_or_else(|| at.to_string()));
                }
                located.keys.push(name.unwrap_or_default());
                node = item;
            }
            _ => break,
        }
    }
    // What counts or numbers elements changes when another one comes or goes.
    let counts = matches!(located.keys.last().map(String::as_str), Some(".beat" | ".number" | ".beats"));
    if !counts {
        located.value = scalar(node);
    }
    located.path = elements.join("/");
    located
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// What an element of an array is called: by itself, or by what it does. Its position and number would change when
/// another one comes before it.
fn name(item: &Node<'_>) -> Option<String> {
    match &item.value {
        Value::Object(_) => {
            let named = text_of(item, &["id"]).or_else(|| {
                let handler = item.get("handler").map(|it| it.get("name").unwrap_or(it));
                handler.and_then(Node::as_str).map(str::to_owned)
            });
            named.or_else(|| text_of(item, &["sequence", "event", "name", "title"]))
        }
        Value::Array(_) => None,
        _ => Some(scalar(item)),
    }
}

fn text_of(node: &Node<'_>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| node.get(key)?.as_str()).map(str::to_owned)
}

fn scalar(node: &Node<'_>) -> String {
    match &node.value {
        Value::Bool(is) => is.to_string(),
        Value::Number(number) => (*number).to_owned(),
        Value::String(text) => text.to_string(),
        _ => String::new(),
    }
}
