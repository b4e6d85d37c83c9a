//! D9: numbers where the beats were.

use symphony_codegen::json::Node;

use super::{Dialect, Way};
use crate::import::notes::Notes;
use crate::import::rules::COUNTS_WITHOUT_BEATS;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "D9", about: "movements with numbers of beats", repeated: None, recognise, way: Way::Refuse(refuse) };

fn recognise(root: &Node<'_>) -> bool {
    shape::movements(root).iter().any(|movement| shape::counts(movement, "beats"))
}

fn refuse(root: &Node<'_>, notes: &mut Notes) {
    let movements = shape::movements(root);
    let counts = || movements.iter().filter(|movement| shape::counts(movement, "beats"));
    let message = match (counts().count(), movements.len()) {
        (count, all) if count == all => format!("the beats of all {all} movements were replaced by their number"),
        (count, all) => format!("the beats of {count} of the {all} movements were replaced by their number"),
    };
    let is_bound = root.get("implementation").is_some_and(|it| shape::says(it, "bindings"));
    let help = if is_bound {
        "write what `implementation.bindings` says as beats of their movements"
    } else {
        "take the file from before the beats were replaced: a number cannot be turned back"
    };
    notes.add(&COUNTS_WITHOUT_BEATS, counts().find_map(|movement| movement.get("beats")), message, help);
}
