symphony::sequence!("mistakes/missing_key/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
