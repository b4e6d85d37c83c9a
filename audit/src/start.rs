//! How a crate starts with Symphony: a [new] one, or one that is [there already](init).

mod cargo;
mod crates;
pub mod init;
mod manifest;
mod name;
pub mod new;

pub use crates::Crates;
pub use init::init;
pub use new::new;
