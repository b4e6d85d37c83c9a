//! Golden files, and what is said when one differs.

use std::path::{Path, PathBuf};
use std::{env, fs};

use similar::TextDiff;

/// A file of these tests.
pub(crate) fn path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(path)
}

/// Compares a text with a golden file, or writes it there where `BLESS` is set.
#[track_caller]
pub(crate) fn check(name: &str, found: &str) {
    let file = path(name);
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if expected == found {
        return;
    }
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, found).unwrap();
        eprintln!("blessed {name}");
        return;
    }
    panic!(
        "{}\n`BLESS=1 cargo test -p symphony-audit` accepts what is new",
        TextDiff::from_lines(&expected, found).unified_diff().context_radius(3).header(name, "found")
    );
}
