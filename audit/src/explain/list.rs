//! All rules, by family.

use std::fmt::Write as _;

use symphony_codegen::rule::{Family, Rule, Severity};

use super::FAMILIES;

/// The rules of a family, the worst first.
fn of(family: Family) -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = crate::rule::rules().filter(|rule| rule.family == family).collect();
    rules.sort_by_key(|rule| (std::cmp::Reverse(rule.severity), rule.code));
    rules
}

/// How many rules there are, and of which severity.
fn count() -> String {
    let severities = [Severity::Critical, Severity::Major, Severity::Minor, Severity::Info];
    let of = |severity: Severity| crate::rule::rules().filter(|rule| rule.severity == severity).count();
    let counts: Vec<String> = severities.iter().map(|it| format!("{} {it}", of(*it))).collect();
    format!("{} rules: {}", crate::rule::rules().count(), counts.join(", "))
}

/// The list for a terminal; `bold` is how headings are marked there, before and after.
#[must_use]
pub fn list(bold: [&str; 2]) -> String {
    let [on, off] = bold;
    let width = crate::rule::rules().map(|rule| rule.code.len()).max().unwrap_or_default();
    let mut text = String::new();
    for family in FAMILIES {
        let _ = writeln!(text, "{on}{}{off}", family.word());
        for rule in of(family) {
            let _ = writeln!(text, "  {:width$}  {:8}  {}", rule.code, rule.severity.word(), rule.what);
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{}; `cargo symphony explain CODE` explains one", count());
    text
}

/// The list as a page of Markdown, with links to the pages of the rules.
#[must_use]
pub fn index() -> String {
    let mut text =
        format!("# Rules\n\n{}. `cargo symphony explain CODE` says in a terminal what these pages say.\n", count());
    for family in FAMILIES {
        let word = family.word();
        let title: String = word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
        let _ = writeln!(text, "\n## {title}\n\n| rule | severity | what it asks for |\n|---|---|---|");
        for rule in of(family) {
            let what = rule.what.replace('|', "\\|");
            let _ = writeln!(text, "| [{code}]({code}.md) | {} | {what} |", rule.severity, code = rule.code);
        }
    }
    text
}
