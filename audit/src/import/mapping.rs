//! What went where, read off the result: every piece of it knows where it stood.

use std::collections::BTreeMap;

use symphony_codegen::json::{Node, Value};
use symphony_codegen::source::{Place, SourceId, Span};

use super::draft::{Content, Draft};

/// One piece that stands elsewhere than it did; what is in it went along, unless another mapping says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Where it stood, as a JSON pointer (RFC 6901).
    pub from: String,
    /// Where it stands in the result, as a JSON pointer; empty for the whole file.
    pub to: String,
    /// Where it stood in the source.
    pub place: Place,
    /// Whether it went there or stayed and something was made from it.
    pub kind: Kind,
}

/// How something came to be where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It went there.
    Moved,
    /// A name was made from it.
    Made,
}

/// The JSON pointer of every value of a source.
#[derive(Debug)]
pub(super) struct Pointers(BTreeMap<Span, String>);

impl Pointers {
    pub(super) fn of(root: &Node<'_>) -> Self {
        let mut pointers = Self(BTreeMap::new());
        pointers.add(root, String::new());
        pointers
    }

    fn add(&mut self, node: &Node<'_>, pointer: String) {
        match &node.value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.add(item, format!("{pointer}/{at}"));
                }
            }
            Value::Object(members) => {
                for member in members {
                    self.add(&member.value, below(&pointer, &member.key));
                }
            }
            _ => {}
        }
        self.0.insert(node.span, pointer);
    }

    /// What stands elsewhere than it did.
    pub(super) fn mappings(&self, source: SourceId, result: &Draft<'_>) -> Vec<Mapping> {
        let mut walk = Walk { pointers: self, source, mappings: Vec::new() };
        walk.visit(result, "", Some(""));
        walk.mappings
    }
}

fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

struct Walk<'p> {
    pointers: &'p Pointers,
    source: SourceId,
    mappings: Vec<Mapping>,
}

impl Walk<'_> {
    /// `expected` is where the value stood if it only went along with what it is in.
    fn visit(&mut self, draft: &Draft<'_>, to: &str, expected: Option<&str>) {
        let from = draft.origin.and_then(|node| Some((self.pointers.0.get(&node.span)?.clone(), node.span)));
        if let Some((from, span)) = &from
            && expected != Some(from)
            && from != to
        {
            let place = Place { source: self.source, span: *span };
            let kind = if matches!(draft.content, Content::Text(_)) { Kind::Made } else { Kind::Moved };
            self.mappings.push(Mapping { from: from.clone(), to: to.to_owned(), place, kind });
        }
        let from = from.map(|(from, _)| from);
        match &draft.content {
            Content::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.below(from.as_deref(), to, &at.to_string(), item);
                }
            }
            Content::Object(members) => {
                for (key, value) in members {
                    self.below(from.as_deref(), to, key, value);
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, from: Option<&str>, to: &str, key: &str, draft: &Draft<'_>) {
        let expected = from.map(|from| below(from, key));
        self.visit(draft, &below(to, key), expected.as_deref());
    }
}
