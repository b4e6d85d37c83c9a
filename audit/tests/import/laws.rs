//! What holds of any JSON.

use proptest::prelude::*;

use crate::facts::{Facts, compiled, lost};
use crate::imported;

/// Keys by which dialects are told apart, and others.
const KEYS: &[&str] = &[
    "id",
    "name",
    "movements",
    "beats",
    "steps",
    "sequence",
    "sequences",
    "phases",
    "handlers",
    "handler",
    "event",
    "musicalSequence",
    "orchestration",
    "beatDetails",
    "movement",
    "completionCriteria",
    "x-beats",
    "input",
    "other",
];

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("1".to_owned()),
        Just("2".to_owned()),
        Just("1.50e2".to_owned()),
        Just("null".to_owned()),
        Just(r#""a:b-c""#.to_owned()),
        Just(r#""\u0041 b""#.to_owned()),
    ];
    leaf.prop_recursive(7, 40, 4, |inner| {
        let members = prop::collection::btree_map(prop::sample::select(KEYS), inner.clone(), 0..4);
        let object = members.prop_map(|members| {
            let members: Vec<_> = members.iter().map(|(key, value)| format!("{key:?}: {value}")).collect();
            format!("{{ {} }}", members.join(", "))
        });
        prop_oneof![
            2 => object,
            1 => prop::collection::vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
        ]
    })
}

/// Something with the outline of a sequence.
fn file() -> impl Strategy<Value = String> {
    let list = || prop::sample::select(&["movements", "steps", "phases", "sequences", "beatDetails"][..]);
    let below = || prop::sample::select(&["beats", "steps", "sequence", "orchestration"][..]);
    let object = (below(), prop::collection::vec(value(), 0..3), value());
    let movements = prop::collection::vec(object, 0..3);
    (list(), movements, value(), any::<bool>()).prop_map(|(list, movements, other, wrapped)| {
        let movements: Vec<_> = movements
            .iter()
            .map(|(key, items, other)| format!("{{ {key:?}: [{}], \"purpose\": {other} }}", items.join(", ")))
            .collect();
        let file = format!("{{ {list:?}: [{}], \"version\": {other} }}", movements.join(", "));
        if wrapped { format!("{{ \"musicalSequence\": {file} }}") } else { file }
    })
}

proptest! {
    #[test]
    fn nothing_is_lost_and_once_is_enough(text in prop_oneof![file(), value()]) {
        let (_, outcome) = imported("a.json", text.as_bytes());
        let Ok(outcome) = outcome else { return Ok(()) };
        let before = Facts::of(&text);
        let mut after = Facts::default();
        for sequence in &outcome.sequences {
            after.add(&Facts::of(&sequence.text));
            let (_, again) = imported("a.json", sequence.text.as_bytes());
            prop_assert_eq!(&again.unwrap().sequences[0].text, &sequence.text);
            // What is there fits; what is not there cannot be made up.
            let (_, form, _) = compiled(&sequence.text);
            let fits = form.iter().all(|code| *code == "MISSING_KEY");
            prop_assert!(fits || sequence.text == text, "{:?}: {}", form, sequence.text);
        }
        prop_assert_eq!(lost(&before.leaves, &after.leaves), Vec::<String>::new());
    }
}
