symphony::sequence!("sequences");
fn main() {}
