symphony::sequence!("mistakes/type_without_its_path/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
