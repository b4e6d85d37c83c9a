symphony::sequence!("mistakes/unknown_word/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
