symphony::sequence!("mistakes/used_before_given/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
