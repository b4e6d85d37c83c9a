//! D21: steps and no movements.

use symphony_codegen::json::Node;

use super::{Dialect, Way, under};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "D21", about: "steps without movements", repeated: None, recognise, way: Way::Rewrite(rewrite) };

fn recognise(root: &Node<'_>) -> bool {
    root.get("movements").is_none() && !shape::objects(root, "steps").is_empty()
}

fn rewrite<'n>(mut root: Draft<'n>, notes: &mut Notes) -> Vec<Draft<'n>> {
    let Some(steps) = root.take("steps") else { return vec![root] };
    let mut movement = Draft::object(vec![("id", Draft::text("steps", None)), ("steps", steps)]);
    under("steps", &mut movement, notes);
    for beat in movement.each_mut("beats") {
        beat.rename("order", "beat");
    }
    root.put("movements", Draft::array(vec![movement]));
    vec![root]
}
