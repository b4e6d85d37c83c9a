//! The shape of generated code, written by hand: async and sendable, blocking, local with a baton.
#![allow(missing_docs)]

#[path = "generated/inner.rs"]
pub mod inner;
#[path = "generated/inner_blocking.rs"]
pub mod inner_blocking;
#[path = "generated/local.rs"]
pub mod local;
#[path = "generated/tour.rs"]
pub mod tour;
#[path = "generated/tour_blocking.rs"]
pub mod tour_blocking;

use symphony::{Beat, Conductor, Status};

struct Plain;

impl tour::Handlers for Plain {
    type Error = anyhow::Error;
}

impl inner::Handlers for Plain {
    type Error = std::num::ParseIntError;
}

impl tour::Opening for Plain {
    async fn load_context(&self, beat: &mut Beat<'_>, profile: &tour::Profile) -> Result<tour::Context, Self::Error> {
        let step = beat.step("read");
        step.done();
        Ok(tour::Context { profile: profile.name.clone() })
    }

    fn judge(&self, context: &tour::Context) -> Result<u32, Self::Error> {
        Ok(u32::try_from(context.profile.len())?)
    }

    async fn notify(&self, _: &mut Beat<'_>) -> Result<(), Self::Error> {
        Ok(())
    }

    async fn fetch(&self, _: &mut Beat<'_>, verdict: &u32) -> Result<u32, Self::Error> {
        Ok(verdict + 1)
    }
}

impl tour::Bridge for Plain {
    async fn tick(&self, _: &mut Beat<'_>) -> Result<(), Self::Error> {
        Ok(())
    }

    async fn tock(&self, _: &mut Beat<'_>) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl tour::Finale for Plain {
    async fn sign(&self, _: &mut Beat<'_>) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl inner::Checks for Plain {
    async fn measure(&self, _: &mut Beat<'_>, amount: &u32) -> Result<u32, Self::Error> {
        Ok(amount * 10)
    }

    async fn weigh(&self, _: &mut Beat<'_>, measured: &u32) -> Result<u32, Self::Error> {
        format!("{measured}").parse()
    }
}

#[test]
fn an_async_performance_can_be_sent() {
    fn sendable<F: Send>(future: F) -> F {
        future
    }
    let conductor = Conductor::default();
    let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    let performance = symphony::block_on(sendable(tour::perform(&Plain, &conductor, input))).unwrap();
    assert_eq!(performance.output, tour::Output { weight: 40 });
    let statuses: Vec<_> = performance.record.beats().map(|beat| beat.status()).collect();
    assert_eq!(statuses[..7], [Status::Played; 7]);
    assert_eq!(statuses[7..], [Status::Skipped]);
}
