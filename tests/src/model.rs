//! Types of a user's own, which sequences name by their paths.

/// Not a type that generated code can know anything of.
pub(crate) struct Money {
    /// How much.
    pub(crate) cents: u64,
}
