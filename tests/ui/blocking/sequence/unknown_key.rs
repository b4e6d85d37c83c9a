symphony::sequence!("mistakes/unknown_key/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
