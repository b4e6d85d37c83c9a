//! Symphony in a crate that is there already.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{Package, TargetKind};
use symphony_codegen::discover::{Found, discover};
use symphony_codegen::writer::create;

use super::crates::Crates;
use super::manifest::Manifest;
use super::words::Words;
use super::{cargo, depend};
use crate::config::{Config, FILE};
use crate::coverage::sources::walk;
use crate::error::{Error, Result, shown};

const SEQUENCE: &str = include_str!("../../templates/init/first-steps.json");
const SCRIPT: &str = include_str!("../../templates/init/build.rs");
const CONFIG: &str = include_str!("../../templates/init/symphony.toml");

/// What was done, and what is left. Paths start at the package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Init {
    /// The folder of the package.
    pub root: PathBuf,
    /// What was added to `Cargo.toml`.
    pub added: Vec<String>,
    /// The files that were written.
    pub written: Vec<String>,
    /// What somebody has to do, in that order.
    pub left: Vec<String>,
    /// Whether documents were generated once.
    pub is_generated: bool,
}

/// Adds to a crate what it lacks of Symphony: the dependencies, a first sequence where there is none, a build script where
/// there is none, and a configuration. A person's Rust is never changed; what is to be added there is said. `from` is a
/// folder in the package or its manifest.
///
/// # Errors
/// Where there is no package, a manifest or the configuration is wrong, or something cannot be read or written. What was
/// written until then stays: nothing of it stands in the way of doing it again.
pub fn init(from: &Path, crates: &Crates) -> Result<Init> {
    let (manifest, package) = package(from)?;
    let mut present = Present::look(&manifest, &package)?;
    let manifest = depend(&manifest, crates, present.has_script())?;
    let mut init = Init { added: manifest.added().to_vec(), left: manifest.others().to_vec(), ..Init::default() };
    // In this order the crate can be built whenever it is interrupted.
    manifest.save()?;
    present.sequence(&mut init)?;
    present.script(&manifest, &mut init)?;
    if !present.root.join(FILE).exists() {
        present.put(FILE, CONFIG, &mut init)?;
    }
    present.left(&mut init);
    init.is_generated = present.root.join(&present.config.docs).exists();
    init.root = present.root;
    Ok(init)
}

/// Whether documents can be generated into the package around a folder or manifest: nothing of somebody's is in their way. To
/// be asked before [`init`], which writes.
///
/// # Errors
/// Where there is no package, or something is in the way: what, and what to do.
pub fn unobstructed(from: &Path) -> Result {
    let (manifest, package) = package(from)?;
    let Present { root, config, .. } = Present::look(&manifest, &package)?;
    let loose = crate::project::Package::loose(&root, Vec::new())?;
    crate::generate::unobstructed(&crate::project::Package { is_cargo: true, config, ..loose })
}

/// The manifest of the package around a folder, or the one that is named, and what cargo says of it.
fn package(from: &Path) -> Result<(PathBuf, Package)> {
    let manifest = if from.is_dir() { cargo::manifest(from)? } else { from.to_owned() };
    let manifest = manifest.canonicalize().map_err(|fault| Error::read(shown(&manifest), fault))?;
    let metadata = cargo::metadata(&manifest)?;
    let Some(package) = metadata.packages.into_iter().find(|it| it.manifest_path.as_std_path() == manifest) else {
        return Err(Error::usage(format!(
            "`{}` is that of a workspace and has no package: name a member's with `--manifest-path`, or go to its folder",
            shown(&manifest)
        )));
    };
    Ok((manifest, package))
}

/// What there is of a crate.
struct Present {
    root: PathBuf,
    config: Config,
    /// The build script, from the package on.
    script: Option<String>,
    /// The file that modules of sequences belong into.
    main: Option<String>,
    /// Whether it is that of a library.
    is_library: bool,
    compiled: Compiled,
    /// Whether there is nothing yet that handles a sequence.
    is_new: bool,
}

/// How sequences get into the crate.
#[derive(PartialEq)]
enum Compiled {
    /// The modules of a build script are included.
    Included,
    /// They are compiled where they are named, without a build script.
    Named,
    NotYet,
}

impl Present {
    fn look(manifest: &Path, package: &Package) -> Result<Self> {
        let root = manifest.parent().unwrap_or(Path::new("")).to_owned();
        let path = |is: &dyn Fn(&TargetKind) -> bool| {
            let target = package.targets.iter().find(|target| target.kind.iter().any(is))?;
            let path = target.src_path.as_std_path();
            Some(shown(path.strip_prefix(&root).unwrap_or(path)))
        };
        let library = path(&|kind| matches!(kind, TargetKind::Lib | TargetKind::RLib | TargetKind::DyLib));
        let is_library = library.is_some();
        let main = library.or_else(|| path(&|kind| *kind == TargetKind::Bin));
        let script = path(&|kind| *kind == TargetKind::CustomBuild);
        let mut files: Vec<String> = main.iter().cloned().collect();
        walk(&root, "src", 0, &mut files)?;
        let mut compiled = Compiled::NotYet;
        for file in files {
            let text = fs::read(root.join(&file)).map_err(|fault| Error::read(&file, fault))?;
            let words = Words::of(&String::from_utf8_lossy(&text));
            if words.calls("include_sequences") {
                compiled = Compiled::Included;
            } else if words.calls("sequence") && compiled == Compiled::NotYet {
                compiled = Compiled::Named;
            }
        }
        let config = Config::read(&root)?;
        Ok(Self { root, config, script, main, is_library, compiled, is_new: false })
    }

    /// Whether sequences are compiled by a build script, or are to be.
    fn has_script(&self) -> bool {
        self.compiled != Compiled::Named
    }

    fn put(&self, path: &str, text: &str, init: &mut Init) -> Result {
        create(&self.root.join(path), text).map_err(|fault| Error::write(path, fault))?;
        init.written.push(path.to_owned());
        Ok(())
    }

    /// Writes a first sequence where there is none.
    fn sequence(&mut self, init: &mut Init) -> Result {
        let mut found = Found::default();
        for root in self.config.sequences.iter().filter(|path| self.root.join(path).exists()) {
            discover(&self.root, root, &mut found)?;
        }
        self.is_new = found.files.is_empty();
        match self.config.sequences.first().filter(|_| self.is_new) {
            Some(file) if Path::new(file).extension().is_some_and(|it| it == "json") => self.put(file, SEQUENCE, init),
            Some(folder) => self.put(&format!("{folder}/first-steps.json"), SEQUENCE, init),
            None => Ok(()),
        }
    }

    /// Writes a build script where there is none, or says what it lacks.
    fn script(&self, manifest: &Manifest, init: &mut Init) -> Result {
        if !self.has_script() {
            return Ok(());
        }
        let roots = self.config.sequences.iter().map(|path| format!(".sequences({path:?})"));
        let roots: Vec<String> = roots.collect();
        let call = format!("symphony_codegen::Builder::new(){}.compile()", roots.concat());
        let Some(script) = &self.script else {
            if manifest.is_without_build_script() {
                init.left.push(format!(
                    "Cargo.toml: take `build = false` out, and write a `build.rs` whose `main` gives the result of `{call}`"
                ));
                return Ok(());
            }
            let text = SCRIPT.replace(".sequences(\"sequences\")", &roots.join("\n        "));
            return self.put("build.rs", &text, init);
        };
        let text = fs::read_to_string(self.root.join(script)).map_err(|fault| Error::read(script, fault))?;
        if !Words::of(&text).has("symphony_codegen") {
            init.left.push(format!("{script}: call `{call}` in `main`, and let its error fail the script"));
        }
        Ok(())
    }

    /// Says what is left to a person.
    fn left(&self, init: &mut Init) {
        let main = self.main.as_deref().unwrap_or("src/lib.rs");
        if self.compiled == Compiled::NotYet {
            init.left.push(format!("{main}: write `symphony::include_sequences!();`, a module for each sequence"));
        }
        if !self.is_library {
            init.left.push(format!(
                "{main}: tests reach the modules of a library only; where they are to test sequences, make a `src/lib.rs`"
            ));
        }
        if self.is_new {
            init.left.push(format!(
                "{main}: implement the traits of `first_steps`, and perform it by `first_steps::perform`"
            ));
        }
    }
}
