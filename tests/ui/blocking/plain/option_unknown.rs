symphony::sequence!("sequences/invoice.json", blocking, lokal);
fn main() {}
