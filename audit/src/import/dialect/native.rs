//! D1 to D6: what version 1 is made of, and version 1 itself.

use symphony_codegen::json::Node;

use super::{Dialect, Way};

pub(super) const DIALECT: Dialect =
    Dialect { id: "native", about: "movements of beats", repeated: None, recognise, way: Way::AsItStands };

fn recognise(root: &Node<'_>) -> bool {
    root.get("movements").is_some_and(|movements| movements.as_array().is_some())
}
