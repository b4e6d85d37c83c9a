//! Any bytes are answered: every place of a finding lies in the text, and what is generated is Rust.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symphony_codegen::compile::{Files, compile};
use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::emit::rust::{self, Flavour, Options, Scenarios, fakes};
use symphony_codegen::json;
use symphony_codegen::plan::acceptance::acceptance;
use symphony_codegen::plan::{Plan, Sequence};
use symphony_codegen::render::{Style, human, line};
use symphony_codegen::source::Sources;

fuzz_target!(|bytes: &[u8]| {
    let mut files = Files::default();
    // Several files, parted by a byte that no text holds.
    for (at, bytes) in bytes.split(|byte| *byte == 0xff).enumerate() {
        let (_, findings) = json::decode(&mut files.sources, format!("{at}.json"), bytes.to_vec());
        files.findings.extend(findings);
    }
    compile(&files, |plan, findings| {
        for finding in &findings {
            let labels = finding.secondary.iter().map(|label| label.place);
            let fix = finding.fix.iter().map(|fix| fix.place);
            for place in std::iter::once(finding.primary.place).chain(labels).chain(fix) {
                let text = files.sources.get(place.source).text();
                assert!(text.get(place.span.range()).is_some(), "{:?}: {}", place.span, finding.message);
            }
            assert!(!line(finding, &files.sources).is_empty());
        }
        // A picture costs more than all the rest.
        for finding in findings.iter().take(4) {
            assert!(!human(finding, &files.sources, Style::Plain).is_empty());
        }
        if has_errors(&findings) {
            return;
        }
        let flavour = if bytes.len() % 2 == 0 { Flavour::Async } else { Flavour::Blocking };
        let options = Options { flavour, ..Options::default() };
        for file in rust::files(plan, &plan.sequences, &files.sources, &options) {
            assert!(syn::parse_file(&file.text).is_ok(), "{}", file.text);
        }
        for sequence in &plan.sequences {
            tests(plan, sequence, &files.sources, flavour);
        }
    });
});

/// What tests are made of is Rust too, and no two texts of a beat are one method.
fn tests(plan: &Plan<'_>, sequence: &Sequence<'_>, sources: &Sources, flavour: Flavour) {
    let code = fakes(plan, sequence, "super::module", "Fake", flavour, "::symphony");
    assert!(syn::parse_file(&code).is_ok(), "{code}");
    let asynchronous = flavour != Flavour::Blocking;
    let scenarios = Scenarios { sequence, sources, runtime: "::symphony", asynchronous, executor: "execute" };
    for accepted in acceptance(sequence) {
        for code in [scenarios.trait_of(&accepted), scenarios.tests_of(&accepted, "World")] {
            assert!(syn::parse_file(&code).is_ok(), "{code}");
        }
        let steps: Vec<_> = accepted.criteria.iter().flat_map(|criterion| &criterion.steps).collect();
        for (at, step) in steps.iter().enumerate() {
            for other in &steps[..at] {
                let said = |step: &symphony_codegen::plan::acceptance::Step<'_>| (step.keyword, step.text.to_string());
                assert_eq!(step.method == other.method, said(step) == said(other), "{}", step.method);
            }
        }
        let names: std::collections::HashSet<_> = accepted.criteria.iter().map(|it| it.test_name()).collect();
        assert_eq!(names.len(), accepted.criteria.len());
    }
}
