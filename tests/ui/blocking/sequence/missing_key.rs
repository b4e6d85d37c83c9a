symphony::sequence!("mistakes/missing_key/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
