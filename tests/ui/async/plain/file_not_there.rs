symphony::sequence!("sequences/invoise.json");
fn main() {}
