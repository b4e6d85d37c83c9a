//! What the reader says of keys and values that do not fit.

use super::Reader;
use crate::diagnostic::Finding;
use crate::json::{Member, Node};
use crate::source::Span;
use crate::spec::rules::{MISSING_KEY, UNKNOWN_KEY, UNKNOWN_WORD, WRONG_TYPE};
use crate::spec::shape::{Record, Shape, quoted};
use crate::suggest;

/// As many keys as a message names, where none of them is near.
const MOST_NAMED: usize = 12;

impl Reader<'_> {
    pub(super) fn wrong_type(&mut self, node: &Node<'_>, key: &str, expected: &Shape) {
        let expected = expected.expected();
        let message = if key.starts_with("a ") {
            format!("{key} is {expected}, not {}", node.kind())
        } else {
            format!("`{key}` is {}, not {expected}", node.kind())
        };
        let place = self.place(node.span);
        self.findings.push(Finding::new(&WRONG_TYPE, place, message).label(format!("expected {expected}")));
    }

    fn nearest(&mut self, typed: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        suggest::nearest(typed, known)
    }

    pub(super) fn unknown_word(&mut self, node: &Node<'_>, key: &str, word: &str, words: &'static [&'static str]) {
        let place = self.place(node.span);
        let mut finding = Finding::new(&UNKNOWN_WORD, place, format!("`{word}` is no value of `{key}`"))
            .label(format!("expected {}", quoted(words)));
        if let Some(nearest) = self.nearest(word, words.iter().copied()) {
            finding = finding.help(format!("did you mean `{nearest}`?")).fix(
                format!("replace it with `{nearest}`"),
                place,
                format!("\"{nearest}\""),
            );
        }
        self.findings.push(finding);
    }

    /// Reports the key, and gives the one that was probably meant: none that stands in the same object.
    pub(super) fn unknown_key(
        &mut self,
        member: &Member<'_>,
        members: &[Member<'_>],
        record: &'static Record,
    ) -> Option<&'static str> {
        let place = self.place(member.key_span);
        let mut finding = Finding::new(&UNKNOWN_KEY, place, format!("`{}` is no key of {}", member.key, record.name));
        let is_free = |key: &&'static str| members.iter().all(|member| member.key != **key);
        let meant = self.nearest(&member.key, record.fields.iter().map(|field| field.key).filter(is_free));
        finding = if let Some(nearest) = meant {
            finding.help(format!("did you mean `{nearest}`?")).fix(
                format!("rename it to `{nearest}`"),
                place,
                format!("\"{nearest}\""),
            )
        } else {
            let keys: Vec<&str> =
                record.fields.iter().filter(|field| !field.doc.is_empty()).map(|field| field.key).collect();
            let named = match keys.len() {
                1..=MOST_NAMED => format!("use {}, or ", quoted(&keys)),
                _ => String::new(),
            };
            finding.help(format!("{named}name it `x-{}` to keep it as a key of your own", member.key))
        };
        self.findings.push(finding.label("unknown key"));
        meant
    }

    pub(super) fn missing_key(&mut self, node: &Node<'_>, record: &'static Record, group: &[&str]) {
        // The brace, not the whole object: a caret under a hundred lines points at nothing.
        let opening = Span { start: node.span.start, end: node.span.start + 1 };
        let wanted = quoted(group);
        let finding = Finding::new(&MISSING_KEY, self.place(opening), format!("{} lacks {wanted}", record.name));
        self.findings.push(finding.label(format!("{wanted} belongs in this object")));
    }
}
