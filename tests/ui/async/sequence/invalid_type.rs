symphony::sequence!("mistakes/invalid_type/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
