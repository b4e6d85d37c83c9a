symphony::sequence!("sequences/invoice.json", blocking);

use invoice::{Handlers, Intake, Invoice};

struct App;

impl Handlers for App {
    type Error = String;
}

#[symphony::handlers]
impl Intake for App {
    fn load_invoice(&self, _: &String) -> Result<Invoice, Self::Error> {
        todo!()
    }

    fn judge(&self, _: &Invoice) -> Result<u64, Self::Error> {
        todo!()
    }
}

fn main() {}
