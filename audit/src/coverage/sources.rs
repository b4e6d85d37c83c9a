//! The Rust of a package: which tests of criteria it has, and who implements a movement.

mod call;
mod compiled;
mod effects;
mod file;
mod imports;
mod unwritten;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

pub use call::{Call, World};
pub use compiled::Compiled;
use compiled::{Compilation, Compilations};
pub use effects::Effect;
pub use file::{Function, Implementation, Module, SourceFile};
use symphony_codegen::compile::Files;
use symphony_codegen::parallel::slices;
use symphony_codegen::plan::{Movement, Sequence};
use symphony_codegen::source::{SourceId, Sources};

use crate::error::{Error, Result};
use crate::fix::Texts;
use crate::project::Package;
use crate::provenance::sha256;

/// The files of a package that have to do with sequences.
#[derive(Debug, Default)]
pub struct Code {
    /// The files, in the order of their paths.
    pub files: Vec<SourceFile>,
    /// The build script, without white space.
    pub build_script: String,
    /// Where the calls of each sequence are.
    calls: Positions,
    /// Where the implementations of each trait are, in files without a `scenarios!`.
    apart: Positions,
    /// Where all implementations of each trait are.
    implementations: Positions,
    /// What is compiled, by the build script and in the files.
    compilations: Compilations,
    /// The traits that are defined, but for generated ones.
    traits: HashSet<String>,
    /// The sequences with stand-ins for their handlers.
    fakes: HashSet<String>,
    /// The words in macros that are not ours.
    in_macros: HashSet<String>,
}

/// By name, the positions of files and of what is in them.
type Positions = HashMap<String, Vec<(usize, usize)>>;

/// Folders deeper than this are a loop of links, or might as well be one.
const DEEPEST: usize = 64;

/// The Rust of a package as it was read, before it is looked into.
#[derive(Debug, Default)]
pub struct Rust {
    /// Each file in `src`, `tests` and where skeletons go, in the order of their paths.
    files: Vec<RustFile>,
    build_script: String,
}

#[derive(Debug)]
struct RustFile {
    path: String,
    /// Nothing where it is no UTF-8.
    source: Option<SourceId>,
    sha256: String,
}

impl Rust {
    /// Reads the files, as if they held what is in `instead`, and puts their texts beside those of the sequences.
    ///
    /// # Errors
    /// Where a folder or file cannot be read.
    pub(crate) fn read(package: &Package, instead: &Texts, texts: &mut Files) -> Result<Self> {
        let mut paths = Vec::new();
        let mut folders = vec!["src", "tests"];
        if !folders.iter().any(|folder| is_in(&package.config.tests, folder)) {
            folders.push(&package.config.tests);
        }
        for folder in folders {
            walk(&package.root, folder, 0, &mut paths)?;
        }
        paths.sort_unstable();
        let read = slices(&paths, |paths| {
            let read = |path: &String| {
                let file = package.root.join(path);
                let bytes = match instead.get(&file) {
                    Some(text) => text.clone(),
                    None => fs::read(file).map_err(|fault| Error::read(path, fault))?,
                };
                let sha256 = sha256(&bytes);
                Ok((path.clone(), String::from_utf8(bytes).ok(), sha256))
            };
            paths.iter().map(read).collect::<Result<Vec<_>>>()
        });
        let mut files = Vec::with_capacity(paths.len());
        for read in read {
            for (path, text, sha256) in read? {
                let source = text.map(|text| texts.add_other(&path, text));
                files.push(RustFile { path, source, sha256 });
            }
        }
        let build_script = fs::read_to_string(package.root.join("build.rs")).unwrap_or_default();
        Ok(Self { files, build_script })
    }

    /// The paths and the SHA-256 of all.
    pub fn hashes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str()))
    }

    /// The build script.
    pub fn build_script(&self) -> &str {
        &self.build_script
    }
}

impl Code {
    /// Looks into the Rust of a package. Files that name none of `names` and none of our macros, and are none of `always`,
    /// are not parsed.
    #[must_use]
    pub(crate) fn parse(
        package: &Package,
        rust: &Rust,
        sources: &Sources,
        names: &HashSet<&str>,
        always: &HashSet<String>,
    ) -> Self {
        let files = slices(&rust.files, |files| {
            let mut parsed = Vec::new();
            for RustFile { path, source, .. } in files {
                let is_wanted = always.contains(path);
                match source.map(|id| (id, sources.get(id).text())) {
                    Some((id, text)) if is_wanted || concerns(text, names) => {
                        let mut file = SourceFile::parse(path.clone(), target(package, path), text.to_owned());
                        file.source = Some(id);
                        parsed.push(file);
                    }
                    None if is_wanted => parsed.push(SourceFile::unreadable(path.clone(), target(package, path))),
                    _ => {}
                }
            }
            parsed
        });
        let mut code = Self::new(files.into_iter().flatten().collect());
        code.compilations.add(Compilation::of_script(&rust.build_script));
        code.build_script = rust.build_script.split_whitespace().collect();
        code
    }

    fn new(mut files: Vec<SourceFile>) -> Self {
        let (mut calls, mut apart, mut implementations): (Positions, Positions, Positions) = Default::default();
        let mut code = Self::default();
        for file in &mut files {
            code.compilations.add(std::mem::take(&mut file.compilations));
            code.traits.extend(std::mem::take(&mut file.traits));
            code.fakes.extend(std::mem::take(&mut file.fakes));
            code.in_macros.extend(std::mem::take(&mut file.in_macros));
        }
        for (at, file) in files.iter().enumerate() {
            for (position, call) in file.calls.iter().enumerate() {
                calls.entry(call.sequence.clone()).or_default().push((at, position));
            }
            for (position, implementation) in file.implementations.iter().enumerate() {
                let name = implementation.trait_name();
                if file.calls.is_empty() {
                    apart.entry(name.to_owned()).or_default().push((at, position));
                }
                implementations.entry(name.to_owned()).or_default().push((at, position));
            }
        }
        Self { files, calls, apart, implementations, ..code }
    }

    /// Whether the package compiles a sequence, and how its handlers are called.
    #[must_use]
    pub fn compiled(&self, sequence: &str) -> Option<Compiled> {
        self.compilations.of(sequence)
    }

    /// Every implementation of a trait of that name, whoever's it is.
    pub fn implementations_of<'c>(
        &'c self,
        name: &str,
    ) -> impl Iterator<Item = (&'c SourceFile, &'c Implementation)> + use<'c> {
        let positions = self.implementations.get(name).map(Vec::as_slice).unwrap_or_default();
        positions.iter().map(|(file, at)| (&self.files[*file], &self.files[*file].implementations[*at]))
    }

    /// The implementations of a movement. A trait of the user's may have the same name: it is the movement's where the
    /// file names the sequence's module and the package defines no other; or where it has one of the movement's
    /// handlers, and `is_only` says that no other movement is called so.
    pub fn of_movement<'c>(
        &'c self,
        sequence: &Sequence<'_>,
        movement: &Movement<'_>,
        is_only: bool,
    ) -> Vec<(&'c SourceFile, &'c Implementation)> {
        let name = movement.trait_name.as_str();
        let is_handler = |function: &Function| movement.methods.iter().any(|method| method.name == function.name);
        let is_defined = self.traits.contains(name);
        let is_meant = |(file, it): &(&SourceFile, &Implementation)| {
            let is_named = file.modules_of(it).any(|module| module == sequence.module);
            let has_handler = it.functions.iter().any(is_handler);
            file.is_of_ours(it) && (is_named && (has_handler || !is_defined) || is_only && has_handler)
        };
        self.implementations_of(name).filter(is_meant).collect()
    }

    /// Whether the package has stand-ins for the handlers of a sequence.
    pub fn has_fakes(&self, sequence: &str) -> bool {
        self.fakes.contains(sequence)
    }

    /// Whether something may be written by a macro that is not ours.
    pub fn is_in_macro(&self, name: &str) -> bool {
        self.in_macros.contains(name)
    }

    /// The file of that path, where it was looked into.
    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|at| &self.files[at])
    }

    /// Every `scenarios!` of the sequence in that file, with the file that it stands in.
    pub fn calls<'c>(&'c self, sequence: &str) -> impl Iterator<Item = (&'c SourceFile, &'c Call)> {
        let positions = self.calls.get(sequence).into_iter().flatten();
        positions.map(|(file, call)| (&self.files[*file], &self.files[*file].calls[*call]))
    }

    /// The implementations of a trait that a `scenarios!` defines: those beside it; where there are none, those in
    /// other files of the same binary that have no `scenarios!` of their own.
    pub fn of_trait<'c>(
        &'c self,
        file: &'c SourceFile,
        call: &Call,
        name: &str,
    ) -> Vec<(&'c SourceFile, &'c Implementation)> {
        let of_name = |it: &&'c Implementation| it.trait_name() == name;
        let own = file.implementations.iter().filter(of_name).filter(|it| file.owns(call, it));
        let beside: Vec<_> = own.map(|it| (file, it)).collect();
        if !beside.is_empty() {
            return beside;
        }
        let positions = self.apart.get(name).into_iter().flatten();
        let others = positions.map(|(file, at)| (&self.files[*file], &self.files[*file].implementations[*at]));
        others.filter(|(other, _)| other.target == file.target || other.target.is_none()).collect()
    }

    /// The file that implements each trait of each sequence: of its movements, and of the criteria of its beats.
    pub fn implementers(
        &self,
        sequences: &[(&Sequence<'_>, &str)],
        scenarios: &[Vec<String>],
    ) -> Vec<BTreeMap<String, String>> {
        let mut maps = vec![BTreeMap::new(); sequences.len()];
        let mut owners: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
        for (at, (sequence, _)) in sequences.iter().enumerate() {
            for movement in &sequence.movements {
                owners.entry(&movement.trait_name).or_default().insert(&sequence.module, at);
            }
        }
        for file in &self.files {
            for implementation in &file.implementations {
                let Some(owners) = owners.get(implementation.trait_name()) else { continue };
                let owner = if owners.len() == 1 {
                    owners.values().next()
                } else {
                    file.modules_of(implementation).find_map(|module| owners.get(module))
                };
                if let Some(owner) = owner {
                    let name = implementation.trait_name().to_owned();
                    maps[*owner].entry(name).or_insert_with(|| file.path.clone());
                }
            }
        }
        for (at, (_, path)) in sequences.iter().enumerate() {
            for name in &scenarios[at] {
                let found = self
                    .calls(path)
                    .find_map(|(file, call)| self.of_trait(file, call, name).first().map(|(file, _)| &file.path));
                if let Some(found) = found {
                    maps[at].insert(name.clone(), found.clone());
                }
            }
        }
        maps
    }
}

/// Whether a path is a folder or lies in it.
pub(crate) fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) fn walk(root: &Path, folder: &str, depth: usize, paths: &mut Vec<String>) -> Result {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(()),
        Err(fault) => return Err(Error::read(folder, fault)),
    };
    for entry in entries {
        let entry = entry.map_err(|fault| Error::read(folder, fault))?;
        // A name that is no UTF-8 is no module's.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{folder}/{name}");
        let mut kind = entry.file_type().map_err(|fault| Error::read(&path, fault))?;
        if kind.is_symlink() {
            // A link that leads nowhere is nobody's module.
            let Ok(behind) = fs::metadata(entry.path()) else { continue };
            kind = behind.file_type();
        }
        if kind.is_dir() && depth < DEEPEST {
            walk(root, &path, depth + 1, paths)?;
        } else if kind.is_file() && Path::new(&name).extension().is_some_and(|it| it == "rs") {
            paths.push(path);
        }
    }
    Ok(())
}

/// Whether a text has the name of a macro of ours as a word, or one of the names. Most files have none, and parsing takes longer.
fn concerns(text: &str, names: &HashSet<&str>) -> bool {
    let is_word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
        if at > start {
            let word = &text[start..at];
            // Traits are in camel case, so most words need no look into the set.
            let is_macro = || bytes[at..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'!');
            if (matches!(word, "scenarios" | "sequence" | "fakes") && is_macro())
                || (!bytes[start].is_ascii_lowercase() && names.contains(word))
            {
                return true;
            }
        } else {
            at += 1;
        }
    }
    false
}

/// The binary that a file is part of, where the file's place says it.
fn target(package: &Package, path: &str) -> Option<String> {
    let exact = package.targets.iter().find(|target| target.path == path);
    let around = || {
        let folder = |target: &str| target.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        // A test of several files has a folder of its own; `tests/common` is part of whoever includes it.
        let holds = |it: &&crate::project::Target| {
            folder(&it.path)
                .is_some_and(|folder| is_in(path, &folder) && folder != package.config.tests && folder != "tests")
        };
        package.targets.iter().filter(holds).max_by_key(|target| target.path.len())
    };
    exact.or_else(around).map(|target| target.id.clone())
}
