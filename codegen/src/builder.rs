//! What a build script calls.

use std::collections::HashSet;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::compile::{Files, compile};
use crate::diagnostic::has_errors;
use crate::discover::{Found, discover};
use crate::emit::File;
use crate::emit::rust::{self, Flavour, INDEX, Options, Selector};
use crate::error::{Error, Result};
use crate::parallel::slices;
use crate::plan::Plan;
use crate::writer::{Mode, write};

/// Compiles sequences to Rust, in a build script:
///
/// ```no_run
/// // build.rs
/// fn main() -> symphony_codegen::Result {
///     symphony_codegen::Builder::new().sequences("sequences").compile()
/// }
/// ```
///
/// and in the crate `symphony::include_sequences!();`.
///
/// What is wrong with a sequence does not fail the script: whoever includes the generated code gets every finding as an
/// error of the compiler's own form, with a caret in the JSON.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `compile`"]
pub struct Builder {
    roots: Vec<String>,
    out_dir: Option<PathBuf>,
    blocking: bool,
    local: bool,
    options: Options,
}

impl Builder {
    /// A builder of asynchronous pipelines in `OUT_DIR`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or a folder with all `*.json` in and below it; the path starts at the package.
    pub fn sequences(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        // What is generated is the same wherever the package lies.
        let inside = Path::new(&path).strip_prefix(package()).ok().and_then(Path::to_str);
        let inside = inside.unwrap_or(&path);
        self.roots.push(inside.strip_prefix("./").unwrap_or(inside).to_owned());
        self
    }

    /// Whether handlers are plain functions instead of `async` ones.
    pub fn blocking(mut self, blocking: bool) -> Self {
        self.blocking = blocking;
        self
    }

    /// Whether `async` handlers stay on one thread, so that what they hold need not be [`Send`].
    pub fn local(mut self, local: bool) -> Self {
        self.local = local;
        self
    }

    /// Derives serde's traits for declared types; the crate needs `serde` with its `derive`.
    pub fn serde(mut self, serde: bool) -> Self {
        self.options.serde = serde;
        self
    }

    /// Derives a trait for the types that `selector` means: `*`, a type's name, or `<sequence id>/<name or *>`.
    pub fn derive(mut self, selector: impl Into<String>, derive: impl Into<String>) -> Self {
        self.options.derives.push((Selector::new(selector), derive.into()));
        self
    }

    /// Puts an attribute, such as `#[non_exhaustive]`, on the types that `selector` means.
    pub fn attribute(mut self, selector: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.options.attributes.push((Selector::new(selector), attribute.into()));
        self
    }

    /// Uses a type that the crate has in place of a declared one.
    pub fn external_type(mut self, selector: impl Into<String>, path: impl Into<String>) -> Self {
        self.options.external.push((Selector::new(selector), path.into()));
        self
    }

    /// The path of the runtime crate, where it is not `::symphony`.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.options.runtime = path.into();
        self
    }

    /// The folder for the generated code, where it is not `OUT_DIR`: in the repository, it can be committed, and whoever
    /// builds the crate from there needs no build script. The path starts at the package.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// The visibility of the generated modules, where it is not `pub`.
    pub fn visibility(mut self, visibility: impl Into<String>) -> Self {
        self.options.visibility = visibility.into();
        self
    }

    /// Allows a further lint in the generated modules.
    pub fn allow(mut self, lint: impl Into<String>) -> Self {
        self.options.allow.push(lint.into());
        self
    }

    /// Reads the sequences, generates their modules, and tells cargo which files they depend on.
    ///
    /// # Errors
    /// Where a file or folder cannot be read or written, no sequence is there, or an option means nothing. Faults of the
    /// sequences are reported by the code that is generated.
    pub fn compile(self) -> Result {
        let found = self.find()?;
        for path in found.folders.iter().chain(found.files.iter().map(|(shown, _)| shown)) {
            println!("cargo::rerun-if-changed={path}");
        }
        self.update(&found, Mode::Update)?;
        Ok(())
    }

    /// The files that [`compile`](Self::compile) would change, without changing them; for a test of committed code.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn stale(self) -> Result<Vec<String>> {
        let found = self.find()?;
        self.update(&found, Mode::CheckOnly)
    }

    fn find(&self) -> Result<Found> {
        let mut found = Found::default();
        for root in &self.roots {
            discover(&package(), root, &mut found)?;
        }
        let mut known = HashSet::new();
        found.files.retain(|(_, path)| known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
        if found.files.is_empty() {
            let message = match self.roots.as_slice() {
                [] => "no sequences: name their file or folder with `Builder::sequences`".into(),
                roots => format!("no `*.json` in `{}`", roots.join("`, `")),
            };
            return Err(Error::Usage(message));
        }
        Ok(found)
    }

    fn update(mut self, found: &Found, mode: Mode) -> Result<Vec<String>> {
        self.options.flavour = match (self.blocking, self.local) {
            (false, false) => Flavour::Async,
            (true, false) => Flavour::Blocking,
            (false, true) => Flavour::Local,
            (true, true) => {
                let message = "`Builder::blocking` has no futures that `Builder::local` could keep on one thread";
                return Err(Error::Usage(message.into()));
            }
        };
        self.options.check()?;
        let folder = match &self.out_dir {
            Some(folder) => package().join(folder),
            None => env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| {
                Error::Usage(
                    "no `OUT_DIR`: call this from a build script, or name a folder with `Builder::out_dir`".into(),
                )
            })?,
        };
        if mode == Mode::Update {
            claim(&folder)?;
        }
        let files = Files::read(found)?;
        compile(&files, |plan, findings| {
            if has_errors(&findings) {
                return write(&folder, [File { path: INDEX.into(), text: self.report() }], mode);
            }
            self.check_selectors(plan)?;
            let sources = &files.sources;
            let of_slices = slices(&plan.sequences, |sequences| {
                write(&folder, rust::files(plan, sequences, sources, &self.options), mode)
            });
            let mut index = rust::index(plan, &self.options);
            if !findings.is_empty() {
                index.text.push_str(&self.report());
            }
            let mut differing = of_slices.into_iter().collect::<Result<Vec<_>>>()?.concat();
            differing.extend(write(&folder, [index], mode)?);
            Ok(differing)
        })
    }

    /// A call of the macro that reads the sequences again and reports what is wrong with them: a build script cannot
    /// show the compiler's kind of diagnostics, a macro can.
    fn report(&self) -> String {
        let roots: Vec<String> = self.roots.iter().map(|root| format!("{root:?}")).collect();
        let runtime = &self.options.runtime;
        format!("\n{runtime}::__report! {{ {runtime} {} }}\n", roots.join(", "))
    }

    fn check_selectors(&self, plan: &Plan<'_>) -> Result {
        for (option, selector) in self.options.selectors() {
            let matches = |sequence: &crate::plan::Sequence<'_>| {
                rust::type_names(sequence).iter().any(|name| selector.matches(sequence.id, name))
            };
            if !plan.sequences.iter().any(matches) {
                let selector = selector.as_str();
                return Err(Error::Usage(format!("`Builder::{option}({selector:?}, …)` means no type of a sequence")));
            }
        }
        Ok(())
    }
}

/// The folder of the package that is built.
fn package() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from)
}

/// A second builder would replace the modules of the first without a word.
fn claim(folder: &Path) -> Result {
    static CLAIMED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    let mut claimed = CLAIMED.lock().unwrap_or_else(PoisonError::into_inner);
    if claimed.iter().any(|known| known == folder) {
        let message = "another `Builder` has written to the same folder: give this one an `out_dir` of its own";
        return Err(Error::Usage(message.into()));
    }
    claimed.push(folder.to_owned());
    Ok(())
}
