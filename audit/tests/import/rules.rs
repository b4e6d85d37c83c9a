//! Every rule of an import: its bad example breaks it, its good one does not.

use symphony_audit::import::rules::RULES;
use symphony_codegen::rule::Rule;

use crate::imported;

fn codes(example: &str) -> Vec<&'static str> {
    let (_, outcome) = imported("example.json", example.as_bytes());
    let findings = outcome.map_or_else(|refusal| refusal.findings, |imported| imported.findings);
    findings.iter().map(|finding| finding.rule.code).collect()
}

#[test]
fn examples_are_what_they_say() {
    for Rule { code, bad, good, .. } in RULES {
        assert!(codes(bad).contains(code), "{code} does not find its bad example: {:?}", codes(bad));
        assert!(!codes(good).contains(code), "{code} finds its good example");
    }
}

#[test]
fn errors_refuse_and_nothing_else_does() {
    for rule in RULES {
        let (_, outcome) = imported("example.json", rule.bad.as_bytes());
        assert_eq!(outcome.is_err(), rule.severity.is_error(), "{}", rule.code);
    }
}
