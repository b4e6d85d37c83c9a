//! The mistakes of `mistakes/`: folders of sequences, each with what is wrong in its name.

use std::fs;

use crate::golden::{entries, name};

/// A folder of sequences with a mistake in it.
pub(crate) struct Mistake {
    /// The folder's name.
    pub(crate) name: String,
    /// The files' names and texts.
    pub(crate) files: Vec<(String, String)>,
}

/// All of them.
pub(crate) fn mistakes() -> Vec<Mistake> {
    let folders = entries("mistakes").into_iter();
    folders
        .map(|folder| {
            let shown = format!("mistakes/{}", name(&folder));
            let files = entries(&shown).into_iter().filter(|file| file.extension().is_some_and(|it| it == "json"));
            let text = |file: std::path::PathBuf| {
                (file.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&file).unwrap())
            };
            Mistake { name: name(&folder).to_owned(), files: files.map(text).collect() }
        })
        .collect()
}
