//! The repository that files are in, by the command `git`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::Phase;
use crate::error::{Error, Result, shown};

/// A repository with files of ours.
#[derive(Clone, Debug)]
pub struct Git {
    root: PathBuf,
}

impl Git {
    /// The repository around a folder; none where there is none, or no `git`.
    ///
    /// # Errors
    /// Where `git` is there and cannot be run.
    pub fn around(folder: &Path) -> Result<Option<Self>> {
        let output = match git(folder).args(["rev-parse", "--show-toplevel"]).output() {
            Ok(output) => output,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(Error::usage(format!("cannot run `git`: {fault}"))),
        };
        let root = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok((output.status.success() && !root.is_empty()).then(|| Self { root: PathBuf::from(root) }))
    }

    /// The files that differ from the last commit, and those that git does not know; from the root of the repository on.
    ///
    /// # Errors
    /// Where git does not say it.
    pub fn dirty(&self) -> Result<Vec<String>> {
        let output = git(&self.root).args(["status", "--porcelain=v1", "-z", "--no-renames"]).output();
        let output = output.map_err(|fault| Error::usage(format!("cannot run `git`: {fault}")))?;
        if !output.status.success() {
            return Err(Error::usage(format!("`git status` says: {}", said(&output))));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.split('\0').filter_map(|entry| entry.get(3..)).map(str::to_owned).collect())
    }

    /// The path of a file from the root of the repository on.
    pub(super) fn path(&self, file: &Path) -> Option<String> {
        let root = self.root.canonicalize().ok()?;
        file.canonicalize().ok()?.strip_prefix(root).ok().map(shown)
    }

    /// Commits these files and no others, whatever else was staged; or says why not.
    pub(super) fn commit(&self, message: &str, files: &[&Path]) -> Result<(), String> {
        let mut paths = Vec::new();
        for file in files {
            paths.push(self.path(file).ok_or_else(|| format!("`{}` is not in the repository", shown(file)))?);
        }
        let mut command = git(&self.root);
        command.args(["commit", "--quiet", "--only", "--file=-", "--"]).args(paths.iter().map(OsString::from));
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|fault| format!("cannot run `git`: {fault}"))?;
        // Where git does not read it, its exit says why.
        let _ = child.stdin.take().map(|mut stdin| stdin.write_all(message.as_bytes()));
        let output = child.wait_with_output().map_err(|fault| format!("cannot run `git`: {fault}"))?;
        if output.status.success() { Ok(()) } else { Err(said(&output)) }
    }
}

/// Whether files may be changed where git would not have them back.
///
/// # Errors
/// Where files in the repository are not committed, unless `allow_dirty`; where there is no repository, unless
/// `allow_no_vcs`.
pub fn may_change(git: Option<&Git>, allow_dirty: bool, allow_no_vcs: bool) -> Result {
    let Some(git) = git else {
        return if allow_no_vcs {
            Ok(())
        } else {
            Err(Error::usage(
                "there is no git repository here, which would show what is changed: use `--allow-no-vcs` to fix all the same",
            ))
        };
    };
    let dirty = if allow_dirty { Vec::new() } else { git.dirty()? };
    if dirty.is_empty() {
        return Ok(());
    }
    let files: Vec<String> = dirty.iter().map(|path| format!("\n  {path}")).collect();
    let files = files.concat();
    Err(Error::usage(format!(
        "there are changes that are not committed, and what is fixed could not be told from them: commit them, or use \
         `--allow-dirty`{files}"
    )))
}

/// The command, as nobody sits before it.
pub(crate) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).arg("--literal-pathspecs").env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    command
}

pub(crate) fn said(output: &Output) -> String {
    let texts = [&output.stderr, &output.stdout].map(|it| String::from_utf8_lossy(it).trim().to_owned());
    let text = texts.into_iter().find(|text| !text.is_empty());
    text.unwrap_or_else(|| format!("`git` ended with {}", output.status))
}

/// The message of a commit, with what there is to know of the phase as trailers.
pub(super) fn message(phase: Phase, fixed: &BTreeMap<&'static str, usize>, snapshot: &str) -> String {
    let count: usize = fixed.values().sum();
    let findings = if count == 1 { "finding" } else { "findings" };
    let mut message = format!("Fix {count} {findings} of the {} phase\n\n", phase.word());
    let _ = writeln!(message, "Symphony-Phase: {}", phase.word());
    for (code, count) in fixed {
        let _ = writeln!(message, "Symphony-Fixed: {code} x{count}");
    }
    let _ = writeln!(message, "Symphony-Snapshot: {snapshot}");
    message
}
