//! D16: a movement names the sequences that it performs; D16b: after its beats were written down too.

use symphony_codegen::json::Node;

use super::{Dialect, Way};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

const KEY: &str = "orchestration";

pub(super) const PURE: Dialect = Dialect {
    id: "D16",
    about: "movements that name other sequences",
    repeated: None,
    recognise: recognise_pure,
    way: Way::Rewrite(rewrite),
};

pub(super) const BESIDE_BEATS: Dialect = Dialect {
    id: "D16b",
    about: "movements that name other sequences beside their beats",
    repeated: None,
    recognise: refers,
    way: Way::Rewrite(rewrite),
};

fn refers(root: &Node<'_>) -> bool {
    shape::movements(root).iter().any(|movement| shape::says(movement, KEY))
}

fn recognise_pure(root: &Node<'_>) -> bool {
    refers(root) && !shape::movements(root).iter().any(|movement| movement.get("beats").is_some())
}

fn rewrite<'n>(mut root: Draft<'n>, _: &mut Notes) -> Vec<Draft<'n>> {
    for movement in root.each_mut("movements") {
        // Where there are beats, they do what the sequences do: performing those too would do it twice.
        if movement.get("beats").is_some() {
            continue;
        }
        let named = match movement.take(KEY) {
            Some(list) if list.is_array() => list.into_items(),
            other => other.into_iter().collect(),
        };
        let beat = |(at, sequence)| Draft::object(vec![("beat", Draft::number(at + 1)), ("sequence", sequence)]);
        movement.put("beats", Draft::array(named.into_iter().enumerate().map(beat).collect()));
    }
    vec![root]
}
