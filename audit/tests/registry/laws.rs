//! What holds of every memory.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use symphony_audit::registry::domains::Status;
use symphony_audit::registry::overview::{DomainRow, Filter, LostRow, Overview, SequenceRow, Shelf, Tally};
use symphony_audit::registry::{Beat, Elements, Entry, Interface, Kind, Layer, Registry, losses, merged};

use crate::of_texts;

fn names() -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set(prop::sample::select(vec!["x".to_owned(), "y".to_owned(), "ü \"z\"".to_owned()]), 0..3)
}

fn elements() -> impl Strategy<Value = Elements> {
    (names(), names(), names(), names(), names(), names(), names(), names(), names(), names()).prop_map(
        |(movements, beats, handlers, criteria, events, policies, metrics, completions, implementations, tests)| {
            Elements {
                movements,
                beats: beats.into_iter().map(|name| (name, Beat::default())).collect(),
                handlers,
                criteria,
                events,
                policies,
                metrics,
                completions,
                implementations,
                tests,
            }
        },
    )
}

fn entry() -> impl Strategy<Value = Entry> {
    let version = prop::option::of(prop::sample::select(vec!["1.0.0", "1.1.0", "2.0.0"]));
    (elements(), names(), version, "[ab]").prop_map(|(has, input, version, title)| Entry {
        file: "sequences/a.json".into(),
        title,
        interface: Interface {
            version: version.map(str::to_owned),
            input: input.into_iter().map(|name| (name, "u8".to_owned())).collect(),
            ..Interface::default()
        },
        has,
        ..Entry::default()
    })
}

fn registry() -> impl Strategy<Value = Registry> {
    prop::collection::btree_map("[abc]", entry(), 0..4).prop_map(|sequences| {
        let mut registry = Registry::default();
        registry.sequences = sequences;
        registry
    })
}

/// Everything that a registry knows, lost or not.
fn known(registry: &Registry) -> BTreeSet<(String, Kind, String)> {
    let of = |(id, entry): (&String, &Entry)| {
        let elements = entry.has.iter().chain(entry.lost.iter());
        let all = elements.map(|(kind, name)| (id.clone(), kind, name.to_owned()));
        all.chain([(id.clone(), Kind::Sequence, id.clone())]).collect::<Vec<_>>()
    };
    registry.sequences.iter().flat_map(of).collect()
}

proptest! {
    #[test]
    fn merging_again_changes_nothing(known in registry(), present in registry()) {
        let once = merged(&known, &present);
        prop_assert_eq!(&merged(&once, &present), &once);
        prop_assert_eq!(losses(&once, &present), losses(&known, &present));
    }

    #[test]
    fn nothing_is_forgotten(first in registry(), second in registry(), third in registry()) {
        let memory = merged(&merged(&first, &second), &third);
        let all: BTreeSet<_> = [&first, &second, &third].into_iter().flat_map(known).collect();
        prop_assert_eq!(known(&memory), all);
        for entry in memory.sequences.values() {
            prop_assert!(entry.lost.iter().all(|(kind, name)| !entry.has.has(kind, name)), "it is lost, or it is there");
        }
    }

    #[test]
    fn nothing_is_lost_where_everything_is_there(before in registry(), present in registry()) {
        let missing: BTreeSet<_> = known(&before).difference(&known(&present)).cloned().collect();
        let lost: BTreeSet<_> =
            losses(&before, &present).into_iter().map(|loss| (loss.sequence, loss.kind, loss.name)).collect();
        prop_assert_eq!(lost, missing);
        prop_assert_eq!(losses(&before, &before), vec![]);
        prop_assert_eq!(losses(&before, &present), merged(&before, &present).lost());
    }

    #[test]
    fn what_is_written_is_read(first in registry(), second in registry()) {
        let memory = merged(&first, &second);
        let text = memory.text();
        let read = Registry::parse(text.as_bytes()).unwrap();
        prop_assert!(read.is_intact());
        prop_assert_eq!(read.text(), text);
        prop_assert_eq!(read, memory);
    }

    #[test]
    fn no_text_is_too_much(text in any::<String>()) {
        if let Ok(registry) = Registry::parse(text.as_bytes()) {
            prop_assert!(registry.sequences.is_empty());
        }
    }
}

/// A sequence with so many beats in each movement; with something of everything.
fn sequence(sizes: &[usize]) -> Value {
    let beat = |movement: usize, beat: usize| {
        json!({
            "beat": beat + 1, "handler": format!("do{movement}x{beat}"), "event": format!("e:{movement}:{beat}"),
            "acceptanceCriteria": [{ "id": "c", "given": ["a"], "when": ["b"], "then": [format!("c {beat}")] }],
            "testFile": "tests/a.rs", "testCase": format!("case{movement}x{beat}"),
        })
    };
    let movement = |(at, size): (usize, &usize)| json!({ "id": format!("m{at}"), "beats": (0..*size).map(|it| beat(at, it)).collect::<Vec<_>>() });
    json!({
        "id": "a", "movements": sizes.iter().enumerate().map(movement).collect::<Vec<_>>(),
        "events": ["e:declared"],
        "governance": { "policies": ["p1", "p2"], "metrics": ["n1"] },
    })
}

/// Every element of [`sequence`] with what it is, by its JSON Pointer.
fn parts(sizes: &[usize]) -> Vec<(Kind, String)> {
    let mut parts = vec![
        (Kind::Policy, "/governance/policies/0".to_owned()),
        (Kind::Policy, "/governance/policies/1".to_owned()),
        (Kind::Metric, "/governance/metrics/0".to_owned()),
        (Kind::Event, "/events/0".to_owned()),
    ];
    for (movement, size) in sizes.iter().enumerate() {
        parts.push((Kind::Movement, format!("/movements/{movement}")));
        for beat in 0..*size {
            let beat = format!("/movements/{movement}/beats/{beat}");
            parts.push((Kind::Criterion, format!("{beat}/acceptanceCriteria/0")));
            parts.push((Kind::Event, format!("{beat}/event")));
            parts.push((Kind::Handler, format!("{beat}/handler")));
            parts.push((Kind::Test, format!("{beat}/testFile")));
            parts.push((Kind::Beat, beat));
        }
    }
    parts
}

fn delete(value: &mut Value, pointer: &str) {
    let (above, last) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(above).unwrap() {
        Value::Array(items) => drop(items.remove(last.parse().unwrap())),
        Value::Object(members) => drop(members.remove(last).unwrap()),
        other => panic!("{other} has no parts"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_deleted_is_a_loss(sizes in prop::collection::vec(1..4_usize, 1..4), at in any::<prop::sample::Index>()) {
        let whole = sequence(&sizes);
        let before = of_texts([whole.to_string().as_str()]);
        prop_assert_eq!(before.sequences["a"].has.count(Kind::Beat), sizes.iter().sum::<usize>());
        let parts = parts(&sizes);
        let (kind, pointer) = at.get(&parts);
        let mut rest = whole.clone();
        delete(&mut rest, pointer);
        let lost = losses(&before, &of_texts([rest.to_string().as_str()]));
        prop_assert!(lost.iter().any(|loss| loss.kind == *kind), "{}: {:?}", pointer, lost);
        if *kind == Kind::Beat {
            for kind in [Kind::Beat, Kind::Handler, Kind::Event, Kind::Criterion, Kind::Test] {
                prop_assert_eq!(lost.iter().filter(|loss| loss.kind == kind).count(), 1, "{:?}", kind);
            }
        }
    }
}

fn overview() -> impl Strategy<Value = Overview> {
    let status = prop::sample::select(vec![Status::Active, Status::Planned, Status::Deprecated]);
    let domain = ("[ab]", status, "[xy]").prop_map(|(id, status, file)| DomainRow {
        package: "hello".into(),
        file,
        name: id.clone(),
        id,
        description: None,
        category: None,
        status,
        owner: None,
        parent: None,
        related: Vec::new(),
        sequences: Vec::new(),
        is_implemented: false,
    });
    let sequence = ("[a-e]", any::<bool>(), any::<bool>(), prop::option::of("[ab]"), prop::option::of("[kl]"))
        .prop_map(|(id, is_plugin, is_lost, domain, kind)| SequenceRow {
            package: "hello".into(),
            from: "sequences/".into(),
            id,
            domain,
            size: [].into(),
            entry: Entry {
                layer: if is_plugin { Layer::Plugin } else { Layer::Orchestration },
                kind,
                is_lost,
                ..Entry::default()
            },
        });
    (prop::collection::vec(domain, 0..6), prop::collection::vec(sequence, 0..8)).prop_map(|(domains, sequences)| {
        let lost = |row: &SequenceRow| LostRow {
            package: "hello".into(),
            from: "registry.json".into(),
            id: row.id.clone(),
            sequence: row.id.clone(),
            kind: Kind::Sequence,
            name: row.id.clone(),
        };
        let lost = sequences.iter().filter(|row| row.entry.is_lost).map(lost).collect();
        Overview { domains, sequences, lost, ..Overview::default() }
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    let layers = vec![Shelf::Domains, Shelf::Sequences(Layer::Plugin), Shelf::Sequences(Layer::Orchestration)];
    let layer = prop::option::of(prop::sample::select(layers));
    let status = prop::option::of(prop::sample::select(vec!["active".to_owned(), "lost".to_owned()]));
    (layer, status, prop::option::of("[ab]"), prop::option::of("[kl]"))
        .prop_map(|(layer, status, domain, kind)| Filter { layer, status, domain, kind })
}

proptest! {
    #[test]
    fn counts_add_up(first in overview(), second in overview(), filter in filter()) {
        let mut all = Overview::default();
        all.add(first);
        all.add(second);
        let count = |overview: &Overview, layer| {
            overview.sequences.iter().filter(|row| !row.entry.is_lost && row.entry.layer == layer).count()
        };
        for overview in [all.clone(), all.filtered(&filter)] {
            let counts = &overview.counts;
            prop_assert_eq!(counts.domains.total, overview.domains.len());
            prop_assert_eq!(counts.lost.total, overview.lost.len());
            let layers = [Layer::Plugin, Layer::Orchestration];
            prop_assert_eq!(counts.sequences.total, layers.into_iter().map(|layer| count(&overview, layer)).sum::<usize>());
            for tally in [&counts.domains, &counts.sequences, &counts.lost] {
                let Tally { total, parts } = tally;
                prop_assert_eq!(*total, parts.iter().map(|part| part.count).sum::<usize>());
                prop_assert!(parts.iter().all(|part| part.count > 0 && !part.from.is_empty()));
            }
        }
    }
}
