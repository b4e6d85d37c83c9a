//! Who takes each value of a sequence.

use symphony_codegen::plan::{BeatId, Sequence};

/// For each value the beats that take it, in order.
pub(super) fn takers(sequence: &Sequence<'_>) -> Vec<Vec<BeatId>> {
    let mut takers: Vec<Vec<BeatId>> = vec![Vec::new(); sequence.values.len()];
    for (id, beat) in sequence.beats() {
        for value in beat.takes.iter().filter_map(|take| take.value) {
            takers[value].push(id);
        }
    }
    takers
}
