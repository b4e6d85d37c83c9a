//! D10: movements have numbers of beats, the beats stand in `beatDetails`, each with the number of its movement, and
//! `implementation.bindings` says who handles them, where they do not say it themselves.

use symphony_codegen::json::{Node, Value};

use super::{Dialect, Way, under};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::rules::KEY_TWICE;
use crate::import::shape;

const KEY: &str = "beatDetails";

pub(super) const DIALECT: Dialect = Dialect {
    id: "D10",
    about: "beats in a list beside the movements",
    repeated: Some("movements"),
    recognise,
    way: Way::Rewrite(rewrite),
};

fn recognise(root: &Node<'_>) -> bool {
    let details = shape::objects(root, KEY);
    let members = root.as_object().unwrap_or_default().iter().filter(|member| member.key == "movements");
    let lists: Vec<_> = members.filter(|member| !matches!(member.value.value, Value::Number(_))).collect();
    let [list] = lists[..] else { return false };
    let movements = list.value.as_array().unwrap_or_default();
    let has_movement =
        |beat: &Node<'_>| number(beat.get("movement")).is_some_and(|it| (1..=movements.len()).contains(&it));
    let is_counted = |movement: &Node<'_>| movement.as_object().is_some() && !shape::says_beats(movement);
    !details.is_empty() && details.iter().all(has_movement) && movements.iter().all(is_counted)
}

fn number(node: Option<&Node<'_>>) -> Option<usize> {
    match node?.value {
        Value::Number(digits) => digits.parse().ok(),
        _ => None,
    }
}

fn rewrite<'n>(mut root: Draft<'n>, notes: &mut Notes) -> Vec<Draft<'n>> {
    while root.get("movements").is_some_and(|movements| !movements.is_array()) {
        let origin = root.get("movements").and_then(|count| count.origin);
        let message = "`movements` is there twice: once their number, once themselves";
        notes.add(&KEY_TWICE, origin, message, "the number is kept under `x-movements`");
        root.set_aside("movements");
    }
    let details = root.take(KEY).unwrap_or(Draft::array(Vec::new()));
    let is_handled = details.items().iter().any(|beat| beat.get("handler").is_some());
    let handlers = if is_handled { Vec::new() } else { bindings(&mut root, details.items().len()) };
    let mut handlers = handlers.into_iter();
    let movements = root.each_mut("movements");
    let mut beats: Vec<Vec<Draft<'n>>> = movements.iter().map(|_| Vec::new()).collect();
    for mut beat in details.into_items() {
        if let Some(binding) = handlers.next() {
            bind(&mut beat, binding);
        }
        // The dialect is recognised by each having the number of a movement.
        let at = number(beat.get("movement").and_then(|movement| movement.origin)).unwrap_or(1);
        beats[at - 1].push(beat);
    }
    for (movement, beats) in movements.iter_mut().zip(beats) {
        movement.set_aside(KEY);
        movement.put(KEY, Draft::array(beats));
        under(KEY, movement, notes);
    }
    vec![root]
}

/// Takes the bindings out, where they are one for each beat, in the order of the beats.
fn bindings<'n>(root: &mut Draft<'n>, beats: usize) -> Vec<Draft<'n>> {
    let Some(implementation) = root.get_mut("implementation") else { return Vec::new() };
    let Some(bindings) = implementation.get("bindings").map(Draft::items) else { return Vec::new() };
    let counts_up = |(at, binding): (usize, &Draft<'_>)| {
        let beat = binding.get("beat").and_then(|beat| beat.origin);
        number(beat) == Some(at + 1) && binding.get("handler").is_some_and(|handler| handler.as_words().is_some())
    };
    if bindings.len() != beats || !bindings.iter().enumerate().all(counts_up) {
        return Vec::new();
    }
    let bindings = implementation.take("bindings").map(Draft::into_items).unwrap_or_default();
    if implementation.members().is_empty() {
        root.take("implementation");
    }
    bindings
}

/// Gives a beat its handler; what else the binding says is kept beside it.
fn bind<'n>(beat: &mut Draft<'n>, mut binding: Draft<'n>) {
    let mut handler = Draft::object(Vec::new());
    for (key, as_key) in [("handler", "name"), ("script", "sourcePath")] {
        if let Some(value) = binding.take(key) {
            handler.put(as_key, value);
        }
    }
    for (key, value) in binding.into_members() {
        handler.put(&format!("x-{key}"), value);
    }
    beat.put("handler", handler);
}
