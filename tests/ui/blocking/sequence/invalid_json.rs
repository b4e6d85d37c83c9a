symphony::sequence!("mistakes/invalid_json/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
