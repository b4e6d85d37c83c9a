//! The XML of `JUnit`, read by a reader of XML.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use symphony_audit::format::{Format, View};

use crate::fixture::{all, hostile};

/// What is in a suite, as it says and as it is.
#[derive(Debug, Default, PartialEq, Eq)]
struct Suite {
    name: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let attribute = tag.try_get_attribute(name).unwrap().unwrap_or_else(|| panic!("no `{name}`"));
    attribute.unescape_value().unwrap().into_owned()
}

/// The suites as they say, and as they are; and the texts of failures.
fn read(text: &str) -> (Vec<Suite>, Vec<Suite>, Vec<String>) {
    let mut reader = Reader::from_str(text);
    let (mut said, mut found, mut texts) = (Vec::new(), Vec::<Suite>::new(), Vec::new());
    let mut failure: Option<String> = None;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return (said, found, texts),
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                b"testsuite" => {
                    let number = |name| attribute(&tag, name).parse().unwrap();
                    let name = attribute(&tag, "name");
                    said.push(Suite {
                        name: name.clone(),
                        tests: number("tests"),
                        failures: number("failures"),
                        skipped: number("skipped"),
                    });
                    found.push(Suite { name, ..Suite::default() });
                }
                b"testcase" => found.last_mut().unwrap().tests += 1,
                b"failure" => {
                    found.last_mut().unwrap().failures += 1;
                    failure = Some(String::new());
                }
                b"skipped" => found.last_mut().unwrap().skipped += 1,
                _ => {}
            },
            Event::Text(text) => {
                if let Some(failure) = &mut failure {
                    failure.push_str(&text.decode().unwrap());
                }
            }
            Event::GeneralRef(entity) => {
                if let Some(failure) = &mut failure {
                    let name = entity.decode().unwrap();
                    failure.push_str(quick_xml::escape::resolve_xml_entity(&name).unwrap_or("?"));
                }
            }
            Event::End(tag) if tag.name().as_ref() == b"failure" => texts.extend(failure.take()),
            _ => {}
        }
    }
}

#[test]
fn suites_count_what_is_in_them() {
    for (name, verdict) in all() {
        let (said, found, _) = read(&Format::Junit.write(&verdict, View::default()));
        assert_eq!(said, found, "{name}");
    }
    let (suites, ..) = read(&Format::Junit.write(&hostile(), View::default()));
    let of = |name: &str| suites.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name}: {suites:?}"));
    let good = of("crates/hello/sequences/größe.json");
    // Six findings, one of them denied, and the family in which there is none.
    assert_eq!((good.tests, good.failures, good.skipped), (8, 1, 3), "{suites:?}");
    assert_eq!(of("crates/hello/sequences/sound.json").tests, 5, "a sound file passes every family");
    assert_eq!(of("freshness of hello").failures, 3);
    assert_eq!(of("not evaluated of hello").skipped, 2);
    assert_eq!(of("score of hello").failures, 1);
}

#[test]
fn a_text_is_no_markup() {
    let (_, _, texts) = read(&Format::Junit.write(&hostile(), View::default()));
    assert!(
        texts.iter().any(|text| text.contains("]]> </failure> \\u{1b}[2J\\u{7} ::error::x %0A \"q\" 'a' <b>&amp;")),
        "{texts:#?}"
    );
}
