symphony::sequence!("mistakes/wrong_type/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
