symphony::sequence!("mistakes/taken_from_a_beat_that_may_fail/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
