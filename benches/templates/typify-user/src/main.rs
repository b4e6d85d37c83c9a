//! A user of one schema. The driver puts the schema into `input` and what uses its types into `items.rs`.

mod items;

/// The types.
pub mod types {
    include!(concat!(env!("OUT_DIR"), "/types.rs"));
}

fn main() {
    items::run();
}
