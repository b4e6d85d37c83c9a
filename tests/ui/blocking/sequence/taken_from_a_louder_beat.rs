symphony::sequence!("mistakes/taken_from_a_louder_beat/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
