symphony::sequence!("mistakes/bad_name_of_a_sequence/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
