//! The rules of `symphony.toml`.

use symphony_codegen::rule::{Family, Rule, Severity};

/// All rules of this module.
pub const RULES: &[&Rule] = &[&CONFIG_NOT_TOML, &UNKNOWN_OPTION, &INVALID_OPTION];

/// A file that is no TOML.
pub static CONFIG_NOT_TOML: Rule = Rule {
    code: "CONFIG_NOT_TOML",
    family: Family::Orchestration,
    severity: Severity::Critical,
    what: "`symphony.toml` is TOML",
    why: "what cannot be read cannot be followed",
    bad: "[generate\n",
    good: "[generate]\n",
};

/// A key that means nothing.
pub static UNKNOWN_OPTION: Rule = Rule {
    code: "UNKNOWN_OPTION",
    family: Family::Orchestration,
    severity: Severity::Critical,
    what: "every key of `symphony.toml` is known",
    why: "a misspelt option would be ignored without a word",
    bad: "[generate]\ndcos = \"docs\"\n",
    good: "[generate]\ndocs = \"docs\"\n",
};

/// A value that its key does not take.
pub static INVALID_OPTION: Rule = Rule {
    code: "INVALID_OPTION",
    family: Family::Orchestration,
    severity: Severity::Critical,
    what: "an option has a value of its kind, and a path stays in the package",
    why: "files are written where the options say, and nowhere else",
    bad: "[generate]\ndocs = \"../docs\"\n",
    good: "[generate]\ndocs = \"docs\"\n",
};

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::config::Config;
    use crate::error::Error;

    #[test]
    fn examples_are_what_they_say() {
        for rule in RULES {
            let Err(Error::Config(refused)) = Config::parse(rule.bad) else { panic!("{} found nothing", rule.code) };
            let codes: Vec<&str> = refused.findings.iter().map(|finding| finding.rule.code).collect();
            assert_eq!(codes, [rule.code]);
            Config::parse(rule.good).unwrap();
        }
    }
}
