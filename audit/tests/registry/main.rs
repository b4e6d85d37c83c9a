//! The memory of what sequences had, the domains that are declared for them, and how both are shown.

mod corpus;
mod domains;
mod laws;
mod memory;
mod scores;
mod views;

use std::fs;
use std::path::Path;

use symphony_audit::config::Config;
use symphony_audit::generate::{Options, generate};
use symphony_audit::project::Package;
use symphony_audit::registry::overview::{Overview, overview};
use symphony_audit::registry::{Loss, Registry, losses, there};
use tempfile::TempDir;

/// A package in a temporary folder.
struct Hello {
    folder: TempDir,
    package: Package,
}

impl Hello {
    /// With these files.
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("hello");
        fs::create_dir_all(&root).unwrap();
        let package = Package {
            name: "hello".into(),
            is_cargo: true,
            target_folder: folder.path().join("target"),
            config: Config::default(),
            ..Package::loose(&root, Vec::new()).unwrap()
        };
        let hello = Self { folder, package };
        for (path, text) in files {
            hello.write(path, text);
        }
        hello
    }

    fn root(&self) -> &Path {
        &self.package.root
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    #[track_caller]
    fn generate(&self) -> Vec<String> {
        let judged = generate(&self.package, Options::default()).unwrap();
        judged.value.unwrap_or_else(|| panic!("{:#?}", judged.findings)).written
    }

    /// What the file knows.
    fn known(&self) -> Registry {
        Registry::parse(self.read("docs/sequences/registry.json").as_bytes()).unwrap()
    }

    /// What is lost, against what the file knows.
    fn lost(&self) -> Vec<String> {
        losses(&self.known(), &there(&self.package).unwrap()).iter().map(Loss::id).collect()
    }

    #[track_caller]
    fn overview(&self) -> Overview {
        let judged = overview(&self.package).unwrap();
        judged.value.unwrap_or_else(|| panic!("{:#?}", judged.findings))
    }
}

/// What there is in these texts of sequences.
fn of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Registry {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for text in texts {
        fs::write(folder.path().join(format!("{count}.json")), text).unwrap();
        count += 1;
    }
    if count == 0 {
        return Registry::default();
    }
    there(&Package::loose(folder.path(), vec![".".into()]).unwrap()).unwrap()
}
