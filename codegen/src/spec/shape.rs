//! The form of the format as data: the reader, the JSON Schema and the docs are made from the same tables.

use crate::json::Value;

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any value, kept as it stands.
    Any,
    /// A string.
    Text,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number, zero or more.
    Count,
    /// An array.
    List(&'static Shape),
    /// An object with any keys.
    Map(&'static Shape),
    /// An object with the keys of a table.
    Record(&'static Record),
    /// The first of these whose JSON type is the value's.
    Either(&'static [Shape]),
}

/// A table of keys.
#[derive(Debug)]
pub struct Record {
    /// What an object with these keys is called in messages and in the schema.
    pub name: &'static str,
    /// What it is, for the schema.
    pub doc: &'static str,
    /// The keys.
    pub fields: &'static [Field],
    /// Of each group at least one key must be there.
    pub required: &'static [&'static [&'static str]],
}

/// One key.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What its value may be.
    pub shape: Shape,
    /// What it is for, for the schema. Empty for a key that the format only keeps.
    pub doc: &'static str,
}

/// The largest number that a count may be: more than that JSON readers do not agree on.
pub const LARGEST_COUNT: u64 = (1 << 53) - 1;

/// Keys that start so are the user's own, anywhere.
pub const EXTENSION_PREFIX: &str = "x-";

impl Record {
    /// The position of a key in the table.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        let wanted = key.as_bytes();
        let mut at = 0;
        // A plain loop: build scripts run unoptimised, and this one runs for every key of every file.
        while at < self.fields.len() {
            let known = self.fields[at].key.as_bytes();
            if known.len() == wanted.len() && known[0] == wanted[0] && known == wanted {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

impl Shape {
    /// Whether the value is of the JSON type that the shape asks for.
    pub(super) fn is_type_of(&self, value: &Value<'_>) -> bool {
        matches!(
            (self, value),
            (Self::Any, _)
                | (Self::Text | Self::Word(_), Value::String(_))
                | (Self::Flag, Value::Bool(_))
                | (Self::Number | Self::Count, Value::Number(_))
                | (Self::List(_), Value::Array(_))
                | (Self::Map(_) | Self::Record(_), Value::Object(_))
        )
    }

    /// The names of the JSON types that the shape allows, for messages.
    #[must_use]
    pub fn expected(&self) -> String {
        match self {
            Self::Any => "any value".into(),
            Self::Text => "a string".into(),
            Self::Word(words) => format!("one of {}", quoted(words)),
            Self::Flag => "true or false".into(),
            Self::Number => "a number".into(),
            Self::Count => "a whole number from 0 on".into(),
            Self::List(Self::Text) => "an array of strings".into(),
            Self::List(_) => "an array".into(),
            Self::Map(_) | Self::Record(_) => "an object".into(),
            Self::Either(shapes) => shapes.iter().map(Self::expected).collect::<Vec<_>>().join(" or "),
        }
    }
}

/// `a`, `b` or `c`, each in backticks.
#[must_use]
pub fn quoted(words: &[&str]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            text.push_str(if at + 1 == words.len() { " or " } else { ", " });
        }
        text.push('`');
        text.push_str(word);
        text.push('`');
    }
    text
}
