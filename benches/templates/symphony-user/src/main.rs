//! A user of one sequence. The driver puts the sequence into `input` and the handlers into `items.rs`.

mod items;

symphony::include_sequences!();

fn main() {
    items::run();
}
