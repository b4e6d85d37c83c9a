//! What a sequence says, as the generated `SEQUENCE` holds it: constants only, nothing to parse or to free.
//!
//! Fields may be added to these structs. Generated code stays valid because it ends each literal with `..DEFAULT`.

use std::time::Duration;

use crate::Dynamics;

/// A whole pipeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence {
    /// The id in the JSON, unique among the sequences of a program.
    pub id: &'static str,
    /// The name for readers.
    pub name: &'static str,
    /// A hash of the JSON's content, in hexadecimal digits.
    pub fingerprint: &'static str,
    /// Beats a minute; paces the beats that say so.
    pub tempo: f64,
    /// The events that beats announce.
    pub events: &'static [&'static str],
    /// The softest level at which all of the sequence's outputs are given.
    pub floor: Dynamics,
    /// The movements, in the order in which they are played.
    pub movements: &'static [Movement],
}

impl Sequence {
    /// An empty sequence, for `..DEFAULT`.
    pub const DEFAULT: Self =
        Self { id: "", name: "", fingerprint: "", tempo: 120.0, events: &[], floor: Dynamics::Pp, movements: &[] };

    /// How many beats the sequence has.
    pub fn beats(&self) -> usize {
        self.movements.iter().map(|movement| movement.beats.len()).sum()
    }
}

/// A part of a sequence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Movement {
    /// The id in the JSON, unique in its sequence.
    pub id: &'static str,
    /// The name for readers.
    pub name: &'static str,
    /// Beats a minute, where they differ from the sequence's.
    pub tempo: Option<f64>,
    /// The beats, in the order in which they are played.
    pub beats: &'static [Beat],
}

impl Movement {
    /// An empty movement, for `..DEFAULT`.
    pub const DEFAULT: Self = Self { id: "", name: "", tempo: None, beats: &[] };
}

/// A single step, played by one handler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    /// The number in the JSON.
    pub number: u32,
    /// The name for readers.
    pub name: &'static str,
    /// The handler as the JSON names it.
    pub handler: &'static str,
    /// The event that the beat announces when it is over and went well, as an index into [`Sequence::events`].
    pub event: Option<usize>,
    /// The kind in the JSON: `pure`, `io`, or any other word.
    pub kind: &'static str,
    /// The level from which on the beat is played.
    pub dynamics: Dynamics,
    /// Where the beat stands: `file:line:column`.
    pub place: &'static str,
    /// How long the beat should take at most; longer is recorded and observed, and is no failure.
    pub budget: Option<Duration>,
    /// How long an attempt may take before it fails.
    pub timeout: Option<Duration>,
    /// How the beat waits for its turn when the conductor keeps time.
    pub pace: Pace,
    /// What happens when the beat fails.
    pub on_error: OnError,
    /// How the beat is tried again; `None` where it leaves that to the conductor.
    pub retry: Option<Retry>,
    /// The beat's `data`, as JSON text.
    pub data: &'static str,
}

impl Beat {
    /// An empty beat, for `..DEFAULT`.
    pub const DEFAULT: Self = Self {
        number: 0,
        name: "",
        handler: "",
        event: None,
        kind: "",
        dynamics: Dynamics::Mf,
        place: "",
        budget: None,
        timeout: None,
        pace: Pace::Free,
        on_error: OnError::Abort,
        retry: None,
        data: "null",
    };

    /// The name of the event that the beat announces, where `sequence` is the one it belongs to.
    pub fn event_in(&self, sequence: &Sequence) -> Option<&'static str> {
        sequence.events.get(self.event?).copied()
    }
}

/// How a beat waits for its turn when the conductor keeps time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pace {
    /// It does not wait.
    #[default]
    Free,
    /// One beat of the tempo.
    OnBeat,
    /// One and a half.
    Delayed,
    /// Half of one.
    Synchronized,
}

impl Pace {
    /// How long the beat waits at this tempo, in beats a minute. A tempo that is not above zero paces nothing.
    ///
    /// ```
    /// use std::time::Duration;
    /// use symphony::spec::Pace;
    ///
    /// assert_eq!(Pace::Delayed.wait(120.0), Duration::from_millis(750));
    /// assert_eq!(Pace::Delayed.wait(0.0), Duration::ZERO);
    /// ```
    pub fn wait(self, tempo: f64) -> Duration {
        let beats = match self {
            Self::Free => 0.0,
            Self::OnBeat => 1.0,
            Self::Delayed => 1.5,
            Self::Synchronized => 0.5,
        };
        Duration::try_from_secs_f64(beats * 60.0 / tempo).unwrap_or_default()
    }
}

/// What happens when a beat fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OnError {
    /// The movement stops there, and with it the sequence.
    #[default]
    Abort,
    /// The failure is recorded and the next beat follows.
    Continue,
    /// The beat is tried again, and aborts when the attempts are used up.
    Retry,
}

/// How a beat is tried again.
///
/// ```
/// use std::time::Duration;
/// use symphony::Retry;
///
/// let retry = Retry { limit: 5, delay: Duration::from_millis(100), factor: 2.0, max_delay: Duration::from_millis(300) };
/// assert_eq!(retry.pause(1), Duration::from_millis(100));
/// assert_eq!(retry.pause(2), Duration::from_millis(200));
/// assert_eq!(retry.pause(3), Duration::from_millis(300));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retry {
    /// How often the beat is tried again after its first attempt; 0 is never.
    pub limit: u32,
    /// The pause before the second attempt.
    pub delay: Duration,
    /// How much longer each further pause is than the one before: 1 keeps it, 2 doubles it.
    pub factor: f64,
    /// The longest pause.
    pub max_delay: Duration,
}

impl Retry {
    /// Three more attempts, after 100 ms, 200 ms and 400 ms, never more than 30 s.
    pub const DEFAULT: Self =
        Self { limit: 3, delay: Duration::from_millis(100), factor: 2.0, max_delay: Duration::from_secs(30) };

    /// The pause after this many failed attempts, counted from 1. Never above `max_delay`.
    pub fn pause(&self, attempts: u32) -> Duration {
        let growth = self.factor.powi(attempts.saturating_sub(1).try_into().unwrap_or(i32::MAX));
        // What is too long for a `Duration`, and a factor that is not a number, waits the longest pause.
        Duration::try_from_secs_f64(self.delay.as_secs_f64() * growth).unwrap_or(self.max_delay).min(self.max_delay)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::DEFAULT
    }
}
