//! Tables in Markdown, and figures in them.

use std::fmt::Write as _;
use std::time::Duration;

/// Rows of text; every column but the first is of figures.
pub(crate) struct Table {
    text: String,
}

impl Table {
    pub(crate) fn new(columns: &[&str]) -> Self {
        let mut table = Self { text: String::new() };
        table.row(columns);
        let _ = writeln!(table.text, "|---|{}", "---:|".repeat(columns.len() - 1));
        table
    }

    pub(crate) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for cell in cells {
            let _ = write!(self.text, "| {} ", cell.as_ref());
        }
        self.text.push_str("|\n");
    }

    pub(crate) fn print(&self) {
        println!("\n{}", self.text);
    }
}

/// Seconds, to three digits.
pub(crate) fn seconds(duration: Duration) -> String {
    digits(duration.as_secs_f64())
}

/// Milliseconds, to three digits.
pub(crate) fn milliseconds(duration: Duration) -> String {
    digits(duration.as_secs_f64() * 1e3)
}

/// Bytes as megabytes.
#[allow(clippy::cast_precision_loss)] // far from 2^52
pub(crate) fn megabytes(bytes: u64) -> String {
    digits(bytes as f64 / 1e6)
}

/// A figure to three digits.
pub(crate) fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
