symphony::sequence!("mistakes/several_at_once/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
