symphony::sequence!("sequences", blocking);
fn main() {}
