symphony::sequence!("sequences/invoice.json", blocking);

use invoice::Handlers;

struct App;

impl Handlers for App {
    type Error = String;
}

#[symphony::handlers]
fn judge() {}

fn main() {}
