//! What changed since a revision of git, and what has to do with that.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use symphony_codegen::json;
use symphony_codegen::source::Sources;

use crate::config::FILE;
use crate::coverage::record;
use crate::error::{Error, Result, shown};
use crate::facts::Facts;
use crate::fix::git::{git, said};
use crate::project::Package;
use crate::verdict::{Entry, Judgement, LeftOut};

/// What changed in a repository: in commits, in what is not committed yet, and in files that git does not know.
#[derive(Debug)]
pub(crate) struct Changes {
    revision: String,
    files: BTreeSet<PathBuf>,
    /// The ids that sequences in changed files had.
    ids: HashSet<String>,
}

/// A sequence, and those that it performs.
#[derive(Debug)]
pub(crate) struct Link {
    path: String,
    id: String,
    performs: Vec<String>,
}

/// The sequences of a package.
pub(crate) fn links(facts: &Facts<'_>) -> Vec<Link> {
    let link = |it: &crate::survey::Surveyed<'_>| {
        let beats = it.sequence.beats().filter_map(|(_, beat)| beat.spec.sequence);
        let performs = beats.map(|performed| performed.value.to_owned()).collect();
        Link { path: it.path.to_owned(), id: it.sequence.id.to_owned(), performs }
    };
    facts.survey.sequences.iter().map(link).collect()
}

impl Changes {
    /// What changed since a revision, in the repository around a folder.
    ///
    /// # Errors
    /// Where there is no repository, or no such revision.
    pub(crate) fn since(folder: &Path, revision: &str) -> Result<Self> {
        let top = run(git(folder).args(["rev-parse", "--show-toplevel"]))
            .map_err(|why| Error::usage(format!("`--since` asks git what changed, and cannot: {why}")))?;
        let top = PathBuf::from(os(top.strip_suffix(b"\n").unwrap_or(&top)));
        let top = top.canonicalize().map_err(|fault| Error::read(shown(&top), fault))?;
        // What follows `--end-of-options` is no option, whatever it looks like; from here on its hash stands for it.
        let commit = format!("{revision}^{{commit}}");
        let hash = run(git(&top).args(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]));
        let hash = hash.map_err(|_| Error::usage(format!("git knows no revision `{}`", revision.escape_debug())))?;
        let hash = String::from_utf8_lossy(&hash).trim().to_owned();
        let differing = ["diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-relative", "-z", &hash, "--"];
        let unknown = ["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--"];
        let mut names = BTreeSet::new();
        for arguments in [&differing[..], &unknown] {
            let list = run(git(&top).args(arguments)).map_err(Error::usage)?;
            names.extend(list.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(<[u8]>::to_vec));
        }
        let ids = ids(&top, &hash, &names)?;
        let files = names.iter().map(|name| top.join(os(name))).collect();
        Ok(Self { revision: revision.to_owned(), files, ids })
    }

    /// Leaves out what did not change and has nothing to do with what did.
    pub(crate) fn select(&self, judgement: &mut Judgement, links: &[Link]) -> LeftOut {
        let package = &judgement.package;
        let mut left_out = LeftOut { since: self.revision.clone(), sequences: 0, findings: 0 };
        let root = package.root.canonicalize().unwrap_or_else(|_| package.root.clone());
        let has_changed = |path: &str| {
            let path = root.join(path);
            self.files.contains(&path) || path.canonicalize().is_ok_and(|real| self.files.contains(&real))
        };
        if self.concerns_all(package, &root, has_changed) {
            return left_out;
        }
        let wanted = self.with_performers(links, has_changed);
        left_out.sequences = links.len() - wanted.len();
        let is_rust = |path: &PathBuf| path.extension() == Some(OsStr::new("rs")) && path.starts_with(&root);
        let has_new_code = self.files.iter().any(is_rust);
        let is_wanted = |path: &str| wanted.contains(path) || has_changed(path);
        let sources = &judgement.sources;
        // What is gone has no file that could have changed.
        let registry = format!("{}/registry.json", package.config.docs);
        let concerns = |entry: &Entry| {
            if sources.get(entry.finding.primary.place.source).path() == registry {
                return true;
            }
            let labels = std::iter::once(&entry.finding.primary).chain(&entry.finding.secondary);
            let about_code = crate::rule::of_audit().contains(&entry.finding.rule);
            has_new_code && about_code || labels.into_iter().any(|it| is_wanted(sources.get(it.place.source).path()))
        };
        let before = judgement.entries.iter().filter(|entry| entry.is_shown()).count();
        judgement.entries.retain(concerns);
        left_out.findings = before - judgement.entries.iter().filter(|entry| entry.is_shown()).count();
        let is_at = |place: symphony_codegen::source::Place| is_wanted(sources.get(place.source).path());
        judgement.unevaluated.retain(|it| it.place.is_none_or(is_at));
        if let Some(stale) = &mut judgement.stale {
            stale.retain(|it| has_changed(&it.path) || it.sources.iter().any(|source| is_wanted(source)));
        }
        left_out
    }

    /// Whether something changed that every sequence is judged by.
    fn concerns_all(&self, package: &Package, root: &Path, has_changed: impl Fn(&str) -> bool) -> bool {
        let config = &package.config;
        let of_docs = [record::FILE, "registry.json"].map(|file| format!("{}/{file}", config.docs));
        let is_manifest = |path: &PathBuf| {
            path.file_name() == Some(OsStr::new("Cargo.toml")) && path.parent().is_some_and(|it| root.starts_with(it))
        };
        [FILE, &config.domains, &config.baseline, &of_docs[0], &of_docs[1]].into_iter().any(has_changed)
            || self.files.iter().any(is_manifest)
    }

    /// The files of sequences that changed, and of those that perform one of them, or one that is gone.
    fn with_performers<'l>(&self, links: &'l [Link], has_changed: impl Fn(&str) -> bool) -> HashSet<&'l str> {
        let mut performers: HashMap<&str, Vec<&Link>> = HashMap::new();
        for link in links {
            for performed in &link.performs {
                performers.entry(performed).or_default().push(link);
            }
        }
        let mut wanted: HashSet<&str> = HashSet::new();
        let mut open: Vec<&str> = self.ids.iter().map(String::as_str).collect();
        for link in links.iter().filter(|link| has_changed(&link.path)) {
            wanted.insert(&link.path);
            open.push(&link.id);
        }
        while let Some(id) = open.pop() {
            for link in performers.get(id).into_iter().flatten() {
                if wanted.insert(&link.path) {
                    open.push(&link.id);
                }
            }
        }
        wanted
    }
}

/// What git says, or why it does not.
fn run(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = command.output().map_err(|fault| format!("cannot run `git`: {fault}"))?;
    if output.status.success() { Ok(output.stdout) } else { Err(said(&output)) }
}

/// The ids of the sequences that were in these files.
fn ids(top: &Path, hash: &str, names: &BTreeSet<Vec<u8>>) -> Result<HashSet<String>> {
    let is_one = |name: &&Vec<u8>| name.ends_with(b".json") && !name.contains(&b'\n');
    let mut asked = Vec::new();
    for name in names.iter().filter(is_one) {
        asked.extend([hash.as_bytes(), b":", name, b"\n"].concat());
    }
    if asked.is_empty() {
        return Ok(HashSet::new());
    }
    let fault = |fault| Error::usage(format!("cannot run `git`: {fault}"));
    let mut command = git(top);
    command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(fault)?;
    let stdin = child.stdin.take();
    // Both pipes would fill, if one waited for the other.
    let asking = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&asked)));
    let output = child.wait_with_output().map_err(fault)?;
    drop(asking.join());
    Ok(blobs(&output.stdout).into_iter().filter_map(id).collect())
}

/// The contents in what `git cat-file --batch` says.
fn blobs(mut said: &[u8]) -> Vec<&[u8]> {
    let mut blobs = Vec::new();
    while let Some(end) = said.iter().position(|byte| *byte == b'\n') {
        let (line, rest) = (&said[..end], &said[end + 1..]);
        let words: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
        let size = match words.as_slice() {
            [_, b"blob", size] => std::str::from_utf8(size).ok().and_then(|size| size.parse::<usize>().ok()),
            _ => None,
        };
        let Some(size) = size.filter(|size| *size < rest.len()) else {
            // A file that was not there yet.
            said = rest;
            continue;
        };
        blobs.push(&rest[..size]);
        said = &rest[size + 1..];
    }
    blobs
}

fn id(text: &[u8]) -> Option<String> {
    let mut sources = Sources::new();
    let (source, _) = json::decode(&mut sources, "before", text.to_vec());
    let root = json::parse(source, sources.get(source)).root?;
    root.get("id").and_then(|id| id.as_str()).map(str::to_owned)
}

/// A path as git gives it.
#[cfg(unix)]
fn os(bytes: &[u8]) -> &OsStr {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(bytes)
}

#[cfg(not(unix))]
fn os(bytes: &[u8]) -> std::ffi::OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::blobs;

    #[test]
    fn contents_are_told_from_what_is_missing() {
        let said = b"12ab blob 3\n{\n}\nHEAD:b.json missing\n34cd blob 0\n\n56ef tree 2\n";
        assert_eq!(blobs(said), [&b"{\n}"[..], b""]);
        assert!(blobs(b"12ab blob 999\n{}\n").is_empty(), "what was cut off is nothing");
    }
}
