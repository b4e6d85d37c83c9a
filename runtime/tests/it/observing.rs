//! What observers are told, and when.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use symphony::{Conductor, Dynamics, Moment, MomentKind, Observer, observer};

use crate::generated::tour::{self, Event};
use crate::scripted::{Act, FLAVOURS, Scripted, perform};

fn input() -> tour::Input {
    tour::Input { profile: tour::Profile { name: "dev".to_owned() } }
}

#[test]
fn everything_is_told_in_order() {
    let expect = "\
tour SequenceStarted { dynamics: Mf }
tour opening MovementStarted
tour opening 1 BeatStarted
tour opening 1 BeatEnded { status: Played, duration: 0ns, attempts: 1, why: None }
tour opening 1 Published { event: \"tour:context:loaded\" }
tour opening 2 BeatStarted
tour opening 2 BeatEnded { status: Played, duration: 0ns, attempts: 1, why: None }
tour opening 3 BeatStarted
tour opening 3 BeatEnded { status: Failed, duration: 0ns, attempts: 1, why: Some(\"down\") }
tour opening 4 BeatStarted
tour opening 4 BeatEnded { status: Played, duration: 0ns, attempts: 1, why: None }
tour opening MovementEnded { status: Played, duration: 0ns }
tour bridge MovementStarted
tour bridge 5 BeatStarted
tour bridge 5 BeatEnded { status: Failed, duration: 0ns, attempts: 1, why: Some(\"flat\") }
tour bridge MovementEnded { status: Failed, duration: 0ns }
tour finale MovementStarted
tour finale 7 BeatStarted
  inner SequenceStarted { dynamics: Mf }
  inner checks MovementStarted
  inner checks 1 BeatStarted
  inner checks 1 StepStarted { name: \"first\" }
  inner checks 1 StepStarted { name: \"second of 1\" }
  inner checks 1 StepEnded { name: \"first\", duration: 5ms, why: None }
  inner checks 1 StepEnded { name: \"second of 1\", duration: 5ms, why: Some(\"no luck\") }
  inner checks 1 StepStarted { name: \"third\" }
  inner checks 1 StepEnded { name: \"third\", duration: 0ns, why: Some(\"not finished\") }
  inner checks 1 BeatEnded { status: Played, duration: 5ms, attempts: 1, why: None }
  inner checks 1 Published { event: \"inner:measured\" }
  inner checks 2 BeatStarted
  inner checks 2 BeatEnded { status: Played, duration: 0ns, attempts: 1, why: None }
  inner checks MovementEnded { status: Played, duration: 5ms }
  inner SequenceEnded { status: Played, duration: 5ms }
tour finale 7 BeatEnded { status: Played, duration: 5ms, attempts: 1, why: None }
tour finale 8 BeatSkipped
tour finale MovementEnded { status: Played, duration: 5ms }
tour SequenceEnded { status: Played, duration: 5ms }";
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] =
            &[("notify", &[Act::Fail("down")]), ("tick", &[Act::Fail("flat")]), ("measure", &[Act::Steps])];
        assert_eq!(perform(flavour, script, |conductor| conductor).moments.join("\n"), expect);
    }
}

#[test]
fn an_event_is_announced_only_after_its_beat_went_well() {
    for flavour in FLAVOURS {
        let script: &[(&str, &[Act])] = &[("sign", &[Act::Fail("no pen")])];
        let outcome = perform(flavour, script, |conductor| conductor.dynamics(Dynamics::Ff));
        assert!(!outcome.moments.iter().any(|line| line.contains("tour:signed")));
        assert!(!outcome.record.beat(8).unwrap().is_published());
    }
}

#[test]
fn events_are_told_as_the_sequences_own() {
    let events = Mutex::new(Vec::new());
    let watch = observer::from_fn(|moment| events.lock().unwrap().extend(Event::of(moment)));
    let conductor = Conductor::new().dynamics(Dynamics::F).observer(&watch);
    symphony::block_on(tour::perform(&Scripted::new(&[]), &conductor, input())).unwrap();
    // The event of the inner sequence is none of this one's.
    assert_eq!(*events.lock().unwrap(), [Event::ContextLoaded, Event::Signed]);
}

#[derive(Default)]
struct Count(AtomicU32);

impl Observer for Count {
    fn observe(&self, moment: &Moment<'_>) {
        assert!(!moment.correlation_id.is_empty());
        if matches!(moment.kind, MomentKind::BeatEnded { .. }) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn observers_combine() {
    let (shared, lent) = (Arc::new(Count::default()), Count::default());
    let boxed: Vec<Box<dyn Observer>> = vec![Box::new(Arc::clone(&shared)), Box::new(())];
    let conductor = Conductor::new().observer(((boxed, Some(&lent)), (Arc::clone(&shared), None::<Count>)));
    symphony::block_on(tour::perform(&Scripted::new(&[]), &conductor, input())).unwrap();
    assert_eq!((shared.0.load(Ordering::Relaxed), lent.0.load(Ordering::Relaxed)), (2 * 9, 9));
}

#[test]
fn observers_are_told_times_where_nothing_is_recorded() {
    let took = Mutex::new(Vec::new());
    let scripted = Scripted::new(&[("loadContext", &[Act::Take(150)])]);
    let watch = observer::from_fn(|moment| {
        if let MomentKind::BeatOverran { took: over, .. } = moment.kind {
            took.lock().unwrap().push(over.as_millis());
        }
    });
    let conductor = Conductor::new().clock(scripted.clock.clone()).observer(&watch).unrecorded();
    let performed = scripted.clock.block_on(tour::perform(&scripted, &conductor, input()));
    assert!(!performed.unwrap().record.is_recorded());
    assert_eq!(*took.lock().unwrap(), [150]);
}
