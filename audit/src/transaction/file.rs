//! One file, put in the place of another as a whole, so that it stays there when the power fails.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use symphony_codegen::writer::TEMPORARY;

/// What a file's mode is kept as; nothing where the system has none.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // elsewhere there is none
pub(super) fn mode(permissions: &Permissions) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(permissions.mode() & 0o7777)
}

#[cfg(not(unix))]
pub(super) fn mode(_: &Permissions) -> Option<u32> {
    None
}

#[cfg(unix)]
fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &File, _: u32) -> io::Result<()> {
    Ok(())
}

/// Puts bytes into a file, in place of what is there, with a mode. The temporary file beside it is known by `id`, so that
/// it can be found when this is interrupted. Folders on the way are made.
pub(super) fn durably(path: &Path, bytes: &[u8], mode: Option<u32>, id: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let temporary = temporary(path, id);
    let written = File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        mode.map_or(Ok(()), |mode| set_mode(&file, mode))?;
        file.sync_all()
    });
    let renamed = written.and_then(|()| fs::rename(&temporary, path));
    if renamed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    renamed
}

/// Removes what an interruption left.
pub(super) fn remove_temporary(path: &Path, id: &str) {
    let _ = fs::remove_file(temporary(path, id));
}

fn temporary(path: &Path, id: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{id}{TEMPORARY}"));
    path.with_file_name(name)
}

/// Makes the names in the folders of these files last. Some systems cannot, and do it by themselves.
pub(super) fn sync_folders<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) {
    let folders: BTreeSet<PathBuf> =
        paths.into_iter().filter_map(|path| path.as_ref().parent().map(Path::to_owned)).collect();
    for folder in folders {
        let _ = File::open(&folder).and_then(|folder| folder.sync_all());
    }
}
