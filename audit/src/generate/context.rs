//! The context document of a session, from file to file.

use std::fs;
use std::path::Path;

use symphony_codegen::writer::replace;

use crate::error::{Error, Result, shown};
use crate::session::session;
use crate::template::Templates;

/// Writes the context document of an authority, where it differs; whether it did. `templates` is a folder of templates
/// that replace ours.
///
/// # Errors
/// Where a file cannot be read or written, or with everything that is wrong in the authority or a template.
pub fn context(authority: &Path, out: &Path, generated_at: Option<&str>, templates: Option<&Path>) -> Result<bool> {
    let from = shown(authority);
    let bytes = fs::read(authority).map_err(|fault| Error::read(&from, fault))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage(format!("`{from}` is no UTF-8: JSON is UTF-8, so save it as that")))?;
    let document = session(&Templates::load(templates)?, &text, &from, generated_at).map_err(Error::Session)?;
    if fs::read(out).is_ok_and(|present| present == document.as_bytes()) {
        return Ok(false);
    }
    replace(out, &document).map_err(|fault| Error::write(shown(out), fault))?;
    Ok(true)
}
