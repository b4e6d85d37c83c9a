symphony::sequence!("sequences/invoice.json", blocking);

use invoice::Event;

fn sentence(event: Event) -> &'static str {
    match event {
        Event::InvoiceLoaded => "loaded",
    }
}

fn main() {
    sentence(Event::InvoiceSent);
}
