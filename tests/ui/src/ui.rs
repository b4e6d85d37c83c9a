//! `sequence!` and `#[handlers]` under trybuild: one small program for each mistake, in async and in blocking.
//!
//! `handlers` has mistakes that `#[handlers]` finds, `plain` those that are left to rustc, and `sequence` mistakes of
//! sequences. `BLESS=1` writes what is expected anew.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const FLAVOURS: [&str; 2] = ["async", "blocking"];
const WAYS: [&str; 3] = ["handlers", "plain", "sequence"];

#[test]
fn every_mistake_is_explained() {
    if env::var_os("BLESS").is_some() && env::var_os("TRYBUILD").is_none() {
        // trybuild has its own word for it, and this process cannot change its environment.
        let mut itself = Command::new(env::current_exe().unwrap());
        itself.args(["every_mistake_is_explained", "--exact"]).env("TRYBUILD", "overwrite");
        assert!(itself.status().unwrap().success());
        return;
    }
    share_sequences();
    let cases = trybuild::TestCases::new();
    for flavour in FLAVOURS {
        for way in WAYS {
            cases.compile_fail(format!("{flavour}/{way}/*.rs"));
        }
    }
}

/// Only one flavour can make these.
const OF_ONE_FLAVOUR: [&str; 2] = ["async_for_sync", "sync_for_async"];

#[test]
fn flavours_have_the_same_mistakes() {
    for way in WAYS {
        let [asynchronous, blocking] = FLAVOURS.map(|flavour| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(flavour).join(way);
            let mut names: Vec<String> = files(&folder)
                .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
                .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
                .filter(|name| !OF_ONE_FLAVOUR.contains(&name.as_str()))
                .collect();
            names.sort();
            names
        });
        assert_eq!(asynchronous, blocking, "{way}");
    }
}

/// The paths of `sequence!` start at the package, and the package of these programs is one that trybuild makes.
fn share_sequences() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests/trybuild").join(env!("CARGO_PKG_NAME"));
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    share(&tests.join("drift/template/sequences"), &package.join("sequences"));
    for mistake in files(&tests.join("mistakes")) {
        share(&mistake, &package.join("mistakes").join(mistake.file_name().unwrap()));
    }
}

fn share(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in files(from).filter(|file| file.extension().is_some_and(|extension| extension == "json")) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}
