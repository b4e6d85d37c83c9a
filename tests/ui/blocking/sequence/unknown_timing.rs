symphony::sequence!("mistakes/unknown_timing/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
