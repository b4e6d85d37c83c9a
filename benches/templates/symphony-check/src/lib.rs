//! Generated code for `cargo check`, from files as if it were committed. The driver writes both modules.

#[path = "generated/symphony.rs"]
pub mod generated;

mod items;

/// What `items` does.
pub fn run() {
    items::run();
}
