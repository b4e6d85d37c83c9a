symphony::sequence!("mistakes/cycle/invoice.json", blocking);
symphony::sequence!("mistakes/cycle/judgement.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
