//! Performances that are cancelled.

use std::time::Duration;

use symphony::{Cancellation, Cause, Clock, Conductor, Status};

use crate::generated::tour;
use crate::scripted::{Act, End, FLAVOURS, Flavour, Scripted, check, perform};

#[test]
fn a_waiting_handler_is_dropped_at_once() {
    let outcome = perform(Flavour::Async, &[("notify", &[Act::Cancel])], |conductor| conductor);
    assert_eq!(outcome.calls.last(), Some(&("notify", End::Dropped)));
    assert_eq!(outcome.record.beat(3).unwrap().status(), Status::Cancelled);
    let failure = outcome.result.unwrap_err();
    assert_eq!((failure.cause(), failure.handler(), failure.attempts()), (&Cause::Cancelled, Some("notify"), 1));
}

#[test]
fn a_blocking_handler_ends_and_the_next_beat_does_not_begin() {
    let outcome = perform(Flavour::Blocking, &[("notify", &[Act::Cancel])], |conductor| conductor);
    assert_eq!(outcome.calls.last(), Some(&("notify", End::Well)));
    assert_eq!(
        outcome.text(),
        "sequence `tour`, movement `opening`, beat 4 `fetch`: cancelled (sequences/tour.json:15:9)
tour cancelled in 0ns
opening cancelled: 1 played; 2 played; 3 played; 4 not reached;
bridge not reached: 5 not reached; 6 not reached;
finale not reached: 7 not reached; 8 not reached;"
    );
}

#[test]
fn cancellation_is_not_retried() {
    for flavour in FLAVOURS {
        let outcome = perform(flavour, &[("fetch", &[Act::CancelAndFail, Act::Well])], |conductor| conductor);
        assert_eq!(outcome.record.beat(4).unwrap().attempts(), 1);
        assert_eq!(
            outcome.result.unwrap_err().to_string(),
            "sequence `tour`, movement `opening`, beat 4 `fetch` failed: given up (sequences/tour.json:15:9)"
        );
    }
}

#[test]
fn neither_beat_nor_movement_carries_on_after_it() {
    for handler in ["notify", "tick", "tock"] {
        for flavour in FLAVOURS {
            let outcome = perform(flavour, &[(handler, &[Act::Cancel])], |conductor| conductor);
            assert_eq!(outcome.result.unwrap_err().cause(), &Cause::Cancelled);
            assert_eq!(outcome.record.status(), Status::Cancelled);
            assert_eq!(outcome.record.movements()[2].status(), Status::NotReached);
        }
    }
}

#[test]
fn a_sequence_within_is_cancelled_too() {
    let outcome = perform(Flavour::Async, &[("measure", &[Act::Cancel])], |conductor| conductor);
    let failure = outcome.result.unwrap_err();
    assert_eq!((failure.sequence().id, failure.handler()), ("inner", Some("measure")));
    assert_eq!(outcome.record.beat(7).unwrap().status(), Status::Cancelled);
    assert_eq!(outcome.record.beat(7).unwrap().attempts(), 1);
}

#[test]
fn a_pause_ends_at_once() {
    let scripted = Scripted::new(&[("fetch", &[Act::Fail("busy"), Act::Well])]);
    let retry = symphony::observer::from_fn(|moment| {
        if matches!(moment.kind, symphony::MomentKind::BeatRetried { .. }) {
            scripted.cancellation.cancel();
        }
    });
    let conductor =
        Conductor::new().clock(scripted.clock.clone()).cancellation(scripted.cancellation.clone()).observer(&retry);
    let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    let before = scripted.clock.now();
    let failure = scripted.clock.block_on(tour::perform(&scripted, &conductor, input)).unwrap_err();
    assert_eq!(scripted.clock.now() - before, Duration::ZERO);
    assert_eq!((failure.cause(), failure.attempts()), (&Cause::Cancelled, 1));
    let beat = failure.record().beat(4).unwrap();
    assert_eq!((beat.status(), beat.attempts(), beat.why()), (Status::Cancelled, 1, Some("cancelled")));
}

#[test]
fn a_cancellation_from_another_thread_wakes_a_waiting_handler() {
    let scripted = Scripted::new(&[("loadContext", &[Act::Take(1)])]);
    let conductor = Conductor::new().cancellation(scripted.cancellation.clone());
    let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    // The script's clock stands still here, so that nothing but the cancellation can end the wait.
    let cancellation = scripted.cancellation.clone();
    let canceller = std::thread::spawn(move || cancellation.cancel());
    let failure = symphony::block_on(tour::perform(&scripted, &conductor, input)).unwrap_err();
    assert_eq!(failure.cause(), &Cause::Cancelled);
    canceller.join().unwrap();
}

#[test]
fn nothing_begins_after_it() {
    let cancelled = Cancellation::new();
    cancelled.cancel();
    let scripted = Scripted::new(&[]);
    let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    let conductor = Conductor::new().cancellation(cancelled);
    let failure = symphony::block_on(tour::perform(&scripted, &conductor, input)).unwrap_err();
    assert_eq!(failure.to_string(), "sequence `tour`: cancelled");
    assert!(scripted.calls().is_empty() && failure.beat().is_none());
    assert!(failure.record().beats().all(|beat| beat.status() == Status::NotReached));
}

#[test]
fn what_is_not_cancelled_plays_on() {
    check(
        &[("loadContext", &[Act::Take(1)])],
        |conductor| conductor,
        "gives 40
        tour played in 1ms
        opening played: 1 played 1ms; 2 played; 3 played; 4 played;
        bridge played: 5 played; 6 played;
        finale played: 7 played; 8 skipped;
        inner played in 0ns
        checks played: 1 played; 2 played;",
    );
}
