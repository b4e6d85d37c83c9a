//! D8: the beats of a movement are its `steps`; handlers, criteria and the way back stand beside the movements.

use symphony_codegen::json::Node;

use super::{Dialect, Way, under};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "D8", about: "movements of steps", repeated: None, recognise, way: Way::Rewrite(rewrite) };

fn recognise(root: &Node<'_>) -> bool {
    shape::movements(root).iter().any(|movement| shape::says(movement, "steps") && !shape::says_beats(movement))
}

fn rewrite<'n>(mut root: Draft<'n>, notes: &mut Notes) -> Vec<Draft<'n>> {
    criteria(&mut root);
    for movement in root.each_mut("movements") {
        under("steps", movement, notes);
        for beat in movement.each_mut("beats") {
            // What a handler is given is fixed data; version 1 has the values that flow under this key.
            if beat.get("input").is_some_and(Draft::is_object) {
                beat.rename("input", "data");
            }
        }
    }
    vec![root]
}

/// `completionCriteria.phase2.metrics` are the criteria of the second movement.
fn criteria(root: &mut Draft<'_>) {
    let Some(mut criteria) = root.take("completionCriteria") else { return };
    let movements = root.each_mut("movements");
    for (key, phase) in criteria.members_mut() {
        let number = key.strip_prefix("phase").and_then(|number| number.parse::<usize>().ok());
        let movement = number.and_then(|number| movements.get_mut(number.checked_sub(1)?));
        if let Some(movement) = movement.filter(|movement| movement.is_object())
            && phase.get("metrics").is_some_and(Draft::is_array)
            && let Some(metrics) = phase.take("metrics")
        {
            movement.put("completionCriteria", metrics);
        }
    }
    root.put("completionCriteria", criteria);
}
