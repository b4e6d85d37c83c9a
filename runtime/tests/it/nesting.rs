//! Beats that perform another sequence.

use std::time::Duration;

use symphony::{Cause, Status};

use crate::scripted::{Act, FLAVOURS, Flavour, check, perform};

#[test]
fn the_inner_beat_is_named_and_by_which_it_was_performed() {
    check(
        &[("measure", &[Act::Fail("no scale"), Act::Fail("no scale")])],
        |conductor| conductor,
        "sequence `inner`, movement `checks`, beat 1 `measure` failed: no scale (sequences/inner.json:8:9), \
         performed by sequence `tour`, movement `finale`, beat 7 `inner`
        tour failed in 100ms
        opening played: 1 played; 2 played; 3 played; 4 played;
        bridge played: 5 played; 6 played;
        finale failed: 7 failed x2 100ms (sequence `inner`, movement `checks`, beat 1 `measure`: no scale); 8 not reached;
        inner failed in 0ns
        checks failed: 1 failed (no scale); 2 not reached;",
    );
}

#[test]
fn the_inner_sequence_is_tried_again() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("measure", &[Act::Panic("no scale"), Act::Take(3)])];
        let outcome = perform(flavour, script, |conductor| conductor);
        assert_eq!(outcome.result.unwrap(), 40);
        let beat = outcome.record.beat(7).unwrap();
        assert_eq!((beat.attempts(), beat.duration()), (2, Duration::from_millis(103)));
        let performed = beat.performed().unwrap();
        assert_eq!((performed.status(), performed.duration()), (Status::Played, Duration::from_millis(3)));
        assert_eq!(performed.correlation_id(), outcome.record.correlation_id());
    }
}

#[test]
fn the_outer_time_out_stops_the_inner_sequence() {
    for (flavour, took) in [(Flavour::Async, 5000), (Flavour::Blocking, 9000)] {
        let script: &[(&str, &[Act])] = &[("measure", &[Act::Take(9000), Act::Well])];
        let outcome = perform(flavour, script, |conductor| conductor);
        assert_eq!(outcome.result.unwrap(), 40);
        assert_eq!(outcome.record.beat(7).unwrap().duration(), Duration::from_millis(took + 100));
        assert!(
            outcome.moments.iter().any(|line| line.contains("7 BeatRetried") && line.contains("timed out after 5s"))
        );
    }
}

#[test]
fn the_inner_sequence_does_not_retry_past_the_outer_time_out() {
    // `weigh` is tried again by the conductor's default; the outer beat may take 5 s, and is tried again once.
    let retry = symphony::Retry { limit: 100, delay: Duration::from_secs(2), factor: 1.0, ..symphony::Retry::DEFAULT };
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("weigh", &[Act::Fail("jammed"); 20])];
        let outcome = perform(flavour, script, |conductor| conductor.retry(retry));
        let failure = outcome.result.unwrap_err();
        assert_eq!(failure.cause(), &Cause::TimedOut(Duration::from_secs(5)));
        assert_eq!((failure.sequence().id, failure.handler()), ("inner", Some("weigh")));
        assert_eq!(failure.performed_by().map(|beat| beat.number).collect::<Vec<_>>(), [7]);
        let beat = outcome.record.beat(7).unwrap();
        assert_eq!((beat.status(), beat.attempts()), (Status::TimedOut, 2));
        let weigh = beat.performed().unwrap().beat(2).unwrap();
        assert_eq!((weigh.status(), weigh.attempts()), (Status::TimedOut, 3));
    }
}

#[test]
fn the_conductors_time_out_does_not_hold_for_a_sequence() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("measure", &[Act::Take(40)]), ("weigh", &[Act::Take(40)])];
        let outcome = perform(flavour, script, |conductor| conductor.timeout(Duration::from_millis(50)));
        assert_eq!(outcome.result.unwrap(), 40);
    }
}
