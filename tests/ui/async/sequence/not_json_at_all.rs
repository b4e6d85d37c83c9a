symphony::sequence!("mistakes/not_json_at_all/invoice.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
