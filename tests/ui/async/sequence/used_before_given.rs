symphony::sequence!("mistakes/used_before_given/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
