//! Paths that a configuration names.

/// A path with no `./` before it and no `/` at its end.
pub(super) fn plain(path: &str) -> Result<String, &'static str> {
    if path.contains(char::is_control) {
        return Err("has a control character");
    }
    if path.contains('\\') {
        return Err("has a backslash: write `/` between folders");
    }
    let path = path.strip_prefix("./").unwrap_or(path).trim_end_matches('/');
    if path.is_empty() || path == "." { Err("names nothing") } else { Ok(path.to_owned()) }
}

/// The same, of a path that does not lead out of where it starts.
pub(crate) fn inside(path: &str) -> Result<String, &'static str> {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || has_drive {
        return Err("is absolute");
    }
    let path = plain(path)?;
    if path.split('/').any(|part| part == "..") {
        return Err("leads out of it");
    }
    if path.split('/').any(|part| part.is_empty() || part == ".") {
        return Err("has an empty part");
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::{inside, plain};

    #[test]
    fn a_path_stays_inside() {
        for (path, expected) in [
            ("docs", Ok("docs")),
            ("./docs/a/", Ok("docs/a")),
            ("docs..old", Ok("docs..old")),
            ("", Err("names nothing")),
            (".", Err("names nothing")),
            ("./", Err("names nothing")),
            ("/tmp", Err("is absolute")),
            ("C:/docs", Err("is absolute")),
            ("../docs", Err("leads out of it")),
            ("docs/../../x", Err("leads out of it")),
            ("docs//x", Err("has an empty part")),
            ("docs/./x", Err("has an empty part")),
            ("docs\\x", Err("has a backslash: write `/` between folders")),
            ("docs\nx", Err("has a control character")),
        ] {
            assert_eq!(inside(path).as_deref(), expected.as_ref().copied(), "{path:?}");
        }
        assert_eq!(plain("../templates/"), Ok("../templates".to_owned()));
    }
}
