symphony::sequence!("mistakes/type_without_its_path/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
