//! The latencies that a text promises, such as `within 1s P95`.

use std::time::Duration;

use super::timing;

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// The longest.
    pub limit: Duration,
    /// Whether it may take exactly so long: `≤ 1s` and `within 1s`, but not `< 1s`.
    pub inclusive: bool,
    /// Of how many in a hundred it is asked, where it is not of all: `P95`.
    pub percentile: Option<f64>,
}

/// Every budget in a text, in its order: a length of time after a word or a sign that bounds it.
///
/// ```
/// use std::time::Duration;
/// use symphony_codegen::plan::budget::budgets;
///
/// let found = budgets("operation completes within 1.5s P95");
/// assert_eq!((found[0].limit, found[0].percentile), (Duration::from_millis(1500), Some(95.0)));
/// assert!(budgets("is tried again after 5 seconds").is_empty());
/// ```
#[must_use]
pub fn budgets(text: &str) -> Vec<Budget> {
    // Most steps promise nothing, and every step of a spec comes by here.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let words = words(text);
    let mut budgets = Vec::new();
    let mut start = 0;
    for at in 0..words.len() {
        let Some((limit, after)) = length(&words[at..]) else { continue };
        let Some(inclusive) = bound(&words[start..at]) else { continue };
        let following = words.get(at + after).and_then(|word| percentile(word));
        let percentile = following.or_else(|| words[start..at].iter().rev().find_map(|word| percentile(word)));
        budgets.push(Budget { limit, inclusive, percentile });
        start = at + after;
    }
    budgets
}

/// The words: numbers apart from the letters after them, signs alone, `P95` and `p99.9` whole.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let number = |text: &str| text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let length = match first {
            'p' | 'P' if letters == 1 => 1 + number(&rest[1..]),
            '0'..='9' => number(rest),
            '<' | '=' | '≤' => rest.find(|c| !matches!(c, '<' | '=' | '≤')).unwrap_or(rest.len()),
            _ => letters.max(first.len_utf8()),
        };
        let (word, after) = rest.split_at(length);
        let word = word.trim_end_matches('.');
        if word.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '<' | '=' | '≤')) {
            words.push(word);
        }
        rest = after;
    }
    words
}

/// A number and a unit, and how many words they are.
fn length(words: &[&str]) -> Option<(Duration, usize)> {
    let number = words.first().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let unit = match words.get(1)?.to_lowercase().as_str() {
        "ms" | "millisecond" | "milliseconds" | "msec" => "ms",
        "us" | "µs" | "μs" | "microsecond" | "microseconds" => "us",
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "min",
        "h" | "hour" | "hours" => "h",
        _ => return None,
    };
    Some((timing::duration(&format!("{number}{unit}"))?, 2))
}

/// Whether the words before a length of time bound it, and whether it may be reached.
fn bound(before: &[&str]) -> Option<bool> {
    let word = |back: usize| before.len().checked_sub(back).map(|at| before[at].to_lowercase()).unwrap_or_default();
    // `more than 5s` bounds nothing, `no more than 5s` does.
    let is_denied = |back| matches!(word(back).as_str(), "no" | "not" | "never" | "t" | "without");
    match (word(2).as_str(), word(1).as_str()) {
        (_, "<" | "under" | "below") | ("less" | "faster" | "quicker" | "sooner" | "shorter", "than") => Some(false),
        (_, "≤" | "<=" | "=<" | "within" | "in" | "max" | "maximum")
        | ("at", "most")
        | ("up", "to")
        | ("sla" | "slo" | "budget" | "latency" | "target" | "limit", "of" | "is") => Some(true),
        ("more" | "longer", "than") => is_denied(3).then_some(true),
        (_, "exceed" | "exceeds" | "exceeding") => is_denied(2).then_some(true),
        _ => None,
    }
}

fn percentile(word: &str) -> Option<f64> {
    let number = word.strip_prefix(['p', 'P'])?;
    number.parse().ok().filter(|percentile| (1.0..100.0).contains(percentile))
}

#[cfg(test)]
mod tests {
    use super::{Budget, budgets};
    use std::time::Duration;

    /// Milliseconds, `<` or `≤`, percentile.
    fn shown(budget: &Budget) -> String {
        let sign = if budget.inclusive { "≤" } else { "<" };
        let percentile = budget.percentile.map(|p| format!(" P{p}")).unwrap_or_default();
        assert_eq!(budget.limit, Duration::from_millis(u64::try_from(budget.limit.as_millis()).unwrap()));
        format!("{sign}{}{percentile}", budget.limit.as_millis())
    }

    #[test]
    fn the_words_of_the_field_are_read() {
        for (text, expected) in [
            ("it completes successfully within < 1 second", "<1000"),
            ("performance SLA of < 500ms", "<500"),
            ("performance SLA of 10ms", "≤10"),
            ("operation completes within 1s P95", "≤1000 P95"),
            ("P95 latency is ≤ 1s and P99.9 success ≥ 99.9%", "≤1000 P95"),
            ("schemas load from source with P99.9 <= 200ms and validate", "≤200 P99.9"),
            ("response time remains < 10ms per request", "<10"),
            ("TTI is < 500ms and FCP is < 1.5 seconds", "<500, <1500"),
            ("first paint ≤1s", "≤1000"),
            ("it takes no more than 2 min", "≤120000"),
            ("it takes less than 2 minutes.", "<120000"),
            ("does not exceed 3s", "≤3000"),
            ("done within 5s.", "≤5000"),
            ("it takes more than 2 min", ""),
            ("is tried again after 5 seconds", ""),
            ("hit areas with ≥ 95% accuracy and ≤ 0.5px error", ""),
            ("within 3 attempts", ""),
            ("", ""),
        ] {
            let found: Vec<String> = budgets(text).iter().map(shown).collect();
            assert_eq!(found.join(", "), expected, "{text}");
        }
    }
}
