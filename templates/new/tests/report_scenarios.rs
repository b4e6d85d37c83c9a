//! The criteria of `sequences/report.json`, step by step.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use my_pipeline::Desk;
use my_pipeline::report::{Input, Output, perform};

use symphony::Conductor;

symphony::scenarios! { "sequences/report.json", Reader }

/// What the steps of a criterion share. Each criterion starts with a fresh one, and a folder of its own.
struct Reader {
    folder: PathBuf,
    source: PathBuf,
    most: usize,
    target: PathBuf,
    outcome: Result<Output, String>,
}

impl Default for Reader {
    fn default() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("criterion-{number}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the folder of tests can be written");
        Self {
            source: folder.join("text.txt"),
            most: 10,
            target: folder.join("report.txt"),
            outcome: Err("nothing was performed".to_owned()),
            folder,
        }
    }
}

impl symphony::World for Reader {
    type Step = ();
}

impl Reader {
    fn write(&self, text: &str) {
        fs::write(&self.source, text).expect("the folder of tests can be written");
    }

    fn perform(&mut self) {
        let (source, target) = (self.source.clone(), self.target.clone());
        let input = Input {
            source,
            most: self.most,
            target,
        };
        let performed = symphony::block_on(perform(&Desk, &Conductor::default(), input));
        self.outcome = performed
            .map(|it| it.output)
            .map_err(|failure| failure.to_string());
    }

    #[track_caller]
    fn report(&self) -> &str {
        &self.outcome.as_ref().expect("it is performed").report
    }

    #[track_caller]
    fn assert_failure_names(&self, path: &Path) {
        let failure = self.outcome.as_ref().expect_err("it fails");
        assert!(failure.contains(&path.display().to_string()), "{failure}");
    }
}

#[symphony::steps]
impl LoadTextScenarios for Reader {
    fn given_a_text_in_a_file(&mut self) {
        self.write("One two.\nTwo?\n");
    }

    fn given_a_file_that_is_missing(&mut self) {
        self.source = self.folder.join("missing.txt");
    }

    fn when_it_is_loaded(&mut self) {
        self.perform();
    }

    fn then_every_character_is_there(&mut self) {
        assert_eq!(self.report(), "     2 two\n     1 one\n");
    }

    fn then_the_failure_names_the_file(&mut self) {
        self.assert_failure_names(&self.source);
    }
}

#[symphony::steps]
impl CountWordsScenarios for Reader {
    fn given_a_text_with_a_word_in_capitals_and_in_small_letters(&mut self) {
        self.write("Word word WORD");
    }

    fn given_a_text_without_words(&mut self) {
        self.write(" …?!\n");
    }

    fn when_its_words_are_counted(&mut self) {
        self.perform();
    }

    fn then_it_is_one_word(&mut self) {
        assert_eq!(self.report(), "     3 word\n");
    }

    fn then_nothing_is_counted(&mut self) {
        assert_eq!(self.report(), "");
    }
}

#[symphony::steps]
impl ComposeReportScenarios for Reader {
    fn given_a_text_in_which_one_word_is_used_more_than_others(&mut self) {
        self.write("a b c c b c");
    }

    fn when_a_report_with_two_lines_is_composed(&mut self) {
        self.most = 2;
        self.perform();
    }

    fn then_the_word_that_is_used_most_comes_first(&mut self) {
        assert!(self.report().starts_with("     3 c\n"), "{}", self.report());
    }

    fn and_the_report_has_two_lines(&mut self) {
        assert_eq!(self.report().lines().count(), 2, "{}", self.report());
    }
}

#[symphony::steps]
impl SaveReportScenarios for Reader {
    fn given_a_report(&mut self) {
        self.write("some words");
    }

    fn given_a_folder_that_is_missing(&mut self) {
        self.write("some words");
        self.target = self.folder.join("missing/report.txt");
    }

    fn when_it_is_saved(&mut self) {
        self.perform();
    }

    fn when_a_report_is_saved(&mut self) {
        self.perform();
    }

    fn then_the_file_holds_it(&mut self) {
        let saved = fs::read_to_string(&self.target).expect("it is saved");
        assert_eq!(saved, self.report());
    }

    fn then_the_failure_names_the_file(&mut self) {
        self.assert_failure_names(&self.target);
    }
}
