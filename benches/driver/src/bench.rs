//! Where measurements take place: a temporary folder, and commands that know nothing of where the driver runs.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// A temporary folder, gone at the end unless it is to be kept.
pub(crate) struct Bench {
    folder: PathBuf,
    keep: bool,
}

impl Bench {
    pub(crate) fn new(keep: bool) -> Result<Self, Box<dyn Error>> {
        let folder = env::temp_dir().join(format!("symphony-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        if keep {
            eprintln!("keeping {}", folder.display());
        }
        Ok(Self { folder, keep })
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A copy of a template crate, which depends on Symphony where it is.
    pub(crate) fn package(&self, template: &str, name: &str) -> Result<PathBuf, Box<dyn Error>> {
        let package = self.path(name);
        copy(&benches().join("templates").join(template), &package)?;
        let manifest = package.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)?.replace("../../..", &root().display().to_string());
        fs::write(&manifest, text)?;
        Ok(package)
    }

    /// Builds a generator as build scripts are built, unoptimised.
    pub(crate) fn generator(&self, word: &str) -> Result<PathBuf, Box<dyn Error>> {
        let name = format!("generate-{word}");
        let target = self.path("generators");
        succeed(cargo(&benches(), &target).args(["build", "--quiet", "--package", &name]))?;
        Ok(target.join("debug").join(name))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn benches() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder of Symphony.
pub(crate) fn root() -> PathBuf {
    benches().parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo in a package, silent.
pub(crate) fn cargo(package: &Path, target: &Path) -> Command {
    let mut cargo = command(Path::new("cargo"), package);
    cargo.env("CARGO_TARGET_DIR", target);
    cargo
}

/// A program in a folder, silent, without what cargo told the driver.
pub(crate) fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    for name in ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_TARGET_DIR", "OUT_DIR"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command that is not measured and must end well.
pub(crate) fn succeed(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let output = command.stderr(Stdio::piped()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// The bytes of all files in a folder.
pub(crate) fn bytes_in(folder: &Path) -> Result<u64, Box<dyn Error>> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}
