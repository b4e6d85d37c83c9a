//! The latencies that a text promises, such as `within 1s P95`.

use std::time::Duration;

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

/// Every budget in a text, in its order: a length of time that words or signs bound from above. Where it is not plain what
/// is meant, as in `5-10s`, there is none.
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
    let (mut clause, mut at) = (0, 0);
    while at < words.len() {
        if words[at].is_stop() {
            clause = at + 1;
        }
        let Some(length) = length(&words, at) else {
            at += 1;
            continue;
        };
        let (before, after) = (&words[clause..at], &words[length.end..]);
        if let Some(inclusive) = bound(before, after) {
            let percentile = following(after).or_else(|| preceding(before));
            budgets.push(Budget { limit: length.time, inclusive, percentile });
            clause = length.end;
        }
        at = length.end;
    }
    budgets
}

/// A number, a run of letters, or one sign.
struct Word<'t> {
    text: &'t str,
    lower: String,
    /// Whether nothing stands between it and the word before.
    is_joined: bool,
}

impl Word<'_> {
    fn number(&self) -> Option<f64> {
        self.text
            .starts_with(|c: char| c.is_ascii_digit() || c == '.')
            .then(|| self.text.replace(',', ""))?
            .parse()
            .ok()
    }

    fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }

    /// Whether it ends a promise.
    fn is_stop(&self) -> bool {
        self.is(&[",", ";", ".", "!", "?"])
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut rest, mut is_joined) = (text, false);
    while let Some(first) = rest.chars().next() {
        let is_letter_p = matches!(first, 'p' | 'P') && !is_joined_letter(rest);
        let length = match first {
            '0'..='9' => number(rest),
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) && !is_joined => number(rest),
            _ if is_letter_p && number(&rest[1..]) > 0 => 1 + number(&rest[1..]),
            '<' | '>' if rest[1..].starts_with('=') => 2,
            '=' if rest[1..].starts_with('<') => 2,
            _ => rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()).max(first.len_utf8()),
        };
        let (word, after) = rest.split_at(length);
        let is_space = first.is_whitespace();
        let is_abbreviated = word == "." && words.last().is_some_and(|word| word.is(&["max", "approx", "ca"]));
        if !is_space && !is_abbreviated {
            words.push(Word { text: word, lower: word.to_lowercase(), is_joined });
        }
        (rest, is_joined) = (after, !is_space);
    }
    words
}

fn is_joined_letter(rest: &str) -> bool {
    rest[1..].starts_with(char::is_alphabetic)
}

/// How long a number is: digits, thousands with commas, a fraction.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(0);
    while end > 0 && bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    end
}

/// A length of time, and where it ends in the words.
struct Length {
    time: Duration,
    end: usize,
}

/// `1.5s`, `2h30m`, `1 min 30 s`; not what is only a part of something longer, such as a range.
fn length(words: &[Word<'_>], at: usize) -> Option<Length> {
    const YEAR: f64 = 365.0 * 24.0 * 3600.0;
    let is_part = |at: usize| words[at].is_joined && words[at - 1].is(&["-", "–", "—", ".", ",", "/", "~"]);
    if at > 0 && is_part(at) {
        return None;
    }
    let (mut seconds, mut end) = (0.0, at);
    while let Some((part, length)) = part(&words[end..]) {
        seconds += part;
        end += length;
    }
    let goes_on = words.get(end).is_some_and(|word| word.is(&["-", "–", "—", "to", "/"]))
        && words.get(end + 1).is_some_and(|word| word.number().is_some());
    if end == at || goes_on || !(1e-9..YEAR).contains(&seconds) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and a year
    Some(Length { time: Duration::from_nanos((seconds * 1e9).round() as u64), end })
}

/// A number and a unit in seconds, and how many words they are.
fn part(words: &[Word<'_>]) -> Option<(f64, usize)> {
    let number = words.first()?.number()?;
    let hyphen = usize::from(words.get(1).is_some_and(|word| word.is_joined && word.text == "-"));
    let unit = words.get(1 + hyphen)?;
    let seconds = match unit.lower.as_str() {
        "ns" | "nanosecond" | "nanoseconds" => 1e-9,
        "us" | "µs" | "μs" | "microsecond" | "microseconds" => 1e-6,
        "ms" | "msec" | "millisecond" | "milliseconds" => 1e-3,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "min" | "mins" | "minute" | "minutes" => 60.0,
        // Apart from its number it is metres.
        "m" if unit.is_joined => 60.0,
        "h" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => 86400.0,
        _ => return None,
    };
    Some((number * seconds, 2 + hyphen))
}

/// Whether the words around a length of time bound it from above, and then whether it may be reached.
fn bound(before: &[Word<'_>], after: &[Word<'_>]) -> Option<bool> {
    const FILLERS: &[&str] =
        &["a", "an", "the", "first", "about", "around", "approximately", "only", "just", "(", "~", "≈"];
    const PROMISES: &[&str] = &["sla", "slo", "budget", "latency", "target", "limit", "time", "duration"];
    let mut words: Vec<&Word<'_>> = before.iter().collect();
    while words.last().is_some_and(|word| word.is(FILLERS) || is_percentile(word)) && words.len() > 1 {
        // `P95: 200ms`, but of `P95 1s` what stands before counts.
        words.pop();
    }
    let word = |back: usize| words.len().checked_sub(back).map_or("", |at| words[at].lower.as_str());
    let denied = |from: usize| {
        (from..from + 4).any(|back| matches!(word(back), "no" | "not" | "never" | "t" | "cannot" | "without" | "nor"))
    };
    let upper = |from: usize, inclusive: bool| (!denied(from)).then_some(inclusive);
    let follows = |at: usize, known: &[&str]| after.get(at).is_some_and(|word| word.is(known));
    let is_last = after.first().is_none_or(|word| word.is_stop() || word.is(&["and", "or", "at", "for", ")"]));
    let reached = matches!(word(1), "≤" | "<=" | "=<" | "⩽" | "≦" | "max" | "maximum")
        || matches!((word(2), word(1)), ("<", "=") | ("or", "below" | "under") | ("at", "most") | ("up", "to"))
        || matches!((word(2), word(1)), ("max" | "maximum", "of" | ":"))
        || matches!((word(3), word(2), word(1)), ("or", "equal", "to"));
    if reached {
        return Some(true);
    }
    match (word(2), word(1)) {
        (_, "<") => Some(false),
        (_, "within") => upper(2, true),
        // `in 5 min buckets` promises nothing.
        (_, "in") if is_last || following(after).is_some() => upper(2, true),
        (_, "under" | "below") => upper(2, false),
        ("less" | "faster" | "quicker" | "sooner" | "shorter" | "lower" | "smaller", "than") => upper(3, false),
        ("more" | "longer" | "later" | "slower" | "greater" | "higher", "than") => denied(3).then_some(true),
        (_, "exceed" | "exceeds" | "exceeding" | "over" | "above") => denied(2).then_some(true),
        (promise, "of" | "is" | ":" | "=") if PROMISES.contains(&promise) => Some(true),
        (_, ":" | "=" | "of" | "is") if words.len() > 1 && is_percentile(words[words.len() - 2]) => Some(true),
        _ if follows(0, &["max", "maximum"]) || (follows(0, &["at"]) && follows(1, &["most"])) => Some(true),
        _ if follows(0, &["or"]) && follows(1, &["less", "faster", "below", "under", "sooner", "quicker"]) => {
            Some(true)
        }
        _ => None,
    }
}

/// A percentile right after a length of time: `P95`, `at P95`, `(P95)`, `for 95% of requests`, `at the 95th percentile`.
fn following(after: &[Word<'_>]) -> Option<f64> {
    let lead = after.iter().take_while(|word| word.is(&["at", "the", "for", "in", "("])).count();
    percentile(&after[lead..])
}

/// The last percentile before it. A share before it may be of anything: `loads 50% of the data within 5s`.
fn preceding(before: &[Word<'_>]) -> Option<f64> {
    let is_share = |at: usize| before.get(at + 1).is_some_and(|word| word.text == "%");
    (0..before.len()).rev().filter(|at| !is_share(*at)).find_map(|at| percentile(&before[at..]))
}

fn is_percentile(word: &Word<'_>) -> bool {
    percentile(std::slice::from_ref(word)).is_some()
}

/// `P95`, `95%` of something, `95th percentile`. The lower half is no percentile of latencies: `P1` is a priority.
fn percentile(words: &[Word<'_>]) -> Option<f64> {
    let (first, second) = (words.first()?, words.get(1));
    let named = first.lower.strip_prefix('p').and_then(|number| number.parse().ok());
    let is_share = second.is_some_and(|word| word.is_joined && word.text == "%")
        && words.get(2).is_some_and(|word| word.is(&["of"]));
    let is_rank = second.is_some_and(|word| word.is(&["th", "st", "nd", "rd"]))
        && words.get(2).is_some_and(|word| word.is(&["percentile"]));
    let number = named.or_else(|| first.number().filter(|_| is_share || is_rank))?;
    (50.0..100.0).contains(&number).then_some(number)
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
            ("loads assets with P95 ≤ 2s, errors typed", "≤2000 P95"),
            ("P50 < 100ms, P99 < 500ms", "<100 P50, <500 P99"),
            ("P50 < 100ms and P99 < 500ms", "<100 P50, <500 P99"),
            ("within 1s at P95", "≤1000 P95"),
            ("within 1s (P95)", "≤1000 P95"),
            ("within 1s at the 95th percentile", "≤1000 P95"),
            ("within 1s for 95% of requests", "≤1000 P95"),
            ("95% of requests take < 200ms", "<200"),
            ("loads 50% of data within 5s", "≤5000"),
            ("max. 200ms", "≤200"),
            ("P95=200ms", "≤200 P95"),
            ("P95 of 200ms", "≤200 P95"),
            ("5s at most", "≤5000"),
            ("within P95 1s", "≤1000 P95"),
            ("P95: 200ms", "≤200 P95"),
            ("latency: 200ms", "≤200"),
            ("response time of 200ms", "≤200"),
            ("response time remains < 10ms per request", "<10"),
            ("TTI is < 500ms and FCP is < 1.5 seconds", "<500, <1500"),
            ("an event is published within ≤ 5ms to the router", "≤5"),
            ("end-to-end delivery ≤ 20ms per event", "≤20"),
            ("first paint ≤1s", "≤1000"),
            ("first paint ⩽ 1s", "≤1000"),
            ("first paint < = 1s", "≤1000"),
            ("it takes no more than 2 min", "≤120000"),
            ("it takes less than 2 minutes.", "<120000"),
            ("less than or equal to 5s", "≤5000"),
            ("at or below 5s", "≤5000"),
            ("no later than 5s", "≤5000"),
            ("does not take longer than 5s", "≤5000"),
            ("does not exceed 3s", "≤3000"),
            ("200ms or less", "≤200"),
            ("200ms max", "≤200"),
            ("within a maximum of 5s", "≤5000"),
            ("within about 5s", "≤5000"),
            ("within the first 5s", "≤5000"),
            ("done within 5s.", "≤5000"),
            ("done in 5s, or not at all", "≤5000"),
            ("within 2h30m", "≤9000000"),
            ("within 1 min 30 s", "≤90000"),
            ("within .5 s", "≤500"),
            ("within 1,000 ms", "≤1000"),
            ("within 1 day", "≤86400000"),
            ("a 5-second budget of 5s", "≤5000"),
            ("it takes more than 2 min", ""),
            ("it takes no less than 5s", ""),
            ("not less than 5 seconds pass", ""),
            ("it cannot be less than 5s", ""),
            ("it isn't shorter than 5s", ""),
            ("not under 5s", ""),
            ("not within 5s", ""),
            ("within 5s–10s", ""),
            ("within 5-10s", ""),
            ("within 5 to 10 s", ""),
            ("priority P1 incidents are acknowledged within 15 min", "≤900000"),
            ("logs are kept in 30 min windows", ""),
            ("it is moved in 3 m", ""),
            ("is tried again after 5 seconds", ""),
            ("a timeout of 5s", ""),
            ("hit areas with ≥ 95% accuracy and ≤ 0.5px error", ""),
            ("within 3 attempts", ""),
            ("", ""),
        ] {
            let found: Vec<String> = budgets(text).iter().map(shown).collect();
            assert_eq!(found.join(", "), expected, "{text}");
        }
    }
}
