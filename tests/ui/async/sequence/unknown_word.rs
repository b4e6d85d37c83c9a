symphony::sequence!("mistakes/unknown_word/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
