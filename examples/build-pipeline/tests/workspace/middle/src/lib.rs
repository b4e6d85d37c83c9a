pub fn two() -> u8 {
    base::one() + 1
}
