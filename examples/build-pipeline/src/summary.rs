//! What a performance came to, movement by movement.

use std::fmt::Write as _;

use symphony::{Record, Status, Tally};

use crate::progress::seconds;

/// The counts that have a column of their own.
const COLUMNS: [Status; 4] = [Status::Played, Status::Failed, Status::Skipped, Status::NotReached];

/// A table with a row for each movement and one for all.
pub(crate) fn render(record: &Record) -> String {
    let summary = record.summary();
    let names: Vec<_> = record.movements().iter().map(symphony::MovementRecord::name).chain(["all"]).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    let head = COLUMNS.map(|status| format!("{status:>12}")).concat();
    let mut table = format!("{:width$}{head}{:>12}{:>12}\n", "movement", "slow", "took");
    for (name, tally) in names.iter().zip(summary.movements.iter().chain([&summary.total])) {
        let counts = COLUMNS.map(|status| format!("{:>12}", count(tally, status))).concat();
        let took = seconds(tally.duration());
        let _ = writeln!(table, "{name:width$}{counts}{:>12}{took:>12}", tally.over_budget());
    }
    table
}

/// Whatever way a beat failed, it failed.
fn count(tally: &Tally, status: Status) -> u32 {
    match status {
        Status::Failed => tally.ran() - tally.count(Status::Played),
        status => tally.count(status),
    }
}
