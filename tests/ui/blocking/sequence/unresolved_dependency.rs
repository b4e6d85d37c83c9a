symphony::sequence!("mistakes/unresolved_dependency/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
