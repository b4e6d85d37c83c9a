symphony::sequence!("mistakes/unknown_key/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
