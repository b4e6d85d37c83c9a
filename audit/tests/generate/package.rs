//! A package in a temporary folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use symphony_audit::check::check;
use symphony_audit::config::Config;
use symphony_audit::dependency::Manifest;
use symphony_audit::freshness::{Stale, What};
use symphony_audit::generate::{Options, Report, compare, generate};
use symphony_audit::project::{Package, Target};
use symphony_audit::scope::Scope;
use symphony_audit::skeleton::Drift;
use tempfile::TempDir;

/// A sequence of one movement, with a beat that has criteria and one that has none.
pub(crate) const GREETING: &str = r#"{
  "id": "greeting",
  "input": { "name": "String" },
  "output": ["letter"],
  "movements": [
    {
      "id": "writing",
      "beats": [
        {
          "beat": 1, "handler": "chooseTone", "kind": "pure",
          "input": ["name"], "output": { "tone": "String" }
        },
        {
          "beat": 2, "handler": "writeLetter",
          "input": ["name", "tone"], "output": { "letter": "String" },
          "errors": ["the paper is out"],
          "acceptanceCriteria": [
            { "id": "warm", "given": ["a warm tone"], "when": ["the letter is written"], "then": ["it is over within 1 second"] },
            { "id": "broken", "given": ["a broken pen"], "when": ["the letter is written"], "then": ["an error is reported"] }
          ]
        }
      ]
    }
  ]
}
"#;

/// The package `hello`.
pub(crate) struct Hello {
    folder: TempDir,
    pub(crate) package: Package,
}

impl Hello {
    /// With the sequence [`GREETING`].
    pub(crate) fn new() -> Self {
        let hello = Self::empty();
        hello.write("sequences/greeting.json", GREETING);
        hello
    }

    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("hello");
        fs::create_dir_all(&root).unwrap();
        let target = |path: &str, id: &str| Target { path: path.into(), id: id.into() };
        let package = Package {
            name: "hello".into(),
            target_folder: folder.path().join("target"),
            root,
            library: Some("hello".into()),
            targets: vec![
                target("src/lib.rs", "hello"),
                target("tests/greeting_scenarios.rs", "hello::greeting_scenarios"),
                target("tests/other.rs", "hello::other"),
            ],
            config: Config::default(),
            folder: String::new(),
            manifest: Manifest::default(),
            is_cargo: true,
        };
        Self { folder, package }
    }

    /// The folder around the package.
    pub(crate) fn outside(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn root(&self) -> &Path {
        &self.package.root
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root().join(path)).is_ok()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    /// Changes a text in a file, where it stands once.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in `{path}`");
        self.write(path, &text.replace(from, to));
    }

    /// Every file with its text and the time of its last change.
    pub(crate) fn files(&self) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        walk(self.root(), "", &mut files);
        files
    }

    #[track_caller]
    pub(crate) fn generate(&self) -> Report {
        self.generate_with(Options::default())
    }

    #[track_caller]
    pub(crate) fn generate_with(&self, options: Options) -> Report {
        let judged = generate(&self.package, options).unwrap();
        judged.value.unwrap_or_else(|| panic!("{:#?}", judged.findings))
    }

    /// What is stale, a line for each; the quick way must say the same.
    #[track_caller]
    pub(crate) fn stale(&self) -> Vec<String> {
        let stale = compare(&self.package).unwrap().value.expect("no errors").stale;
        let verdict =
            check(&Scope::of(vec![self.package.clone()], Vec::new()), &symphony_audit::check::Options::default())
                .unwrap();
        // What a file lacks of steps, a check says of the steps.
        let judgement = &verdict.judgements[0];
        let codes: Vec<&str> = judgement.entries.iter().map(|entry| entry.finding.rule.code).collect();
        let speaks_of_steps = ["MISSING_STEP", "STEP_NOT_FOUND", "TEST_ORPHANED"].iter().any(|it| codes.contains(it));
        let mut said = judgement.stale.clone().expect("no errors");
        let left_out: Vec<&Stale> = stale.iter().filter(|it| !said.contains(it)).collect();
        assert!(left_out.iter().all(|it| matches!(it.what, What::Drift(_)) && speaks_of_steps), "{left_out:#?}");
        said.extend(left_out.into_iter().cloned());
        said.sort_by(|left, right| left.path.cmp(&right.path));
        let mut all = stale.clone();
        all.sort_by(|left, right| left.path.cmp(&right.path));
        assert_eq!(all, said);
        stale.iter().map(shown).collect()
    }

    /// Why nothing can be done.
    #[track_caller]
    pub(crate) fn fault(&self) -> String {
        let generated = generate(&self.package, Options::default()).unwrap_err().to_string();
        assert_eq!(compare(&self.package).unwrap_err().to_string(), generated);
        generated
    }
}

fn shown(stale: &Stale) -> String {
    let path = &stale.path;
    match &stale.what {
        What::Missing { .. } => format!("{path}: missing"),
        What::Differs { .. } => format!("{path}: differs"),
        What::Orphan(kept) => format!("{path}: orphan, {kept:?}"),
        What::Skeleton => format!("{path}: skeleton"),
        What::Drift(drift) => format!("{path}: {}", drifted(drift)),
    }
}

/// What a file of tests lacks and has too much, in a line.
pub(crate) fn drifted(drift: &Drift) -> String {
    let into = drift.missing.iter().map(|it| format!("+{}", it.into.as_deref().unwrap_or("end")));
    let strangers = drift.strangers.iter().map(|it| format!("-{it}"));
    into.chain(strangers).chain(drift.fault.clone()).collect::<Vec<_>>().join(" ")
}

fn walk(root: &Path, folder: &str, files: &mut BTreeMap<String, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            walk(root, &format!("{path}/"), files);
        } else {
            let modified = entry.metadata().unwrap().modified().unwrap();
            files.insert(path, (fs::read(entry.path()).unwrap(), modified));
        }
    }
}
