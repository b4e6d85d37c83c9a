symphony::sequence!("mistakes/unknown_value/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
