//! What dialects are told apart by.

use symphony_codegen::json::{Node, Value};

/// The movements of a sequence, where it has an array of objects there.
pub(super) fn movements<'n>(sequence: &'n Node<'n>) -> &'n [Node<'n>] {
    objects(sequence, "movements")
}

/// The elements of the array under `key`; none where one of them is no object.
pub(super) fn objects<'n>(node: &'n Node<'n>, key: &str) -> &'n [Node<'n>] {
    let items = node.get(key).and_then(Node::as_array).unwrap_or_default();
    if items.iter().all(|item| item.as_object().is_some()) { items } else { &[] }
}

/// All beats of all movements.
pub(super) fn beats<'n>(sequence: &'n Node<'n>) -> impl Iterator<Item = &'n Node<'n>> {
    movements(sequence).iter().flat_map(|movement| objects(movement, "beats"))
}

/// Whether a value is there and says anything.
pub(super) fn says(node: &Node<'_>, key: &str) -> bool {
    node.get(key).is_some_and(|value| match &value.value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    })
}

/// Whether the value under `key` is a number.
pub(super) fn counts(node: &Node<'_>, key: &str) -> bool {
    node.get(key).is_some_and(|value| matches!(value.value, Value::Number(_)))
}

/// Whether a beat says who does it.
pub(super) fn is_handled(beat: &Node<'_>) -> bool {
    says(beat, "handler") || says(beat, "sequence")
}

/// Whether a movement has beats, as an array with something in it.
pub(super) fn says_beats(movement: &Node<'_>) -> bool {
    movement.get("beats").is_some_and(|beats| beats.as_array().is_some_and(|beats| !beats.is_empty()))
}
