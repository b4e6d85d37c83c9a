symphony::sequence!(blocking);
fn main() {}
