//! What the tests that `scenarios!` writes run on.
//!
//! A criterion is one test with a world of its own; its steps are methods of the world. When one fails, what is printed
//! names the criterion, every step with its place in the JSON, and how far it came.

use std::fmt::{Display, Write as _};
use std::thread;

/// What the steps of criteria are done on: a type that is made anew for each criterion.
///
/// ```
/// #[derive(Default)]
/// struct Desk {
///     letter: String,
/// }
///
/// impl symphony::World for Desk {
///     type Step = Result<(), std::io::Error>;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no world for acceptance criteria",
    label = "write `impl symphony::World for` it, with `type Step = ();`"
)]
pub trait World: Default {
    /// What every step returns: `()`, or a `Result<(), E>` of any `E` that can be shown.
    type Step: Settled;
}

/// What a step may return.
#[diagnostic::on_unimplemented(
    message = "a step cannot return `{Self}`",
    note = "it returns `()`, or a `Result<(), E>` of an `E` that can be shown"
)]
pub trait Settled {
    /// The error, as text.
    #[doc(hidden)]
    fn settle(self) -> Result<(), String>;
}

impl Settled for () {
    fn settle(self) -> Result<(), String> {
        Ok(())
    }
}

impl<E: Display> Settled for Result<(), E> {
    fn settle(self) -> Result<(), String> {
        // The long form: of errors with a chain it is the chain.
        self.map_err(|error| format!("{error:#}"))
    }
}

/// One criterion, as its test knows it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Criterion {
    pub id: &'static str,
    pub place: &'static str,
    pub steps: &'static [Step],
}

/// One step of it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Step {
    pub keyword: &'static str,
    pub text: &'static str,
    pub place: &'static str,
}

impl Criterion {
    /// Begins it.
    #[doc(hidden)]
    #[must_use]
    pub fn begin(&'static self) -> Trial {
        Trial { criterion: self, has_world: false, done: 0 }
    }

    fn report(&self, done: usize) -> String {
        let mut report = format!("the criterion `{}` is not met ({})\n", self.id, self.place);
        for (at, step) in self.steps.iter().enumerate() {
            let state = match at.cmp(&done) {
                std::cmp::Ordering::Less => "passed",
                std::cmp::Ordering::Equal => "FAILED",
                std::cmp::Ordering::Greater => "not run",
            };
            let _ = writeln!(report, "  {state:>7}  {} {}", step.keyword, step.text);
            if at == done {
                let _ = writeln!(report, "           at {}", step.place);
            }
        }
        report
    }
}

/// A criterion that is being tried. A step that panics leaves it to be dropped, and then it says where.
#[doc(hidden)]
#[derive(Debug)]
pub struct Trial {
    criterion: &'static Criterion,
    has_world: bool,
    done: usize,
}

impl Trial {
    /// Says that there is a world to try it on: no step is to blame before.
    #[doc(hidden)]
    pub fn world(&mut self) {
        self.has_world = true;
    }

    /// Ends a step.
    ///
    /// # Panics
    /// Where the step returned an error.
    #[doc(hidden)]
    #[track_caller]
    pub fn step(&mut self, outcome: impl Settled) {
        if let Err(error) = outcome.settle() {
            panic!("{error}");
        }
        self.done += 1;
    }

    /// Ends the criterion.
    ///
    /// # Panics
    /// Where a step has not come to its end: what runs `async` steps may have given up.
    #[doc(hidden)]
    #[track_caller]
    pub fn end(self) {
        assert!(self.done == self.criterion.steps.len(), "the steps were not done to the end");
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        if thread::panicking() && self.has_world && self.done < self.criterion.steps.len() {
            // Not `stderr().write`: the test harness captures what is printed.
            eprint!("\n{}", self.criterion.report(self.done));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Criterion, Step};

    static CRITERION: Criterion = Criterion {
        id: "greeting/writing/write_letter/warm",
        place: "sequences/greeting.json:9:5",
        steps: &[
            Step { keyword: "Given", text: "a warm tone", place: "sequences/greeting.json:10:15" },
            Step { keyword: "When", text: "a letter is written", place: "sequences/greeting.json:11:15" },
            Step { keyword: "Then", text: "it is kind", place: "sequences/greeting.json:12:15" },
        ],
    };

    #[test]
    fn says_how_far_it_came_and_where_the_step_stands() {
        assert_eq!(
            CRITERION.report(1),
            "the criterion `greeting/writing/write_letter/warm` is not met (sequences/greeting.json:9:5)\n\
             \x20  passed  Given a warm tone\n\
             \x20  FAILED  When a letter is written\n\
             \x20          at sequences/greeting.json:11:15\n\
             \x20 not run  Then it is kind\n"
        );
    }

    #[test]
    #[should_panic = "the steps were not done to the end"]
    fn all_steps_must_have_ended() {
        let mut trial = CRITERION.begin();
        trial.step(());
        trial.end();
    }

    #[test]
    #[should_panic = "no ink: the well is dry"]
    fn an_error_of_a_step_fails_it() {
        let mut trial = CRITERION.begin();
        trial.step(());
        trial.step(Err("no ink: the well is dry"));
    }
}
