//! Positions by name, for maps that are built for every sequence in build scripts, which are not optimised.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

/// From a name to a position.
pub(crate) type Index<'n> = HashMap<&'n str, usize, Seeded>;

/// An empty map for so many names.
pub(crate) fn index<'n>(capacity: usize) -> Index<'n> {
    HashMap::with_capacity_and_hasher(capacity, Seeded::new())
}

/// Hashes eight bytes at a time, from a seed that differs in each process: several times cheaper than the standard
/// hasher where nothing is optimised, and still not to be foreseen by who writes a spec. Nothing depends on the order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seeded(u64);

impl Seeded {
    fn new() -> Self {
        static SEED: OnceLock<u64> = OnceLock::new();
        Self(*SEED.get_or_init(|| RandomState::new().hash_one(0)))
    }
}

impl BuildHasher for Seeded {
    type Hasher = Words;

    fn build_hasher(&self) -> Words {
        Words(self.0)
    }
}

/// The state of a hash.
pub(crate) struct Words(u64);

impl Words {
    fn mix(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        #[allow(clippy::cast_possible_truncation)] // both halves are used
        {
            self.0 = product as u64 ^ (product >> 64) as u64;
        }
    }
}

impl Hasher for Words {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.mix(u64::from_le_bytes(last) ^ bytes.len() as u64);
    }

    fn write_u8(&mut self, _: u8) {
        // The mark that ends a string; the length is in already.
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
