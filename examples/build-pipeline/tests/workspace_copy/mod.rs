//! A workspace to throw away, for whoever performs the pipeline on one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A copy of the workspace beside this folder: `app`, which needs `middle`, which needs `base`.
pub(crate) struct Workspace(TempDir);

impl Workspace {
    pub(crate) fn new() -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspace"), workspace.0.path());
        workspace
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.path(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn append(&self, path: &str, text: &str) {
        self.write(path, &format!("{}{text}", self.read(path)));
    }

    /// Adds lines to the `[package]` of a package.
    pub(crate) fn declare(&self, package: &str, lines: &str) {
        let manifest = format!("{package}/Cargo.toml");
        let text = self.read(&manifest);
        let edition = "edition = \"2024\"\n";
        assert!(text.contains(edition), "{text}");
        self.write(&manifest, &text.replace(edition, &format!("{edition}{lines}")));
    }

    /// Makes the workspace declare what a build without reservation asks for.
    pub(crate) fn declare_everything(&self) {
        let shared =
            "\n[workspace.package]\nauthors = [\"Somebody\"]\n\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n";
        self.append("Cargo.toml", shared);
        for package in ["app", "base", "middle"] {
            let lines =
                "license = \"MIT\"\nrust-version = \"1.85\"\ndescription = \"A part\"\nauthors.workspace = true\n";
            self.declare(package, lines);
            self.append(&format!("{package}/Cargo.toml"), "\n[lints]\nworkspace = true\n");
        }
    }

    /// Runs the command on it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_build-pipeline"));
        command.arg(self.root()).arg("--offline").arg("--out").arg(self.path("out")).args(arguments);
        command.output().unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
