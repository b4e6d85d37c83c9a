symphony::sequence!("sequences/invoice.json", blocking);

use invoice::{Delivery, Handlers, Intake, Invoice};
use symphony::Beat;

struct App;

impl Handlers for App {
    type Error = String;
}

#[symphony::handlers]
impl Intake for App {
    fn laod_invoice(&self, _: &mut Beat<'_>, _: &String) -> Result<Invoice, Self::Error> {
        todo!()
    }

    fn weigh(&self, _: &Invoice) -> Result<u64, Self::Error> {
        todo!()
    }
}

#[symphony::handlers]
impl Delivery for App {
    fn price(&self, _: &u64) -> Result<u64, Self::Error> {
        todo!()
    }
}

fn main() {}
