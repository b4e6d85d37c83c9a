//! Reads an authority: every fault is kept, with its JSON pointer, and reading goes on.

use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::json::{self, Node, Value};
use symphony_codegen::source::{Place, SourceId, Sources, Span};
use symphony_codegen::suggest::nearest;

use super::Entry;
use super::error::{SessionError, SessionFault};

/// A value of the authority and the way to it; no value where one is missing, which has been said.
pub(super) struct Part<'n> {
    pointer: String,
    node: Option<&'n Node<'n>>,
}

impl Part<'_> {
    /// The keys, in the order of the file.
    pub(super) fn keys(&self) -> Vec<String> {
        let members = self.node.and_then(|node| node.as_object()).unwrap_or_default();
        members.iter().map(|member| member.key.to_string()).collect()
    }
}

pub(super) struct Reader<'s> {
    sources: &'s Sources,
    id: SourceId,
    faults: Vec<(Span, SessionFault)>,
}

/// What `then` makes of the root of an authority, where nothing is wrong with it.
pub(super) fn read<T>(
    sources: &Sources,
    id: SourceId,
    then: impl FnOnce(&mut Reader<'_>, &Part<'_>) -> T,
) -> Result<T, SessionError> {
    let parsed = json::parse(id, sources.get(id));
    if has_errors(&parsed.findings) {
        let fault = |finding: &symphony_codegen::diagnostic::Finding| SessionFault {
            place: sources.locate(finding.primary.place),
            pointer: String::new(),
            message: finding.message.clone(),
        };
        let errors = parsed.findings.iter().filter(|finding| finding.severity().is_error());
        return Err(SessionError::Authority(errors.map(fault).collect()));
    }
    let mut reader = Reader { sources, id, faults: Vec::new() };
    let mut root = Part { pointer: String::new(), node: parsed.root.as_ref() };
    if let Some(node) = root.node.filter(|node| node.as_object().is_none()) {
        reader.fault(node.span, "/", format!("is {} and must be an object", node.kind()));
        root.node = None;
    }
    let read = then(&mut reader, &root);
    if reader.faults.is_empty() {
        return Ok(read);
    }
    reader.faults.sort_by_key(|(span, _)| span.start);
    Err(SessionError::Authority(reader.faults.into_iter().map(|(_, fault)| fault).collect()))
}

impl Reader<'_> {
    fn fault(&mut self, span: Span, pointer: &str, message: String) {
        let place = self.sources.locate(Place { source: self.id, span });
        self.faults.push((span, SessionFault { place, pointer: pointer.to_owned(), message }));
    }

    /// The value of a key; nothing where it is missing, which is a fault where it is required.
    fn get<'n>(&mut self, part: &Part<'n>, key: &str, required: bool) -> Part<'n> {
        let pointer = format!("{}/{}", part.pointer, key.replace('~', "~0").replace('/', "~1"));
        let found = part.node.and_then(|node| node.get(key)).filter(|node| required || node.value != Value::Null);
        if let (None, true, Some(node)) = (found, required, part.node) {
            let keys = part.keys();
            let meant = nearest(key, keys.iter().map(String::as_str));
            let meant = meant.map(|meant| format!("; did you mean it by `{meant}`?")).unwrap_or_default();
            self.fault(node.span, &pointer, format!("is missing{meant}"));
        }
        Part { pointer, node: found }
    }

    /// The value of a node that should be something, where it is; otherwise that is a fault.
    fn expect<'n, T>(&mut self, part: &Part<'n>, what: &str, as_it: impl Fn(&'n Node<'n>) -> Option<T>) -> Option<T> {
        let node = part.node?;
        let found = as_it(node);
        if found.is_none() {
            self.fault(node.span, &part.pointer, format!("is {} and must be {what}", node.kind()));
        }
        found
    }

    pub(super) fn object<'n>(&mut self, part: &Part<'n>, key: &str) -> Part<'n> {
        let found = self.get(part, key, true);
        let node = self.expect(&found, "an object", |node| node.as_object().map(|_| node));
        Part { node, ..found }
    }

    pub(super) fn objects<T>(&mut self, part: &Part<'_>, key: &str, read: fn(&mut Self, &Part<'_>) -> T) -> Vec<T> {
        let list = self.get(part, key, true);
        let nodes = self.expect(&list, "an array", Node::as_array).unwrap_or_default();
        let mut objects = Vec::with_capacity(nodes.len());
        for (at, node) in nodes.iter().enumerate() {
            let item = Part { pointer: format!("{}/{at}", list.pointer), node: Some(node) };
            if self.expect(&item, "an object", Node::as_object).is_some() {
                objects.push(read(self, &item));
            }
        }
        objects
    }

    pub(super) fn text(&mut self, part: &Part<'_>, key: &str) -> String {
        let found = self.get(part, key, true);
        self.expect(&found, "a string", Node::as_str).unwrap_or_default().to_owned()
    }

    pub(super) fn optional_text(&mut self, part: &Part<'_>, key: &str) -> Option<String> {
        let found = self.get(part, key, false);
        self.expect(&found, "a string", Node::as_str).map(ToOwned::to_owned)
    }

    pub(super) fn scalar(&mut self, part: &Part<'_>, key: &str) -> String {
        let found = self.get(part, key, true);
        self.expect(&found, SCALAR, scalar).unwrap_or_default()
    }

    pub(super) fn texts(&mut self, part: &Part<'_>, key: &str) -> Vec<String> {
        let found = self.get(part, key, true);
        self.items(&found)
    }

    pub(super) fn optional_texts(&mut self, part: &Part<'_>, key: &str) -> Vec<String> {
        let found = self.get(part, key, false);
        self.items(&found)
    }

    fn items(&mut self, list: &Part<'_>) -> Vec<String> {
        let nodes = self.expect(list, "an array", Node::as_array).unwrap_or_default();
        let mut texts = Vec::with_capacity(nodes.len());
        for (at, node) in nodes.iter().enumerate() {
            let item = Part { pointer: format!("{}/{at}", list.pointer), node: Some(node) };
            texts.extend(self.expect(&item, "a string", Node::as_str).map(ToOwned::to_owned));
        }
        texts
    }

    /// All keys of an object with their values, which must be scalars.
    pub(super) fn entries(&mut self, part: &Part<'_>) -> Vec<Entry> {
        let keys = part.keys();
        keys.into_iter().map(|key| Entry { value: self.scalar(part, &key), key }).collect()
    }
}

const SCALAR: &str = "a string, a number or a boolean";

fn scalar(node: &Node<'_>) -> Option<String> {
    match &node.value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some((*number).to_owned()),
        Value::String(text) => Some(text.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
