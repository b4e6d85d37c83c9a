//! The criteria of the pipeline that `check` and `fix` perform.

use std::fs;
use std::path::Path;
use std::time::Duration;

use symphony_audit::check::{self, check};
use symphony_audit::fix::{self, Outcome, Trigger, fix};
use symphony_audit::generate::{self, generate};
use symphony_audit::project::Package;
use symphony_audit::scope::Scope;
use symphony_audit::transaction::Store;
use symphony_audit::verdict::Verdict;
use tempfile::TempDir;

symphony::scenarios! { "sequences/symphonia-conformity-alignment-pipeline.json", Officer }

const SEQUENCE: &str = "sequences/greeting.json";

const GREETING: &str = r#"{
  "id": "greeting",
  "movements": [{ "id": "writing", "beats": [
    { "beat": 1, "handler": "chooseWords", "event": "words:chosen" },
    { "beat": 2, "handler": "writeLetter", "event": "letter:written" }
  ] }]
}
"#;

/// A package, and somebody who looks after it.
struct Officer {
    folder: TempDir,
    verdict: Option<Verdict>,
    report: Option<fix::Report>,
}

impl Default for Officer {
    fn default() -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let officer = Self { folder, verdict: None, report: None };
        officer.write(
            "Cargo.toml",
            "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
        );
        officer.write("src/lib.rs", "");
        officer.write(SEQUENCE, GREETING);
        officer
    }
}

impl Officer {
    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("it is there")
    }

    fn package(&self) -> Package {
        let package = Package::loose(self.root(), vec!["sequences".into()]).expect("there is no configuration");
        Package { name: "hello".into(), is_cargo: true, ..package }
    }

    fn scope(&self) -> Scope {
        Scope::of(vec![self.package()], Vec::new())
    }

    fn mend(&mut self, options: &fix::Options) {
        let scope = self.scope();
        let store = Store::of_target(&self.root().join("target"));
        let mut session = store.open("fix", |_| ()).expect("nobody else is here");
        let judge = |texts: &fix::Texts| fix::judge(&scope, texts);
        self.report = Some(fix(&judge, options, &mut session, None).expect("it can be fixed"));
    }

    #[track_caller]
    fn assert_found(&self, code: &str) {
        let verdict = self.verdict.as_ref().expect("it was checked");
        let codes: Vec<&str> = verdict.entries().map(|entry| entry.finding.rule.code).collect();
        assert_eq!(codes.iter().filter(|found| **found == code).count(), 1, "{codes:?}");
    }
}

impl symphony::World for Officer {
    type Step = ();
}

impl ScanOrchestrationFilesScenarios for Officer {
    fn given_a_registry_that_knows_one_beat_more(&mut self) {
        generate(&self.package(), generate::Options::default()).expect("it can be generated");
        let second = ",\n    { \"beat\": 2, \"handler\": \"writeLetter\", \"event\": \"letter:written\" }";
        self.write(SEQUENCE, &GREETING.replace(second, ""));
    }

    fn when_it_is_checked(&mut self) {
        self.verdict = Some(check(&self.scope(), &check::Options::default()).expect("it can be checked"));
    }

    fn then_the_lost_beat_is_found(&mut self) {
        self.assert_found("UNAUTHORIZED_CHANGE");
    }
}

impl AnalyzeDomainConformityScenarios for Officer {
    fn given_a_domain_whose_parent_nobody_declares(&mut self) {
        self.write("domains.json", r#"{ "domains": [{ "id": "post", "status": "planned", "parent": "nobody" }] }"#);
    }

    fn when_it_is_checked(&mut self) {
        ScanOrchestrationFilesScenarios::when_it_is_checked(self);
    }

    fn then_the_missing_parent_is_found(&mut self) {
        self.assert_found("ORPHANED_DOMAIN_REFERENCE");
    }
}

impl ValidateOrchestrationManifestScenarios for Officer {
    fn given_a_page_that_was_changed_by_hand(&mut self) {
        generate(&self.package(), generate::Options::default()).expect("it can be generated");
        self.write("docs/sequences/greeting.md", &(self.read("docs/sequences/greeting.md") + "by hand\n"));
    }

    fn when_it_is_checked(&mut self) {
        ScanOrchestrationFilesScenarios::when_it_is_checked(self);
    }

    fn then_the_page_is_stale(&mut self) {
        let verdict = self.verdict.as_ref().expect("it was checked");
        let stale: Vec<&str> =
            verdict.judgements.iter().flat_map(|it| it.stale.iter().flatten()).map(|it| it.path.as_str()).collect();
        assert!(stale.contains(&"docs/sequences/greeting.md"), "{stale:?}");
    }
}

impl CreateSequenceSnapshotScenarios for Officer {
    fn given_a_sequence_that_declares_one_beat_too_many(&mut self) {
        self.write(SEQUENCE, &GREETING.replace("\"greeting\",", "\"greeting\", \"beats\": 3,"));
    }

    fn when_it_is_fixed(&mut self) {
        self.mend(&fix::Options::default());
    }

    fn when_the_fix_is_undone(&mut self) {
        let store = Store::of_target(&self.root().join("target"));
        let undone = store.open("undo", |_| ()).and_then(|mut session| session.undo(false)).expect("it can be undone");
        assert!(undone.is_some(), "there was something to undo");
    }

    fn then_the_file_has_its_old_bytes(&mut self) {
        assert_eq!(self.read(SEQUENCE), GREETING.replace("\"greeting\",", "\"greeting\", \"beats\": 3,"));
    }
}

impl AnalyzeSequenceAlignmentScenarios for Officer {
    fn given_a_sequence_in_a_key_that_there_is_not(&mut self) {
        self.write(SEQUENCE, &GREETING.replace("\"greeting\",", "\"greeting\", \"key\": \"H minor\","));
    }

    fn when_it_is_checked(&mut self) {
        ScanOrchestrationFilesScenarios::when_it_is_checked(self);
    }

    fn then_the_key_is_found(&mut self) {
        self.assert_found("INVALID_KEY_SIGNATURE");
    }
}

impl FixSequenceAlignmentScenarios for Officer {
    fn given_a_sequence_that_declares_one_beat_too_many(&mut self) {
        CreateSequenceSnapshotScenarios::given_a_sequence_that_declares_one_beat_too_many(self);
    }

    fn when_it_is_fixed(&mut self) {
        CreateSequenceSnapshotScenarios::when_it_is_fixed(self);
    }

    fn then_it_declares_as_many_beats_as_it_has(&mut self) {
        assert!(self.read(SEQUENCE).contains("\"beats\": 2,"), "{}", self.read(SEQUENCE));
    }

    fn then_no_beat_is_lost(&mut self) {
        assert_eq!(self.read(SEQUENCE).replace(" \"beats\": 2,", ""), GREETING);
    }
}

impl ValidateSequenceIntegrityScenarios for Officer {
    fn given_a_sequence_that_declares_one_beat_too_many(&mut self) {
        CreateSequenceSnapshotScenarios::given_a_sequence_that_declares_one_beat_too_many(self);
    }

    fn when_it_is_fixed_within_no_time(&mut self) {
        self.mend(&fix::Options { timeout: Some(Duration::ZERO), ..fix::Options::default() });
    }

    fn then_the_phase_is_rolled_back(&mut self) {
        let report = self.report.as_ref().expect("it was fixed");
        let outcome = &report.phases.last().expect("a phase stopped").outcome;
        assert_eq!(outcome, &Outcome::RolledBack(Trigger::HandlerTimeout(Duration::ZERO)));
    }

    fn then_the_file_has_its_old_bytes(&mut self) {
        CreateSequenceSnapshotScenarios::then_the_file_has_its_old_bytes(self);
    }
}

impl ScanBddSpecFilesScenarios for Officer {
    fn given_a_criterion_without_a_test(&mut self) {
        let criterion = "\"acceptanceCriteria\": [\"Given a pen, when it writes, then a letter is there\"], \"handler\": \"writeLetter\"";
        self.write(SEQUENCE, &GREETING.replace("\"handler\": \"writeLetter\"", criterion));
        self.write("src/lib.rs", "symphony::sequence!(\"sequences/greeting.json\", blocking);\n");
    }

    fn when_it_is_checked(&mut self) {
        ScanOrchestrationFilesScenarios::when_it_is_checked(self);
    }

    fn then_the_untested_criterion_is_found(&mut self) {
        self.assert_found("CRITERION_NOT_TESTED");
    }
}

impl AnalyzeHandlerConformityScenarios for Officer {
    fn given_handlers_that_lack_a_method(&mut self) {
        let handlers = "symphony::sequence!(\"sequences/greeting.json\", blocking);

pub struct Desk;

impl greeting::Handlers for Desk {
    type Error = String;
    type Baton = String;
}

impl greeting::Writing for Desk {
    fn choose_words(&self, _: &mut symphony::Beat<'_>, words: &mut String) -> Result<(), String> {
        words.push_str(\"Hello\");
        Ok(())
    }
}
";
        self.write("src/lib.rs", handlers);
    }

    fn when_it_is_checked(&mut self) {
        ScanOrchestrationFilesScenarios::when_it_is_checked(self);
    }

    fn then_the_missing_method_is_found(&mut self) {
        self.assert_found("MISSING_IMPLEMENTATION");
    }
}

impl FixHandlerConformityScenarios for Officer {
    fn given_handlers_that_lack_a_method(&mut self) {
        AnalyzeHandlerConformityScenarios::given_handlers_that_lack_a_method(self);
    }

    fn when_it_is_fixed_with_guesses(&mut self) {
        self.mend(&fix::Options { with_unsafe: true, ..fix::Options::default() });
    }

    fn then_the_method_is_there_and_is_still_to_be_written(&mut self) {
        ScanOrchestrationFilesScenarios::when_it_is_checked(self);
        assert!(self.read("src/lib.rs").contains("fn write_letter("), "{}", self.read("src/lib.rs"));
        self.assert_found("HANDLER_NOT_WRITTEN");
    }
}

impl GenerateHandlerReportScenarios for Officer {
    fn given_a_policy_that_no_fact_answers(&mut self) {
        let policy = "\"greeting\", \"governance\": { \"policies\": [\"The sun shines on every letter\"] },";
        self.write(SEQUENCE, &GREETING.replace("\"greeting\",", policy));
    }

    fn when_it_is_checked(&mut self) {
        ScanOrchestrationFilesScenarios::when_it_is_checked(self);
    }

    fn then_the_policy_is_not_evaluated(&mut self) {
        let verdict = self.verdict.as_ref().expect("it was checked");
        let unevaluated: Vec<&str> =
            verdict.judgements.iter().flat_map(|it| &it.unevaluated).map(|it| it.what.as_str()).collect();
        assert_eq!(unevaluated, ["The sun shines on every letter"]);
    }
}
