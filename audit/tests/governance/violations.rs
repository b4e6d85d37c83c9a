//! Which rule keeps each promise of the guide and of the original system: `docs/violations.md` is written from this table.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use symphony_audit::rule::rules;
use symphony_codegen::json::{self, Node};
use symphony_codegen::source::{Source, Sources};

use crate::{corpus, golden};

/// A promise and the codes that keep it; where none does, why.
type Promise = (&'static str, &'static [&'static str], &'static str);

const ORCHESTRATION: &[Promise] = &[
    ("Missing domain definitions", &["DOMAIN_NOT_FOUND"], ""),
    ("Orphaned domain references", &["ORPHANED_DOMAIN_REFERENCE"], ""),
    ("Circular domain dependencies", &["CIRCULAR_DOMAIN_DEPENDENCY"], ""),
    ("Domain namespace conflicts", &["DOMAIN_NAMESPACE_CONFLICT"], ""),
    ("Missing orchestration manifests", &["REGISTRY_MISSING"], ""),
    ("Orchestration manifest inconsistencies", &["MANIFEST_MISMATCH"], ""),
    ("Invalid domain relationships", &["ORPHANED_DOMAIN_REFERENCE", "CIRCULAR_DOMAIN_DEPENDENCY"], ""),
    ("Authority boundary violations", &["AUTHORITY_BOUNDARY_VIOLATION"], ""),
    (
        "Governance policy violations",
        &["POLICY_VIOLATED", "METRIC_TARGET_MISSED", "COMPLETION_CRITERION_MISSED", "ROLLBACK_MISSING"],
        "",
    ),
    ("Registry update failures", &["MANIFEST_MISMATCH", "UNAUTHORIZED_CHANGE"], ""),
    ("Missing domain metadata", &["DOMAIN_METADATA_MISSING"], ""),
    ("Invalid domain configurations", &["DOMAIN_METADATA_MISSING", "CONFLICTING_DOMAIN_RULES"], ""),
    ("Conflicting domain rules", &["CONFLICTING_DOMAIN_RULES"], ""),
    ("Domain inheritance issues", &["ORPHANED_DOMAIN_REFERENCE", "CIRCULAR_DOMAIN_DEPENDENCY"], ""),
    ("Registry state mismatches", &["MANIFEST_MISMATCH", "UNAUTHORIZED_CHANGE", "BREAKING_CHANGE_DETECTED"], ""),
];

const SEQUENCE: &[Promise] = &[
    ("Beat count mismatches (declared vs. actual)", &["BEAT_COUNT_MISMATCH"], ""),
    ("Movement definitions not matching beat arrays", &["EMPTY_MOVEMENT", "WRONG_TYPE", "DIALECT_NOT_IMPORTED"], ""),
    ("Phase structure inconsistencies", &["DIALECT_NOT_IMPORTED", "UNKNOWN_KEY"], ""),
    ("Invalid beat arrays", &["WRONG_TYPE", "MISSING_KEY"], ""),
    ("Missing sequence metadata", &["SEQUENCE_METADATA_MISSING", "USER_STORY_MISSING", "BUSINESS_VALUE_MISSING"], ""),
    ("Sequence validation failures", &["JSON_SYNTAX", "UNKNOWN_KEY", "MISSING_KEY", "WRONG_TYPE", "UNKNOWN_WORD"], ""),
    ("Beat type inconsistencies", &["BEAT_KIND_INCONSISTENT"], ""),
    ("Movement boundary violations", &["UNRESOLVED_DEPENDENCY", "TIMING_CONSTRAINT_VIOLATED"], ""),
    ("Sequence dependency failures", &["UNRESOLVED_DEPENDENCY", "CIRCULAR_DEPENDENCY", "DEPENDENCY_REPEATED"], ""),
    ("Invalid sequence references", &["SEQUENCE_NOT_FOUND", "ORPHANED_SEQUENCE"], ""),
    ("Duplicate beat identifiers", &["BEAT_NUMBERING", "NAME_COLLISION"], ""),
    ("Missing sequence handlers", &["MISSING_KEY", "HANDLERS_NOT_IMPLEMENTED"], ""),
    (
        "Sequence configuration errors",
        &["INVALID_TEMPO", "INVALID_KEY_SIGNATURE", "INVALID_TIME_SIGNATURE", "VERSION_NOT_SEMVER", "UNKNOWN_STATUS"],
        "",
    ),
    ("Beat array size mismatches", &["BEAT_COUNT_MISMATCH"], ""),
    ("Invalid sequence transitions", &["INVALID_EVENT_REFERENCE", "TIMING_CONSTRAINT_VIOLATED"], ""),
];

const HANDLER: &[Promise] = &[
    (
        "Missing handler implementations",
        &["MISSING_IMPLEMENTATION", "HANDLERS_NOT_IMPLEMENTED", "HANDLER_NOT_WRITTEN"],
        "",
    ),
    ("Handler method mismatches", &["SIGNATURE_MISMATCH", "HANDLER_NOT_FOUND"], ""),
    ("Invalid beat type handlers", &["BEAT_KIND_INCONSISTENT", "PURE_HANDLER_HAS_EFFECTS"], ""),
    ("Handler initialization failures", &["HANDLERS_NOT_IMPLEMENTED", "HANDLER_NOT_WRITTEN"], ""),
    ("Missing BDD step definitions", &["MISSING_STEP", "MISSING_WORLD", "BDD_SPEC_MISSING"], ""),
    ("BDD spec/handler mismatches", &["STEP_MISMATCH", "CRITERION_SUSPECT", "CRITERION_FAILING"], ""),
    ("Invalid handler configurations", &["INVALID_RETRY", "INVALID_DURATION", "UNKNOWN_TIMING", "RETRY_UNBOUNDED"], ""),
    ("Handler dependency failures", &["UNRESOLVED_IMPORT", "VERSION_CONSTRAINT_VIOLATED"], ""),
    ("Missing handler interfaces", &["HANDLERS_NOT_IMPLEMENTED"], ""),
    ("Handler state corruption", &["USED_BEFORE_GIVEN", "VALUE_GIVEN_TWICE", "FLOW_FROM_LOUDER"], ""),
    ("Invalid handler references", &["NAME_NOT_AN_IDENTIFIER", "HANDLER_SOURCE_NOT_FOUND", "HANDLER_NOT_FOUND"], ""),
    ("Step definition naming issues", &["STEP_NOT_FOUND"], ""),
    ("Handler chain breaks", &["UNKNOWN_VALUE", "USED_BEFORE_GIVEN", "VALUE_NEVER_TAKEN"], ""),
    ("Missing handler metadata", &["HANDLER_METADATA_MISSING"], ""),
    ("Invalid handler responses", &["TYPE_MISMATCH", "SIGNATURE_MISMATCH"], ""),
];

/// The codes of the guide, by its families; they are the codes here.
const GUIDE: &[(&str, &[&str])] = &[
    ("Orchestration", &["DOMAIN_NOT_FOUND", "ORPHANED_DOMAIN_REFERENCE", "CIRCULAR_DEPENDENCY", "MANIFEST_MISMATCH"]),
    (
        "Sequence",
        &["BEAT_COUNT_MISMATCH", "HANDLER_NOT_FOUND", "INVALID_EVENT_REFERENCE", "TIMING_CONSTRAINT_VIOLATED"],
    ),
    ("Handler", &["MISSING_IMPLEMENTATION", "SIGNATURE_MISMATCH", "TELEMETRY_NOT_INSTRUMENTED", "BDD_SPEC_MISSING"]),
    ("Governance", &["POLICY_NOT_REFERENCED", "METRIC_NOT_TRACKED", "UNAUTHORIZED_CHANGE"]),
    ("Dependency", &["UNRESOLVED_IMPORT", "VERSION_CONSTRAINT_VIOLATED", "BREAKING_CHANGE_DETECTED"]),
];

/// The rules of the original audit: 23 that it judged, and 14 that were only listed.
const ORIGINAL: &[Promise] = &[
    ("domain-id-required", &["DOMAIN_METADATA_MISSING", "DOMAIN_NOT_FOUND"], ""),
    ("domain-metadata-complete", &["DOMAIN_METADATA_MISSING"], ""),
    ("domain-movement-structure", &["EMPTY_MOVEMENT", "MISSING_KEY"], ""),
    ("domain-key-signature", &["INVALID_KEY_SIGNATURE"], ""),
    ("domain-time-signature", &["INVALID_TIME_SIGNATURE"], ""),
    ("domain-handler-beats-present", &["BEAT_COUNT_MISMATCH"], ""),
    ("contract-feature-required", &["SEQUENCE_METADATA_MISSING"], ""),
    ("contract-required-fields", &["MISSING_KEY"], ""),
    (
        "contract-hash-strategy",
        &[],
        "a hash is no choice of the author: provenance and registry always hash the same way",
    ),
    ("contract-optional-fields-defined", &["UNKNOWN_KEY"], ""),
    ("contract-version-monotonic", &["VERSION_NOT_SEMVER", "BREAKING_CHANGE_DETECTED"], ""),
    ("sequence-id-required", &["MISSING_KEY"], ""),
    ("sequence-name-required", &["SEQUENCE_METADATA_MISSING"], ""),
    ("sequence-beats-positive", &["EMPTY_SEQUENCE", "EMPTY_MOVEMENT", "BEAT_COUNT_MISMATCH"], ""),
    ("sequence-tempo-valid", &["INVALID_TEMPO"], ""),
    ("feature-declaration-present", &[], "feature files are generated, and `check` holds them to what they should be"),
    ("user-story-present", &["USER_STORY_MISSING"], ""),
    ("scenarios-complete", &["CRITERION_WITHOUT_OUTCOME", "EMPTY_CRITERION"], ""),
    ("background-defined", &[], "a background that only some scenarios need would be wrong in the others"),
    ("scenario-count-minimum", &["BDD_SPEC_MISSING", "CRITERIA_WITHOUT_FAILURE"], ""),
    (
        "handler-context-setup",
        &[],
        "the words `beforeEach` and `mocks` in a file say nothing; whether a world is there, the compiler says",
    ),
    ("handler-happy-path-test", &["HANDLER_TEST_MISSING", "CRITERION_NOT_TESTED"], ""),
    ("handler-error-handling-test", &["CRITERIA_WITHOUT_FAILURE"], ""),
    ("domain-plugin-reference", &["DOMAIN_NOT_FOUND", "AUTHORITY_BOUNDARY_VIOLATION"], ""),
    ("domain-sequence-alignment", &["DOMAIN_WITHOUT_SEQUENCES", "PLANNED_DOMAIN_IMPLEMENTED"], ""),
    ("contract-metadata-timestamp", &[], "no output has a time stamp: same input, same bytes"),
    ("sequence-movements-structured", &["MISSING_KEY", "WRONG_TYPE"], ""),
    ("sequence-handler-kinds-classified", &["HANDLER_METADATA_MISSING", "BEAT_KIND_INCONSISTENT"], ""),
    ("sequence-error-scenarios", &["CRITERIA_WITHOUT_FAILURE"], ""),
    ("scenario-data-tables", &[], "a table is a way to write, and says nothing of what is tested"),
    ("step-definitions-testable", &["MISSING_STEP", "STEP_MISMATCH", "CRITERION_TOO_VAGUE"], ""),
    ("domain-traceability", &["MANIFEST_MISMATCH", "ORPHANED_SEQUENCE"], ""),
    ("handler-business-bdd-exists", &["BDD_SPEC_MISSING"], ""),
    ("handler-unit-tests-exist", &["HANDLER_TEST_MISSING"], ""),
    ("handler-implementation-exists", &["HANDLERS_NOT_IMPLEMENTED", "MISSING_IMPLEMENTATION"], ""),
    ("handler-business-value-documented", &["BUSINESS_VALUE_MISSING"], ""),
    ("handler-sequence-traceability", &["HANDLER_NOT_FOUND", "TEST_ORPHANED"], ""),
];

fn promises() -> impl Iterator<Item = &'static Promise> {
    [ORCHESTRATION, SEQUENCE, HANDLER, ORIGINAL].into_iter().flatten()
}

#[test]
fn every_code_is_that_of_a_rule() {
    let known: HashSet<&str> = rules().map(|rule| rule.code).collect();
    let named = promises().flat_map(|(_, codes, _)| *codes).chain(GUIDE.iter().flat_map(|(_, codes)| *codes));
    let unknown: Vec<&&str> = named.chain(corpus::CODES).filter(|code| !known.contains(**code)).collect();
    assert!(unknown.is_empty(), "there are no rules {unknown:?}");
    assert!(known.len() >= 60, "{} rules", known.len());
}

#[test]
fn the_table_is_whole() {
    assert_eq!([ORCHESTRATION.len(), SEQUENCE.len(), HANDLER.len(), ORIGINAL.len()], [15, 15, 15, 37]);
    assert_eq!(GUIDE.iter().map(|(_, codes)| codes.len()).sum::<usize>(), 18);
    for (promise, codes, why) in promises() {
        assert_eq!(codes.is_empty(), !why.is_empty(), "{promise} has either codes or a reason");
    }
    let originals: HashSet<&str> = ORIGINAL.iter().map(|(name, ..)| *name).collect();
    assert_eq!(originals.len(), ORIGINAL.len());
}

/// With the corpus there, the texts are those of its file.
#[test]
fn the_texts_are_those_of_the_sequence() {
    let Some(folder) = corpus::folder() else { return };
    let path = folder.join("sequences/D8/symphonia-conformity-alignment-pipeline.1b6a42a3.json");
    let mut sources = Sources::new();
    let id = sources.add(Source::new("a.json", fs::read_to_string(path).unwrap()));
    let root = json::parse(id, sources.get(id)).root.unwrap();
    let mut texts = Vec::new();
    for movement in items(&root, "movements") {
        let steps = items(movement, "steps").iter().flat_map(|step| items(step, "violations"));
        let of_movement: Vec<&str> = steps.filter_map(Node::as_str).collect();
        texts.extend((!of_movement.is_empty()).then_some(of_movement));
    }
    let tables =
        [ORCHESTRATION, SEQUENCE, HANDLER].map(|table| table.iter().map(|(text, ..)| *text).collect::<Vec<_>>());
    assert_eq!(texts, tables);
}

fn items<'n>(node: &'n Node<'n>, key: &str) -> &'n [Node<'n>] {
    node.get(key).and_then(Node::as_array).unwrap_or_default()
}

#[test]
fn the_page_is_the_table() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/violations.md");
    if let Some(difference) = golden::difference(&file, &page()) {
        panic!("{difference}\n`BLESS=1 cargo test -p symphony-audit --test governance` writes the page");
    }
}

fn page() -> String {
    let mut page = String::from(
        "# Violations and their codes\n\n\
         The conformity pipeline of the original system lists three times fifteen violations in words, the guide names eighteen codes,\n\
         and the original audit has 37 rules, of which it judged 23. Here is the rule that keeps each of these promises;\n\
         `cargo symphony explain CODE` says what it asks for and why.\n\n\
         This page is written from a table in `audit/tests/governance/violations.rs`, which a test holds to the rules that there are.\n",
    );
    for (title, head, promises) in [
        ("Domain & orchestration alignment", "violation", ORCHESTRATION),
        ("Sequence beat alignment", "violation", SEQUENCE),
        ("Handler & BDD specs alignment", "violation", HANDLER),
        ("The rules of the original audit", "rule", ORIGINAL),
    ] {
        write!(page, "\n## {title}\n\n| {head} | kept by |\n|---|---|\n").unwrap();
        for (promise, codes, why) in promises {
            let kept = if codes.is_empty() { format!("left out: {why}") } else { listed(codes) };
            writeln!(page, "| {promise} | {kept} |").unwrap();
        }
    }
    page.push_str("\n## The codes of the guide\n\n| family | codes |\n|---|---|\n");
    for (family, codes) in GUIDE {
        writeln!(page, "| {family} | {} |", listed(codes)).unwrap();
    }
    page
}

/// Codes with their severities.
fn listed(codes: &[&str]) -> String {
    let severity = |code: &str| rules().find(|rule| rule.code == code).map_or("no rule", |rule| rule.severity.word());
    let listed: Vec<String> = codes.iter().map(|code| format!("`{code}` ({})", severity(code))).collect();
    listed.join(", ")
}
