//! Ids for performances that were not given one.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// An id that no other performance has: random for the process, counted within it.
pub(crate) fn fresh() -> Arc<str> {
    // The hasher's keys come from the system's random source.
    static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let mut text = [0; 33];
    hex(*PROCESS, &mut text[..16]);
    text[16] = b'-';
    hex(COUNT.fetch_add(1, Ordering::Relaxed), &mut text[17..]);
    // Digits and a dash are UTF-8.
    Arc::from(str::from_utf8(&text).unwrap_or_default())
}

/// Writes a number in hexadecimal digits. `format!` would take a tenth of the time that recording forty beats takes.
fn hex(number: u64, text: &mut [u8]) {
    for (byte, pair) in number.to_be_bytes().into_iter().zip(text.chunks_exact_mut(2)) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
}

const DIGITS: [u8; 16] = *b"0123456789abcdef";
