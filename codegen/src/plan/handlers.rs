//! The methods of a movement's trait.

use std::collections::HashMap;

use super::naming;
use crate::spec;

/// A method of a movement's trait, and the beats that it handles.
#[derive(Debug)]
pub struct Method<'n> {
    /// The handler's name, where the first beat says it.
    pub handler: spec::Text<'n>,
    /// Its Rust name.
    pub name: String,
    /// The positions of its beats in the movement; the first one shapes it.
    pub beats: Vec<usize>,
}

/// The last segment of a handler's name, and the one before it.
#[must_use]
pub fn segments(handler: &str) -> (&str, Option<&str>) {
    let separators = ['#', '.', '/'];
    match handler.rsplit_once(separators) {
        Some((before, last)) => (last, Some(before.rsplit(separators).next().unwrap_or(before))),
        None => (handler, None),
    }
}

/// The methods that the beats of a movement need. Beats that name the same handler share one; where two handlers differ
/// only before the last segment of their names, the segment before joins in.
#[must_use]
pub fn methods<'n>(beats: &'n [spec::Beat<'n>]) -> Vec<Method<'n>> {
    let mut methods: Vec<Method<'n>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (at, beat) in beats.iter().enumerate() {
        if beat.sequence.is_some() {
            continue;
        }
        let Some(handler) = &beat.handler else { continue };
        let method = *known.entry(handler.name.value).or_insert_with(|| {
            let name = naming::snake(segments(handler.name.value).0);
            methods.push(Method { handler: handler.name, name, beats: Vec::new() });
            methods.len() - 1
        });
        methods[method].beats.push(at);
    }
    keep_apart(&mut methods);
    methods
}

fn keep_apart(methods: &mut [Method<'_>]) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for method in methods.iter() {
        *uses.entry(method.name.clone()).or_default() += 1;
    }
    for method in methods {
        let (last, before) = segments(method.handler.value);
        if let (true, Some(before)) = (uses[&method.name] > 1, before) {
            method.name = naming::snake(&format!("{before}_{last}"));
        }
    }
}
