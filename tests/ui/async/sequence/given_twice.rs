symphony::sequence!("mistakes/given_twice/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
