symphony::sequence!("sequences/invoice.json", blocking);

use invoice::{Handlers, Intake, Invoice};
use symphony::Beat;

struct App;

impl Handlers for App {
    type Error = String;
}

impl Intake for App {
    fn load_invoice(&self, _: &mut Beat<'_>, _: &String) -> Result<Invoice, Self::Error> {
        todo!()
    }

    fn judge(&self, _: &Invoice) -> Result<u64, Self::Error> {
        todo!()
    }

    fn archive(&self, _: &Invoice) -> Result<(), Self::Error> {
        todo!()
    }
}

fn main() {}
