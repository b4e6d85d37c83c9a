//! Reading, writing and hashing files, with errors that name them.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// Writes a file whole or not at all, together with the folders above it.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    make_folder(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(&unfinished, content).map_err(|error| Error::io("write", &unfinished, &error))?;
    fs::rename(&unfinished, path).map_err(|error| Error::io("write", path, &error))
}

pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    write(path, &json(value)?)
}

/// The bytes that [`write_json`] writes.
pub(crate) fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|error| Error::new(format!("a value cannot be written as JSON: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| Error::io("read", path, &error))
}

pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Error::io("read", path, &error))
}

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    serde_json::from_slice(&read(path)?)
        .map_err(|error| Error::new(format!("{} does not hold what it should: {error}", path.display())))
}

pub(crate) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| Error::io("make the folder", path, &error))
}

/// The files below a folder, in the order of their paths; none where there is no folder.
pub(crate) fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::io("list", &folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| Error::io("list", &folder, &error))?;
            let kind = entry.file_type().map_err(|error| Error::io("inspect", &entry.path(), &error))?;
            // A link to a folder is not followed: it may lead back up.
            if kind.is_dir() {
                folders.push(entry.path());
            } else if entry.path().is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

pub(crate) fn sha256(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

/// The hash of a file, which is read in pieces and so may be of any size.
pub(crate) fn sha256_of(path: &Path) -> Result<String> {
    let failed = |error| Error::io("read", path, &error);
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece).map_err(failed)? {
            0 => return Ok(hex(&hasher.finalize())),
            length => hasher.update(&piece[..length]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The size of a file in bytes, and when it was last written in nanoseconds since 1970.
pub(crate) fn size_and_age(path: &Path) -> Result<(u64, u64)> {
    let failed = |error| Error::io("inspect", path, &error);
    let metadata = fs::metadata(path).map_err(failed)?;
    let modified = metadata.modified().map_err(failed)?;
    let nanoseconds = modified.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
    Ok((metadata.len(), u64::try_from(nanoseconds).unwrap_or(u64::MAX)))
}

/// A path as it is seen from a folder; one that lies elsewhere stays as it is.
pub(crate) fn relative(folder: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(folder).unwrap_or(path).to_path_buf()
}

/// A relative path with `/` on every platform, for what is compared or read elsewhere.
pub(crate) fn portable(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Where the copy of a file goes: never outside the folder, wherever the file lies.
pub(crate) fn inside(folder: &Path, path: &Path) -> PathBuf {
    path.components().fold(folder.to_path_buf(), |inside, component| match component {
        Component::Normal(name) => inside.join(name),
        Component::ParentDir => inside.join("up"),
        Component::Prefix(_) | Component::RootDir | Component::CurDir => inside,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_a_file_like_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/file");
        let content = vec![7; 200_000];
        write(&path, &content).unwrap();
        assert_eq!(sha256_of(&path).unwrap(), sha256(&content));
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(below(folder.path()).unwrap(), [path]);
    }

    #[test]
    fn a_copy_stays_inside() {
        let check = |path: &str, expect: &str| assert_eq!(inside(Path::new("out"), Path::new(path)), Path::new(expect));
        check("a/Cargo.toml", "out/a/Cargo.toml");
        check("../a/Cargo.toml", "out/up/a/Cargo.toml");
        check("/etc/./passwd", "out/etc/passwd");
    }

    #[test]
    fn says_which_file_is_missing() {
        let error = read(Path::new("no/such/file")).unwrap_err().to_string();
        assert!(error.starts_with("cannot read no/such/file: "), "{error}");
    }
}
