symphony::sequence!("mistakes/type_mismatch/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
