//! What is printed while a performance runs.

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use symphony::spec::{Beat, Movement};
use symphony::{Moment, MomentKind, Observer, Status};

/// Prints a line for each movement, beat and step as it ends. On a terminal the lines are coloured, and the beat or step
/// that is under way stands below them.
pub(crate) struct Progress<W> {
    out: Mutex<W>,
    is_terminal: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Good,
    Plain,
    Bad,
}

/// A verb and what it is about.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    tone: Tone,
    verb: &'static str,
    text: String,
}

impl<W: Write + Send> Progress<W> {
    pub(crate) fn new(out: W, is_terminal: bool) -> Self {
        Self { out: Mutex::new(out), is_terminal }
    }

    /// Progress that cannot be printed is no reason to stop a build.
    fn print(&self, text: &str) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    fn render(&self, line: &Line) -> String {
        let Line { tone, verb, text } = line;
        if !self.is_terminal {
            return format!("{verb:>12} {text}\n");
        }
        let colour = match tone {
            Tone::Good => "32",
            Tone::Plain => "2",
            Tone::Bad => "31",
        };
        // The line of what is under way makes room.
        format!("\r\x1b[K\x1b[1;{colour}m{verb:>12}\x1b[0m {text}\n")
    }
}

impl<W: Write + Send> Observer for Progress<W> {
    fn observe(&self, moment: &Moment<'_>) {
        if let Some(line) = line(&moment.kind, moment.movement, moment.beat) {
            self.print(&self.render(&line));
        } else if let (true, Some(doing)) = (self.is_terminal, under_way(&moment.kind, moment.beat)) {
            self.print(&format!("\r\x1b[K{:>12} {doing}", "…"));
        }
    }
}

fn line(kind: &MomentKind<'_>, movement: Option<&Movement>, beat: Option<&Beat>) -> Option<Line> {
    let line = |tone, verb, text| Some(Line { tone, verb, text });
    match *kind {
        MomentKind::SequenceStarted { dynamics } => line(Tone::Plain, "Performing", format!("at {dynamics}")),
        MomentKind::MovementStarted => line(Tone::Plain, "Movement", movement?.name.to_owned()),
        MomentKind::BeatSkipped => {
            let Beat { number, name, dynamics, .. } = beat?;
            line(Tone::Plain, "skipped", format!("{number}. {name} (from {dynamics} on)"))
        }
        MomentKind::BeatRetried { attempt, why, .. } => {
            line(Tone::Bad, "retrying", format!("{} after attempt {attempt}: {why}", beat?.name))
        }
        MomentKind::BeatEnded { status, duration, .. } => {
            let Beat { number, name, .. } = beat?;
            let tone = if status == Status::Played { Tone::Good } else { Tone::Bad };
            line(tone, status.as_str(), format!("{number}. {name} in {}", seconds(duration)))
        }
        MomentKind::BeatOverran { budget, took } => {
            line(Tone::Bad, "slow", format!("it took {} of a budget of {}", seconds(took), seconds(budget)))
        }
        MomentKind::StepEnded { name, duration, why } => {
            let (tone, verb) = if why.is_none() { (Tone::Plain, "done") } else { (Tone::Bad, "failed") };
            line(tone, verb, format!("  {name} in {}", seconds(duration)))
        }
        _ => None,
    }
}

fn under_way(kind: &MomentKind<'_>, beat: Option<&Beat>) -> Option<String> {
    match kind {
        MomentKind::BeatStarted => Some(beat?.name.to_owned()),
        MomentKind::StepStarted { name } => Some(format!("{}: {name}", beat?.name)),
        _ => None,
    }
}

pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEAT: Beat = Beat { number: 3, name: "Build Packages", ..Beat::DEFAULT };
    const MOVEMENT: Movement = Movement { name: "Package Building", ..Movement::DEFAULT };
    const TOOK: Duration = Duration::from_millis(1234);

    #[test]
    fn says_what_ended_and_how() {
        let check = |kind: MomentKind<'_>, expect: Option<(Tone, &'static str, &str)>| {
            let line = line(&kind, Some(&MOVEMENT), Some(&BEAT));
            let line = line.as_ref().map(|line| (line.tone, line.verb, line.text.as_str()));
            assert_eq!(line, expect);
        };
        let ended = |status| MomentKind::BeatEnded { status, duration: TOOK, attempts: 1, why: None };
        check(MomentKind::MovementStarted, Some((Tone::Plain, "Movement", "Package Building")));
        check(ended(Status::Played), Some((Tone::Good, "played", "3. Build Packages in 1.23 s")));
        check(ended(Status::Panicked), Some((Tone::Bad, "panicked", "3. Build Packages in 1.23 s")));
        check(MomentKind::BeatSkipped, Some((Tone::Plain, "skipped", "3. Build Packages (from mf on)")));
        check(MomentKind::Published { event: "packages:built" }, None);
        let step = |why| MomentKind::StepEnded { name: "base", duration: TOOK, why };
        check(step(None), Some((Tone::Plain, "done", "  base in 1.23 s")));
        check(step(Some("no")), Some((Tone::Bad, "failed", "  base in 1.23 s")));
        let overran = MomentKind::BeatOverran { budget: Duration::from_secs(1), took: TOOK };
        check(overran, Some((Tone::Bad, "slow", "it took 1.23 s of a budget of 1.00 s")));
    }

    #[test]
    fn is_plain_where_there_is_no_terminal() {
        let line = || Line { tone: Tone::Good, verb: "played", text: "it".to_owned() };
        assert_eq!(Progress::new(Vec::new(), false).render(&line()), "      played it\n");
        assert!(Progress::new(Vec::new(), true).render(&line()).contains("\x1b[1;32m"));
    }
}
