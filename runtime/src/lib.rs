//! What a program needs to perform Symphony sequences.
//!
//! A *sequence* is a JSON file that says which movements and beats a pipeline has. Symphony's code generator turns it
//! into a trait for each movement, with a method for each beat's handler, and a function that performs the sequence
//! with whatever implements them. This crate is what that function runs on, and what its callers and the handlers use:
//!
//! - a [`Conductor`] says how a performance goes: how loud, watched by whom, when it is given up;
//! - a [`Beat`] tells a handler where it is, and takes down what it does;
//! - a [`Performance`] is the output and the [`Record`] of what was done for it; a [`Failure`] is where and why there is
//!   none;
//! - an [`Observer`] is told what happens while it happens.
//!
//! What a sequence says about errors, retries, time-outs, budgets and pace holds as said there: a handler's error or
//! panic stops the sequence unless its beat or movement says otherwise, and a beat is over when its handler is. Async
//! performances need no particular executor; blocking ones need none.
//!
//! ```
//! // Generated from a sequence with one movement of two beats, shortened.
//! mod greeting {
//! #   use symphony::spec;
//!     pub trait Handlers: Sync {
//!         type Error: std::fmt::Display + Send;
//!     }
//!     pub trait Welcome: Handlers {
//!         fn find_name(&self, beat: &mut symphony::Beat<'_>) -> impl Future<Output = Result<String, Self::Error>> + Send;
//!         fn greet(&self, name: &String) -> Result<String, Self::Error>;
//!     }
//!     pub struct Input {}
//!     pub struct Output { pub greeting: String }
//!     pub static SEQUENCE: symphony::spec::Sequence = // …
//! #   spec::Sequence {
//! #       id: "greeting",
//! #       movements: &[spec::Movement {
//! #           id: "welcome",
//! #           beats: &[
//! #               spec::Beat { number: 1, handler: "findName", ..spec::Beat::DEFAULT },
//! #               spec::Beat { number: 2, handler: "greet", ..spec::Beat::DEFAULT },
//! #           ],
//! #           ..spec::Movement::DEFAULT
//! #       }],
//! #       ..spec::Sequence::DEFAULT
//! #   };
//!     pub async fn perform<H, O, R>( // …
//! #       handlers: &H,
//! #       conductor: &symphony::Conductor<O, R>,
//! #       _: Input,
//! #   ) -> Result<symphony::Performance<Output>, symphony::Failure<H::Error>>
//! #   where
//! #       H: Welcome, O: symphony::Observer, R: symphony::Recording,
//! #   {
//! #       let mut run = conductor.start(&SEQUENCE);
//! #       let played = play(handlers, &mut run).await;
//! #       run.finish(played)
//! #   }
//! #   async fn play<H, O, R>(handlers: &H, run: &mut symphony::Run<'_, O, R>) -> Result<Output, symphony::Stop<H::Error>>
//! #   where
//! #       H: Welcome, O: symphony::Observer, R: symphony::Recording,
//! #   {
//! #       run.open(&SEQUENCE)?;
//! #       run.open_movement(&SEQUENCE.movements[0])?;
//! #       let mut beat = run.enter(&SEQUENCE.movements[0].beats[0])?;
//! #       let limit = beat.limit();
//! #       let outcome = symphony::contain(limit, std::pin::pin!(None), || handlers.find_name(&mut beat)).await;
//! #       let name = run.leave(outcome)?;
//! #       let limit = run.enter(&SEQUENCE.movements[0].beats[1])?.limit();
//! #       let outcome = symphony::blocking::contain(limit, || handlers.greet(&name));
//! #       let greeting = run.leave(outcome)?;
//! #       run.close_movement();
//! #       Ok(Output { greeting })
//! #   }
//! }
//!
//! // Written by hand: the handlers.
//! use greeting::{Handlers, Input, Welcome};
//! use symphony::{Beat, Conductor};
//!
//! struct Polite;
//!
//! impl Handlers for Polite {
//!     type Error = std::io::Error;
//! }
//!
//! impl Welcome for Polite {
//!     async fn find_name(&self, beat: &mut Beat<'_>) -> Result<String, Self::Error> {
//!         beat.note("source", "a constant");
//!         Ok("Ada".to_owned())
//!     }
//!
//!     fn greet(&self, name: &String) -> Result<String, Self::Error> {
//!         Ok(format!("Good evening, {name}."))
//!     }
//! }
//!
//! let conductor = Conductor::default();
//! let performance = symphony::block_on(greeting::perform(&Polite, &conductor, Input {}))?;
//! assert_eq!(performance.output.greeting, "Good evening, Ada.");
//! assert_eq!(performance.record.summary().total.ran(), 2);
//! # Ok::<(), symphony::Failure<std::io::Error>>(())
//! ```
//!
//! # Features
//!
//! None is on by default, and without them this crate has no dependency but its macros.
//!
//! - `serde`: records and performances can be written and read; durations are integers of nanoseconds.
//! - `tracing`: a span for each sequence, movement and beat, entered with every poll, and events for what goes wrong.
//! - `tokio`: `TokioClock`, which waits through tokio's timer.

pub mod blocking;
pub mod fake;
pub mod observer;
pub mod scenario;
pub mod spec;

mod alarm;
mod beat;
mod beat_record;
mod budget;
mod cancellation;
mod clock;
mod conductor;
mod contain;
mod correlation;
mod dynamics;
mod failure;
mod limit;
mod log;
mod manual;
mod moment;
mod origin;
mod park;
mod pause;
mod performance;
mod record;
mod run;
mod scene;
mod status;
mod step;
mod stop;
mod summary;
mod timer;
mod trace;
#[cfg(feature = "serde")]
mod wire;

pub use self::beat::Beat;
pub use self::beat_record::{BeatRecord, Note, StepRecord};
pub use self::budget::Budget;
pub use self::cancellation::Cancellation;
#[cfg(feature = "tokio")]
pub use self::clock::TokioClock;
pub use self::clock::{Clock, SystemClock, Wait};
pub use self::conductor::{Conductor, Recorded, Recording, Unrecorded};
pub use self::dynamics::{Dynamics, UnknownDynamics};
pub use self::failure::{Cause, Failure};
pub use self::manual::ManualClock;
pub use self::moment::{Moment, MomentKind};
pub use self::observer::Observer;
pub use self::park::block_on;
pub use self::performance::Performance;
pub use self::record::{MovementRecord, Record};
pub use self::scenario::World;
pub use self::spec::Retry;
pub use self::status::Status;
pub use self::step::Step;
pub use self::summary::{Summary, Tally};

#[doc(hidden)]
pub use self::contain::contain;
#[doc(hidden)]
pub use self::limit::Limit;
#[doc(hidden)]
pub use self::pause::{Next, Pause};
#[doc(hidden)]
pub use self::run::Run;
#[doc(hidden)]
pub use self::stop::{Halt, Outcome, Stop, Trouble};

#[doc(hidden)]
pub use symphony_macros::{__check_handlers, __check_steps, __companion, __report, __stop};
pub use symphony_macros::{fakes, handlers, scenarios, sequence, steps};

/// Includes the modules that the build script generated, one for each sequence: `symphony::include_sequences!();` at the
/// root of a crate, or in the module where they are to be.
#[macro_export]
macro_rules! include_sequences {
    () => {
        include!(concat!(env!("OUT_DIR"), "/symphony.rs"));
    };
}
