symphony::sequence!("sequences/invoice.json");

use invoice::{Delivery, Invoice};
use symphony::Beat;

struct App;

impl Delivery for App {
    fn price(&self, _: &u64) -> Result<u64, String> {
        todo!()
    }

    async fn send(&self, _: &mut Beat<'_>, _: &Invoice, _: &u64) -> Result<String, String> {
        todo!()
    }
}

fn main() {}
