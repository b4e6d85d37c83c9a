#![deny(warnings)]
//! A program with a sequence for each word of `sequence!`.

use std::rc::Rc;

use symphony::{Beat, Conductor};

pub type Cents = u64;

symphony::sequence!("sequences/local.json", local);
symphony::sequence!("sequences/blocking.json", blocking, serde);

/// Not to be sent to another thread.
struct Local(Rc<u64>);

impl local::Handlers for Local {
    type Error = Rc<str>;
}

#[symphony::handlers]
impl local::Intake for Local {
    async fn load(&self, _: &mut Beat<'_>, number: &u64) -> Result<local::Invoice, Self::Error> {
        let held = Rc::clone(&self.0);
        std::future::ready(()).await;
        Ok(local::Invoice { number: *number * *held, kind: local::Kind::Mail })
    }

    fn sum(&self, invoice: &local::Invoice) -> Result<u64, Self::Error> {
        Ok(invoice.number * 2)
    }
}

struct Blocking;

impl blocking::Handlers for Blocking {
    type Error = String;
}

#[symphony::handlers]
impl blocking::Intake for Blocking {
    fn load(&self, _: &mut Beat<'_>, number: &u64) -> Result<blocking::Invoice, Self::Error> {
        Ok(blocking::Invoice { number: *number, kind: blocking::Kind::Paper })
    }

    fn sum(&self, invoice: &blocking::Invoice) -> Result<u64, Self::Error> {
        Ok(invoice.number * 2)
    }
}

fn main() {
    let conductor = Conductor::default();
    let local = Local(Rc::new(1));
    let performed = local::perform(&local, &conductor, local::Input { number: 7 });
    println!("local: {}", symphony::block_on(performed).unwrap().output.total);
    let performance = blocking::perform(&Blocking, &conductor, blocking::Input { number: 7 }).unwrap();
    let invoice: blocking::Invoice = serde_json::from_str(r#"{"number":7,"kind":"paper"}"#).unwrap();
    println!("blocking: {} {invoice:?}", performance.output.total);
}
