//! What a user may choose of the generated code.

use crate::error::{Error, Result};
use crate::plan::{naming, types};

/// How handlers are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flavour {
    /// `async`, and what they return can be sent between threads.
    #[default]
    Async,
    /// Plain functions.
    Blocking,
    /// `async` on one thread.
    Local,
}

/// Which declared types something is for: `*`, a type's name, or `<sequence id>/<name or *>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(String);

impl Selector {
    /// A selector of that text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it means the type `name` of the sequence `id`.
    #[must_use]
    pub fn matches(&self, id: &str, name: &str) -> bool {
        let (sequence, wanted) = self.0.rsplit_once('/').unwrap_or(("*", &self.0));
        (sequence == "*" || sequence == id) && (wanted == "*" || wanted == name)
    }
}

/// The choices; [`Builder`](crate::Builder) sets them.
#[derive(Clone, Debug)]
pub struct Options {
    /// How handlers are called.
    pub flavour: Flavour,
    /// The path of the runtime crate.
    pub runtime: String,
    /// The visibility of the modules, such as `pub` or `pub(crate)`.
    pub visibility: String,
    /// Whether declared types get serde's derives.
    pub serde: bool,
    /// Further derives.
    pub derives: Vec<(Selector, String)>,
    /// Further attributes.
    pub attributes: Vec<(Selector, String)>,
    /// Declared types that the user has elsewhere.
    pub external: Vec<(Selector, String)>,
    /// Lints that the generated modules allow, besides those that generated code always breaks.
    pub allow: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            flavour: Flavour::Async,
            runtime: "::symphony".into(),
            visibility: "pub".into(),
            serde: false,
            derives: Vec::new(),
            attributes: Vec::new(),
            external: Vec::new(),
            allow: Vec::new(),
        }
    }
}

/// Lints of style that names and docs from a spec may break. The lints on characters of names count for a whole crate and
/// cannot be allowed here.
const ALLOWED: &[&str] = &[
    "dead_code",
    "missing_docs",
    "non_camel_case_types",
    "non_snake_case",
    "private_bounds",
    "private_interfaces",
    "unreachable_pub",
    "unused_assignments",
    "unused_assignments",
    "unused_imports",
    "unused_macros",
    "unused_qualifications",
    "unused_variables",
    "unused_lifetimes",
    "single_use_lifetimes",
    "elided_lifetimes_in_paths",
    "let_underscore_drop",
    "rustdoc::all",
    "clippy::all",
    "clippy::pedantic",
    "clippy::nursery",
    "clippy::restriction",
    "clippy::cargo",
];

impl Options {
    /// Whether what the user says can stand where it goes; rustc would find it in the middle of generated code.
    pub(crate) fn check(&self) -> Result {
        let wrong = |option: &str, value: &str, wanted: &str| {
            Err(Error::Usage(format!("`Builder::{option}` takes {wanted}, not `{value}`")))
        };
        let paths = [("runtime", "the path of a crate", &self.runtime)]
            .into_iter()
            .chain(self.derives.iter().map(|(_, path)| ("derive", "the path of a trait", path)))
            .chain(self.external.iter().map(|(_, path)| ("external_type", "a type", path)))
            .chain(self.allow.iter().map(|lint| ("allow", "the name of a lint", lint)));
        for (option, wanted, path) in paths {
            if types::parse(path).is_err() {
                return wrong(option, path, wanted);
            }
        }
        for (_, attribute) in &self.attributes {
            if !(attribute.starts_with("#[") && attribute.ends_with(']')) {
                return wrong("attribute", attribute, "an attribute such as `#[non_exhaustive]`");
            }
        }
        let visibility = self.visibility.as_str();
        let is_within = visibility.starts_with("pub(") && visibility.ends_with(')');
        if !visibility.is_empty() && visibility != "pub" && !is_within {
            return wrong("visibility", visibility, "`pub`, `pub(…)` or nothing");
        }
        Ok(())
    }

    /// The attributes that allow them, no line longer than rustfmt wants it.
    pub(super) fn allows(&self) -> Vec<String> {
        const WIDTH: usize = 70;
        let mut lines: Vec<String> = Vec::new();
        for lint in ALLOWED.iter().copied().chain(self.allow.iter().map(String::as_str)) {
            match lines.last_mut() {
                Some(line) if line.len() + lint.len() + 2 <= WIDTH => {
                    line.push_str(", ");
                    line.push_str(lint);
                }
                _ => lines.push(lint.to_owned()),
            }
        }
        lines.into_iter().map(|lints| format!("#[allow({lints})]")).collect()
    }

    pub(super) fn visibility(&self) -> String {
        if self.visibility.is_empty() { String::new() } else { format!("{} ", self.visibility) }
    }

    /// The type that stands for a declared one, where the user has it elsewhere.
    pub(super) fn external(&self, id: &str, name: &str) -> Option<&str> {
        self.external.iter().find(|(selector, _)| selector.matches(id, name)).map(|(_, path)| path.as_str())
    }

    /// All selectors, with the option that each belongs to.
    pub(crate) fn selectors(&self) -> impl Iterator<Item = (&'static str, &Selector)> {
        self.derives
            .iter()
            .map(|(selector, _)| ("derive", selector))
            .chain(self.attributes.iter().map(|(selector, _)| ("attribute", selector)))
            .chain(self.external.iter().map(|(selector, _)| ("external_type", selector)))
    }
}

/// The name of the struct of a method with several outputs.
pub(super) fn output_struct(method: &str) -> String {
    format!("{}Output", naming::camel(method))
}
