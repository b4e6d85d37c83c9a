symphony::sequence!("sequences/invoice.json", blocking);

use invoice::Handlers;

struct App;

impl Handlers for App {
    type Error = ();
}

fn main() {}
