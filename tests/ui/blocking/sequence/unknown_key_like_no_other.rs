symphony::sequence!("mistakes/unknown_key_like_no_other/invoice.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
