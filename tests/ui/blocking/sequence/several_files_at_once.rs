symphony::sequence!("mistakes/several_files_at_once/invoice.json", blocking);
symphony::sequence!("mistakes/several_files_at_once/payment.json", blocking);

use invoice::Event;

fn main() {
    let _ = Event::ALL;
}
