symphony::sequence!("mistakes/wrong_count/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
