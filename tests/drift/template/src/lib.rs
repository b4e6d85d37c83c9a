//! A user's crate: one movement through `#[handlers]`, the other without.

symphony::include_sequences!();

use invoice::{Delivery, Event, Handlers, Input, Intake, Invoice};
use symphony::{Beat, Conductor};

pub struct App;

impl Handlers for App {
    type Error = String;
}

#[symphony::handlers]
impl Intake for App {
    async fn load_invoice(&self, _beat: &mut Beat<'_>, path: &String) -> Result<Invoice, Self::Error> {
        Ok(Invoice { number: 1, lines: vec![path.clone()] })
    }

    fn judge(&self, invoice: &Invoice) -> Result<u64, Self::Error> {
        Ok(u64::from(invoice.number))
    }
}

impl Delivery for App {
    fn price(&self, total: &u64) -> Result<u64, Self::Error> {
        Ok(total * 2)
    }

    async fn send(&self, _beat: &mut Beat<'_>, invoice: &Invoice, price: &u64) -> Result<String, Self::Error> {
        Ok(format!("{} for {price}", invoice.number))
    }
}

pub async fn run() -> String {
    let performance = invoice::perform(&App, &Conductor::default(), Input { path: String::new() }).await;
    performance.unwrap().output.receipt
}

pub fn sentence(event: Event) -> &'static str {
    match event {
        Event::InvoiceLoaded => "loaded",
        Event::InvoiceSent => "sent",
    }
}
