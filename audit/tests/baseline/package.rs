//! A package in a temporary folder.

use std::fs;

use symphony_audit::baseline::{Date, parse_day};
use symphony_audit::check::{Options, check};
use symphony_audit::project::packages;
use symphony_audit::scope::Scope;
use symphony_audit::verdict::Verdict;
use tempfile::TempDir;

pub(crate) const BASELINE: &str = "symphony-baseline.json";

/// Two beats, of which each has a timing that is none.
pub(crate) const TWO: &str = r#"{
  "id": "greeting",
  "movements": [{ "id": "writing", "beats": [
    { "beat": 1, "id": "first", "handler": "writeLetter", "timing": "soonish" },
    { "beat": 2, "id": "second", "handler": "sendLetter", "timing": "lateish" }
  ] }]
}
"#;

pub(crate) struct Hello(TempDir);

impl Hello {
    pub(crate) fn new(sequence: &str) -> Self {
        let hello = Self(tempfile::tempdir().unwrap());
        let manifest = "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
        hello.write("Cargo.toml", manifest);
        hello.write("src/lib.rs", "");
        hello.write("sequences/greeting.json", sequence);
        hello
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    pub(crate) fn packages(&self) -> Vec<symphony_audit::project::Package> {
        packages(self.0.path()).unwrap()
    }

    pub(crate) fn check_on(&self, today: Option<Date>) -> Verdict {
        let options = Options { today, ..Options::default() };
        check(&Scope::packages(self.0.path()).unwrap(), &options).unwrap()
    }

    pub(crate) fn check(&self) -> Verdict {
        self.check_on(Some(parse_day("2026-11-21").unwrap()))
    }
}

/// The codes that fail a check, in order.
pub(crate) fn denied(verdict: &Verdict) -> Vec<&'static str> {
    verdict.entries().filter(|it| it.is_denied()).map(|it| it.finding.rule.code).collect()
}

/// The findings of the baseline's own rules, with what they say.
pub(crate) fn own(verdict: &Verdict) -> Vec<String> {
    let own = verdict.entries().filter(|it| it.finding.rule.code.starts_with("BASELINE_"));
    own.map(|it| format!("{}: {}", it.finding.rule.code, it.finding.message)).collect()
}
