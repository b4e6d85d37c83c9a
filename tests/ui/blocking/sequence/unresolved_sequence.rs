symphony::sequence!("mistakes/unresolved_sequence/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
