//! What a rule asks for, why, and what to do about it: in a terminal, as pages and as JSON, all from the rule's record.

mod list;
mod outcome;
mod page;

use serde::Serialize;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::suggest::nearest;
use symphony_codegen::{json, spec};

use crate::error::{Error, Result};
use crate::score::Dimension;
use crate::{baseline, config, import};
pub use list::{index, list};
pub use page::{help, page, terminal};

/// All families, in the order of reports.
const FAMILIES: [Family; 5] =
    [Family::Orchestration, Family::Sequence, Family::Handler, Family::Governance, Family::Dependency];

/// The rule of a code, in any case.
///
/// # Errors
/// Where there is none; the message names what may be meant.
///
/// ```
/// use symphony_audit::explain::rule;
/// assert_eq!(rule("unknown_key").unwrap().code, "UNKNOWN_KEY");
/// assert!(rule("UNKNOWN_KYE").unwrap_err().to_string().contains("did you mean `UNKNOWN_KEY`?"));
/// ```
pub fn rule(code: &str) -> Result<&'static Rule> {
    let rules = crate::rule::rules;
    if let Some(rule) = rules().find(|rule| rule.code.eq_ignore_ascii_case(code)) {
        return Ok(rule);
    }
    let help = match nearest(&code.to_ascii_uppercase(), rules().map(|rule| rule.code)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`cargo symphony explain` lists all".to_owned(),
    };
    let code: String = code.chars().take(60).collect();
    Err(Error::usage(format!("there is no rule `{}`: {help}", code.escape_debug())))
}

/// What can be done about the findings of a rule besides mending them.
fn silence(rule: &Rule) -> &'static str {
    let is_of = |rules: &[&Rule]| rules.contains(&rule);
    if is_of(config::RULES) {
        "Nothing silences it: what a configuration says is followed or refused."
    } else if is_of(import::rules::RULES) {
        "It is about an import, which says it once; nothing silences it."
    } else if rule.severity == Severity::Critical && is_of(baseline::rules::RULES) {
        "Nothing silences it."
    } else if rule.severity == Severity::Critical {
        "It is CRITICAL: no `allow` silences it and no level lowers it. A baseline can accept what is there already, for a \
         time."
    } else if is_of(baseline::rules::RULES) {
        "No `allow` silences it, since it is about no sequence. `[rules]` in `symphony.toml` chooses its level."
    } else if is_of(json::RULES) || is_of(spec::rules::RULES) {
        "No `allow` silences it: it is about the form of the file, which is read before any `allow`. `[rules]` in \
         `symphony.toml` chooses its level for a check; a build keeps its own."
    } else {
        "An `allow` with a reason silences it on an element and in what is inside of that; `[rules]` in `symphony.toml` \
         chooses its level; a baseline accepts what is there already, for a time."
    }
}

/// What happens to a check when a rule is broken and nobody chose a level.
fn consequence(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "fails a check, whatever `symphony.toml` says",
        Severity::Major => "fails a check, unless `symphony.toml` says otherwise",
        Severity::Minor => "is shown as a warning, and fails no check by itself",
        Severity::Info => "is a note, which is counted and shown when it is asked for",
    }
}

#[derive(Serialize)]
struct RuleJson {
    code: &'static str,
    family: &'static str,
    dimension: &'static str,
    severity: &'static str,
    what: &'static str,
    why: &'static str,
    bad: &'static str,
    good: &'static str,
    message: Option<&'static str>,
    help: Option<&'static str>,
    fix: Option<FixJson>,
    silence: &'static str,
}

#[derive(Serialize)]
struct FixJson {
    title: &'static str,
    applicability: &'static str,
}

/// Rules as JSON: an array where there are several, or none.
#[must_use]
pub fn json(rules: &[&'static Rule]) -> String {
    let of = |rule: &&'static Rule| {
        let outcome = outcome::of(rule);
        RuleJson {
            code: rule.code,
            family: rule.family.word(),
            dimension: Dimension::of(rule).word(),
            severity: rule.severity.word(),
            what: rule.what,
            why: rule.why,
            bad: rule.bad,
            good: rule.good,
            message: outcome.map(|it| it.message.as_str()),
            help: outcome.and_then(|it| it.help.as_deref()),
            fix: outcome
                .and_then(|it| it.fix.as_ref())
                .map(|fix| FixJson { title: &fix.title, applicability: if fix.is_safe { "safe" } else { "unsafe" } }),
            silence: silence(rule),
        }
    };
    match rules {
        [rule] => crate::format::json(&of(rule)),
        rules => crate::format::json(&rules.iter().map(of).collect::<Vec<_>>()),
    }
}
