//! The JSON reader, seen from outside: its findings word for word, its grammar case by case, and its laws.

mod golden;
mod grammar;
mod laws;

use symphony_codegen::diagnostic::{Finding, Fix};
use symphony_codegen::json::{Node, Value};
use symphony_codegen::source::{Source, SourceId, Sources, Span};

/// One source by itself.
fn source(text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::new();
    let id = sources.add(Source::new("case.json", text));
    (sources, id)
}

/// The text after all fixes; of two that touch the same bytes, the one that begins first, or is longer.
fn mended(text: &str, findings: &[Finding]) -> String {
    let mut fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| {
        let Span { start, end } = fix.place.span;
        (start, start != end, std::cmp::Reverse(end))
    });
    let (mut mended, mut at) = (String::new(), 0);
    for fix in fixes {
        let range = fix.place.span.range();
        if range.start >= at {
            mended += &text[at..range.start];
            mended += &fix.text;
            at = range.end;
        }
    }
    mended + &text[at..]
}

/// A value's content without places, as compact JSON that keeps repeated keys and the text of numbers.
fn content(node: &Node<'_>) -> String {
    let list = |parts: Vec<String>| parts.join(",");
    let quoted = |text: &str| serde_json::to_string(text).expect("a str is a JSON string");
    match &node.value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => (*text).into(),
        Value::String(text) => quoted(text),
        Value::Array(elements) => format!("[{}]", list(elements.iter().map(content).collect())),
        Value::Object(members) => {
            let member = |member: &symphony_codegen::json::Member<'_>| {
                format!("{}:{}", quoted(&member.key), content(&member.value))
            };
            format!("{{{}}}", list(members.iter().map(member).collect()))
        }
    }
}
