//! What `generate` remembers, and how somebody says that a loss is meant.

use symphony_audit::check::{Options, check};
use symphony_audit::generate::compare;
use symphony_audit::registry::{Kind, Loss, review};
use symphony_audit::scope::Scope;

use crate::Hello;

const WRITING: &str = r#"{
  "id": "writing", "version": "1.0.0", "pluginId": "Writer", "domainId": "letters",
  "input": { "name": "String" }, "output": ["letter"],
  "governance": { "policies": ["all letters are signed"], "metrics": ["letters a day"] },
  "movements": [{ "id": "draft", "beats": [
    { "beat": 1, "handler": "chooseTone", "event": "tone:chosen", "input": ["name"], "output": { "tone": "String" } },
    { "beat": 2, "id": "letter", "handler": "writeLetter", "event": "letter:written", "input": ["tone"], "output": { "letter": "String" },
      "acceptanceCriteria": [{ "id": "warm", "given": ["a tone"], "when": ["it writes"], "then": ["a letter is there"] }] }
  ] }]
}
"#;

const DAY: &str = r#"{ "id": "day", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "wakeUp", "output": { "name": "String" } },
  { "beat": 2, "sequence": "writing", "input": ["name"] }
] }] }
"#;

fn hello() -> Hello {
    Hello::with(&[("sequences/writing.json", WRITING), ("sequences/day.json", DAY)])
}

/// The sequence without its first beat, and what took its value.
fn without_a_beat() -> String {
    let start = WRITING.find("    { \"beat\": 1").unwrap();
    let end = WRITING.find("    { \"beat\": 2").unwrap();
    let rest = format!("{}{}", &WRITING[..start], &WRITING[end..]);
    rest.replace(r#""input": ["tone"]"#, r#""input": ["name"]"#)
}

/// The codes of what is found.
fn codes(hello: &Hello) -> Vec<&'static str> {
    let verdict = check(&Scope::of(vec![hello.package.clone()], Vec::new()), &Options::default()).unwrap();
    let of = ["UNAUTHORIZED_CHANGE", "MANIFEST_MISMATCH", "REGISTRY_MISSING", "BREAKING_CHANGE_DETECTED"];
    verdict.entries().map(|entry| entry.finding.rule.code).filter(|code| of.contains(code)).collect()
}

fn is_fresh(hello: &Hello) -> bool {
    compare(&hello.package).unwrap().value.unwrap().stale.iter().all(|it| !it.remedy().ends_with("generate"))
}

#[test]
fn everything_of_a_sequence_is_known() {
    let hello = hello();
    assert_eq!(codes(&hello), ["REGISTRY_MISSING"]);
    assert!(hello.generate().contains(&"docs/sequences/registry.json".to_owned()));
    assert_eq!(codes(&hello), [""; 0]);
    let known = hello.known();
    let entry = &known.sequences["writing"];
    let all: Vec<String> = entry.has.iter().map(|(kind, name)| format!("{kind}:{name}")).collect();
    assert_eq!(
        all,
        [
            "movement:draft",
            "beat:draft/chooseTone",
            "beat:draft/letter",
            "handler:chooseTone",
            "handler:writeLetter",
            "criterion:draft/write_letter/warm",
            "event:letter:written",
            "event:tone:chosen",
            "policy:all letters are signed",
            "metric:letters a day",
        ]
    );
    assert_eq!((entry.file.as_str(), entry.layer.word()), ("sequences/writing.json", "plugin"));
    assert_eq!(entry.interface.input["name"], "String");
    assert_eq!(entry.interface.output["letter"], "String");
    assert!(known.sequences["day"].performs.contains("writing") && entry.performed_by.contains("day"));
}

#[test]
fn a_test_that_is_written_is_known() {
    let hello = hello();
    hello.generate();
    let path = "tests/writing_scenarios.rs";
    assert_eq!(hello.known().sequences["writing"].has.count(Kind::Test), 0, "a stub is no test");
    let stub = hello.read(path);
    let written = stub.lines().map(|line| if line.contains("todo!(") { "        Ok(())" } else { line });
    let written = written.collect::<Vec<_>>().join("\n");
    hello.write(path, &written);
    hello.generate();
    assert!(hello.known().sequences["writing"].has.tests.contains("draft/write_letter/warm"), "{written}");
    hello.write(path, &stub);
    assert_eq!(hello.lost(), ["writing/test:draft/write_letter/warm"]);
}

#[test]
fn generate_does_not_wash_a_loss_away() {
    let hello = hello();
    hello.generate();
    hello.write("sequences/writing.json", &without_a_beat());
    let lost = ["writing/beat:draft/chooseTone", "writing/handler:chooseTone", "writing/event:tone:chosen"];
    for _ in 0..3 {
        assert_eq!(hello.lost(), lost);
        // The handler and the event went with the beat.
        assert_eq!(codes(&hello), ["UNAUTHORIZED_CHANGE", "BREAKING_CHANGE_DETECTED"]);
        hello.generate();
        assert!(is_fresh(&hello));
    }
    assert_eq!(hello.known().lost().iter().map(Loss::id).collect::<Vec<_>>(), lost);
    // What comes back is no longer lost.
    hello.write("sequences/writing.json", WRITING);
    hello.generate();
    assert_eq!(hello.known().lost(), []);
    assert_eq!(codes(&hello), [""; 0]);
}

#[test]
fn a_sequence_that_is_gone_is_lost_with_all_it_had() {
    let hello = hello();
    hello.generate();
    hello.remove("sequences/day.json");
    hello.generate();
    let lost = ["day", "day/movement:m", "day/beat:m/wakeUp", "day/beat:m/writing", "day/handler:wakeUp"];
    assert_eq!(hello.lost(), lost);
    let verdict = check(&Scope::of(vec![hello.package.clone()], Vec::new()), &Options::default()).unwrap();
    let places: Vec<String> = verdict.judgements[0]
        .entries
        .iter()
        .filter(|entry| entry.finding.rule.code == "UNAUTHORIZED_CHANGE")
        .map(|entry| verdict.judgements[0].sources.locate(entry.finding.primary.place))
        .collect();
    assert_eq!(places, ["docs/sequences/registry.json:5:5"], "{}", hello.read("docs/sequences/registry.json"));
    assert_eq!(hello.overview().lost.len(), lost.len());
    assert!(hello.overview().sequences.iter().any(|row| row.id == "day" && row.entry.is_lost));
}

#[test]
fn a_file_that_cannot_be_read_has_not_lost_its_sequence() {
    let hello = hello();
    hello.generate();
    hello.write("sequences/day.json", "{ \"id\": \"day\" ");
    assert_eq!(codes(&hello), [""; 0]);
}

#[test]
fn a_review_accepts_what_it_names() {
    let hello = hello();
    hello.generate();
    hello.write("sequences/writing.json", &without_a_beat());
    hello.generate();
    let packages = [hello.package.clone()];
    let reviewed = |ids: Option<&[&str]>| {
        let ids: Option<Vec<String>> = ids.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
        review(&packages, ids.as_deref()).map(|mut all| all.remove(0).value.unwrap())
    };
    let fault = reviewed(Some(&["writing/beat:draft/choseTone"])).unwrap_err().to_string();
    assert!(fault.contains("did you mean `writing/beat:draft/chooseTone`?"), "{fault}");
    let dropped = reviewed(Some(&["writing/beat:draft"])).unwrap().dropped;
    assert_eq!(dropped.iter().map(Loss::id).collect::<Vec<_>>(), ["writing/beat:draft/chooseTone"]);
    assert_eq!(hello.lost(), ["writing/handler:chooseTone", "writing/event:tone:chosen"]);
    assert!(is_fresh(&hello), "a review leaves nothing stale");
    let reviewed_all = reviewed(Some(&["writing"])).unwrap();
    assert_eq!((reviewed_all.dropped.len(), reviewed_all.accepted.len()), (2, 1));
    assert_eq!(codes(&hello), [""; 0]);
    assert!(is_fresh(&hello) && hello.generate().is_empty());

    hello.remove("sequences/day.json");
    hello.generate();
    assert_eq!(reviewed(None).unwrap().dropped.len(), 5);
    assert!(!hello.known().sequences.contains_key("day"));
    assert_eq!(reviewed(None).unwrap().dropped, []);
}

#[test]
fn a_promise_holds_until_its_version_rises() {
    let hello = hello();
    hello.generate();
    let changed =
        WRITING.replace(r#""input": { "name": "String" }"#, r#""input": { "name": "String", "to": "String" }"#);
    hello.write("sequences/writing.json", &changed.replace(r#""input": ["tone"]"#, r#""input": ["tone", "to"]"#));
    hello.write(
        "sequences/day.json",
        &DAY.replace("[\"name\"]", "[\"name\", \"to\"]")
            .replace("{ \"name\": \"String\" }", "{ \"name\": \"String\", \"to\": \"String\" }"),
    );
    for _ in 0..2 {
        assert_eq!(codes(&hello), ["BREAKING_CHANGE_DETECTED"]);
        hello.generate();
    }
    hello.write("sequences/writing.json", &hello.read("sequences/writing.json").replace("1.0.0", "2.0.0"));
    assert_eq!(codes(&hello), [""; 0]);
    hello.generate();
    assert_eq!(hello.known().sequences["writing"].interface.version.as_deref(), Some("2.0.0"));
}

#[test]
fn a_registry_that_was_edited_says_so() {
    let hello = hello();
    hello.generate();
    let path = "docs/sequences/registry.json";
    let text = hello.read(path);
    hello.write(path, &text.replace("\"all letters are signed\"", "\"some letters are signed\""));
    assert_eq!(codes(&hello), ["UNAUTHORIZED_CHANGE", "MANIFEST_MISMATCH"]);
    hello.write(path, "<<<<<<< ours\n@generated by cargo-symphony");
    let fault = compare(&hello.package).unwrap_err().to_string();
    assert!(fault.contains("`docs/sequences/registry.json` is no registry: expected value at line 1"), "{fault}");
    hello.write(path, &text);
    assert_eq!(codes(&hello), [""; 0]);
    std::fs::rename(hello.root().join("sequences/day.json"), hello.root().join("sequences/night.json")).unwrap();
    assert_eq!(codes(&hello), ["MANIFEST_MISMATCH"]);
    hello.generate();
    assert_eq!(codes(&hello), [""; 0]);
    assert!(hello.folder.path().exists());
}
