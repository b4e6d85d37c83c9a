symphony::sequence!("mistakes/bad_name/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
