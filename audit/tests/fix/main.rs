//! What `fix` does to files, and what is left of it when something stands in its way.

mod corpus;
#[path = "../import/facts.rs"]
#[allow(dead_code)] // the other suite asks for more
mod facts;
mod folder;
mod handlers;
mod laws;
mod phases;
mod transaction;
mod transaction_laws;
