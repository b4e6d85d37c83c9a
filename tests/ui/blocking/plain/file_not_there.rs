symphony::sequence!("sequences/invoise.json", blocking);
fn main() {}
