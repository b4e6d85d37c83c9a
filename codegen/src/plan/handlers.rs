//! The methods of a movement's trait.

use super::naming;
use crate::index::{Index, index};
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
    let Some(last) = separator(handler) else { return (handler, None) };
    let before = &handler[..last];
    (&handler[last + 1..], Some(separator(before).map_or(before, |at| &before[at + 1..])))
}

/// The last byte that separates segments.
fn separator(handler: &str) -> Option<usize> {
    let bytes = handler.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        if matches!(bytes[at], b'#' | b'.' | b'/') {
            return Some(at);
        }
    }
    None
}

/// The methods that the beats of a movement need. Beats that name the same handler share one; where two handlers differ
/// only before the last segment of their names, the segment before joins in.
#[must_use]
pub fn methods<'n>(beats: &'n [spec::Beat<'n>]) -> Vec<Method<'n>> {
    let mut methods: Vec<Method<'n>> = Vec::new();
    let mut known: Index<'_> = index(beats.len());
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
    let mut first: Index<'_> = index(methods.len());
    let mut shared = Vec::new();
    for (at, method) in methods.iter().enumerate() {
        if let Some(before) = first.insert(&method.name, at) {
            shared.extend([before, at]);
        }
    }
    for at in shared {
        let (last, before) = segments(methods[at].handler.value);
        if let Some(before) = before {
            methods[at].name = naming::snake(&format!("{before}_{last}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn a_handler_ends_in_its_method() {
        for (handler, expected) in [
            ("run", ("run", None)),
            ("analysis.discovery#scan", ("scan", Some("discovery"))),
            ("canvas-component/select#notifyUi", ("notifyUi", Some("select"))),
            ("#run", ("run", Some(""))),
            ("größe#", ("", Some("größe"))),
        ] {
            assert_eq!(segments(handler), expected, "{handler}");
        }
    }
}
