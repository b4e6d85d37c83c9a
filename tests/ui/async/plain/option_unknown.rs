symphony::sequence!("sequences/invoice.json", lokal);
fn main() {}
