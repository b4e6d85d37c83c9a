symphony::sequence!("mistakes/unknown_timing/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
