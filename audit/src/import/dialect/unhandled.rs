//! D18 and D19: beats without handlers, with events or only criteria.

use symphony_codegen::json::Node;

use super::{Dialect, Way};
use crate::import::shape;

pub(super) const DIALECT: Dialect = Dialect {
    id: "D19",
    about: "beats without handlers",
    repeated: None,
    recognise,
    // Handlers are named for every dialect.
    way: Way::Rewrite(|root, _| vec![root]),
};

fn recognise(root: &Node<'_>) -> bool {
    let mut beats = shape::beats(root).peekable();
    beats.peek().is_some() && !beats.any(shape::is_handled)
}
