symphony::sequence!("mistakes/invalid_json/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
