//! How findings look: for people, in one line, and as the compiler's own JSON.

mod human;
mod json;
mod line;

pub use human::{Style, human, seen};
pub use json::rustc_json;
pub use line::line;
