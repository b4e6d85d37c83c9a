//! Beats that fail, panic, are tried again or carried on after.

use std::error::Error;
use std::time::Duration;

use symphony::{Cause, Failure, Status};

use crate::scripted::{Act, Broken, End, FLAVOURS, Flavour, check, perform};

#[test]
fn an_error_stops_the_sequence() {
    check(
        &[("loadContext", &[Act::Fail("no such profile")])],
        |conductor| conductor,
        "sequence `tour`, movement `opening`, beat 1 `loadContext` failed: no such profile (sequences/tour.json:12:9)
        tour failed in 0ns
        opening failed: 1 failed (no such profile); 2 not reached; 3 not reached; 4 not reached;
        bridge not reached: 5 not reached; 6 not reached;
        finale not reached: 7 not reached; 8 not reached;",
    );
}

#[test]
fn a_panic_is_the_beats_failure() {
    check(
        &[("loadContext", &[Act::Panic("oh no")])],
        |conductor| conductor,
        "sequence `tour`, movement `opening`, beat 1 `loadContext` failed: panicked: oh no (sequences/tour.json:12:9)
        tour panicked in 0ns
        opening panicked: 1 panicked (panicked: oh no); 2 not reached; 3 not reached; 4 not reached;
        bridge not reached: 5 not reached; 6 not reached;
        finale not reached: 7 not reached; 8 not reached;",
    );
}

#[test]
fn a_pure_beat_fails_like_any_other() {
    for (act, status) in [(Act::Fail("bad"), Status::Failed), (Act::Panic("worse"), Status::Panicked)] {
        for flavour in FLAVOURS {
            let outcome = perform(flavour, &[("judge", std::slice::from_ref(&act))], |conductor| conductor);
            let failure = outcome.result.unwrap_err();
            assert_eq!((failure.handler(), failure.cause().status()), (Some("judge"), status));
        }
    }
}

#[test]
fn continue_carries_on_after_a_beat() {
    for act in [Act::Fail("down"), Act::Panic("down")] {
        for flavour in FLAVOURS {
            let outcome = perform(flavour, &[("notify", std::slice::from_ref(&act))], |conductor| conductor);
            assert_eq!(outcome.result.unwrap(), 40);
            assert_ne!(outcome.record.beat(3).unwrap().status(), Status::Played);
            assert_eq!(outcome.record.beat(4).unwrap().status(), Status::Played);
            assert_eq!(outcome.record.movements()[0].status(), Status::Played);
        }
    }
}

#[test]
fn continue_carries_on_after_a_movement() {
    check(
        &[("tick", &[Act::Panic("no pulse")])],
        |conductor| conductor,
        "gives 40
        tour played in 0ns
        opening played: 1 played; 2 played; 3 played; 4 played;
        bridge panicked: 5 panicked (panicked: no pulse); 6 not reached;
        finale played: 7 played; 8 skipped;
        inner played in 0ns
        checks played: 1 played; 2 played;",
    );
}

#[test]
fn retry_waits_longer_each_time() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("fetch", &[Act::Fail("busy"), Act::Panic("busier"), Act::Well])];
        let outcome = perform(flavour, script, |conductor| conductor);
        let beat = outcome.record.beat(4).unwrap();
        assert_eq!((beat.attempts(), beat.status(), beat.why()), (3, Status::Played, None));
        assert_eq!(beat.duration(), Duration::from_millis(10 + 30));
        let ends: Vec<_> = outcome.calls.iter().filter(|call| call.0 == "fetch").map(|call| call.1).collect();
        assert_eq!(ends, [End::Failed, End::Panicked, End::Well]);
        let retried: Vec<_> = outcome.moments.iter().filter(|line| line.contains("BeatRetried")).collect();
        assert_eq!(
            retried,
            [
                "tour opening 4 BeatRetried { attempt: 1, why: \"busy\", pause: 10ms }",
                "tour opening 4 BeatRetried { attempt: 2, why: \"panicked: busier\", pause: 30ms }",
            ]
        );
        assert_eq!(outcome.moments.iter().filter(|line| line.ends_with("4 BeatStarted")).count(), 1);
    }
}

#[test]
fn retry_ends_when_the_attempts_are_used_up() {
    check(
        &[("fetch", &[Act::Fail("busy"), Act::Fail("busy"), Act::Fail("still busy")])],
        |conductor| conductor,
        "sequence `tour`, movement `opening`, beat 4 `fetch` failed after 3 attempts: still busy (sequences/tour.json:15:9)
        tour failed in 40ms
        opening failed: 1 played; 2 played; 3 played; 4 failed x3 40ms (still busy);
        bridge not reached: 5 not reached; 6 not reached;
        finale not reached: 7 not reached; 8 not reached;",
    );
}

#[test]
fn the_conductor_says_how_to_retry_where_the_beat_does_not() {
    let retry = symphony::Retry { limit: 1, delay: Duration::from_secs(1), ..symphony::Retry::DEFAULT };
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("weigh", &[Act::Fail("jammed"), Act::Well])];
        let outcome = perform(flavour, script, |conductor| conductor.retry(retry));
        assert_eq!(outcome.result.unwrap(), 40);
        assert_eq!(outcome.record.duration(), Duration::from_secs(1));
        let script: &[(&str, &[Act])] = &[("weigh", &[Act::Fail("jammed"); 4])];
        let failure = perform(flavour, script, |conductor| conductor.retry(retry)).result.unwrap_err();
        assert_eq!((failure.attempts(), failure.handler()), (2, Some("weigh")));
    }
}

#[test]
fn a_failure_says_all_there_is() {
    let script: &[(&str, &[Act])] = &[("loadContext", &[Act::Fail("no such profile")])];
    let failure = perform(Flavour::Async, script, |conductor| conductor).result.unwrap_err();
    assert_eq!((failure.sequence().id, failure.movement().unwrap().id), ("tour", "opening"));
    assert_eq!((failure.beat().unwrap().number, failure.handler(), failure.attempts()), (1, Some("loadContext"), 1));
    assert_eq!(failure.cause(), &Cause::Handler(Broken("no such profile".to_owned())));
    assert_eq!(failure.into_source(), Some(Broken("no such profile".to_owned())));
    assert_eq!(size_of::<Failure<[u64; 20]>>(), size_of::<usize>());
}

#[test]
fn a_failure_goes_into_anyhow_even_when_it_came_from_there() {
    struct Loading;
    impl crate::generated::local::Handlers for Loading {
        type Error = anyhow::Error;
        type Baton = ();
    }
    impl crate::generated::local::Relay for Loading {
        async fn take(&self, _: &mut symphony::Beat<'_>, (): &mut ()) -> anyhow::Result<()> {
            Err(anyhow::anyhow!("file missing").context("loading the profile"))
        }

        fn count(&self, (): &mut ()) -> anyhow::Result<()> {
            Ok(())
        }
    }
    fn load() -> anyhow::Result<()> {
        let input = crate::generated::local::Input { baton: () };
        symphony::block_on(crate::generated::local::perform(&Loading, &symphony::Conductor::default(), input))?;
        Ok(())
    }
    let error = load().unwrap_err();
    assert_eq!(
        error.to_string(),
        "sequence `relay`, movement `relay`, beat 1 `take` failed: loading the profile: file missing \
         (sequences/relay.json:7:9)",
    );
    assert!(error.downcast_ref::<Failure<anyhow::Error>>().is_some_and(|failure| failure.source().is_none()));
}
