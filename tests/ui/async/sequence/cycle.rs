symphony::sequence!("mistakes/cycle/invoice.json");
symphony::sequence!("mistakes/cycle/judgement.json");

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
