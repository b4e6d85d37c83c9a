symphony::sequence!("mistakes/type_mismatch/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
