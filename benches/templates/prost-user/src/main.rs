//! A user of one proto. The driver puts the proto into `input` and what uses its messages into `items.rs`.

mod items;

/// The messages.
pub mod messages {
    include!(concat!(env!("OUT_DIR"), "/items0.rs"));
}

fn main() {
    items::run();
}
