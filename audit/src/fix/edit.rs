//! Edits of files, of which only the bytes change that an edit names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::opinion::{Edit, Opinion, Texts};
use crate::error::{Error, Result, shown};

/// Makes those edits of an opinion that are wanted and do not overlap with one before them, and gives them. A file that is
/// not the text that was judged, since it is no UTF-8 or somebody changes it, stays as it is.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn apply<'o>(
    opinion: &'o Opinion,
    is_wanted: impl Fn(&Edit) -> bool,
    texts: &mut Texts,
) -> Result<Vec<&'o Edit>> {
    let mut files: BTreeMap<&Path, Vec<&Edit>> = BTreeMap::new();
    for edit in opinion.edits.iter().filter(|edit| is_wanted(edit)) {
        files.entry(&edit.path).or_default().push(edit);
    }
    let mut made = Vec::new();
    for (path, edits) in files {
        let Some(judged) = opinion.texts.get(path) else { continue };
        if present(path, texts)? != judged.as_bytes() {
            continue;
        }
        let chosen = apart(judged, edits);
        if !chosen.is_empty() {
            texts.insert(path.to_owned(), edited(judged, &chosen).into_bytes());
            made.extend(chosen);
        }
    }
    Ok(made)
}

/// What a file is to hold, or holds.
pub(super) fn present(path: &Path, texts: &Texts) -> Result<Vec<u8>> {
    match texts.get(path) {
        Some(text) => Ok(text.clone()),
        None => fs::read(path).map_err(|fault| Error::read(shown(path), fault)),
    }
}

/// The edits that change something and do not overlap, in the order of their places.
fn apart<'e>(text: &str, mut edits: Vec<&'e Edit>) -> Vec<&'e Edit> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut chosen: Vec<&Edit> = Vec::new();
    for edit in edits {
        let is_change = text.get(edit.range.clone()).is_some_and(|present| present != edit.text);
        let is_apart = chosen.last().is_none_or(|last| {
            last.range.end <= edit.range.start && !(last.range.is_empty() && last.range == edit.range)
        });
        if is_change && is_apart {
            chosen.push(edit);
        }
    }
    chosen
}

/// The text with edits that do not overlap, in the order of their places.
fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        whole.push_str(&text[from..edit.range.start]);
        whole.push_str(&edit.text);
        from = edit.range.end;
    }
    whole + &text[from..]
}
