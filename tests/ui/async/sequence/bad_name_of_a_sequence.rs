symphony::sequence!("mistakes/bad_name_of_a_sequence/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
