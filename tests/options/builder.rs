#![deny(warnings)]
//! A program that uses every option of the builder.

conductor::include_sequences!();

use conductor::{Beat, Conductor};
use invoice::{Handlers, Input, Intake, Invoice, Kind};

/// In place of what the sequence declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Cents(u64);

struct App;

impl Handlers for App {
    type Error = String;
}

#[conductor::handlers]
impl Intake for App {
    fn load(&self, _: &mut Beat<'_>, number: &u64) -> Result<Invoice, Self::Error> {
        Ok(Invoice { number: *number, kind: Kind::Mail })
    }

    fn sum(&self, invoice: &Invoice) -> Result<Cents, Self::Error> {
        // The derive that was asked for, and serde's.
        assert!(Kind::Paper < invoice.kind);
        let text = serde_json::to_string(invoice).unwrap();
        assert_eq!(text, r#"{"number":7,"kind":"mail"}"#);
        assert_eq!(&serde_json::from_str::<Invoice>(&text).unwrap(), invoice);
        Ok(Cents(invoice.number * 2))
    }
}

#[derive(Debug)]
struct Fair {
    #[allow(dead_code)]
    by: String,
}

fn main() {
    let performance = invoice::perform(&App, &Conductor::default(), Input { number: 7 }).unwrap();
    println!("{:?} {} cents", Fair { by: Kind::Mail.to_string() }, performance.output.total.0);
}
