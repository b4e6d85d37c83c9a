//! A folder in which the command runs as a process.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A temporary folder.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
    }

    /// A program in a folder below this one, with nothing from outside that would change what it says.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>, folder: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path(folder))
            .env("NO_COLOR", "1")
            .env("CARGO_NET_OFFLINE", "true")
            .stdin(Stdio::null());
        for name in ["CARGO_TARGET_DIR", "CLICOLOR_FORCE", "RUSTFLAGS", "RUSTDOCFLAGS", "CARGO_BUILD_WARNINGS"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the command in a folder, and gives what it printed to standard output and to standard error.
    #[track_caller]
    pub(crate) fn check_in(&self, folder: &str, arguments: &[&str], exit: i32) -> (String, String) {
        let mut command = self.command(env!("CARGO_BIN_EXE_cargo-symphony"), folder);
        let output = command.args(arguments).output().unwrap();
        let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}\n{stdout}\n{stderr}");
        (stdout, stderr)
    }

    #[track_caller]
    pub(crate) fn check(&self, arguments: &[&str], exit: i32) -> (String, String) {
        self.check_in("", arguments, exit)
    }

    /// Every file with what it holds, and every link as an empty one, but what cargo builds.
    pub(crate) fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut contents = BTreeMap::new();
        walk(self.0.path(), self.0.path(), &mut contents);
        contents
    }
}

fn walk(root: &Path, folder: &Path, contents: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() && entry.file_name() != "target" {
            walk(root, &path, contents);
        } else if !kind.is_dir() {
            let bytes = if kind.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            contents.insert(path.strip_prefix(root).unwrap().to_owned(), bytes);
        }
    }
}
