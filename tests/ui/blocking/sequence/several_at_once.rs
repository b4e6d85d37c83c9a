symphony::sequence!("mistakes/several_at_once/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
