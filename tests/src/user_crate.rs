//! A crate of a user's, written below the target folder and really built by cargo.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::golden::folder;

/// Stands for the workspace's folder in a template.
const WORKSPACE: &str = "$WORKSPACE";

/// Stands for the crate's name. Crates of one name would be one to cargo, wherever they are.
const NAME: &str = "$NAME";

/// A crate on disk.
pub(crate) struct UserCrate {
    name: String,
    folder: PathBuf,
    target: PathBuf,
}

/// What a command of cargo came to.
pub(crate) struct Output {
    /// Whether it went well.
    pub(crate) success: bool,
    /// What it printed to standard error, without what differs from machine to machine.
    pub(crate) stderr: String,
    /// What it printed to standard output.
    pub(crate) stdout: String,
}

impl UserCrate {
    /// The crate of that name, empty. Crates of the same `target` share what they depend on, and wait for each other.
    pub(crate) fn new(target: &str, name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let new = Self {
            name: name.to_owned(),
            folder: root.join(target).join(name),
            target: root.join(target).join("target"),
        };
        let _ = fs::remove_dir_all(&new.folder);
        fs::create_dir_all(&new.folder).unwrap();
        // The versions that the workspace has, so that nothing is looked up.
        fs::copy(workspace().join("Cargo.lock"), new.folder.join("Cargo.lock")).unwrap();
        new
    }

    /// The crate's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file. One that holds the text already is left alone, so that cargo sees no change.
    pub(crate) fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.folder.join(path);
        let text = text.replace(WORKSPACE, workspace().to_str().unwrap()).replace(NAME, &self.name);
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            return self;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// Makes a folder hold these files and no others.
    pub(crate) fn set(&self, folder: &str, files: &[(String, String)]) {
        let wanted: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        for entry in fs::read_dir(self.folder.join(folder)).into_iter().flatten() {
            let entry = entry.unwrap();
            if !wanted.contains(entry.file_name().to_str().unwrap()) {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        for (name, text) in files {
            self.write(&format!("{folder}/{name}"), text);
        }
    }

    /// Runs cargo in the crate.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        let output = Command::new(env!("CARGO"))
            .args(["--offline", "--color", "never"])
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTDOCFLAGS")
            .env_remove("CARGO_BUILD_WARNINGS")
            .output()
            .unwrap();
        Output {
            success: output.status.success(),
            stderr: self.portable(&String::from_utf8(output.stderr).unwrap()),
            stdout: String::from_utf8(output.stdout).unwrap(),
        }
    }

    /// Runs cargo, which must go well and say nothing.
    #[track_caller]
    pub(crate) fn silent(&self, arguments: &[&str]) -> String {
        let output = self.cargo(arguments);
        assert!(output.success && output.stderr.is_empty(), "cargo {arguments:?}:\n{}", output.stderr);
        output.stdout
    }

    /// What rustc said, without cargo's progress, the paths of this machine, and the line numbers of files that are
    /// not the crate's.
    fn portable(&self, stderr: &str) -> String {
        let mut portable = String::new();
        let mut is_elsewhere = false;
        for line in stderr.lines().filter(|line| !is_progress(line)) {
            let line = self.without_machine(line);
            let start = line.trim_start();
            let is_path = start.starts_with("--> ") || start.starts_with("::: ");
            if is_path {
                is_elsewhere = start.contains('$') && !start.contains("$DIR");
            } else if line.is_empty() || line.starts_with("help:") {
                is_elsewhere = false;
            }
            portable.push_str(&if is_elsewhere { without_numbers(&line, is_path) } else { line });
            portable.push('\n');
        }
        portable.trim_matches('\n').to_owned() + if portable.trim().is_empty() { "" } else { "\n" }
    }

    fn without_machine(&self, line: &str) -> String {
        let mut line = line.replace(self.folder.to_str().unwrap(), "$DIR");
        if let Some(at) = line.find(self.target.to_str().unwrap())
            && let Some(end) = line[at..].find("/out/").map(|end| at + end + "/out".len())
        {
            line.replace_range(at..end, "$OUT_DIR");
        }
        if let Some(at) = line.find("/rustc/")
            && let Some(end) = line[at..].find("/library/").map(|end| at + end)
        {
            line.replace_range(at..end, "$RUST");
        }
        line.replace(self.target.to_str().unwrap(), "$TARGET").replace(workspace().to_str().unwrap(), WORKSPACE)
    }
}

/// The workspace's folder.
pub(crate) fn workspace() -> &'static Path {
    folder().parent().unwrap()
}

/// A line that tells how far cargo is: a verb, right-aligned in twelve columns.
fn is_progress(line: &str) -> bool {
    let verbs = [
        "Blocking",
        "Checking",
        "Compiling",
        "Documenting",
        "Finished",
        "Generated",
        "Locking",
        "Running",
        "Adding",
        "Fresh",
        "Doc-tests",
    ];
    line.get(..12).is_some_and(|verb| verbs.contains(&verb.trim_start()))
}

/// The line without the numbers of lines and columns, which move whenever the file does.
fn without_numbers(line: &str, is_path: bool) -> String {
    if is_path {
        let path = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
        return path.to_owned();
    }
    let space = line.bytes().take_while(|byte| *byte == b' ').count();
    let digits = line.bytes().skip(space).take_while(u8::is_ascii_digit).count();
    format!("{}{}{}", &line[..space], "L".repeat(digits), &line[space + digits..])
}
