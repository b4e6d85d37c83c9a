//! Golden files, and what is said when one differs.

use std::path::{Path, PathBuf};
use std::{env, fs};

use similar::TextDiff;

/// The folder of this crate.
pub(crate) fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether golden files are to be written instead of compared.
pub(crate) fn is_blessing() -> bool {
    env::var_os("BLESS").is_some()
}

/// Texts that are held against golden files, with everything that differs.
#[derive(Default)]
pub(crate) struct Goldens {
    faults: Vec<String>,
}

impl Goldens {
    /// Compares a text with a file of this crate, or writes it there.
    pub(crate) fn check(&mut self, path: &str, found: &str) {
        let file = folder().join(path);
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if expected == found {
            return;
        }
        if is_blessing() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, found).unwrap();
            eprintln!("blessed {path}");
            return;
        }
        let diff = TextDiff::from_lines(&expected, found);
        self.faults.push(diff.unified_diff().context_radius(3).header(path, "found").to_string());
    }

    /// Says something that no golden file can hold.
    pub(crate) fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    /// Fails where anything differed.
    #[track_caller]
    pub(crate) fn finish(self) {
        let count = self.faults.len();
        assert!(
            count == 0,
            "{}\n{count} differ; `BLESS=1 cargo test -p symphony-tests` accepts what is new",
            self.faults.join("\n")
        );
    }
}

/// The entries of a folder of this crate, in the order of their names.
pub(crate) fn entries(path: &str) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder().join(path)).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    assert!(!entries.is_empty(), "`{path}` is empty");
    entries
}

/// A path's last part, without its extension.
pub(crate) fn name(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}
