//! Which values a sentence allows.

use std::fmt;

/// Which values are all right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    pub(super) relation: Relation,
    pub(super) value: f64,
    pub(super) unit: Unit,
}

/// How a value is to stand to that of the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Nothing is said.
    Plain,
    /// `%`: the value is a hundredth of what is written.
    Percent,
    /// `true` is 1, `false` is 0.
    Truth,
}

impl Bound {
    /// Whether a value keeps within it. What differs by less than arithmetic does is equal.
    pub(super) fn holds(self, value: f64) -> bool {
        const EXACT: f64 = 1e-9;
        let difference = value - self.value;
        match self.relation {
            Relation::Less => difference < -EXACT,
            Relation::AtMost => difference <= EXACT,
            Relation::Equal => difference.abs() <= EXACT,
            Relation::AtLeast => difference >= -EXACT,
            Relation::More => difference > EXACT,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.relation {
            Relation::Less => "<",
            Relation::AtMost => "≤",
            Relation::Equal => "=",
            Relation::AtLeast => "≥",
            Relation::More => ">",
        };
        match self.unit {
            Unit::Plain => write!(f, "{sign} {}", self.value),
            // Without the noise of the division by a hundred.
            Unit::Percent => write!(f, "{sign} {}%", (self.value * 100.0 * 1e9).round() / 1e9),
            Unit::Truth => write!(f, "{sign} {}", self.value > 0.5),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bound, Relation, Unit};

    proptest! {
        #[test]
        fn exactly_one_of_less_equal_and_more_holds(value in -1000_i32..1000, bound in -1000_i32..1000) {
            let holds = |relation| Bound { relation, value: f64::from(bound) / 7.0, unit: Unit::Plain }.holds(f64::from(value) / 7.0);
            let (less, equal, more) = (holds(Relation::Less), holds(Relation::Equal), holds(Relation::More));
            prop_assert_eq!(usize::from(less) + usize::from(equal) + usize::from(more), 1);
            prop_assert_eq!(holds(Relation::AtLeast), !less);
            prop_assert_eq!(holds(Relation::AtMost), !more);
        }
    }
}
