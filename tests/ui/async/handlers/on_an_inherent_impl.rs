symphony::sequence!("sequences/invoice.json");

use invoice::Handlers;

struct App;

impl Handlers for App {
    type Error = String;
}

#[symphony::handlers]
impl App {
    fn judge(&self) {}
}

fn main() {}
