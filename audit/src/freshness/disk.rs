//! The files of a package.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, SystemTime};

use symphony_codegen::parallel::slices;
use symphony_codegen::writer::{TEMPORARY, create, replace};

use super::{Stale, What};
use crate::config::inside;
use crate::error::{Error, Result, shown};
use crate::generate::Document;
use crate::project::Package;
use crate::provenance::{MARKER, is_ours};

/// The folders that a package's documents go to. Paths start at the package.
#[derive(Debug)]
pub struct Disk<'p> {
    package: &'p Package,
}

/// A temporary file of this age was left by a process that is no more: one that lives has it for a moment only.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

impl<'p> Disk<'p> {
    /// The folders of a package, none of which lies outside of it.
    ///
    /// # Errors
    /// Where a link leads out of the package.
    pub fn new(package: &'p Package) -> Result<Self> {
        let root = package.root.canonicalize().map_err(|fault| Error::read(shown(&package.root), fault))?;
        let config = &package.config;
        let schema = config.schema.as_deref().and_then(|path| path.rsplit_once('/')).map(|(folder, _)| folder);
        for folder in [&config.docs, &config.features, &config.tests].into_iter().map(String::as_str).chain(schema) {
            // What is not there yet is made where the nearest folder that is there leads to.
            let real = package.root.join(folder).ancestors().find_map(|folder| folder.canonicalize().ok());
            if !real.is_some_and(|real| real.starts_with(&root)) {
                return Err(Error::usage(format!(
                    "`{folder}` leads out of the package through a link: files are written in the package only"
                )));
            }
        }
        Ok(Self { package })
    }

    /// The documents that the disk does not hold as they are.
    ///
    /// # Errors
    /// Where a file cannot be read, or is not ours; all of those are named.
    pub fn compare(&self, documents: &[Document]) -> Result<Vec<Stale>> {
        let of_slices = slices(documents, |documents| {
            let (mut stale, mut foreign) = (Vec::new(), Vec::new());
            for document in documents {
                let present = self.read(&document.path)?;
                let Some(differs) = Self::differs(document, present.as_deref()) else { continue };
                if present.is_some() && !self.is_own(&document.path, present.as_deref()) {
                    foreign.push(document.path.clone());
                } else {
                    stale.push(differs);
                }
            }
            Ok::<_, Error>((stale, foreign))
        });
        let (mut stale, mut foreign) = (Vec::new(), Vec::new());
        for of_slice in of_slices {
            let (more_stale, more_foreign) = of_slice?;
            stale.extend(more_stale);
            foreign.extend(more_foreign);
        }
        if foreign.is_empty() { Ok(stale) } else { Err(not_ours(&foreign)) }
    }

    /// What a document differs in from what is there.
    pub(crate) fn differs(document: &Document, present: Option<&[u8]>) -> Option<Stale> {
        let wanted = || document.text.clone();
        let what = match present {
            Some(present) if present == document.text.as_bytes() => return None,
            Some(present) => What::Differs { present: String::from_utf8_lossy(present).into_owned(), wanted: wanted() },
            None => What::Missing { wanted: wanted() },
        };
        Some(Stale { path: document.path.clone(), sources: document.sources.clone(), what })
    }

    /// What a file holds; `None` where there is none.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match fs::read(self.package.root.join(path)) {
            Ok(text) => Ok(Some(text)),
            Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(Error::read(path, fault)),
        }
    }

    /// The same, of a file that must be ours where it is there.
    pub(crate) fn read_own(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let present = self.read(path)?;
        if present.is_some() && !self.is_own(path, present.as_deref()) {
            return Err(not_ours(&[path.to_owned()]));
        }
        Ok(present)
    }

    /// A link is somebody's, whatever it leads to.
    fn is_own(&self, path: &str, present: Option<&[u8]>) -> bool {
        let is_link = || fs::symlink_metadata(self.package.root.join(path)).is_ok_and(|it| it.is_symlink());
        present.is_some_and(is_ours) && !is_link()
    }

    /// Writes what stale files should hold, and gives their paths.
    ///
    /// # Errors
    /// Where one cannot be written.
    pub fn write(&self, stale: &[Stale]) -> Result<Vec<String>> {
        if stale.is_empty() {
            return Ok(Vec::new());
        }
        self.clean();
        let written = slices(stale, |stale| {
            let mut written = Vec::new();
            for it in stale {
                if let What::Missing { wanted } | What::Differs { wanted, .. } = &it.what {
                    replace(&self.package.root.join(&it.path), wanted)
                        .map_err(|fault| Error::write(&it.path, fault))?;
                    written.push(it.path.clone());
                }
            }
            Ok(written)
        });
        Ok(written.into_iter().collect::<Result<Vec<_>>>()?.concat())
    }

    /// Writes a file that is not there yet; whether it was not.
    pub(crate) fn create(&self, path: &str, text: &str) -> Result<bool> {
        match create(&self.package.root.join(path), text) {
            Ok(()) => Ok(true),
            Err(fault) if fault.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(fault) => Err(Error::write(path, fault)),
        }
    }

    /// Writes a file of the user's anew. It keeps its permissions and, where a link in the package leads to it, its place.
    pub(crate) fn change(&self, path: &str, text: &str) -> Result {
        let change = || -> io::Result<()> {
            let file = self.package.root.join(path).canonicalize()?;
            if !file.starts_with(self.package.root.canonicalize()?) {
                return Err(io::Error::other("it is a link that leads out of the package"));
            }
            let permissions = fs::metadata(&file)?.permissions();
            replace(&file, text)?;
            fs::set_permissions(&file, permissions)
        };
        change().map_err(|fault| Error::write(path, fault))
    }

    pub(crate) fn remove(&self, path: &str) -> Result {
        match fs::remove_file(self.package.root.join(path)) {
            Err(fault) if fault.kind() != ErrorKind::NotFound => Err(Error::write(path, fault)),
            _ => Ok(()),
        }
    }

    /// Whether a path stays in the package, and no link on its way leads out.
    pub(crate) fn is_inside(&self, path: &str) -> bool {
        let root = self.package.root.canonicalize();
        let real = self.package.root.join(path).parent().map(Path::canonicalize);
        inside(path).is_ok_and(|plain| plain == path)
            && matches!((root, real), (Ok(root), Some(Ok(real))) if real.starts_with(&root))
    }

    /// The files in our folders that may be ours by their names.
    pub(crate) fn present(&self) -> Result<Vec<String>> {
        let config = &self.package.config;
        let mut paths = Vec::new();
        for (folder, extensions) in [(&config.docs, &["md", "mmd"][..]), (&config.features, &["feature"])] {
            for name in self.names(folder)? {
                if Path::new(&name).extension().is_some_and(|it| extensions.iter().any(|known| it == *known)) {
                    paths.push(format!("{folder}/{name}"));
                }
            }
        }
        Ok(paths)
    }

    /// The paths of all files in our folders, whosoever they are.
    pub(super) fn all(&self) -> Result<Vec<String>> {
        let config = &self.package.config;
        let mut paths = Vec::new();
        for folder in [&config.docs, &config.features] {
            paths.extend(self.names(folder)?.into_iter().map(|name| format!("{folder}/{name}")));
        }
        paths.extend(config.schema.clone());
        paths.sort_unstable();
        paths.dedup();
        Ok(paths)
    }

    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let entries = match fs::read_dir(self.package.root.join(folder)) {
            Ok(entries) => entries,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(fault) => return Err(Error::read(folder, fault)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|fault| Error::read(folder, fault))?;
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                names.extend(entry.file_name().into_string());
            }
        }
        Ok(names)
    }

    /// Removes what processes left that were killed while they wrote. What cannot be removed stays: it harms nobody.
    fn clean(&self) {
        let config = &self.package.config;
        for folder in [&config.docs, &config.features, &config.tests] {
            for name in self.names(folder).unwrap_or_default().iter().filter(|name| name.ends_with(TEMPORARY)) {
                let path = self.package.root.join(folder).join(name);
                let modified = fs::metadata(&path).and_then(|it| it.modified()).ok();
                let age = modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
                if age.is_some_and(|age| age > ABANDONED) {
                    let _ = fs::remove_file(&path);
                }
            }
        }
    }
}

fn not_ours(paths: &[String]) -> Error {
    let (is, them) = if paths.len() == 1 { ("is", "it") } else { ("are", "them") };
    Error::usage(format!(
        "`{}` {is} in the way: `cargo symphony` would write there, and overwrites only files with `{MARKER}` in their first \
         lines; move {them} away, or choose other folders in `symphony.toml`",
        paths.join("`, `")
    ))
}
