symphony::sequence!("mistakes/name_collision/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
