symphony::sequence!("mistakes/wrong_count/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
