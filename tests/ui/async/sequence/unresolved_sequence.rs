symphony::sequence!("mistakes/unresolved_sequence/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
