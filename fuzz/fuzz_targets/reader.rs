//! Any bytes are answered: a value or an error, with every place inside of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symphony_codegen::json::{self, Node};
use symphony_codegen::source::Sources;

fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::new();
    let (id, mut findings) = json::decode(&mut sources, "fuzz.json", bytes.to_vec());
    let text = sources.get(id).text();
    let parsed = json::parse(id, sources.get(id));
    findings.extend(parsed.findings);
    for finding in &findings {
        let labels = finding.secondary.iter().map(|label| label.place);
        let fix = finding.fix.iter().map(|fix| fix.place);
        for place in std::iter::once(finding.primary.place).chain(labels).chain(fix) {
            assert!(text.get(place.span.range()).is_some(), "{:?}: {}", place.span, finding.message);
        }
    }
    match &parsed.root {
        Some(root) => check(text, root),
        None => assert!(symphony_codegen::diagnostic::has_errors(&findings)),
    }
});

fn check(text: &str, node: &Node<'_>) {
    assert!(text.get(node.span.range()).is_some(), "{node:?}");
    for element in node.as_array().unwrap_or_default() {
        check(text, element);
    }
    for member in node.as_object().unwrap_or_default() {
        assert!(text.get(member.key_span.range()).is_some(), "{member:?}");
        check(text, &member.value);
    }
}
