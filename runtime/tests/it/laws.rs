//! What holds for every script.

use std::time::Duration;

use proptest::prelude::*;
use symphony::{Conductor, Dynamics, Retry};

use crate::scripted::{Act, FLAVOURS, perform};

const HANDLERS: [&str; 9] = ["loadContext", "judge", "notify", "fetch", "tick", "tock", "measure", "weigh", "sign"];

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => Just(Act::Well),
        2 => Just(Act::Fail("failed")),
        1 => Just(Act::Panic("panicked")),
        1 => (1..7000_u64).prop_map(Act::Take),
    ];
    proptest::collection::vec(act, 0..4)
}

fn script() -> impl Strategy<Value = Vec<Vec<Act>>> {
    proptest::collection::vec(acts(), HANDLERS.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// `perform` compares the record with what the handlers saw.
    #[test]
    fn the_record_tells_what_the_handlers_saw(
        script in script(),
        level in prop::sample::select(&Dynamics::ALL[..]),
        keep_time in any::<bool>(),
        timeout in proptest::option::of(1..5000_u64),
    ) {
        let script: Vec<_> = HANDLERS.into_iter().zip(script.iter().map(Vec::as_slice)).collect();
        let configure = |conductor: Conductor| {
            let conductor = conductor.dynamics(level).keep_time(keep_time);
            timeout.into_iter().fold(conductor, |conductor, limit| conductor.timeout(Duration::from_millis(limit)))
        };
        let [concurrent, blocking] = FLAVOURS.map(|flavour| perform(flavour, &script, configure));
        // A blocking handler that is too late uses up the time of those after it; otherwise the flavours agree.
        if !script.iter().any(|(_, acts)| acts.iter().any(|act| matches!(act, Act::Take(_)))) {
            prop_assert_eq!(concurrent.text(), blocking.text());
        }
        for outcome in [&concurrent, &blocking] {
            let record = &outcome.record;
            let mut numbers: Vec<_> = record.beats().map(|beat| beat.number()).collect();
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
            prop_assert!(record.beats().all(|beat| beat.start() + beat.duration() <= record.duration()));
            let started = outcome.moments.iter().filter(|line| line.ends_with("BeatStarted")).count();
            let ended = outcome.moments.iter().filter(|line| line.contains("BeatEnded")).count();
            prop_assert_eq!(started, ended);
        }
    }

    #[test]
    fn pauses_never_pass_the_longest(
        limit in any::<u32>(), delay in any::<u64>(), factor in any::<f64>(), max in any::<u64>(), attempts in any::<u32>(),
    ) {
        let retry = Retry { limit, delay: Duration::from_nanos(delay), factor, max_delay: Duration::from_nanos(max) };
        prop_assert!(retry.pause(attempts) <= retry.max_delay);
    }

    #[test]
    fn pauses_grow(delay in 0..10_000_u64, factor in 1.0..4.0_f64, attempts in 1..20_u32) {
        let retry = Retry { delay: Duration::from_millis(delay), factor, ..Retry::DEFAULT };
        prop_assert!(retry.pause(attempts) <= retry.pause(attempts + 1));
    }
}
