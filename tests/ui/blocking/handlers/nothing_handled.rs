symphony::sequence!("sequences/invoice.json", blocking);

use invoice::{Handlers, Intake};

struct App;

impl Handlers for App {
    type Error = String;
}

#[symphony::handlers]
impl Intake for App {}

fn main() {}
