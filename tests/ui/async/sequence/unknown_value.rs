symphony::sequence!("mistakes/unknown_value/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
