//! What `timing` and lengths of time say.

use std::time::Duration;

/// What the `timing` of a beat means. The order of the file is the order of performance; these words say why, or pace it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Timing<'n> {
    /// `immediate`, `sequential`, `after-beat`: after the beat before. Also where nothing is said.
    Ordered,
    /// `async`, `deferred`: may overlap with its neighbours.
    Overlapping,
    /// `after:<event>`: after the beat that publishes the event.
    After(&'n str),
    /// Waits for its place in the tempo, where the conductor keeps time.
    Paced(Pace),
    /// `< 100ms`: may take so long.
    Budget(Duration),
    /// A sentence, kept as a note.
    Note,
}

/// How long a paced beat waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// One beat.
    OnBeat,
    /// A beat and a half.
    Delayed,
    /// Half a beat.
    Synchronized,
}

/// The words that order or pace a beat.
pub const WORDS: &[&str] =
    &["immediate", "sequential", "after-beat", "async", "deferred", "on-beat", "delayed", "synchronized"];

/// Why a timing means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimingFault {
    /// A single word that is none of [`WORDS`].
    UnknownWord,
    /// `<` without a length of time.
    InvalidBudget,
    /// `after:` without an event.
    NoEvent,
}

/// Reads a `timing`.
///
/// # Errors
/// Where it would have to be guessed.
pub fn timing(text: &str) -> Result<Timing<'_>, TimingFault> {
    Ok(match text {
        "immediate" | "sequential" | "after-beat" => Timing::Ordered,
        "async" | "deferred" => Timing::Overlapping,
        "on-beat" => Timing::Paced(Pace::OnBeat),
        "delayed" => Timing::Paced(Pace::Delayed),
        "synchronized" => Timing::Paced(Pace::Synchronized),
        _ => {
            if let Some(event) = text.strip_prefix("after:") {
                return if event.trim().is_empty() {
                    Err(TimingFault::NoEvent)
                } else {
                    Ok(Timing::After(event.trim()))
                };
            }
            if let Some(budget) = text.trim().strip_prefix(['<', '≤']) {
                let budget = budget.strip_prefix('=').unwrap_or(budget);
                return duration(budget).map(Timing::Budget).ok_or(TimingFault::InvalidBudget);
            }
            if !text.trim().contains(char::is_whitespace) && !text.contains('(') {
                return Err(TimingFault::UnknownWord);
            }
            Timing::Note
        }
    })
}

/// A number and a unit: `100ms`, `1.5s`, `2 min`, `1h`. More than zero and less than a year.
#[must_use]
pub fn duration(text: &str) -> Option<Duration> {
    pause(text).filter(|duration| !duration.is_zero())
}

/// As [`duration`], and it may be zero.
#[must_use]
pub fn pause(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let seconds = match text[digits..].trim() {
        "us" | "µs" => 1e-6,
        "ms" => 1e-3,
        "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return None,
    };
    length(text[..digits].parse::<f64>().ok()? * seconds)
}

/// A number of milliseconds, from zero on and less than a year.
#[must_use]
pub fn milliseconds(value: f64) -> Option<Duration> {
    length(value / 1e3)
}

fn length(seconds: f64) -> Option<Duration> {
    const YEAR: f64 = 365.0 * 24.0 * 3600.0;
    (0.0..YEAR).contains(&seconds).then(|| Duration::from_nanos(nanoseconds(seconds)))
}

/// Rounded, so that `1.1s` is 1,100,000,000 and not what binary fractions make of it.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `length` keeps it between 0 and a year
fn nanoseconds(seconds: f64) -> u64 {
    (seconds * 1e9).round() as u64
}

#[cfg(test)]
mod tests {
    use super::{Duration, Pace, Timing, TimingFault, duration, timing};

    #[test]
    fn every_form_of_the_field_is_read() {
        for (text, expected) in [
            ("immediate", Ok(Timing::Ordered)),
            ("deferred", Ok(Timing::Overlapping)),
            ("after:invoice:loaded", Ok(Timing::After("invoice:loaded"))),
            ("on-beat", Ok(Timing::Paced(Pace::OnBeat))),
            ("< 100ms", Ok(Timing::Budget(Duration::from_millis(100)))),
            ("<1.5s", Ok(Timing::Budget(Duration::from_millis(1500)))),
            ("Per-commit (minutes)", Ok(Timing::Note)),
            ("Daily or per-epic", Ok(Timing::Note)),
            ("imediate", Err(TimingFault::UnknownWord)),
            ("Continuous", Err(TimingFault::UnknownWord)),
            ("", Err(TimingFault::UnknownWord)),
            ("< soon", Err(TimingFault::InvalidBudget)),
            ("< 0s", Err(TimingFault::InvalidBudget)),
            ("after:", Err(TimingFault::NoEvent)),
        ] {
            assert_eq!(timing(text), expected, "{text}");
        }
    }

    #[test]
    fn lengths_of_time_have_a_unit() {
        for (text, expected) in [
            ("2 min", Some(Duration::from_secs(120))),
            ("1.1s", Some(Duration::from_millis(1100))),
            ("250us", Some(Duration::from_micros(250))),
            ("5", None),
            ("-1s", None),
            ("1e3s", None),
            ("99999999999h", None),
            ("..s", None),
        ] {
            assert_eq!(duration(text), expected, "{text}");
        }
    }
}
