symphony::sequence!("mistakes/unresolved_dependency/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
