//! Where Symphony's own crates come from.

use std::path::{Component, Path, PathBuf};

use toml_edit::{InlineTable, Item, Value};

use super::manifest::Manifest;
use crate::error::{Error, Result, shown};

/// Where Symphony's own crates come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Crates {
    /// From the registry, in the version of this crate.
    Released,
    /// From a folder with Symphony's sources.
    Checkout(PathBuf),
}

/// One of Symphony's own crates.
pub(super) struct Crate {
    pub(super) name: &'static str,
    /// Its folder in a checkout.
    folder: &'static str,
}

/// What a program runs on.
pub(super) const RUNTIME: Crate = Crate { name: "symphony-runtime", folder: "runtime" };
/// What a build script calls.
pub(super) const CODEGEN: Crate = Crate { name: "symphony-codegen", folder: "codegen" };

impl Crates {
    /// The crates in a folder with Symphony's sources.
    ///
    /// # Errors
    /// Where the folder has them not.
    pub fn checkout(folder: &Path) -> Result<Self> {
        for it in [&RUNTIME, &CODEGEN] {
            let manifest = folder.join(it.folder).join("Cargo.toml");
            if !Manifest::read(&manifest).is_ok_and(|manifest| manifest.package() == Some(it.name)) {
                let (folder, lacking) = (shown(folder), it.folder);
                return Err(Error::usage(format!(
                    "`{folder}` is no checkout of Symphony: it has no `{lacking}/Cargo.toml` of the package `{}`",
                    it.name
                )));
            }
        }
        Ok(Self::Checkout(folder.canonicalize().map_err(|fault| Error::read(shown(folder), fault))?))
    }

    /// Whether a dependency that stands in the manifest of a folder may be one on this crate as it is here. Where nobody can
    /// tell, it may.
    pub(super) fn may_be(&self, on: &Crate, dependency: &Item, folder: &Path) -> bool {
        let text = |key| dependency.get(key).and_then(Item::as_str);
        match self {
            Self::Released if text("path").or(text("git")).is_some() => true,
            Self::Released => dependency.as_str().or(text("version")).is_none_or(may_be_ours),
            Self::Checkout(checkout) => {
                let real = |path: PathBuf| path.canonicalize().ok();
                text("path").is_some_and(|path| real(folder.join(path)) == real(checkout.join(on.folder)))
            }
        }
    }

    /// What a manifest in `package` says to depend on a crate.
    pub(super) fn dependency(&self, on: &Crate, package: &Path) -> Result<Value> {
        match self {
            Self::Released => Ok(env!("CARGO_PKG_VERSION").into()),
            Self::Checkout(folder) => {
                let path = relative(package, &folder.join(on.folder));
                let Some(path) = path.to_str() else {
                    let path = path.display();
                    return Err(Error::usage(format!(
                        "`{path}` is no UTF-8, so no manifest can name it: rename the folder"
                    )));
                };
                let separator = std::path::MAIN_SEPARATOR_STR;
                Ok(table("path", path.replace(separator, "/").into()))
            }
        }
    }
}

/// Whether our version may be one of those that are required: of a single number it is the start of it.
fn may_be_ours(required: &str) -> bool {
    let number = required.trim().trim_start_matches(['^', '=', '~']).trim();
    let is_number = number.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    let ours = env!("CARGO_PKG_VERSION").split('.');
    !is_number || number.split('.').zip(ours).all(|(required, ours)| required == ours)
}

/// `{ key = value }`.
pub(super) fn table(key: &str, value: Value) -> Value {
    let mut table = InlineTable::new();
    table.insert(key, value);
    table.into()
}

/// The way from one folder to another, both without links; all of it where they have nothing in common.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
    let common = from.components().zip(to.components()).take_while(|(left, right)| left == right).count();
    if common == 0 {
        return to.to_owned();
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    up.chain(to.components().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{CODEGEN, Crates, relative};

    #[cfg(unix)]
    #[test]
    fn the_way_is_the_shortest() {
        for (from, to, expect) in [
            ("/a/b", "/a/c/runtime", "../c/runtime"),
            ("/a", "/a/symphony/runtime", "symphony/runtime"),
            ("/x/y", "/a/runtime", "../../a/runtime"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), Path::new(expect), "{from} {to}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_escaped() {
        let crates = Crates::Checkout("/a/\"} x = {\n".into());
        let dependency = crates.dependency(&CODEGEN, Path::new("/a")).unwrap().to_string();
        let read: toml_edit::DocumentMut = format!("x = {dependency}").parse().unwrap();
        assert_eq!(read["x"]["path"].as_str(), Some("\"} x = {\n/codegen"), "{dependency}");
        assert_eq!(read["x"].as_inline_table().unwrap().len(), 1);
    }

    #[test]
    fn a_released_crate_has_our_version() {
        let dependency = Crates::Released.dependency(&CODEGEN, Path::new("a")).unwrap();
        assert_eq!(dependency.as_str(), Some(env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn what_is_there_may_be_ours() {
        let check = |text: &str, expect: bool| {
            let read: toml_edit::DocumentMut = format!("x = {text}").parse().unwrap();
            assert_eq!(Crates::Released.may_be(&CODEGEN, &read["x"], Path::new("a")), expect, "{text}");
        };
        let version = env!("CARGO_PKG_VERSION");
        for text in [&format!("\"{version}\""), "\"*\"", "\">=0, <99\"", "{ path = \"../codegen\" }", "{ git = \"x\" }"]
        {
            check(text, true);
        }
        for text in ["\"9\"", "{ version = \"=9.1.0\", features = [] }"] {
            check(text, false);
        }
    }

    #[test]
    fn a_checkout_has_all_crates() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let message = Crates::checkout(root).unwrap_err().to_string();
        assert!(message.contains("is no checkout of Symphony: it has no `runtime/Cargo.toml`"), "{message}");
    }
}
