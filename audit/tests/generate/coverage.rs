//! Where each criterion stands, by code, results and reviews.

use symphony_audit::coverage::results::read;
use symphony_audit::coverage::{enter, look, review};

use crate::package::{GREETING, Hello};

const SCENARIOS: &str = "tests/greeting_scenarios.rs";
const WARM: &str = "greeting/writing/write_letter/warm";
const BROKEN: &str = "greeting/writing/write_letter/broken";

/// With steps that are all written.
fn written() -> Hello {
    let hello = Hello::new();
    hello.generate();
    hello.write(SCENARIOS, &hello.read(SCENARIOS).replace("todo!(", "println!("));
    hello
}

/// The states of both criteria and what is orphaned.
#[track_caller]
fn states(hello: &Hello) -> (String, String, Vec<String>) {
    let coverage = look(&hello.package).unwrap().value.unwrap();
    let state = |id: &str| coverage.criteria[id].to_string();
    (state(WARM), state(BROKEN), coverage.orphans.clone())
}

#[track_caller]
fn check(hello: &Hello, warm: &str, broken: &str, orphans: &[&str]) {
    let orphans = orphans.iter().map(ToString::to_string).collect();
    assert_eq!(states(hello), (warm.to_owned(), broken.to_owned(), orphans));
}

/// Enters results, each a name and an event of libtest's; gives how many criteria they are of.
#[track_caller]
fn enter_results(hello: &Hello, results: &[(&str, &str)]) -> usize {
    let line =
        |(name, event): &(&str, &str)| format!("{{\"type\":\"test\",\"event\":\"{event}\",\"name\":\"{name}\"}}\n");
    let text: String = results.iter().map(line).collect();
    enter(&hello.package, &read("results", &text).unwrap()).unwrap().value.unwrap().results
}

const OF_WARM: &str = "writing::write_letter::warm";
const OF_BROKEN: &str = "writing::write_letter::broken";

#[test]
fn undefined_without_code_and_while_something_is_to_do() {
    let hello = Hello::new();
    check(&hello, "undefined", "undefined", &[]);
    hello.generate();
    check(&hello, "undefined", "undefined", &[]);
    hello.edit(SCENARIOS, "todo!(\"Given a warm tone\")", "self.tone = Warm");
    hello.edit(SCENARIOS, "todo!(\"When the letter is written\")", "self.write()");
    check(&hello, "undefined", "undefined", &[]);
    hello.edit(SCENARIOS, "todo!(\"Then it is over within 1 second: {budget}\")", "assert!(self.took <= budget.limit)");
    check(&hello, "unrun", "undefined", &[]);
    // A pass of a step that is still to be written is worth nothing.
    assert_eq!(enter_results(&hello, &[(OF_WARM, "ok"), (OF_BROKEN, "ok")]), 2);
    check(&hello, "covered", "undefined", &[]);
}

#[test]
fn covered_and_failing_come_from_results() {
    let hello = written();
    check(&hello, "unrun", "unrun", &[]);
    enter_results(&hello, &[(OF_WARM, "ok"), (OF_BROKEN, "failed")]);
    check(&hello, "covered", "failing", &[]);
    enter_results(&hello, &[(OF_BROKEN, "ok")]);
    check(&hello, "covered", "covered", &[]);
    // What stands in the record is what the documents say.
    hello.generate();
    assert!(hello.read("docs/sequences/index.json").contains("\"state\": \"covered\""));
    assert_eq!(hello.stale(), [""; 0]);
}

#[test]
fn a_failure_counts_more_than_anything() {
    let hello = written();
    enter_results(&hello, &[(OF_WARM, "failed")]);
    hello.write(SCENARIOS, &hello.read(SCENARIOS).replace("println!(", "todo!("));
    check(&hello, "failing", "undefined", &[]);
    // And the worse of two runs.
    let hello = written();
    enter_results(&hello, &[(OF_WARM, "failed"), (OF_WARM, "ok")]);
    check(&hello, "failing", "unrun", &[]);
}

#[test]
fn a_result_is_of_the_text_that_was_tested() {
    let hello = written();
    enter_results(&hello, &[(OF_WARM, "ok"), (OF_BROKEN, "failed")]);
    hello.edit("sequences/greeting.json", "a broken pen", "an empty pen");
    hello.edit(SCENARIOS, "fn given_a_broken_pen", "fn given_an_empty_pen");
    check(&hello, "covered", "unrun", &[]);
}

#[test]
fn ignored_by_the_sequence_or_by_the_test() {
    let hello = written();
    hello.edit("sequences/greeting.json", r#""id": "warm","#, r#""id": "warm", "ignore": "no pen yet","#);
    check(&hello, "ignored: no pen yet", "unrun", &[]);
    enter_results(&hello, &[(OF_BROKEN, "ignored")]);
    check(&hello, "ignored: no pen yet", "ignored", &[]);
}

#[test]
fn suspect_until_reviewed_again() {
    let hello = written();
    let packages = [hello.package.clone()];
    let reviewed = |ids: Option<&[String]>| review(&packages, ids).unwrap().remove(0).value.unwrap();
    assert_eq!(reviewed(None), [WARM, BROKEN]);
    assert_eq!(reviewed(None), [""; 0]);
    enter_results(&hello, &[(OF_WARM, "ok"), (OF_BROKEN, "ok")]);
    check(&hello, "covered", "covered", &[]);
    hello.edit("sequences/greeting.json", "a broken pen", "an empty pen");
    hello.edit(SCENARIOS, "fn given_a_broken_pen", "fn given_an_empty_pen");
    check(&hello, "covered", "suspect", &[]);
    // A run says nothing of whether somebody has read it.
    enter_results(&hello, &[(OF_BROKEN, "ok")]);
    check(&hello, "covered", "suspect", &[]);
    assert_eq!(reviewed(Some(&["greeting/writing".into()])), [BROKEN]);
    check(&hello, "covered", "covered", &[]);
    let fault = review(&packages, Some(&["greeting/writing/write_letter/brokn".into()])).unwrap_err().to_string();
    assert_eq!(
        fault,
        format!("`greeting/writing/write_letter/brokn` is the id of no criterion; did you mean `{BROKEN}`?")
    );
    let fault = review(&packages, Some(&["greet".into()])).unwrap_err().to_string();
    assert!(fault.starts_with("`greet` is the id of no criterion"), "{fault}");
}

#[test]
fn what_has_no_criterion_any_more_is_orphaned() {
    let hello = written();
    let packages = [hello.package.clone()];
    enter_results(&hello, &[(OF_WARM, "ok"), (OF_BROKEN, "ok")]);
    review(&packages, None).unwrap();
    hello.edit(
        "sequences/greeting.json",
        r#""id": "broken", "given": ["a broken pen"]"#,
        r#""id": "empty", "given": ["an empty pen"]"#,
    );
    let coverage = look(&hello.package).unwrap().value.unwrap();
    let expected = [
        "step WriteLetterScenarios::given_a_broken_pen in tests/greeting_scenarios.rs",
        "result of greeting/writing/write_letter/broken",
        "review of greeting/writing/write_letter/broken",
    ];
    assert_eq!(coverage.orphans, expected);
    assert_eq!(coverage.criteria["greeting/writing/write_letter/empty"].to_string(), "undefined");
    // An old binary still has the test. What is recorded of criteria that are gone is forgotten.
    let text = format!(
        "{{\"type\":\"test\",\"event\":\"ok\",\"name\":\"{OF_BROKEN}\"}}\n{{\"type\":\"test\",\"event\":\"ok\",\"name\":\"{OF_WARM}\"}}"
    );
    let entered = enter(&hello.package, &read("results", &text).unwrap()).unwrap().value.unwrap();
    assert_eq!(entered.forgotten, [BROKEN]);
    assert_eq!(entered.coverage.orphans, [expected[0], "test `writing::write_letter::broken`"]);
}

#[test]
fn other_tests_are_nobodys_orphans() {
    let hello = written();
    let count =
        enter_results(&hello, &[("tests::helper", "ok"), ("unit", "ok"), (OF_WARM, "ok"), ("a::b::c", "failed")]);
    assert_eq!(count, 1);
    check(&hello, "covered", "unrun", &[]);
    assert_eq!(enter_results(&hello, &[("tests::helper", "ok")]), 0);
}

#[test]
fn names_are_matched_from_a_segment_on() {
    let hello = written();
    assert_eq!(enter_results(&hello, &[("rewriting::write_letter::warm", "ok")]), 0);
    assert_eq!(enter_results(&hello, &[("outer::writing::write_letter::warm", "ok")]), 1);
}

/// Two sequences whose tests have the same paths, each in a binary of its own.
fn twins() -> Hello {
    let hello = written();
    hello.write("sequences/other.json", &GREETING.replace("\"id\": \"greeting\"", "\"id\": \"other\""));
    hello.write("tests/other.rs", &hello.read(SCENARIOS).replace("sequences/greeting.json", "sequences/other.json"));
    hello
}

#[test]
fn the_binary_says_whose_test_it_is() {
    let hello = twins();
    let names = [
        ("hello::other$writing::write_letter::warm", "ok"),
        ("hello::greeting_scenarios$writing::write_letter::warm", "failed"),
    ];
    assert_eq!(enter_results(&hello, &names), 2);
    let coverage = look(&hello.package).unwrap().value.unwrap();
    assert_eq!(coverage.criteria[WARM].to_string(), "failing");
    assert_eq!(coverage.criteria["other/writing/write_letter/warm"].to_string(), "covered");
    // A binary of another package of the same tests is none of ours.
    assert_eq!(enter_results(&hello, &[("world::other$writing::write_letter::warm", "ok")]), 0);
}

#[test]
fn results_that_do_not_say_whose_they_are_are_refused() {
    let hello = twins();
    let text = format!("{{\"type\":\"test\",\"event\":\"ok\",\"name\":\"{OF_WARM}\"}}");
    let fault = enter(&hello.package, &read("results", &text).unwrap()).unwrap_err().to_string();
    let expected = "the results do not say whether `writing::write_letter::warm` is of `hello::greeting_scenarios` or of `hello::other`";
    assert!(fault.starts_with(expected), "{fault}");
    assert!(!hello.has("docs/sequences/coverage.json"));
}

#[test]
fn modules_tell_twins_in_one_binary_apart() {
    let hello = twins();
    let (one, other) = (hello.read(SCENARIOS).replace("//!", "//"), hello.read("tests/other.rs").replace("//!", "//"));
    hello.remove(SCENARIOS);
    hello.write("tests/other.rs", &format!("mod one {{\n{one}}}\nmod other {{\n{other}}}\n"));
    assert_eq!(
        enter_results(
            &hello,
            &[("one::writing::write_letter::warm", "ok"), ("other::writing::write_letter::warm", "failed")]
        ),
        2
    );
    let coverage = look(&hello.package).unwrap().value.unwrap();
    assert_eq!(coverage.criteria[WARM].to_string(), "covered");
    assert_eq!(coverage.criteria["other/writing/write_letter/warm"].to_string(), "failing");
}

#[test]
fn a_record_that_is_none_is_refused() {
    let hello = Hello::new();
    hello.write("docs/sequences/coverage.json", "{\n  \"results\": {},\n  \"reviwes\": {}\n}\n");
    let fault = hello.fault();
    assert!(
        fault.starts_with("`docs/sequences/coverage.json` is no record of coverage: unknown field `reviwes`"),
        "{fault}"
    );
    assert!(fault.contains("at line 3 column 11"), "{fault}");
}

#[test]
fn movements_are_found_in_the_code() {
    let hello = Hello::new();
    hello.write("src/lib.rs", "mod handlers;");
    hello.write("src/handlers.rs", "use crate::greeting::Writing;\nimpl Writing for Hand {}\n");
    hello.generate();
    assert!(hello.read("docs/sequences/greeting.md").contains("src/handlers.rs"));
    // Where two sequences have a movement of the name, what the file uses decides.
    hello.write("sequences/other.json", &GREETING.replace("\"id\": \"greeting\"", "\"id\": \"other\""));
    hello.generate();
    assert!(hello.read("docs/sequences/greeting.md").contains("src/handlers.rs"));
    assert!(!hello.read("docs/sequences/other.md").contains("src/handlers.rs"));
    hello.write("src/other.rs", "impl crate::other::Writing for Hand {}\n");
    hello.generate();
    assert!(hello.read("docs/sequences/other.md").contains("src/other.rs"));
}
