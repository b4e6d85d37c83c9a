//! What tests came to: the lines of JSON that libtest and nextest print, and the XML of `JUnit`.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Decoder, Reader};
use serde::Deserialize;

use crate::error::{Error, Result};

/// The tests of one run of one binary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suite {
    /// Which binary, where it is said: `hello::greeting_scenarios`.
    pub binary: Option<String>,
    /// Its tests.
    pub tests: Vec<Test>,
}

/// One test that was run, or was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// Its path in the binary.
    pub name: String,
    /// What it came to.
    pub outcome: Outcome,
}

/// What a test came to; the later ones count for more where a test ran several times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was not run, for this reason where one is given.
    Ignored(Option<String>),
    /// It went well.
    Passed,
    /// It failed.
    Failed,
}

/// Reads results of either form; `shown` is the name of the file.
///
/// # Errors
/// Where the text is neither, or has no test.
///
/// ```
/// use symphony_audit::coverage::results::{Outcome, read};
///
/// let suites = read("results.json", r#"{"type":"test","event":"ok","name":"writing::greets"}"#)?;
/// assert_eq!(suites[0].tests[0].outcome, Outcome::Passed);
/// # Ok::<(), symphony_audit::error::Error>(())
/// ```
pub fn read(shown: &str, text: &str) -> Result<Vec<Suite>> {
    let mut suites = if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        junit(shown, text)?
    } else {
        libtest(shown, text)?
    };
    suites.retain(|suite| !suite.tests.is_empty());
    if suites.is_empty() {
        let message = format!(
            "`{shown}` has no result of a test: it takes the lines of JSON of `cargo test -- -Z unstable-options --format json` \
             or of `cargo nextest run --message-format libtest-json`, or JUnit's XML"
        );
        return Err(Error::usage(message));
    }
    Ok(suites)
}

/// A line of libtest's.
#[derive(Deserialize)]
struct Line {
    #[serde(rename = "type")]
    kind: String,
    event: Option<String>,
    name: Option<String>,
    message: Option<String>,
}

/// Each suite starts with a line of its own. What tests or cargo print between the lines is left out.
fn libtest(shown: &str, text: &str) -> Result<Vec<Suite>> {
    let mut suites = vec![Suite::default()];
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.starts_with("{\"type\":") && !line.starts_with("{ \"type\":") {
            continue;
        }
        let line: Line = serde_json::from_str(line).map_err(|fault| {
            Error::usage(format!(
                "`{shown}`:{}: this line of a test's result is broken off or no JSON: {fault}",
                number + 1
            ))
        })?;
        match (line.kind.as_str(), line.event.as_deref()) {
            ("suite", Some("started")) => suites.push(Suite::default()),
            ("test", Some(event)) => {
                let (Some(outcome), Some(name)) = (outcome(event, line.message), line.name) else { continue };
                let (binary, name) = nextest(&name);
                if suites.last().is_none_or(|suite| suite.binary != binary && !suite.tests.is_empty()) {
                    suites.push(Suite::default());
                }
                if let Some(suite) = suites.last_mut() {
                    suite.binary = binary;
                    suite.tests.push(Test { name, outcome });
                }
            }
            _ => {}
        }
    }
    Ok(suites)
}

fn outcome(event: &str, message: Option<String>) -> Option<Outcome> {
    match event {
        "ok" => Some(Outcome::Passed),
        "failed" => Some(Outcome::Failed),
        "ignored" => Some(Outcome::Ignored(message)),
        // `started`, and `timeout`, after which the test still ends.
        _ => None,
    }
}

/// nextest writes `package::binary$path::of::test#attempt`.
fn nextest(name: &str) -> (Option<String>, String) {
    let Some((binary, name)) = name.split_once('$') else { return (None, name.to_owned()) };
    let name = name.split_once(['#', '@']).map_or(name, |(name, _)| name);
    (Some(binary.to_owned()), name.to_owned())
}

fn junit(shown: &str, text: &str) -> Result<Vec<Suite>> {
    let fault = |at: u64, what: String| {
        let before = &text.as_bytes()[..usize::try_from(at).unwrap_or(0).min(text.len())];
        let line = String::from_utf8_lossy(before).matches('\n').count() + 1;
        Error::usage(format!("`{shown}`:{line}: not the XML of test results: {what}"))
    };
    let mut reader = Reader::from_str(text);
    let mut suites = Vec::new();
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| fault(reader.error_position(), error.to_string()))?;
        let at = reader.buffer_position();
        match &event {
            Event::Eof if depth == 0 => return Ok(suites),
            Event::Eof => return Err(fault(at, "it ends in the middle".into())),
            Event::End(_) => depth -= 1,
            Event::Start(element) | Event::Empty(element) => {
                depth += usize::from(matches!(event, Event::Start(_)));
                element_of(element, reader.decoder(), &mut suites).map_err(|what| fault(at, what))?;
            }
            _ => {}
        }
    }
}

/// What a start of an element adds: a suite, a test in the last suite, or what the last test came to.
fn element_of(element: &BytesStart<'_>, decoder: Decoder, suites: &mut Vec<Suite>) -> Result<(), String> {
    let last_suite = suites.last_mut();
    match element.local_name().as_ref() {
        b"testsuite" => suites.push(Suite { binary: attribute(element, "name", decoder)?, tests: Vec::new() }),
        b"testcase" => {
            let name = attribute(element, "name", decoder)?.ok_or("a `testcase` has no name")?;
            let suite = last_suite.ok_or("a `testcase` stands in no `testsuite`")?;
            suite.tests.push(Test { name, outcome: Outcome::Passed });
        }
        b"failure" | b"error" => came_to(last_suite, Outcome::Failed),
        b"skipped" => came_to(last_suite, Outcome::Ignored(attribute(element, "message", decoder)?)),
        // `flakyFailure` went well in the end, and `rerunFailure` stands beside a `failure`.
        _ => {}
    }
    Ok(())
}

fn came_to(suite: Option<&mut Suite>, outcome: Outcome) {
    if let Some(test) = suite.and_then(|suite| suite.tests.last_mut()) {
        test.outcome = outcome;
    }
}

fn attribute(element: &BytesStart<'_>, name: &str, decoder: Decoder) -> Result<Option<String>, String> {
    let Some(attribute) = element.try_get_attribute(name).map_err(|fault| fault.to_string())? else { return Ok(None) };
    let value = attribute.decode_and_unescape_value(decoder).map_err(|fault| fault.to_string())?;
    Ok(Some(value.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Suite, read};

    fn shown(suites: &[Suite]) -> String {
        let test = |suite: &Suite| {
            let tests = suite.tests.iter().map(|test| format!("{}={:?}", test.name, test.outcome));
            format!("{}[{}]", suite.binary.as_deref().unwrap_or("?"), tests.collect::<Vec<_>>().join(" "))
        };
        suites.iter().map(test).collect::<Vec<_>>().join(" ")
    }

    fn check(text: &str, expected: &str) {
        let found = match read("results", text) {
            Ok(suites) => shown(&suites),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn libtest_has_a_suite_for_each_binary() {
        let text = r#"
     Running tests/a.rs
{ "type": "suite", "event": "started", "test_count": 2 }
{ "type": "test", "event": "started", "name": "m::b::one" }
{ "type": "test", "name": "m::b::one", "event": "ok" }
{ "type": "test", "name": "m::b::two", "event": "failed", "stdout": "a \"quoted\" line" }
{ "type": "suite", "event": "failed", "passed": 1, "failed": 1 }
{ "type": "suite", "event": "started", "test_count": 1 }
{ "type": "test", "name": "three", "event": "ignored", "message": "too slow" }
{ "type": "test", "name": "four", "event": "ignored" }
"#;
        check(text, r#"?[m::b::one=Passed m::b::two=Failed] ?[three=Ignored(Some("too slow")) four=Ignored(None)]"#);
    }

    #[test]
    fn nextest_says_the_binary() {
        let text = r#"
{"type":"suite","event":"started","test_count":1}
{"type":"test","event":"ok","name":"hello::greeting_scenarios$m::b::one#2","exec_time":0.1}
{"type":"suite","event":"started","test_count":1}
{"type":"test","event":"failed","name":"hello::hello$two"}
"#;
        check(text, "hello::greeting_scenarios[m::b::one=Passed] hello::hello[two=Failed]");
    }

    #[test]
    fn junit_is_read_as_nextest_writes_it() {
        let text = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="5">
    <testsuite name="hello::greeting_scenarios" tests="4">
        <testcase name="m::b::one" classname="hello::greeting_scenarios" time="0.004">
        </testcase>
        <testcase name="m::b::&lt;two&gt;">
            <failure type="test failure">thread &apos;m&apos; panicked <![CDATA[<testcase name="no"/>]]></failure>
            <rerunFailure type="test failure"><system-out>again</system-out></rerunFailure>
        </testcase>
        <testcase name="three"><flakyFailure type="test failure"/></testcase>
        <testcase name="four"><skipped message="too slow"/></testcase>
        <testcase name="five"><error/></testcase>
    </testsuite>
    <testsuite name="hello"/>
</testsuites>
"#;
        let expected = concat!(
            "hello::greeting_scenarios[m::b::one=Passed m::b::<two>=Failed three=Passed ",
            r#"four=Ignored(Some("too slow")) five=Failed]"#
        );
        check(text, expected);
    }

    #[test]
    fn what_is_no_result_is_said() {
        for (text, expected) in [
            ("", "`results` has no result of a test"),
            ("running 3 tests\ntest a ... ok", "`results` has no result of a test"),
            (
                "\n{\"type\":\"test\",\"event\":\"o",
                "`results`:2: this line of a test's result is broken off or no JSON",
            ),
            ("<testsuites>", "`results`:1: not the XML of test results: it ends in the middle"),
            (
                "<testsuites>\n<testcase/></testsuites>",
                "`results`:2: not the XML of test results: a `testcase` has no name",
            ),
            ("<a>\n</b>", "`results`:2: not the XML of test results: ill-formed document"),
            ("<testsuite/>", "`results` has no result of a test"),
        ] {
            let found = read("results", text).unwrap_err().to_string();
            assert!(found.starts_with(expected), "{text}: {found}");
        }
    }
}
