//! Golden files of all suites, and what is said when one differs. `BLESS=1` writes them anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use similar::TextDiff;

/// A file of the tests, from their folder on.
pub(crate) fn path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// How a text differs from a golden file; where `BLESS` is set it is written there, and does not.
pub(crate) fn difference(file: &Path, found: &str) -> Option<String> {
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == found {
        return None;
    }
    let name = file.file_name().unwrap().to_str().unwrap();
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, found).unwrap();
        eprintln!("blessed {name}");
        return None;
    }
    let diff = TextDiff::from_lines(&expected, found);
    Some(diff.unified_diff().context_radius(3).header(name, "found").to_string())
}

/// Compares a text with a golden file, from the folder of the tests on.
#[allow(dead_code)] // one suite gathers differences itself
#[track_caller]
pub(crate) fn check(name: &str, found: &str) {
    if let Some(difference) = difference(&path(name), found) {
        panic!("{difference}\n`BLESS=1 cargo test -p symphony-audit` accepts what is new");
    }
}
