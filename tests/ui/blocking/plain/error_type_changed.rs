symphony::sequence!("sequences/invoice.json", blocking);

use invoice::{Delivery, Handlers, Invoice};
use symphony::Beat;

struct App;

impl Handlers for App {
    type Error = String;
}

impl Delivery for App {
    fn price(&self, _: &u64) -> Result<u64, Self::Error> {
        todo!()
    }

    fn send(&self, _: &mut Beat<'_>, _: &Invoice, _: &u64) -> Result<String, u8> {
        todo!()
    }
}

fn main() {}
