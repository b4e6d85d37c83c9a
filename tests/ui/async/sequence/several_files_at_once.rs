symphony::sequence!("mistakes/several_files_at_once/invoice.json");
symphony::sequence!("mistakes/several_files_at_once/payment.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
