//! A `Cargo.toml` that is changed where something is missing, and nowhere else.

use std::fs;
use std::path::{Path, PathBuf};

use symphony_codegen::writer::replace;
use toml_edit::{Array, DocumentMut, Item, RawString, Table, TableLike, Value};

use super::crates::{Crate, Crates, table};
use crate::error::{Error, Result, shown};

const MARK: char = '\u{feff}';

/// A manifest, and what it was.
pub(super) struct Manifest {
    path: PathBuf,
    before: String,
    document: DocumentMut,
    added: Vec<String>,
    /// What is there already, and is not what would be added.
    others: Vec<String>,
}

impl Manifest {
    /// Reads a manifest.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|fault| Error::read(shown(path), fault))?;
        Self::of(path, text)
    }

    /// The manifest that is to be at `path`, with this text.
    pub(super) fn of(path: &Path, text: String) -> Result<Self> {
        let document = text.trim_start_matches(MARK).parse::<DocumentMut>();
        let document = document
            .map_err(|fault| Error::usage(format!("`{}` is no TOML: {}", shown(path), fault.to_string().trim_end())))?;
        Ok(Self { path: path.to_owned(), before: text, document, added: Vec::new(), others: Vec::new() })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The name of its package.
    pub(super) fn package(&self) -> Option<&str> {
        self.document.get("package")?.get("name")?.as_str()
    }

    /// Whether it is that of a workspace.
    pub(super) fn is_workspace(&self) -> bool {
        self.document.contains_key("workspace")
    }

    /// Whether it says that there is no build script.
    pub(super) fn is_without_build_script(&self) -> bool {
        self.document.get("package").and_then(|it| it.get("build")?.as_bool()) == Some(false)
    }

    /// What was added to it, for somebody to read.
    pub(super) fn added(&self) -> &[String] {
        &self.added
    }

    /// Which crates are there already from elsewhere or in another version, for somebody to read.
    pub(super) fn others(&self) -> &[String] {
        &self.others
    }

    /// Adds a crate to a section of dependencies, unless one there is it. Where the manifest of the workspace has the crate
    /// for all, it is taken from there.
    pub(super) fn require(&mut self, section: &str, on: &Crate, crates: &Crates, workspace: Option<&Self>) -> Result {
        let name = on.name;
        let wanted = |manifest: &Self| crates.dependency(on, manifest.path.parent().unwrap_or(Path::new("")));
        let dependencies = self.document.get(section).and_then(Item::as_table_like);
        if let Some((key, present)) = dependencies.and_then(|dependencies| find(dependencies, name)) {
            let manifest = workspace.unwrap_or(self);
            let shared = is_shared(present).then(|| manifest.shared(key)).flatten();
            let (present, from) = shared.map_or((present, &*self), |shared| (shared, manifest));
            if !crates.may_be(on, present, from.path.parent().unwrap_or(Path::new(""))) {
                let (present, wanted) = (in_line(present), wanted(from)?);
                self.others.push(format!(
                    "Cargo.toml: `{name}` of [{section}] is `{present}` already: make it `{wanted}`, or it does not fit \
                     Symphony's other crates"
                ));
            }
            return Ok(());
        }
        let value =
            if workspace.unwrap_or(self).shares(name) { table("workspace", true.into()) } else { wanted(self)? };
        let added = format!("[{section}] {name} = {value}");
        let present = self.document.entry(section).or_insert_with(|| Item::Table(Table::new()));
        let Some(present) = present.as_table_like_mut() else {
            return Err(Error::usage(format!("`{section}` is no table in `{}`: make it one", shown(&self.path))));
        };
        let is_sorted = present.iter().map(|(key, _)| key.to_owned()).is_sorted();
        present.insert(name, Item::Value(value));
        if is_sorted {
            present.sort_values();
        }
        self.added.push(added);
        Ok(())
    }

    /// Whether it has a crate for the members of its workspace.
    fn shares(&self, name: &str) -> bool {
        self.shared(name).is_some()
    }

    /// What it says of a crate for the members of its workspace.
    fn shared(&self, name: &str) -> Option<&Item> {
        let shared = self.document.get("workspace").and_then(|it| it.get("dependencies"));
        shared.and_then(Item::as_table_like)?.get(name)
    }

    /// Adds a member to the workspace.
    pub(super) fn add_member(&mut self, folder: &str) -> Result {
        let wrong =
            || Error::usage(format!("`workspace.members` is no list of paths in `{}`: make it one", shown(&self.path)));
        let workspace = self.document.get_mut("workspace").and_then(Item::as_table_like_mut).ok_or_else(wrong)?;
        let members = workspace.entry("members").or_insert_with(|| Item::Value(Array::new().into()));
        let members = members.as_array_mut().ok_or_else(wrong)?;
        match members.iter().last().and_then(Lines::of) {
            None => members.push(folder),
            Some(lines) => lines.push(members, folder),
        }
        Ok(())
    }

    /// Its text as it is now.
    pub(super) fn text(&self) -> String {
        let text = self.document.to_string();
        let has_returns =
            self.before.contains("\r\n") && self.before.matches('\n').count() == self.before.matches("\r\n").count();
        let text = if has_returns { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text };
        if self.before.starts_with(MARK) { format!("{MARK}{text}") } else { text }
    }

    /// Writes it, where something is added.
    pub(super) fn save(&self) -> Result {
        let text = self.text();
        if text == self.before { Ok(()) } else { self.put(&text) }
    }

    /// Brings the file back as it was.
    pub(super) fn restore(&self) -> Result {
        self.put(&self.before)
    }

    /// Through links: a manifest may be one.
    fn put(&self, text: &str) -> Result {
        let path = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        replace(&path, text).map_err(|fault| Error::write(shown(&self.path), fault))
    }
}

/// How an array is written whose items have a line each.
struct Lines {
    indent: String,
    /// What stands behind the last item, where no comma ends it.
    suffix: String,
}

impl Lines {
    fn of(last: &Value) -> Option<Self> {
        let text = |raw: Option<&RawString>| raw.and_then(RawString::as_str).unwrap_or_default().to_owned();
        let (prefix, suffix) = (text(last.decor().prefix()), text(last.decor().suffix()));
        prefix.rsplit_once('\n').map(|(_, indent)| Self { indent: indent.to_owned(), suffix })
    }

    /// Adds an item in a line of its own. A comment behind the last one stays there.
    fn push(self, array: &mut Array, item: &str) {
        let rest = self.suffix + array.trailing().as_str().unwrap_or_default();
        let (comment, end) =
            rest.rsplit_once('\n').map_or(("", rest.clone()), |(comment, end)| (comment, format!("\n{end}")));
        if let Some(last) = array.iter_mut().last() {
            last.decor_mut().set_suffix("");
        }
        let mut item = Value::from(item);
        item.decor_mut().set_prefix(format!("{comment}\n{}", self.indent));
        array.push_formatted(item);
        array.set_trailing(end);
    }
}

/// Whether a dependency is that of the workspace.
fn is_shared(dependency: &Item) -> bool {
    dependency.get("workspace").and_then(Item::as_bool) == Some(true)
}

/// What a dependency is, in one line and without comments.
fn in_line(dependency: &Item) -> String {
    let value = dependency.clone().into_value().map(|mut value| {
        value.decor_mut().clear();
        value.to_string()
    });
    value.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The one of the dependencies that is the crate, whatever it is called there.
fn find<'d>(dependencies: &'d dyn TableLike, name: &str) -> Option<(&'d str, &'d Item)> {
    let is_it = |(key, item): (&str, &Item)| match item.get("package").and_then(Item::as_str) {
        Some(package) => package == name,
        None => key == name,
    };
    dependencies.iter().find(|it| is_it(*it))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::crates::{Crates, RUNTIME};
    use super::Manifest;

    fn manifest(text: &str) -> Manifest {
        Manifest::of(Path::new("Cargo.toml"), text.to_owned()).unwrap()
    }

    /// What becomes of a manifest that needs the runtime.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut manifest = manifest(text);
        manifest.require("dependencies", &RUNTIME, &Crates::Released, None).unwrap();
        let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
        assert_eq!(manifest.text(), expect.replace("VERSION", &version));
        let mut again = super::Manifest::of(Path::new("Cargo.toml"), manifest.text()).unwrap();
        again.require("dependencies", &RUNTIME, &Crates::Released, None).unwrap();
        assert_eq!((again.text(), again.added()), (manifest.text(), &[][..]));
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        check(
            "[package]\nname='a' # why\n",
            "[package]\nname='a' # why\n\n[dependencies]\nsymphony-runtime = VERSION\n",
        );
        check(
            "[dependencies]\n# first\nanyhow   = \"1\"\n\ntokio = { version = '1' } # last\n\n[features]\n",
            "[dependencies]\n# first\nanyhow   = \"1\"\nsymphony-runtime = VERSION\n\ntokio = { version = '1' } # last\n\n[features]\n",
        );
        check(
            "[dependencies]\ntokio = \"1\"\nanyhow = \"1\"\n",
            "[dependencies]\ntokio = \"1\"\nanyhow = \"1\"\nsymphony-runtime = VERSION\n",
        );
        check(
            "[dependencies]\nsymphony = { package = \"symphony-runtime\", version = \"0.1\" }\n",
            "[dependencies]\nsymphony = { package = \"symphony-runtime\", version = \"0.1\" }\n",
        );
        check("[dependencies.symphony-runtime]\npath = \"x\"\n", "[dependencies.symphony-runtime]\npath = \"x\"\n");
        check(
            "[package]\r\nname = \"a\"\r\n\r\n[dependencies]\r\n",
            "[package]\r\nname = \"a\"\r\n\r\n[dependencies]\r\nsymphony-runtime = VERSION\r\n",
        );
        check("\u{feff}[dependencies]\n", "\u{feff}[dependencies]\nsymphony-runtime = VERSION\n");
        check(
            "[workspace.dependencies]\nsymphony-runtime = \"0.1\"\n[dependencies]\n",
            "[workspace.dependencies]\nsymphony-runtime = \"0.1\"\n[dependencies]\nsymphony-runtime = { workspace = true }\n",
        );
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let mut manifest = manifest("dependencies = 1\n");
        let fault = manifest.require("dependencies", &RUNTIME, &Crates::Released, None).unwrap_err();
        assert_eq!(fault.to_string(), "`dependencies` is no table in `Cargo.toml`: make it one");
        let fault = Manifest::of(Path::new("Cargo.toml"), "[package\n".to_owned()).err().unwrap().to_string();
        assert!(fault.starts_with("`Cargo.toml` is no TOML: TOML parse error at line 1, column 9"), "{fault}");
    }

    #[test]
    fn members_are_added_as_they_are_written() {
        for (text, expect) in [
            ("[workspace]\n", "[workspace]\nmembers = [\"new\"]\n"),
            ("[workspace]\nmembers = []\n", "[workspace]\nmembers = [\"new\"]\n"),
            ("[workspace]\nmembers = [\"a\", \"z\"]\n", "[workspace]\nmembers = [\"a\", \"z\", \"new\"]\n"),
            (
                "[workspace]\nmembers = [\n  \"a\", # one\n  # two\n  \"b\", # three\n]\n",
                "[workspace]\nmembers = [\n  \"a\", # one\n  # two\n  \"b\", # three\n  \"new\",\n]\n",
            ),
            (
                "[workspace]\nmembers = [\n\t\"a\" # one\n]\n",
                "[workspace]\nmembers = [\n\t\"a\", # one\n\t\"new\"\n]\n",
            ),
            ("[workspace]\nmembers = [\"a\",\n \"b\"]\n", "[workspace]\nmembers = [\"a\",\n \"b\",\n \"new\"]\n"),
            ("[workspace]\nmembers = [\n\t\"a\"\n]\n", "[workspace]\nmembers = [\n\t\"a\",\n\t\"new\"\n]\n"),
        ] {
            let mut manifest = manifest(text);
            manifest.add_member("new").unwrap();
            assert_eq!(manifest.text(), expect);
        }
        let fault = manifest("[workspace]\nmembers = 1\n").add_member("new").unwrap_err().to_string();
        assert_eq!(fault, "`workspace.members` is no list of paths in `Cargo.toml`: make it one");
    }
}
