symphony::sequence!("mistakes/bad_name/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
