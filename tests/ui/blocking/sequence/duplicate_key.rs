symphony::sequence!("mistakes/duplicate_key/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
