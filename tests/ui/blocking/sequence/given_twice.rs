symphony::sequence!("mistakes/given_twice/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
