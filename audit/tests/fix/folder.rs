//! Files in a temporary folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use symphony_audit::error::Result;
use symphony_audit::fix::{Options, Report, Texts, fix, judge, preview};
use symphony_audit::scope::Scope;
use symphony_audit::transaction::{Session, Store};
use tempfile::TempDir;

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8(fs::read(self.path(name)).unwrap()).unwrap()
    }

    pub(crate) fn store(&self) -> Store {
        Store::beside(self.root())
    }

    pub(crate) fn open(&self) -> Session {
        self.store().open("fix", |_| {}).unwrap()
    }

    /// Every file but those of the store.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        walk(self.root(), &mut files);
        files
    }

    /// The sequences here as no package's, or the package that is here.
    pub(crate) fn scope(&self) -> Scope {
        if self.path("Cargo.toml").exists() {
            Scope::packages(self.root()).unwrap()
        } else {
            Scope::files(self.root(), vec![".".into()]).unwrap()
        }
    }

    pub(crate) fn preview(&self, options: &Options) -> Result<Report> {
        let scope = self.scope();
        preview(&|texts: &Texts| judge(&scope, texts), options)
    }

    pub(crate) fn fix(&self, options: &Options) -> Result<Report> {
        let scope = self.scope();
        fix(&|texts: &Texts| judge(&scope, texts), options, &mut self.open(), None)
    }
}

pub(crate) fn with_unsafe() -> Options {
    Options { with_unsafe: true, ..Options::default() }
}

fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().unwrap() != ".symphony" {
                walk(&path, files);
            }
        } else {
            files.insert(path.clone(), fs::read(path).unwrap());
        }
    }
}
