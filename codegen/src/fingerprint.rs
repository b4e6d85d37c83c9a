//! A short name for a text's content.

/// Sixteen hexadecimal digits that change when the text does: FNV-1a, taken eight bytes at a time, since build scripts
/// run unoptimised, and mixed at the end as `MurmurHash3` does it. It tells versions of a file apart; it protects nothing from somebody who wants two to look the same.
///
/// ```
/// # use symphony_codegen::fingerprint::fingerprint;
/// assert_ne!(fingerprint("{}"), fingerprint("{ }"));
/// ```
#[must_use]
pub fn fingerprint(text: &str) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut hash = OFFSET ^ text.len() as u64;
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME);
        // FNV alone carries nothing downwards, and a word's upper bytes would reach only the upper digits.
        hash ^= hash >> 32;
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    // What a late byte changes must reach every digit: some names have only the last few.
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    hash ^= hash >> 33;
    format!("{hash:016x}")
}
