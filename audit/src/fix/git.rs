//! The repository that files are in, by the command `git`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::Phase;
use super::report::Changed;
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

    /// Those of some files that git ignores and has in no commit; from the root of the repository on.
    pub(super) fn ignored<'f>(&self, files: impl Iterator<Item = &'f Path>) -> Result<Vec<String>> {
        let paths: Vec<String> = files.filter_map(|file| self.path(file)).collect();
        let mut arguments = vec!["ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--"];
        arguments.extend(paths.iter().map(String::as_str));
        let listed = self.output(&arguments).map_err(|why| Error::usage(format!("`git ls-files` says: {why}")))?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        Ok(paths.into_iter().filter(|path| listed.split('\0').any(|it| it == path)).collect())
    }

    /// Commits these files and no others, whatever else was staged, and only if the commit holds what they are to hold;
    /// or says why not.
    pub(super) fn commit(&self, message: &str, files: &[&Changed]) -> Result<(), String> {
        let mut paths = BTreeMap::new();
        for file in files {
            let path = self.path(&file.path);
            let path = path.ok_or_else(|| format!("`{}` is not in the repository", shown(&file.path)))?;
            paths.insert(path, file.after.as_bytes());
        }
        let head = self.head();
        let mut command = git(&self.root);
        command.args(["commit", "--quiet", "--only", "--file=-", "--"]).args(paths.keys().map(OsString::from));
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|fault| format!("cannot run `git`: {fault}"))?;
        // Where git does not read it, its exit says why.
        let _ = child.stdin.take().map(|mut stdin| stdin.write_all(message.as_bytes()));
        let output = child.wait_with_output().map_err(|fault| format!("cannot run `git`: {fault}"))?;
        if !output.status.success() {
            return Err(said(&output));
        }
        self.judged(&paths).map_err(|reason| {
            let fate = match self.take_back(head.as_deref(), paths.keys()) {
                Ok(()) => "that commit is taken back".to_owned(),
                Err(why) => format!("that commit is still there: {why}"),
            };
            format!("{reason}, so a hook changed what was judged; {fate}")
        })
    }

    /// Whether the last commit holds these files as they were judged, and no others.
    fn judged(&self, paths: &BTreeMap<String, &[u8]>) -> Result<(), String> {
        let listed = self.output(&["diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", "HEAD"])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        if let Some(other) = listed.split('\0').find(|path| !path.is_empty() && !paths.contains_key(*path)) {
            return Err(format!("it would hold `{other}`, which nobody fixed"));
        }
        for (path, judged) in paths {
            // With the line ends of the working folder.
            let held = self.output(&["cat-file", "--filters", &format!("HEAD:{path}")])?;
            if held != *judged {
                return Err(format!("it would not hold `{path}` as it was fixed"));
            }
        }
        Ok(())
    }

    /// Forgets the last commit, where it is one on top of `head`, and that its files were staged.
    fn take_back<'p>(&self, head: Option<&str>, paths: impl Iterator<Item = &'p String>) -> Result<(), String> {
        let Some(head) = head else { return Err("it is the first one".to_owned()) };
        let parents = self.output(&["rev-list", "--parents", "--max-count=1", "HEAD"])?;
        let parents = String::from_utf8_lossy(&parents).into_owned();
        if parents.split_whitespace().skip(1).ne([head]) {
            return Err("it does not follow the commit that was there".to_owned());
        }
        self.output(&["reset", "--quiet", "--soft", head])?;
        let paths: Vec<&str> = paths.map(String::as_str).collect();
        self.output(&[&["reset", "--quiet", "--"], paths.as_slice()].concat()).map(drop)
    }

    /// The last commit, where there is one.
    fn head(&self) -> Option<String> {
        let output = self.output(&["rev-parse", "--verify", "--quiet", "HEAD"]).ok()?;
        Some(String::from_utf8_lossy(&output).trim().to_owned())
    }

    /// What a command prints; or what it says where it fails.
    fn output(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = git(&self.root).args(arguments).output().map_err(|fault| format!("cannot run `git`: {fault}"))?;
        if output.status.success() { Ok(output.stdout) } else { Err(said(&output)) }
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
