//! A JSON value that is being rewritten: every piece that came from the source still knows where it stood there.

use std::collections::BTreeSet;

use symphony_codegen::json::{Node, Value};
use symphony_codegen::spec::shape::EXTENSION_PREFIX;

/// A value on its way from one dialect into another.
#[derive(Clone, Debug)]
pub(super) struct Draft<'n> {
    /// Where it comes from; for a text that was made, what it was made from.
    pub(super) origin: Option<&'n Node<'n>>,
    pub(super) content: Content<'n>,
}

/// What it holds.
#[derive(Clone, Debug)]
pub(super) enum Content<'n> {
    /// A string, number or word, written as in the source.
    Kept,
    /// A string of ours.
    Text(String),
    /// A number of ours.
    Number(usize),
    Array(Vec<Draft<'n>>),
    Object(Vec<(String, Draft<'n>)>),
}

impl<'n> Draft<'n> {
    pub(super) fn of(node: &'n Node<'n>) -> Self {
        let content = match &node.value {
            Value::Array(items) => Content::Array(items.iter().map(Draft::of).collect()),
            Value::Object(members) => Content::Object(
                members.iter().map(|member| (member.key.clone().into_owned(), Draft::of(&member.value))).collect(),
            ),
            _ => Content::Kept,
        };
        Self { origin: Some(node), content }
    }

    /// A text of ours, made from what stands at `origin`.
    pub(super) fn text(text: impl Into<String>, origin: Option<&'n Node<'n>>) -> Self {
        Self { origin, content: Content::Text(text.into()) }
    }

    pub(super) fn number(number: usize) -> Self {
        Self { origin: None, content: Content::Number(number) }
    }

    pub(super) fn array(items: Vec<Draft<'n>>) -> Self {
        Self { origin: None, content: Content::Array(items) }
    }

    pub(super) fn object(members: Vec<(&str, Draft<'n>)>) -> Self {
        let members = members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Self { origin: None, content: Content::Object(members) }
    }

    /// The value of a scalar or of what has not been taken apart, as the source has it.
    pub(super) fn value(&self) -> Option<&'n Value<'n>> {
        match self.content {
            Content::Kept => self.origin.map(|node| &node.value),
            _ => None,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match (&self.content, self.value()) {
            (Content::Text(text), _) => Some(text),
            (_, Some(Value::String(text))) => Some(text),
            _ => None,
        }
    }

    /// The text, where there is more in it than white space.
    pub(super) fn as_words(&self) -> Option<&str> {
        self.as_str().filter(|text| !text.trim().is_empty())
    }

    pub(super) fn items(&self) -> &[Draft<'n>] {
        match &self.content {
            Content::Array(items) => items,
            _ => &[],
        }
    }

    pub(super) fn items_mut(&mut self) -> &mut [Draft<'n>] {
        match &mut self.content {
            Content::Array(items) => items,
            _ => &mut [],
        }
    }

    pub(super) fn members(&self) -> &[(String, Draft<'n>)] {
        match &self.content {
            Content::Object(members) => members,
            _ => &[],
        }
    }

    pub(super) fn members_mut(&mut self) -> &mut [(String, Draft<'n>)] {
        match &mut self.content {
            Content::Object(members) => members,
            _ => &mut [],
        }
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self.content, Content::Object(_))
    }

    pub(super) fn is_array(&self) -> bool {
        matches!(self.content, Content::Array(_))
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.members().iter().position(|(known, _)| known == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Draft<'n>> {
        Some(&self.members()[self.position(key)?].1)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Draft<'n>> {
        let at = self.position(key)?;
        Some(&mut self.members_mut()[at].1)
    }

    /// The elements of the array under `key`.
    pub(super) fn each_mut(&mut self, key: &str) -> &mut [Draft<'n>] {
        self.get_mut(key).map_or(&mut [], Draft::items_mut)
    }

    /// Takes a member out.
    pub(super) fn take(&mut self, key: &str) -> Option<Draft<'n>> {
        let at = self.position(key)?;
        match &mut self.content {
            Content::Object(members) => Some(members.remove(at).1),
            _ => None,
        }
    }

    /// Adds a member at the end, set aside where the key is taken.
    pub(super) fn put(&mut self, key: &str, value: Draft<'n>) {
        let key = if self.position(key).is_some() { self.aside(key) } else { key.to_owned() };
        if let Content::Object(members) = &mut self.content {
            members.push((key, value));
        }
    }

    /// Adds a member before all others; nothing where the key is taken.
    pub(super) fn put_first(&mut self, key: &str, value: Draft<'n>) {
        if self.position(key).is_none()
            && let Content::Object(members) = &mut self.content
        {
            members.insert(0, (key.to_owned(), value));
        }
    }

    pub(super) fn into_items(self) -> Vec<Draft<'n>> {
        match self.content {
            Content::Array(items) => items,
            _ => Vec::new(),
        }
    }

    pub(super) fn into_members(self) -> Vec<(String, Draft<'n>)> {
        match self.content {
            Content::Object(members) => members,
            _ => Vec::new(),
        }
    }

    /// Gives a member another key, in its place; where that one is taken, it is set aside.
    pub(super) fn rename(&mut self, old: &str, new: &str) {
        let Some(at) = self.position(old) else { return };
        let new = if self.position(new).is_some() { self.aside(old) } else { new.to_owned() };
        self.members_mut()[at].0 = new;
    }

    /// Keeps a member under a key of its own.
    pub(super) fn set_aside(&mut self, key: &str) {
        if let Some(at) = self.position(key) {
            let aside = self.aside(key);
            self.members_mut()[at].0 = aside;
        }
    }

    fn aside(&self, key: &str) -> String {
        aside(key, |name| self.position(name).is_some())
    }

    /// Takes over the members of what was around it, set aside where a key is taken.
    pub(super) fn absorb(&mut self, around: Draft<'n>) {
        let (Content::Object(members), Content::Object(more)) = (&mut self.content, around.content) else { return };
        // Both may be long: looking each key up in the other one would take the product of their lengths.
        let mut taken: BTreeSet<String> = members.iter().map(|(key, _)| key.clone()).collect();
        for (key, value) in more {
            let key = if taken.contains(&key) { aside(&key, |name| taken.contains(name)) } else { key };
            taken.insert(key.clone());
            members.push((key, value));
        }
    }
}

/// The key under which `key` is kept: `x-` and the key, with a number where that is taken.
pub(super) fn aside(key: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let plain = if key.starts_with(EXTENSION_PREFIX) { key.to_owned() } else { format!("{EXTENSION_PREFIX}{key}") };
    let mut name = plain.clone();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{plain}-{number}");
        number += 1;
    }
    name
}
