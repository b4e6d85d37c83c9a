//! Performs Symphony sequences.

pub mod blocking;
pub mod observer;
pub mod spec;

mod alarm;
mod beat;
mod beat_record;
mod cancellation;
mod clock;
mod conductor;
mod contain;
mod correlation;
mod dynamics;
mod failure;
mod limit;
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
pub use symphony_macros::{__check_handlers, __report, __stop};
pub use symphony_macros::{handlers, sequence};

/// Includes the modules that the build script generated.
///
/// ```ignore
/// symphony::include_sequences!();
/// ```
#[macro_export]
macro_rules! include_sequences {
    () => {
        include!(concat!(env!("OUT_DIR"), "/symphony.rs"));
    };
}
