//! Phases, and what rolls them back.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use symphony_audit::fix::{Counts, Edit, Note, Opinion, Options, Outcome, Phase, Texts, Trigger, fix};
use symphony_codegen::diagnostic::Applicability;
use symphony_codegen::implementation::MISSING_IMPLEMENTATION;
use symphony_codegen::rule::{Family, Rule, Severity};

use crate::folder::{Folder, with_unsafe};

const fn rule(code: &'static str, family: Family) -> Rule {
    Rule { code, family, severity: Severity::Major, what: "", why: "", bad: "", good: "" }
}

static FIRST: Rule = rule("FIRST", Family::Sequence);
static SECOND: Rule = rule("SECOND", Family::Sequence);
static GREATER: Rule = Rule { severity: Severity::Critical, ..rule("GREATER", Family::Sequence) };
static DOMAIN: Rule = rule("DOMAIN", Family::Governance);

const WRONG: &str = r#"{ "id": "a", "beats": 3, "movements": [{ "id": "m", "beats": [
    { "beat": 1, "event": "a:b", "handler": "run" },
    { "beat": 2, "event": "a:c", "handler": "stop" }
] }] }"#;

/// What a file says, and the whole of it in another form.
fn edit(folder: &Folder, rule: &'static Rule, from: &str, to: &str) -> Option<(Edit, String)> {
    let text = folder.read("a.txt");
    let at = text.find(from)?;
    let edit = Edit {
        rule,
        applicability: Applicability::Safe,
        path: folder.path("a.txt"),
        shown: "a.txt".into(),
        range: at..at + from.len(),
        text: to.into(),
        title: String::new(),
    };
    Some((edit, text))
}

/// A judge of `a.txt` that turns each first word into its second, and thinks what `then` makes of it.
fn judge<'j>(
    folder: &'j Folder,
    words: &'j [(&'static Rule, &'static str, &'static str)],
    then: impl Fn(&str, &mut Opinion) + 'j,
) -> impl Fn(&Texts) -> symphony_audit::error::Result<Opinion> + 'j {
    move |texts| {
        let path = folder.path("a.txt");
        let text = texts.get(&path).map_or_else(|| folder.read("a.txt"), |it| String::from_utf8(it.clone()).unwrap());
        let mut opinion = Opinion::default();
        for (rule, from, to) in words {
            if let Some(at) = text.find(from) {
                let made = edit(folder, rule, "", to).unwrap().0;
                opinion.edits.push(Edit { range: at..at + from.len(), ..made });
            }
        }
        then(&text, &mut opinion);
        opinion.texts.insert(path, text);
        Ok(opinion)
    }
}

#[test]
fn a_wrong_count_is_mended_and_nothing_else() {
    let folder = Folder::new(&[("a.json", WRONG)]);
    let report = folder.fix(&Options::default()).unwrap();
    assert_eq!(folder.read("a.json"), WRONG.replace("\"beats\": 3", "\"beats\": 2"));
    assert_eq!(report.phases[1].fixed.iter().collect::<Vec<_>>(), [(&"BEAT_COUNT_MISMATCH", &1)]);
    assert!(report.left.iter().all(|note| !note.is_denied) && report.unsafe_left == 0, "{:?}", report.left);
    assert_eq!(report.phases[1].titles, ["./a.json:1:23: set it to 2"]);
    folder.open().undo(false).unwrap();
    assert_eq!(folder.read("a.json"), WRONG);
}

#[test]
fn guesses_are_left_to_somebody() {
    let text = WRONG.replace("\"beats\": 3", "\"beats\": 2").replace("\"handler\": \"stop\"", "\"handlr\": \"stop\"");
    let folder = Folder::new(&[("a.json", &text)]);
    let report = folder.fix(&Options::default()).unwrap();
    assert_eq!((folder.read("a.json"), report.unsafe_left), (text.clone(), 1));
    folder.fix(&with_unsafe()).unwrap();
    assert_eq!(folder.read("a.json"), text.replace("handlr", "handler"));
}

#[test]
fn an_opinion_follows_paths_that_are_not_below_the_folder() {
    let folder = Folder::new(&[("one/a.json", WRONG), ("two/a.json", WRONG)]);
    let report = folder.preview(&Options::default()).unwrap();
    assert_eq!(report.phases[1].files.len(), 2);
    assert!(
        report.phases[1].files[0].diff().starts_with("--- a/./one/a.json\n+++ b/./one/a.json\n@@ -1,4 +1,4 @@\n"),
        "{}",
        report.phases[1].files[0].diff()
    );
}

#[test]
fn phases_are_done_one_after_the_other() {
    let folder = Folder::new(&[("a.txt", "one two")]);
    let words = [(&FIRST, "two", "2"), (&DOMAIN, "one", "1")];
    let only = Options { phases: vec![Phase::Sequence], ..Options::default() };
    let report = fix(&judge(&folder, &words, |_, _| {}), &only, &mut folder.open(), None).unwrap();
    assert_eq!((report.phases.len(), folder.read("a.txt")), (1, "one 2".into()));
    folder.write("a.txt", "one two");
    let report = fix(&judge(&folder, &words, |_, _| {}), &Options::default(), &mut folder.open(), None).unwrap();
    let outcomes: Vec<bool> = report.phases.iter().map(|it| matches!(it.outcome, Outcome::Done { .. })).collect();
    assert_eq!((outcomes, folder.read("a.txt")), (vec![true, true, false], "1 2".into()));
    folder.open().undo(false).unwrap();
    assert_eq!(folder.read("a.txt"), "one two");
}

#[test]
fn a_circle_names_its_rules() {
    let folder = Folder::new(&[("a.txt", "tick")]);
    let words = [(&FIRST, "tick", "tock"), (&SECOND, "tock", "tick")];
    let fault = fix(&judge(&folder, &words, |_, _| {}), &Options::default(), &mut folder.open(), None).unwrap_err();
    assert!(fault.to_string().starts_with("the fixes of `FIRST` and `SECOND` go round in a circle"), "{fault}");
    assert_eq!(folder.read("a.txt"), "tick");
    // One that never ends comes back to nothing, and ends too.
    let words = [(&FIRST, "tick", "tick tick")];
    let fault = fix(&judge(&folder, &words, |_, _| {}), &Options::default(), &mut folder.open(), None).unwrap_err();
    assert!(fault.to_string().contains("`FIRST`"), "{fault}");
    assert_eq!(folder.read("a.txt"), "tick");
}

/// Why the phase is rolled back that turns `one` into `two`, where `then` thinks what it thinks of each.
#[track_caller]
fn objection(applicability: Applicability, then: impl Fn(&str, &mut Opinion)) -> Option<String> {
    let folder = Folder::new(&[("a.txt", "one")]);
    let words = [(&FIRST, "one", "two")];
    let judge = judge(&folder, &words, |text, opinion| {
        opinion.edits.iter_mut().for_each(|edit| edit.applicability = applicability);
        then(text, opinion);
    });
    let report = fix(&judge, &with_unsafe(), &mut folder.open(), None).unwrap();
    let trigger = report.trigger().map(|(phase, trigger)| {
        assert_eq!((phase, trigger.code(), folder.read("a.txt")), (Phase::Sequence, "VALIDATION_FAILED", "one".into()));
        trigger.to_string()
    });
    assert_eq!(trigger.is_none(), folder.read("a.txt") == "two");
    assert_eq!(report.phases.len(), if trigger.is_some() { 2 } else { 3 });
    trigger
}

#[test]
fn whatever_gets_worse_rolls_the_phase_back() {
    let note = |is_denied| Note {
        rule: &SECOND,
        file: "a".into(),
        element: "a/m/b".into(),
        fingerprint: "1".into(),
        line: "a:1: worse".into(),
        is_denied,
    };
    let safe = Applicability::Safe;
    let new = |is_denied| {
        move |text: &str, opinion: &mut Opinion| {
            if text == "two" {
                opinion.notes.push(note(is_denied));
            }
        }
    };
    let worse = Some("what it would leave is worse than what is there\n  a:1: worse".to_owned());
    assert_eq!(objection(safe, new(false)), worse);
    assert_eq!(objection(safe, new(true)), worse);
    assert_eq!(objection(Applicability::Unsafe, new(true)), worse);
    assert_eq!(objection(Applicability::Unsafe, new(false)), None);
    // Known otherwise, but not more of it.
    assert_eq!(
        objection(safe, |text, opinion| opinion.notes.push(Note { fingerprint: text.into(), ..note(true) })),
        None
    );

    // A lesser fault may take the place of a greater one.
    let lesser = |text: &str, opinion: &mut Opinion| {
        let rule = if text == "two" { &SECOND } else { &GREATER };
        opinion.notes.push(Note { rule, ..note(true) });
    };
    assert_eq!(objection(Applicability::Unsafe, lesser), None);
    assert_eq!(objection(safe, lesser), worse);
    let greater = |text: &str, opinion: &mut Opinion| {
        let rule = if text == "one" { &SECOND } else { &GREATER };
        opinion.notes.push(Note { rule, ..note(true) });
    };
    assert_eq!(objection(Applicability::Unsafe, greater), worse);

    // What could not be looked at before is no new fault.
    let uncovered = |text: &str, opinion: &mut Opinion| {
        if text == "two" {
            opinion.sound.insert("a".into());
            opinion.notes.push(Note { rule: &MISSING_IMPLEMENTATION, ..note(true) });
        }
    };
    assert_eq!(objection(safe, uncovered), None);

    let counts = |counts: fn(usize) -> Counts| {
        move |text: &str, opinion: &mut Opinion| {
            opinion.counts.insert("a".into(), counts(usize::from(text == "one")));
        }
    };
    for (name, counts_of) in [
        ("movements", counts(|it| Counts { movements: it, beats: 1, ..Counts::default() })),
        ("beats", counts(|it| Counts { beats: 1 + it, ..Counts::default() })),
        ("handlers", counts(|it| Counts { handlers: it, beats: 1, ..Counts::default() })),
        ("acceptance criteria", counts(|it| Counts { criteria: it, beats: 1, ..Counts::default() })),
        ("events", counts(|it| Counts { events: it, beats: 1, ..Counts::default() })),
        ("policies and metrics", counts(|it| Counts { policies: it, beats: 1, ..Counts::default() })),
    ] {
        for applicability in [safe, Applicability::Unsafe] {
            let why = objection(applicability, counts_of).unwrap_or_default();
            assert!(why.contains(&format!(" {name} ")) && why.ends_with("would be left"), "{name}: {why}");
        }
    }
    let values = counts(|it| Counts { values: it, beats: 1, ..Counts::default() });
    assert!(objection(safe, values).unwrap().contains("of 1 values 0 would be left"));
    assert_eq!(objection(Applicability::Unsafe, values), None);
    // In a dialect that is not read, a value may be a beat.
    let values = counts(|it| Counts { values: it, ..Counts::default() });
    assert!(objection(Applicability::Unsafe, values).is_some());
    let gone = |text: &str, opinion: &mut Opinion| {
        if text == "one" {
            opinion.counts.insert("a".into(), Counts::default());
        }
    };
    assert!(objection(Applicability::Unsafe, gone).unwrap().contains("a: is no sequence any more"));

    let scores = |text: &str, opinion: &mut Opinion| {
        opinion.scores.insert("a handler".into(), if text == "one" { 0.9 } else { 0.5 });
    };
    assert!(objection(safe, scores).unwrap().contains("a handler: the score would go from 0.900 to 0.500"));
    assert_eq!(objection(Applicability::Unsafe, scores), None);
}

#[test]
fn what_is_on_the_disk_is_looked_at_again() {
    let folder = Folder::new(&[("a.txt", "one")]);
    let words = [(&FIRST, "one", "two")];
    // In memory it is well; on the disk something else is there by then.
    let judge = judge(&folder, &words, |_, opinion| {
        if folder.read("a.txt") == "two" {
            let rule = &SECOND;
            opinion.notes.push(Note {
                rule,
                file: "b".into(),
                element: String::new(),
                fingerprint: String::new(),
                line: "b: worse".into(),
                is_denied: true,
            });
        }
    });
    let report = fix(&judge, &Options::default(), &mut folder.open(), None).unwrap();
    assert_eq!(report.trigger().unwrap().1.code(), "VALIDATION_FAILED");
    assert_eq!((folder.read("a.txt"), folder.store().runs().unwrap().len()), ("one".into(), 0));
}

#[test]
fn what_somebody_writes_meanwhile_stays() {
    let folder = Folder::new(&[("a.txt", "one")]);
    let words = [(&FIRST, "one", "two")];
    let judge = judge(&folder, &words, |_, opinion| {
        // Once it is replaced, somebody writes into it, and there is a reason to roll it back.
        if folder.read("a.txt") == "two" {
            folder.write("a.txt", "mine");
        } else {
            opinion.counts.insert("a".into(), Counts::default());
        }
    });
    let fault = fix(&judge, &Options::default(), &mut folder.open(), None).unwrap_err().to_string();
    assert!(fault.contains("was changed by somebody else meanwhile"), "{fault}");
    assert_eq!(folder.read("a.txt"), "mine");
}

thread_local! {
    /// When it is, for the clock of a test.
    static NOW: RefCell<Instant> = RefCell::new(Instant::now());
}

#[test]
fn a_phase_that_takes_too_long_is_rolled_back_wherever_it_is() {
    let limit = Duration::from_secs(60);
    let options = Options { timeout: Some(limit), clock: || NOW.with_borrow(|now| *now), ..Options::default() };
    let words = [(&FIRST, "one", "two"), (&SECOND, "two", "three")];
    for slow in 1..=3 {
        let folder = Folder::new(&[("a.txt", "one")]);
        let calls = Cell::new(0);
        let judge = judge(&folder, &words, |_, _| {
            // The first judgement is before any phase.
            if calls.replace(calls.get() + 1) == slow {
                NOW.with_borrow_mut(|now| *now += limit);
            }
        });
        let report = fix(&judge, &options, &mut folder.open(), None).unwrap();
        assert_eq!(report.trigger(), Some((Phase::Sequence, &Trigger::HandlerTimeout(limit))), "{slow}");
        assert_eq!((folder.read("a.txt"), folder.store().is_unfinished()), ("one".into(), false));
    }
    let folder = Folder::new(&[("a.txt", "one")]);
    assert_eq!(fix(&judge(&folder, &words, |_, _| {}), &options, &mut folder.open(), None).unwrap().trigger(), None);
    assert_eq!(folder.read("a.txt"), "three");
}

#[test]
fn bytes_that_are_no_text_are_left_alone() {
    let folder = Folder::new(&[]);
    // UTF-16, of which a finding shows the text as well as it can be.
    let bytes: Vec<u8> = WRONG.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("a.json", &bytes);
    folder.fix(&with_unsafe()).unwrap();
    assert_eq!(std::fs::read(folder.path("a.json")).unwrap(), bytes);
}

#[test]
fn domains_are_mended_in_a_phase_of_their_own() {
    let domains = r#"{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "planned", "owner": "ann" }] }"#;
    let folder = Folder::new(&[
        ("Cargo.toml", "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n"),
        ("src/lib.rs", ""),
        ("domains.json", domains),
        ("sequences/a.json", &WRONG.replace("\"id\": \"a\"", "\"id\": \"a\", \"domainId\": \"billing\"")),
    ]);
    let report = folder.fix(&with_unsafe()).unwrap();
    let codes: Vec<_> = report.phases.iter().map(|it| it.fixed.keys().copied().collect::<Vec<_>>()).collect();
    assert_eq!(codes, [vec!["PLANNED_DOMAIN_IMPLEMENTED"], vec!["BEAT_COUNT_MISMATCH"], vec![]], "{report:?}");
    assert_eq!(folder.read("domains.json"), domains.replace("planned", "active"));
    // Both phases are one run.
    assert_eq!(folder.open().undo(false).unwrap().unwrap().files.len(), 2);
    assert_eq!(folder.read("domains.json"), domains);
}
