//! The XML of `JUnit`: a suite for each file of a sequence and one for what is generated, a case for each finding, and a case for
//! each family of rules in which a file has none.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use quick_xml::escape::escape;
use symphony_codegen::render::seen;
use symphony_codegen::rule::Family;
use symphony_codegen::source::SourceId;

use super::tally::too_low;
use super::{Location, disarmed, in_workspace, one_line, stale};
use crate::verdict::{Entry, Judgement, Suppression, Verdict};

const FAMILIES: [Family; 5] =
    [Family::Orchestration, Family::Sequence, Family::Handler, Family::Governance, Family::Dependency];

/// What is below a suite.
#[derive(Default)]
struct Suite {
    cases: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

/// How a case ended.
enum Ended {
    Passed,
    Failed {
        kind: String,
        message: String,
        text: String,
    },
    Skipped(String),
    /// Passed, with something to say.
    Said(String),
}

impl Suite {
    fn case(&mut self, class: &str, name: &str, ended: &Ended) {
        self.tests += 1;
        let _ = write!(self.cases, "    <testcase classname=\"{}\" name=\"{}\"", attribute(class), attribute(name));
        match ended {
            Ended::Passed => self.cases.push_str("/>\n"),
            Ended::Failed { kind, message, text } => {
                self.failures += 1;
                let (kind, message) = (attribute(kind), attribute(message));
                let text = escape(disarmed(&seen(text))).into_owned();
                let _ = writeln!(
                    self.cases,
                    ">\n      <failure type=\"{kind}\" message=\"{message}\">{text}</failure>\n    </testcase>"
                );
            }
            Ended::Skipped(why) => {
                self.skipped += 1;
                let _ = writeln!(self.cases, ">\n      <skipped message=\"{}\"/>\n    </testcase>", attribute(why));
            }
            Ended::Said(text) => {
                let text = escape(disarmed(&seen(text))).into_owned();
                let _ = writeln!(self.cases, ">\n      <system-out>{text}</system-out>\n    </testcase>");
            }
        }
    }
}

pub(super) fn write(verdict: &Verdict) -> String {
    let mut suites: BTreeMap<String, Suite> = BTreeMap::new();
    for judgement in &verdict.judgements {
        // The files of sequences come before all others.
        for (_, source) in judgement.sources.iter().take(judgement.counts.files) {
            suites.entry(in_workspace(judgement, source.path())).or_default();
        }
        for entry in &judgement.entries {
            finding(judgement, entry, &mut suites);
        }
        families(judgement, &mut suites);
        others(judgement, &mut suites);
    }
    let total = suites.values().fold((0, 0, 0), |(tests, failures, skipped), it| {
        (tests + it.tests, failures + it.failures, skipped + it.skipped)
    });
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (tests, failures, skipped) = total;
    let _ = writeln!(
        text,
        "<testsuites name=\"cargo symphony check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
    );
    for (name, suite) in &suites {
        let Suite { cases, tests, failures, skipped } = suite;
        let _ = write!(
            text,
            "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n{cases}  </testsuite>\n",
            attribute(name)
        );
    }
    text.push_str("</testsuites>\n");
    text
}

fn finding(judgement: &Judgement, entry: &Entry, suites: &mut BTreeMap<String, Suite>) {
    let finding = &entry.finding;
    let at = Location::of(judgement, finding.primary.place);
    let name = match entry.identity.path.as_str() {
        "" => format!("{} {}", finding.rule.code, entry.identity.fingerprint),
        path => format!("{} {path} {}", finding.rule.code, entry.identity.fingerprint),
    };
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let text = format!("{}: {} {}: {}{help}", at.line(), finding.rule.code, finding.severity(), finding.message);
    let ended = match &entry.suppression {
        Some(Suppression::Allow { reason, .. }) => Ended::Skipped(format!("allowed: {reason}")),
        Some(Suppression::Baseline { reason, .. }) => Ended::Skipped(format!("in the baseline: {reason}")),
        None if entry.is_denied() => {
            Ended::Failed { kind: finding.rule.code.to_owned(), message: finding.message.clone(), text }
        }
        None if entry.is_shown() => Ended::Said(text),
        None => Ended::Skipped("allowed by `symphony.toml`".into()),
    };
    suites.entry(at.file).or_default().case(finding.rule.family.word(), &name, &ended);
}

/// A file in which a family finds nothing passes that.
fn families(judgement: &Judgement, suites: &mut BTreeMap<String, Suite>) {
    let found = judgement.entries.iter().map(|it| (it.finding.primary.place.source, it.finding.rule.family));
    let found: HashSet<(SourceId, Family)> = found.collect();
    for (id, source) in judgement.sources.iter().take(judgement.counts.files) {
        let suite = suites.entry(in_workspace(judgement, source.path())).or_default();
        for family in FAMILIES {
            if !found.contains(&(id, family)) {
                suite.case(family.word(), &format!("no findings of {} rules", family.word()), &Ended::Passed);
            }
        }
    }
}

fn others(judgement: &Judgement, suites: &mut BTreeMap<String, Suite>) {
    let named = |name: &str| match judgement.package.name.as_str() {
        "" => name.to_owned(),
        package => format!("{name} of {package}"),
    };
    if let Some(stale) = &judgement.stale {
        let suite = suites.entry(named("freshness")).or_default();
        for file in stale {
            let (name, message) = (in_workspace(judgement, &file.path), stale::reason(file));
            suite.case("freshness", &name, &Ended::Failed { kind: "stale".into(), message, text: stale::text(file) });
        }
        if stale.is_empty() {
            suite.case("freshness", "everything that is generated is fresh", &Ended::Passed);
        }
    }
    let unevaluated = judgement.all_unevaluated();
    if !unevaluated.is_empty() {
        let suite = suites.entry(named("not evaluated")).or_default();
        for it in unevaluated {
            suite.case("not evaluated", &it.what, &Ended::Skipped(it.reason));
        }
    }
    if let Some(low) = judgement.too_low() {
        let message = too_low(&low);
        let failed = Ended::Failed { kind: "min-score".into(), message: message.clone(), text: message };
        suites.entry(named("score")).or_default().case("score", "min-score", &failed);
    }
}

/// A line of an attribute.
fn attribute(text: &str) -> String {
    escape(one_line(text)).into_owned()
}
