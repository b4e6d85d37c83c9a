//! Work on many things at once. Unoptimised as build scripts are, a thousand sequences keep more than one processor busy.

use std::num::NonZero;
use std::thread;

/// Fewer items than this for each thread are not worth one.
const SMALLEST: usize = 32;

/// What `work` makes of each slice of the items, one slice for a processor, in the order of the items.
///
/// # Panics
/// Where `work` does.
pub fn slices<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t [T]) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let size = items.len().div_ceil(processors).max(SMALLEST);
    if items.len() <= size {
        return vec![work(items)];
    }
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = items.chunks(size).map(|slice| scope.spawn(move || work(slice))).collect();
        running.into_iter().map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::slices;

    #[test]
    fn order_is_kept() {
        for count in [0, 1, 31, 33, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> =
                slices(&items, |slice| slice.iter().map(|item| item * 2).collect::<Vec<_>>()).concat();
            assert_eq!(doubled, (0..count).map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
