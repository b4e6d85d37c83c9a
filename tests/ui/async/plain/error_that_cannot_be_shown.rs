symphony::sequence!("sequences/invoice.json");

use invoice::Handlers;

struct App;

impl Handlers for App {
    type Error = ();
}

fn main() {}
