//! A promised latency.

use std::fmt;
use std::time::Duration;

/// How long something may take, as an acceptance criterion promises it: `< 200ms`, `within 1s P95`.
///
/// A step whose text promises one gets it as a parameter, so that nobody reads the number from the text again.
///
/// ```
/// use std::time::Duration;
/// use symphony::Budget;
///
/// let budget = Budget::within(Duration::from_secs(1)).percentile(95.0);
/// let fast = Duration::from_millis(20);
/// let slow = Duration::from_secs(3);
/// assert!(budget.is_kept_by(&[vec![fast; 19], vec![slow]].concat()));
/// assert!(!budget.is_kept_by(&[fast, slow]));
/// assert_eq!(budget.to_string(), "within 1s P95");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    limit: Duration,
    inclusive: bool,
    percentile: Option<f64>,
}

impl Budget {
    /// Exactly `limit` is still in time: `≤ 1s`, `within 1s`.
    #[must_use]
    pub const fn within(limit: Duration) -> Self {
        Self { limit, inclusive: true, percentile: None }
    }

    /// Exactly `limit` is too long: `< 1s`.
    #[must_use]
    pub const fn under(limit: Duration) -> Self {
        Self { limit, inclusive: false, percentile: None }
    }

    /// Asks it of so many in a hundred, and not of all.
    #[must_use]
    pub const fn percentile(self, percentile: f64) -> Self {
        Self { percentile: Some(percentile), ..self }
    }

    /// The longest that it may take.
    #[must_use]
    pub const fn limit(self) -> Duration {
        self.limit
    }

    /// Whether what took so long was in time.
    #[must_use]
    pub fn allows(self, took: Duration) -> bool {
        if self.inclusive { took <= self.limit } else { took < self.limit }
    }

    /// Whether enough of what was measured was in time: all, or as many in a hundred as the percentile says (by nearest
    /// rank: the percentile is the smallest measured value that so many do not exceed). Nothing measured keeps nothing.
    #[must_use]
    pub fn is_kept_by(self, took: &[Duration]) -> bool {
        // Hundredths of measurements; what binary fractions add to a percentile such as 99.9 is far less than one.
        const ROUNDING: f64 = 1e-6;
        let in_time = took.iter().filter(|took| self.allows(**took)).count();
        #[allow(clippy::cast_precision_loss)] // fewer than 2^52 measurements
        let (in_time, all) = (in_time as f64 * 100.0, took.len() as f64);
        !took.is_empty() && in_time + ROUNDING >= self.percentile.unwrap_or(100.0) * all
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", if self.inclusive { "within" } else { "under" }, self.limit)?;
        self.percentile.map_or(Ok(()), |percentile| write!(f, " P{percentile}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;
    use std::time::Duration;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_limit_itself_is_in_time_or_not() {
        assert!(Budget::within(SECOND).allows(SECOND));
        assert!(!Budget::under(SECOND).allows(SECOND));
        assert!(Budget::under(SECOND).allows(SECOND / 2));
    }

    #[test]
    fn a_percentile_forgives_some() {
        let measured: Vec<Duration> = (1..=100).map(|at| SECOND * at).collect();
        assert!(Budget::within(SECOND * 95).percentile(95.0).is_kept_by(&measured));
        assert!(!Budget::within(SECOND * 94).percentile(95.0).is_kept_by(&measured));
        assert!(!Budget::within(SECOND * 99).is_kept_by(&measured));
        let thousand = |late: usize| [vec![SECOND; 1000 - late], vec![SECOND * 9; late]].concat();
        assert!(Budget::within(SECOND).percentile(99.9).is_kept_by(&thousand(1)));
        assert!(!Budget::within(SECOND).percentile(99.9).is_kept_by(&thousand(2)));
        assert!(!Budget::within(SECOND).is_kept_by(&[]));
    }
}
