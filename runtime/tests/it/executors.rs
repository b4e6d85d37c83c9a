//! Performances on tokio's executors, and many at once.

use std::sync::Arc;

use symphony::Conductor;
use tokio::runtime::Builder;

use crate::generated::{tour, tour_blocking};
use crate::scripted::{Act, Scripted};

fn input() -> tour::Input {
    tour::Input { profile: tour::Profile { name: "dev".to_owned() } }
}

#[test]
fn runs_on_tokios_current_thread() {
    let scripted = Scripted::new(&[("fetch", &[Act::Fail("busy"), Act::Well])]);
    let runtime = Builder::new_current_thread().build().unwrap();
    let performance = runtime.block_on(tour::perform(&scripted, &Conductor::default(), input())).unwrap();
    assert_eq!(performance.record.beat(4).unwrap().attempts(), 2);
}

#[test]
fn many_run_at_once_with_one_conductor() {
    let runtime = Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let conductor = Arc::new(Conductor::default());
    let performances: Vec<_> = (0..16)
        .map(|_| {
            let conductor = Arc::clone(&conductor);
            runtime.spawn(async move {
                let scripted = Scripted::new(&[("fetch", &[Act::Fail("busy"), Act::Well])]);
                let performance = tour::perform(&scripted, &conductor, input()).await.unwrap();
                (performance.output.weight, performance.record.correlation_id().to_owned())
            })
        })
        .collect();
    let mut ids: Vec<_> = performances
        .into_iter()
        .map(|performance| {
            let (weight, id) = runtime.block_on(performance).unwrap();
            assert_eq!(weight, 40);
            id
        })
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 16);
}

#[test]
fn blocking_performances_run_at_once_too() {
    let conductor = Conductor::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let scripted = Scripted::new(&[("fetch", &[Act::Fail("busy"), Act::Well])]);
                let input = tour_blocking::Input { profile: tour_blocking::Profile { name: "dev".to_owned() } };
                assert_eq!(tour_blocking::perform(&scripted, &conductor, input).unwrap().output.weight, 40);
            });
        }
    });
}

#[cfg(feature = "tokio")]
#[test]
fn tokios_clock_can_be_paused() {
    use std::time::Duration;
    use symphony::{Clock, TokioClock};

    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let conductor = Conductor::new().clock(TokioClock).keep_time(true);
    let scripted = Scripted::new(&[("fetch", &[Act::Fail("busy"), Act::Fail("busy"), Act::Well])]);
    let record = runtime.block_on(async {
        let before = TokioClock.now();
        let performance = tour::perform(&scripted, &conductor, input()).await.unwrap();
        assert!(TokioClock.now() - before >= Duration::from_millis(1540));
        performance.record
    });
    // Tokio's timer has a resolution of a millisecond.
    let took = record.beat(4).unwrap().duration();
    assert!((40..45).contains(&took.as_millis()), "{took:?}");
    let start = record.beat(5).unwrap().start();
    assert!((1540..1550).contains(&start.as_millis()), "{start:?}");
}
