symphony::sequence!("mistakes/name_collision/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
