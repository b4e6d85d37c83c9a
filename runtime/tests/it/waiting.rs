//! Time-outs, and the pace of the tempo.

use std::time::Duration;

use symphony::{Cause, Clock, Conductor, Status, SystemClock};

use crate::generated::tour;
use crate::scripted::{Act, End, FLAVOURS, Flavour, Scripted, check, perform};

#[test]
fn a_time_out_drops_an_async_handler_and_fails_a_blocking_one() {
    for (flavour, end, took) in [(Flavour::Async, End::Dropped, 1000), (Flavour::Blocking, End::Well, 1500)] {
        let script: &[(&str, &[Act])] = &[("fetch", &[Act::Take(1500), Act::Well])];
        let outcome = perform(flavour, script, |conductor| conductor);
        let ends: Vec<_> = outcome.calls.iter().filter(|call| call.0 == "fetch").map(|call| call.1).collect();
        assert_eq!(ends, [end, End::Well]);
        let beat = outcome.record.beat(4).unwrap();
        assert_eq!((beat.status(), beat.attempts(), beat.why()), (Status::Played, 2, None));
        assert_eq!(beat.duration(), Duration::from_millis(took + 10));
    }
}

#[test]
fn a_time_out_fails_the_beat() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("fetch", &[Act::Take(1001), Act::Take(1001), Act::Take(1001)])];
        let failure = perform(flavour, script, |conductor| conductor).result.unwrap_err();
        assert_eq!(failure.cause(), &Cause::TimedOut(Duration::from_secs(1)));
        assert_eq!(failure.record().status(), Status::TimedOut);
        assert_eq!(failure.attempts(), 3);
    }
}

#[test]
fn in_time_is_in_time() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("fetch", &[Act::Take(999)])];
        assert!(perform(flavour, script, |conductor| conductor).result.is_ok());
    }
}

#[test]
fn the_conductors_time_out_is_for_beats_without_one() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] =
            &[("notify", &[Act::Take(60)]), ("fetch", &[Act::Take(60)]), ("judge", &[Act::Take(60)])];
        let limited = |conductor: Conductor| conductor.timeout(Duration::from_millis(50));
        let failure = perform(flavour, script, limited).result.unwrap_err();
        assert_eq!((failure.handler(), failure.cause().status()), (Some("judge"), Status::TimedOut));
        let outcome = perform(flavour, &script[..2], limited);
        assert_eq!(outcome.record.beat(3).unwrap().status(), Status::TimedOut);
        assert_eq!(outcome.record.beat(4).unwrap().status(), Status::Played);
        assert!(outcome.result.is_ok());
    }
}

#[test]
fn a_panic_in_a_handler_that_is_dropped_is_contained() {
    let script: &[(&str, &[Act])] = &[("fetch", &[Act::PanicWhenDropped, Act::Well])];
    for flavour in FLAVOURS {
        let outcome = perform(flavour, script, |conductor| conductor);
        assert!(outcome.moments.iter().any(|line| line.contains("attempt: 1, why: \"panicked: dropped\"")));
        assert!(outcome.result.is_ok());
    }
}

#[test]
fn the_tempo_paces_beats_when_the_conductor_keeps_time() {
    for flavour in FLAVOURS {
        let record = perform(flavour, &[], |conductor| conductor.keep_time(true)).record;
        let beat = record.beat(5).unwrap();
        // The movement's 60 beats a minute, not the sequence's 120.
        assert_eq!((beat.start(), beat.duration()), (Duration::from_millis(1500), Duration::ZERO));
        assert!(!beat.is_unpaced());
        assert_eq!(record.movements()[1].duration(), Duration::from_millis(1500));

        let record = perform(flavour, &[], |conductor| conductor).record;
        let unpaced: Vec<_> =
            record.beats().filter(symphony::BeatRecord::is_unpaced).map(|beat| beat.number()).collect();
        assert_eq!(unpaced, [5]);
        assert_eq!(record.duration(), Duration::ZERO);
    }
}

#[test]
fn pauses_count_as_the_beats_time() {
    check(
        &[("fetch", &[Act::Fail("busy"), Act::Take(7)]), ("tick", &[Act::Take(2)])],
        |conductor| conductor.keep_time(true),
        "gives 40
        tour played in 1.519s
        opening played: 1 played; 2 played; 3 played; 4 played x2 17ms;
        bridge played: 5 played 2ms; 6 played;
        finale played: 7 played; 8 skipped;
        inner played in 0ns
        checks played: 1 played; 2 played;",
    );
}

#[test]
fn the_system_clock_wakes_who_waits() {
    symphony::block_on(async {
        let (long, short) = (SystemClock.sleep(Duration::from_millis(20)), SystemClock.sleep(Duration::from_millis(1)));
        let before = SystemClock.now();
        short.await;
        assert!(SystemClock.now() - before >= Duration::from_millis(1));
        drop(SystemClock.sleep(Duration::MAX));
        long.await;
        assert!(SystemClock.now() - before >= Duration::from_millis(20));
    });
}

#[test]
fn retries_and_time_outs_need_no_executor() {
    let script: &[(&str, &[Act])] = &[("fetch", &[Act::Fail("busy"), Act::Fail("busy"), Act::Well])];
    let scripted = Scripted::new(script);
    let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    let performed = symphony::block_on(tour::perform(&scripted, &Conductor::default(), input));
    let record = performed.unwrap().record;
    assert_eq!(record.beat(4).unwrap().attempts(), 3);
    assert!(record.beat(4).unwrap().duration() >= Duration::from_millis(40));
}
