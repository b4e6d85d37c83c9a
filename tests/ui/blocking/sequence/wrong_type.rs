symphony::sequence!("mistakes/wrong_type/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
