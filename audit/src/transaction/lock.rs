//! One process at a time.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use fs4::fs_std::FileExt as _;

use crate::error::{Error, Result, shown};

/// Held until it is dropped, or the process ends in whichever way.
#[derive(Debug)]
pub(super) struct Lock(#[allow(dead_code)] File);

impl Lock {
    /// Takes the lock; where another process has it, says which to `waiting`, and waits.
    pub(super) fn take(path: &Path, verb: &str, waiting: impl FnOnce(&str)) -> Result<Self> {
        let fault = |fault: io::Error| Error::write(shown(path), fault);
        let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path).map_err(fault)?;
        if !file.try_lock_exclusive().map_err(fault)? {
            let holder = fs::read_to_string(path).unwrap_or_default();
            let holder = holder.trim();
            waiting(if holder.is_empty() { "another process" } else { holder });
            file.lock_exclusive().map_err(fault)?;
        }
        // Whoever waits reads this; nobody acts on it.
        let _ = file.set_len(0);
        let about = format!("`cargo symphony {verb}`, process {}\n", std::process::id());
        let _ = io::Write::write_all(&mut &file, about.as_bytes());
        Ok(Self(file))
    }
}
