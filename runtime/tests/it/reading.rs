//! Records that are written and read.

use symphony::{Dynamics, Performance, Record, Status};

use crate::generated::tour;
use crate::scripted::{Act, FLAVOURS, Scripted, perform};

fn round_trip(record: &Record) -> Record {
    let text = serde_json::to_string(record).unwrap();
    let read: Record = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    read
}

#[test]
fn nothing_is_lost() {
    let scripts: [&[(&str, &[Act])]; 4] = [
        &[],
        &[("notify", &[Act::Steps]), ("fetch", &[Act::Fail("\"busy\"\n"), Act::Well]), ("tick", &[Act::Panic("ü")])],
        &[("measure", &[Act::Take(3), Act::Take(4)]), ("weigh", &[Act::Fail("jammed"), Act::Steps])],
        &[("judge", &[Act::Fail("bad")])],
    ];
    for script in scripts {
        for flavour in FLAVOURS {
            let record = perform(flavour, script, |conductor| conductor.dynamics(Dynamics::F)).record;
            let read = round_trip(&record);
            assert_eq!(read, record);
            assert_eq!(read.summary(), record.summary());
        }
    }
}

#[test]
fn the_form_is_stable() {
    let record =
        perform(FLAVOURS[0], &[("loadContext", &[Act::Take(150)]), ("notify", &[Act::Fail("down")])], |conductor| {
            conductor.correlation_id("order-7")
        })
        .record;
    let json = serde_json::to_value(&record).unwrap();
    assert_eq!(json["sequence"], "tour");
    assert_eq!(json["correlation_id"], "order-7");
    assert_eq!(json["duration_ns"], 150_000_000);
    assert_eq!(json["movements"][0]["status"], "played");
    let expect = serde_json::json!({
        "movement": 0, "number": 1, "name": "Load Context", "handler": "loadContext", "event": "tour:context:loaded",
        "kind": "io", "dynamics": "mf", "place": "sequences/tour.json:12:9", "budget_ns": 100_000_000,
        "status": "played", "attempts": 1, "start_ns": 0, "duration_ns": 150_000_000,
    });
    assert_eq!(json["beats"][0], expect);
    assert_eq!(json["beats"][2]["why"], "down");
    assert_eq!(json["beats"][7]["status"], "skipped");
    assert_eq!(json["beats"][6]["performed"]["sequence"], "inner");
}

#[test]
fn a_performance_can_be_kept() {
    let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    let conductor = symphony::Conductor::default().unrecorded();
    let performed = symphony::block_on(tour::perform(&Scripted::new(&[]), &conductor, input)).unwrap();
    let kept = Performance { output: performed.output.weight, record: performed.record };
    let read: Performance<u32> = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
    assert_eq!(read, kept);
    assert!(!read.record.is_recorded() && read.record.status() == Status::Played);
}

#[test]
fn what_is_missing_is_an_error() {
    let record = perform(FLAVOURS[0], &[], |conductor| conductor).record;
    let mut json = serde_json::to_value(&record).unwrap();
    json["beats"][0].as_object_mut().unwrap().remove("status");
    let error = serde_json::from_value::<Record>(json).unwrap_err();
    assert!(error.to_string().contains("missing field `status`"), "{error}");
}
