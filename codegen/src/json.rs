//! Reads JSON strictly and keeps the byte span of every key and value.
//!
//! Strict means RFC 8259, and I-JSON (RFC 7493) where that asks for more. Every fault is a [`Finding`] with a place.
//! After a fault that leaves the structure clear, reading goes on, so that all of them are found at once; it ends at
//! the first fault after which the rest would be a guess.
//!
//! The code runs in build scripts, which are compiled without optimisation. So the loops over bytes are plain `while`
//! loops over slices: there, an iterator or a closure is a call for each byte.

mod decode;
mod escape;
mod fault;
mod mend;
mod number;
mod reader;
mod rules;
mod string;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use decode::decode;

use crate::diagnostic::Finding;
use crate::rule::Rule;
use crate::source::{Source, SourceId, Span};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'s> {
    /// The bytes of the value; a string's with its quotes, an array's or object's with its brackets.
    pub span: Span,
    /// What stands there.
    pub value: Value<'s>,
}

/// What a JSON text can hold.
///
/// After a finding that is an error, a value may be a stand-in: the reader goes on with what was probably meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'s> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written: always of the form that RFC 8259 gives, so that nothing is rounded.
    Number(&'s str),
    /// A string without quotes and escapes; borrowed where the text has no escape.
    String(Cow<'s, str>),
    /// The elements of an array.
    Array(Vec<Node<'s>>),
    /// The members of an object, in the order of the text, repeated keys included.
    Object(Vec<Member<'s>>),
}

/// A key of an object and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'s> {
    /// The key, without quotes and escapes.
    pub key: Cow<'s, str>,
    /// The bytes of the key, with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: Node<'s>,
}

impl<'s> Node<'s> {
    /// The first value under `key`, where this is an object that has it; takes time linear in the number of keys.
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
        self.as_object()?.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The text, where this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, where this is an array.
    pub fn as_array(&self) -> Option<&[Node<'s>]> {
        match &self.value {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members, where this is an object.
    pub fn as_object(&self) -> Option<&[Member<'s>]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// What sort of value this is, for a message: `a string`, `an object`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

/// What came of reading a text.
#[derive(Clone, Debug)]
pub struct Parsed<'s> {
    /// The text's value; none where a fault made the rest a guess.
    pub root: Option<Node<'s>>,
    /// All faults, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Every rule of this module.
///
/// The example of `JSON_INVALID_UTF8` breaks its rule when its characters are written as Latin-1, that of
/// `JSON_TOO_LARGE` stands for a file that no one wants in a program; both are [`decode`]'s, all others [`parse`]'s.
pub const RULES: &[&Rule] = rules::ALL;

/// Reads a source as JSON; `id` is its name, which the places of the findings carry.
///
/// ```
/// use symphony_codegen::{json, source::{Source, Sources}};
///
/// let mut sources = Sources::new();
/// let id = sources.add(Source::new("a.json", r#"{ "id": "a", "beats": [1, 2,] }"#));
/// let parsed = json::parse(id, sources.get(id));
/// assert_eq!(parsed.findings[0].message, "nothing follows the comma");
/// assert_eq!(sources.locate(parsed.findings[0].primary.place), "a.json:1:28");
/// assert_eq!(parsed.root.unwrap().get("beats").unwrap().as_array().unwrap().len(), 2);
/// ```
pub fn parse(id: SourceId, source: &Source) -> Parsed<'_> {
    reader::Reader::new(id, source.text()).read()
}
