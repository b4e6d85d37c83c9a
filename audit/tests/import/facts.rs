//! What is counted on both sides of an import.

use std::collections::BTreeMap;

use symphony_codegen::compile::{Files, compile};
use symphony_codegen::json::{self, Member, Node, Value};
use symphony_codegen::source::{Source, Sources};

/// Things and how often they are there.
type Bag = BTreeMap<String, usize>;

/// What a file says.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) beats: usize,
    pub(crate) handlers: Bag,
    pub(crate) events: Bag,
    pub(crate) criteria: Bag,
    pub(crate) policies: Bag,
    /// Every scalar, as it is spelt, and every empty array.
    pub(crate) leaves: Bag,
}

pub(crate) fn size(bag: &Bag) -> usize {
    bag.values().sum()
}

/// What is in `before` and not in `after`.
pub(crate) fn lost(before: &Bag, after: &Bag) -> Vec<String> {
    let missing = |(leaf, count): (&String, &usize)| (after.get(leaf).unwrap_or(&0) < count).then(|| leaf.clone());
    before.iter().filter_map(missing).collect()
}

impl Facts {
    /// The facts of JSON text, whichever the dialect.
    pub(crate) fn of(text: &str) -> Self {
        let mut sources = Sources::new();
        let id = sources.add(Source::new("facts.json", text));
        let root = json::parse(id, sources.get(id)).root.unwrap();
        let mut facts = Self { beats: beats_in(&root), ..Self::default() };
        facts.visit(&root, text, &mut Vec::new());
        facts
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.beats += other.beats;
        let bags = |it: &mut Self| {
            [&mut it.handlers, &mut it.events, &mut it.criteria, &mut it.policies, &mut it.leaves].map(std::mem::take)
        };
        let theirs = [&other.handlers, &other.events, &other.criteria, &other.policies, &other.leaves];
        let mut ours = bags(self);
        for (bag, more) in ours.iter_mut().zip(theirs) {
            for (leaf, count) in more {
                *bag.entry(leaf.clone()).or_default() += count;
            }
        }
        [self.handlers, self.events, self.criteria, self.policies, self.leaves] = ours;
    }

    fn visit<'n>(&mut self, node: &'n Node<'n>, text: &str, keys: &mut Vec<&'n str>) {
        match &node.value {
            Value::Array(items) if !items.is_empty() => items.iter().for_each(|item| self.visit(item, text, keys)),
            Value::Object(members) if !members.is_empty() => {
                for Member { key, value, .. } in members {
                    keys.push(key.strip_prefix("x-").unwrap_or(key));
                    self.visit(value, text, keys);
                    keys.pop();
                }
            }
            Value::Array(_) => self.leaf("[]", keys),
            // An object that says nothing may say something afterwards.
            Value::Object(_) => {}
            _ => self.leaf(&text[node.span.range()], keys),
        }
    }

    fn leaf(&mut self, leaf: &str, keys: &[&str]) {
        let is_below = |names: &[&str]| keys.iter().any(|key| names.contains(key));
        let criteria = [
            "acceptanceCriteria",
            "acceptanceCriteriaStructured",
            "success_criteria",
            "expected_outcome",
            "completionCriteria",
        ];
        for (bag, belongs) in [
            (&mut self.leaves, true),
            (&mut self.handlers, is_below(&["handler", "handlers", "handlerDef"]) && !is_below(&["args"])),
            (&mut self.events, is_below(&["event", "events"])),
            (&mut self.criteria, is_below(&criteria)),
            (&mut self.policies, is_below(&["policies"])),
        ] {
            if belongs {
                *bag.entry(leaf.to_owned()).or_default() += 1;
            }
        }
    }
}

/// The beats of a file of any dialect, under whatever key; where movements only name sequences, these.
fn beats_in(node: &Node<'_>) -> usize {
    let all = |node: &Node<'_>| -> usize {
        match &node.value {
            Value::Array(items) => items.iter().map(beats_in).sum(),
            Value::Object(members) => members.iter().map(|member| beats_in(&member.value)).sum(),
            _ => 0,
        }
    };
    let Value::Object(members) = &node.value else { return all(node) };
    let list = |key: &str| node.get(key).and_then(Node::as_array).filter(|items| !items.is_empty());
    for key in ["beats", "steps", "sequence", "beatDetails"] {
        // Version 1 keeps `beatDetails` of a file that has real beats.
        let is_shadow =
            key == "beatDetails" && members.iter().any(|member| all(&member.value) > 0 && member.key == "movements");
        if let Some(items) = list(key).filter(|_| !is_shadow) {
            return items.iter().filter(|item| item.as_object().is_some()).count();
        }
    }
    if members.iter().any(|member| member.key == "orchestration") {
        return list("orchestration").map_or(1, <[_]>::len);
    }
    all(node)
}

/// How many beats the compiler reads, and which findings say that it cannot read the form.
pub(crate) fn compiled(text: &str) -> (usize, Vec<&'static str>, Vec<&'static str>) {
    let mut files = Files::default();
    files.sources.add(Source::new("imported.json", text));
    compile(&files, |plan, findings| {
        let beats = plan.sequences.iter().flat_map(|it| &it.spec.movements).map(|it| it.beats.len()).sum();
        let is_form = |code: &str| {
            code.starts_with("JSON_") || ["UNKNOWN_KEY", "WRONG_TYPE", "MISSING_KEY", "UNKNOWN_WORD"].contains(&code)
        };
        let errors = findings.iter().filter(|it| it.severity().is_error()).map(|it| it.rule.code);
        let (form, other) = errors.partition(|code| is_form(code));
        (beats, form, other)
    })
}
