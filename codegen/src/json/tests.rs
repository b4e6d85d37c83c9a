use super::decode::decode_within;
use super::{RULES, decode, parse, rules};
use crate::rule::Rule;
use crate::source::{Source, Sources};

/// The codes of all findings of an example.
fn check(rule: &Rule, text: &str, expect: &[&str]) {
    let mut sources = Sources::new();
    let latin_1 = || text.chars().map(|character| u8::try_from(character).expect("the example is Latin-1")).collect();
    let (id, mut findings) = match rule {
        rule if *rule == rules::INVALID_UTF8 => decode(&mut sources, "a.json", latin_1()),
        rule if *rule == rules::TOO_LARGE => decode_within(rule.good.len(), &mut sources, "a.json".into(), text.into()),
        _ => (sources.add(Source::new("a.json", text)), Vec::new()),
    };
    if findings.is_empty() {
        findings = parse(id, sources.get(id)).findings;
    }
    let codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    assert_eq!(codes, expect, "{text}\n{findings:#?}");
}

#[test]
fn examples_of_rules() {
    for rule in RULES {
        check(rule, rule.bad, &[rule.code]);
        check(rule, rule.good, &[]);
    }
}

#[test]
fn rules_are_told_apart() {
    let mut codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), RULES.len());
}
