//! What holds of edits, whatever they are.

use std::cell::Cell;

use proptest::prelude::*;
use symphony_audit::fix::{Edit, Opinion, Options, Outcome, Texts, fix, judge, preview};
use symphony_codegen::diagnostic::Applicability;
use symphony_codegen::rule::{Family, Rule, Severity};

use crate::folder::{Folder, with_unsafe};

static RULE: Rule =
    Rule { code: "TEST", family: Family::Sequence, severity: Severity::Major, what: "", why: "", bad: "", good: "" };

/// Sequences with what fixes mend, in all kinds of layout.
fn sequence() -> impl Strategy<Value = String> {
    let space = || prop::sample::select(&["", " ", "\n", "\r\n\t", "  "][..]);
    let beat =
        (prop::sample::select(&["handler", "handlr", "x-handler"][..]), space(), prop::sample::select(&["", ","][..]));
    let beats = prop::collection::vec(beat, 1..4);
    let key = prop::sample::select(&["movements", "movments"][..]);
    let kind = prop::sample::select(&["mf", "mff", "p"][..]);
    (key, beats, 0_u8..6, space(), prop::sample::select(&["", "\u{feff}"][..]), kind).prop_map(
        |(key, beats, count, space, start, kind)| {
            let beats: Vec<String> = beats
                .iter()
                .enumerate()
                .map(|(at, (key, space, comma))| format!("{{{space}\"beat\":{},\"{key}\":\"run{at}\"{comma}}}", at + 1))
                .collect();
            format!(
                "{start}{{\"id\": \"a\",{space}\"dynamics\": \"{kind}\", \"beats\":{space}{count},\"{key}\":[{{\"id\":\"m\",\"beats\":[{}]}}]{space}}}{space}",
                beats.join(",")
            )
        },
    )
}

proptest! {
    #[test]
    fn every_byte_outside_of_edits_stays(
        parts in prop::collection::vec(("[a-zé\r\n]{0,6}", "[a-zé\r\n]{0,4}", "[A-Z]{0,3}"), 1..6),
        overlaps in any::<bool>(),
    ) {
        let folder = Folder::new(&[]);
        let (mut text, mut expected, mut edits) = (String::new(), String::new(), Vec::new());
        for (kept, removed, added) in &parts {
            text.push_str(kept);
            expected.push_str(kept);
            let start = text.len();
            text.push_str(removed);
            expected.push_str(added);
            // Two texts that are put into the same place are put there one after the other, so there is none here.
            if removed.is_empty() {
                expected.truncate(expected.len() - added.len());
            } else {
                edits.push((start..text.len(), added.clone()));
            }
        }
        if overlaps && let Some((range, _)) = edits.first().cloned() {
            edits.push((range, "never".into()));
        }
        folder.write("a.txt", &text);
        let path = folder.path("a.txt");
        let is_first = Cell::new(true);
        let judge = |_: &Texts| {
            let mut opinion = Opinion::default();
            if is_first.replace(false) {
                opinion.texts.insert(path.clone(), text.clone());
                opinion.edits = edits.iter().map(|(range, added)| Edit {
                    rule: &RULE,
                    applicability: Applicability::Safe,
                    path: path.clone(),
                    shown: "a.txt".into(),
                    range: range.clone(),
                    text: added.clone(),
                    title: String::new(),
                }).collect();
            }
            Ok(opinion)
        };
        let report = preview(&judge, &Options::default()).unwrap();
        prop_assert_eq!(folder.read("a.txt"), text.clone());
        prop_assert_eq!(report.phases[1].files.first().map_or(&text, |file| &file.after), &expected);
        is_first.set(true);
        fix(&judge, &Options::default(), &mut folder.open(), None).unwrap();
        prop_assert_eq!(folder.read("a.txt"), expected);
    }

    #[test]
    fn a_fix_of_a_fix_changes_nothing(text in sequence(), is_unsafe in any::<bool>()) {
        let options = if is_unsafe { with_unsafe() } else { Options::default() };
        let folder = Folder::new(&[("a.json", &text)]);
        let planned = folder.preview(&options).unwrap();
        prop_assert_eq!(folder.read("a.json"), text.clone());
        prop_assert!(!folder.store().folder().exists());
        let scores = || judge(&folder.scope(), &Texts::new()).unwrap().scores;
        let old = scores();
        let report = folder.fix(&options).unwrap();
        let once = folder.read("a.json");
        if report.trigger().is_some() {
            prop_assert_eq!(&once, &text);
        }
        if let Some(file) = planned.phases.iter().filter(|it| it.outcome == Outcome::Possible).flat_map(|it| &it.files).last() {
            prop_assert_eq!(&once, &file.after);
        } else {
            prop_assert_eq!(&once, &text);
        }
        let again = folder.fix(&options).unwrap();
        prop_assert_eq!(folder.read("a.json"), once.clone());
        prop_assert!(again.phases.iter().all(|it| !matches!(it.outcome, Outcome::Done { .. })), "{:?}", again);
        if !is_unsafe {
            let new = scores();
            prop_assert!(old.iter().all(|(name, score)| new[name] >= *score), "{:?} {:?}", old, new);
        }
        // What is left says what was there: no beat is gone.
        prop_assert_eq!(once.matches("\"run").count(), text.matches("\"run").count());
        folder.open().undo(false).unwrap();
        prop_assert_eq!(folder.read("a.json"), text);
    }
}
