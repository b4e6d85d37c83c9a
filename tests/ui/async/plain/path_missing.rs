symphony::sequence!();
fn main() {}
