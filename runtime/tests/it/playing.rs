//! Performances that come to their end.

use std::time::Duration;

use symphony::{Conductor, Dynamics, Status};

use crate::generated::{local, tour, tour_blocking};
use crate::scripted::{Act, End, FLAVOURS, Flavour, check, perform};

#[test]
fn plays_every_beat_in_order() {
    for flavour in FLAVOURS {
        let outcome = perform(flavour, &[], |conductor| conductor.dynamics(Dynamics::F));
        let called: Vec<_> = outcome.calls.iter().map(|(handler, end)| (*handler, *end == End::Well)).collect();
        let expected = ["loadContext", "judge", "notify", "fetch", "tick", "tock", "measure", "weigh", "sign"];
        assert_eq!(called, expected.map(|handler| (handler, true)));
        assert_eq!(outcome.result.unwrap(), 40);
    }
}

#[test]
fn skips_what_is_louder() {
    check(
        &[],
        |conductor| conductor,
        "gives 40
        tour played in 0ns
        opening played: 1 played; 2 played; 3 played; 4 played;
        bridge played: 5 played; 6 played;
        finale played: 7 played; 8 skipped;
        inner played in 0ns
        checks played: 1 played; 2 played;",
    );
}

#[test]
fn refuses_to_play_too_softly() {
    check(
        &[],
        |conductor| conductor.dynamics(Dynamics::Mp),
        "sequence `tour`: a performance at mp does not give its outputs: play it at mf or louder
        tour failed in 0ns
        opening not reached: 1 not reached; 2 not reached; 3 not reached; 4 not reached;
        bridge not reached: 5 not reached; 6 not reached;
        finale not reached: 7 not reached; 8 not reached;",
    );
}

#[test]
fn times_add_up() {
    let script: &[(&str, &[Act])] =
        &[("loadContext", &[Act::Take(20)]), ("tock", &[Act::Take(3)]), ("weigh", &[Act::Take(4)])];
    for flavour in FLAVOURS {
        let record = perform(flavour, script, |conductor| conductor).record;
        let starts: Vec<_> = record.beats().map(|beat| beat.start().as_millis()).collect();
        assert_eq!(starts, [0, 20, 20, 20, 20, 20, 23, 27]);
        assert_eq!(record.duration(), Duration::from_millis(27));
        let movements: Vec<_> = record.movements().iter().map(|movement| movement.duration().as_millis()).collect();
        assert_eq!(movements, [20, 3, 4]);
        assert_eq!(record.summary().total.duration(), Duration::from_millis(27));
    }
}

#[test]
fn a_budget_that_is_overrun_is_recorded_and_no_failure() {
    for flavour in FLAVOURS {
        let outcome = perform(flavour, &[("loadContext", &[Act::Take(101)])], |conductor| conductor);
        let beat = outcome.record.beat(1).unwrap();
        assert!(beat.is_over_budget() && beat.status() == Status::Played && outcome.result.is_ok());
        assert!(outcome.moments.contains(&"tour opening 1 BeatOverran { budget: 100ms, took: 101ms }".to_owned()));
        let outcome = perform(flavour, &[("loadContext", &[Act::Take(100)])], |conductor| conductor);
        assert!(!outcome.record.beat(1).unwrap().is_over_budget());
    }
}

#[test]
fn the_record_repeats_the_spec() {
    let record = perform(Flavour::Async, &[], |conductor| conductor).record;
    let beat = record.beat(1).unwrap();
    assert_eq!((record.sequence(), record.name(), record.fingerprint()), ("tour", "Tour", "01"));
    assert_eq!((beat.number(), beat.name(), beat.handler(), beat.kind()), (1, "Load Context", "loadContext", "io"));
    assert_eq!((beat.event(), beat.place()), (Some("tour:context:loaded"), "sequences/tour.json:12:9"));
    assert_eq!((beat.dynamics(), beat.budget()), (Dynamics::Mf, Some(Duration::from_millis(100))));
    assert_eq!(record.dynamics(), Dynamics::Mf);
    assert!(beat.is_published() && !record.beat(2).unwrap().is_published());
}

#[test]
fn the_summary_counts_what_ran() {
    let script: &[(&str, &[Act])] = &[("notify", &[Act::Fail("down")]), ("fetch", &[Act::Fail("busy"), Act::Well])];
    let summary = perform(Flavour::Async, script, |conductor| conductor).record.summary();
    let total = summary.total;
    assert_eq!((total.total(), total.ran(), total.attempts()), (8, 7, 8));
    assert_eq!((total.count(Status::Played), total.count(Status::Failed), total.count(Status::Skipped)), (6, 1, 1));
    assert_eq!(total.success_rate(), Some(6.0 / 7.0));
    assert_eq!((summary.movements[0].ran(), summary.movements[2].ran()), (4, 1));
    let silent = perform(Flavour::Async, &[], |conductor| conductor.dynamics(Dynamics::Pp)).record.summary();
    assert_eq!(silent.total.success_rate(), None);
}

#[test]
fn steps_and_notes_are_recorded() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("notify", &[Act::Steps])];
        let record = perform(flavour, script, |conductor| conductor).record;
        let beat = record.beat(3).unwrap();
        let steps: Vec<_> =
            beat.steps().iter().map(|step| (step.name(), step.duration().as_millis(), step.why())).collect();
        assert_eq!(
            steps,
            [("first", 5, None), ("second of 1", 5, Some("no luck")), ("third", 0, Some("not finished"))]
        );
        let notes: Vec<_> = beat.notes().iter().map(|note| (note.key(), note.value())).collect();
        assert_eq!(notes, [("level", "mf")]);
        assert!(record.beat(4).unwrap().steps().is_empty());
    }
}

#[test]
fn steps_of_all_attempts_are_kept() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("weigh", &[Act::Steps]), ("fetch", &[Act::Steps])];
        let record = perform(flavour, script, |conductor| conductor).record;
        let performed = record.beat(7).unwrap().performed().unwrap();
        assert_eq!(performed.beat(2).unwrap().steps().len(), 3);
        assert_eq!(record.beat(4).unwrap().steps()[0].attempt(), 1);
        assert!(record.beat(7).unwrap().steps().is_empty());
    }
}

#[test]
fn an_unrecorded_performance_leaves_an_empty_record() {
    let scripted = crate::scripted::Scripted::new(&[("notify", &[Act::Steps])]);
    let conductor = Conductor::new().unrecorded();
    let input = || tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    let performance = symphony::block_on(tour::perform(&scripted, &conductor, input())).unwrap();
    let record = performance.record;
    assert_eq!((record.sequence(), record.status(), record.is_recorded()), ("tour", Status::Played, false));
    assert_eq!((record.beats().len(), record.movements().len(), record.duration()), (0, 0, Duration::ZERO));

    let scripted = crate::scripted::Scripted::new(&[("fetch", &[Act::Fail("busy"); 3])]);
    let input = tour_blocking::Input { profile: tour_blocking::Profile { name: "dev".to_owned() } };
    let conductor = conductor.clock(scripted.clock.clone());
    let failure = tour_blocking::perform(&scripted, &conductor, input).unwrap_err();
    assert_eq!((failure.attempts(), failure.place()), (3, Some("sequences/tour.json:15:9")));
    assert_eq!(failure.record().status(), Status::Failed);
}

#[test]
fn a_correlation_id_is_given_or_made() {
    let id = |conductor: &Conductor| {
        let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
        let performance = symphony::block_on(tour::perform(&crate::scripted::Scripted::new(&[]), conductor, input));
        performance.unwrap().record.correlation_id().to_owned()
    };
    let conductor = Conductor::new();
    let (first, second) = (id(&conductor), id(&conductor));
    assert!(first != second && first.len() == 33, "{first} {second}");
    assert_eq!(id(&conductor.correlation_id("order-7")), "order-7");
}

/// Handlers that cannot be shared between threads.
struct Runner(std::cell::Cell<u32>);

impl local::Handlers for Runner {
    type Error = String;
    type Baton = std::rc::Rc<std::cell::RefCell<Vec<u32>>>;
}

impl local::Relay for Runner {
    async fn take(&self, beat: &mut symphony::Beat<'_>, baton: &mut Self::Baton) -> Result<(), String> {
        self.0.set(self.0.get() + 1);
        baton.borrow_mut().push(beat.number());
        Ok(())
    }

    fn count(&self, baton: &mut Self::Baton) -> Result<(), String> {
        let taken = baton.borrow().len();
        baton.borrow_mut().push(u32::try_from(taken).unwrap() * 100);
        Ok(())
    }
}

#[test]
fn a_baton_is_handed_on_and_given_back() {
    let runner = Runner(std::cell::Cell::new(0));
    let input = local::Input { baton: std::rc::Rc::default() };
    let performance = symphony::block_on(local::perform(&runner, &Conductor::default(), input)).unwrap();
    assert_eq!(*performance.output.borrow(), [1, 100]);
    assert_eq!(runner.0.get(), 1);
}
