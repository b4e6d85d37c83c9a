//! The memory that everything was fresh once, with exactly these bytes on the disk.
//!
//! Rendering a thousand pages and parsing their tests takes seconds, reading and hashing them a tenth of one. So
//! `generate` leaves, among what cargo builds, the SHA-256 of everything that it read and of everything that it wrote, and
//! whoever finds the same bytes again need not generate them to know that they fit. It is a cache: it is never committed,
//! `check` only reads it, and without it everything is generated and compared.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use symphony_codegen::parallel::slices;
use symphony_codegen::writer::replace;

use super::Disk;
use crate::error::Result;
use crate::project::Package;
use crate::provenance::sha256;

/// What all bytes come to.
#[derive(Debug)]
pub(crate) struct Seal {
    digest: String,
    /// How many files are in our folders.
    pub(crate) files: usize,
}

impl Seal {
    /// The seal of inputs and of what is in our folders; nothing where this very program cannot be read. Of the files in
    /// `known` the SHA-256 is known already.
    pub(crate) fn of(
        package: &Package,
        inputs: &str,
        templates: &str,
        known: impl Fn(&str) -> Option<String> + Sync,
    ) -> Result<Option<Self>> {
        // Another build of the generator may generate something else.
        static PROGRAM: OnceLock<Option<String>> = OnceLock::new();
        let read = || env::current_exe().and_then(fs::read).ok().map(|program| sha256(&program));
        let Some(program) = PROGRAM.get_or_init(read) else { return Ok(None) };
        let disk = Disk::new(package)?;
        let paths = disk.all()?;
        let hashes = slices(&paths, |paths| {
            let hash = |path: &String| match known(path) {
                Some(hash) => Ok(Some(hash)),
                None => disk.read(path).map(|text| text.map(|text| sha256(&text))),
            };
            paths.iter().map(hash).collect::<Result<Vec<_>>>()
        });
        let hashes = hashes.into_iter().collect::<Result<Vec<_>>>()?.concat();
        let mut all = format!("{program}\n{inputs}\n{templates}\n{:?}\n", package.config);
        let _ = writeln!(all, "{} {:?} {:?}", package.name, package.library, package.targets);
        for (path, hash) in paths.iter().zip(hashes) {
            let _ = writeln!(all, "{} {path:?}", hash.unwrap_or_default());
        }
        Ok(Some(Self { digest: sha256(all.as_bytes()), files: paths.len() }))
    }

    fn path(package: &Package) -> PathBuf {
        package.target_folder.join("symphony").join(format!("{}.fresh", package.name))
    }

    /// Whether everything was fresh with these bytes.
    pub(crate) fn is_set(&self, package: &Package) -> bool {
        fs::read_to_string(Self::path(package)).is_ok_and(|seal| seal == self.digest)
    }

    /// Remembers that everything is fresh with these bytes. Where that cannot be written, it is not remembered.
    pub(crate) fn set(&self, package: &Package) {
        if !self.is_set(package) {
            let _ = replace(&Self::path(package), &self.digest);
        }
    }
}
