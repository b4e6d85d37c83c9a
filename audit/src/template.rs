//! The templates of documents: ours, each of which a file of the same name in a folder of the user's replaces.
//!
//! In a template `{{field}}` is escaped as words of Markdown, `{{code field}}` is a name as code, `{{prose field}}` is
//! paragraphs, `{{comment field}}` fits into an HTML comment, and `{{{field}}}` is for what is Markdown already. All templates are read, and
//! every field in them is looked up, when they are loaded: so a misspelt one is found whatever a sequence has.

mod error;
mod lookup;
pub mod shape;

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, PathAndJson, RenderContext, Template};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::docs::{self, markdown};
use crate::session;
pub use error::{TemplateError, TemplateFault};
use shape::{Fields, Shaped};

/// A built-in template.
struct BuiltIn {
    file: &'static str,
    text: &'static str,
    /// What it is rendered with.
    fields: fn() -> Fields,
}

/// Embeds a template and says what it is rendered with.
macro_rules! built_in {
    ($file:literal, $context:ty) => {
        BuiltIn { file: $file, text: include_str!(concat!("../templates/", $file)), fields: <$context>::fields }
    };
}

const BUILT_IN: &[BuiltIn] = &[
    built_in!("beat.md.hbs", docs::beat::BeatContext<'static>),
    built_in!("index.md.hbs", docs::index::IndexContext<'static>),
    built_in!("page.md.hbs", docs::page::PageContext<'static>),
    built_in!("session.md.hbs", session::SessionContext),
];

/// Words that a template may call, and what they make of a text.
const HELPERS: &[(&str, Escape)] = &[
    ("code", Escape(markdown::code)),
    ("comment", Escape(markdown::comment)),
    ("prose", Escape(|words| markdown::prose(words).into_owned())),
];

/// All templates in use, parsed.
pub struct Templates {
    registry: Handlebars<'static>,
    fingerprint: String,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl Templates {
    /// The built-in templates, and in their place those of the same names in a folder of the user's.
    ///
    /// # Errors
    /// Everything that is wrong in the folder: it cannot be read, a file replaces nothing, is no template, or has a
    /// field that there is not.
    ///
    /// ```
    /// use symphony_audit::template::Templates;
    ///
    /// let templates = Templates::load(None).unwrap();
    /// assert_eq!(templates.fingerprint().len(), 64);
    /// ```
    pub fn load(override_folder: Option<&Path>) -> Result<Self, TemplateError> {
        let mut faults = Vec::new();
        let overrides = override_folder.map(|folder| read(folder, &mut faults)).unwrap_or_default();
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(|words| markdown::text(words).into_owned());
        for (name, escape) in HELPERS {
            registry.register_helper(name, Box::new(*escape));
        }
        let mut hasher = Sha256::new();
        hasher.update(env!("CARGO_PKG_VERSION"));
        for built_in in BUILT_IN {
            let replaced = overrides.get(built_in.file);
            let (shown, text) = replaced.map_or((built_in.file, built_in.text), |it| (it.shown.as_str(), &it.text));
            for part in [built_in.file, text] {
                // With the lengths, no two sets of templates make the same bytes.
                hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                hasher.update(part);
            }
            match Template::compile_with_name(text, shown.to_owned()) {
                Ok(template) => {
                    lookup::check(&template, shown, &(built_in.fields)(), &mut faults);
                    registry.register_template(built_in.file, template);
                }
                Err(error) => faults.push(TemplateFault::syntax(shown, &error)),
            }
        }
        if !faults.is_empty() {
            return Err(TemplateError { faults });
        }
        let fingerprint = hasher.finalize().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self { registry, fingerprint })
    }

    /// The SHA-256, in hexadecimal digits, of the names and texts of all templates in use and of this crate's version.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The names of the templates, which are those of the files that may replace them, and what each is rendered with.
    pub fn all() -> impl Iterator<Item = (&'static str, Fields)> {
        BUILT_IN.iter().map(|it| (it.file, (it.fields)()))
    }

    /// Fills in a template.
    pub(crate) fn render(&self, file: &str, context: &impl Serialize) -> Result<String, TemplateError> {
        self.registry.render(file, context).map_err(|error| TemplateFault::rendering(file, &error).into())
    }
}

/// A file of the user's.
struct Override {
    shown: String,
    text: String,
}

fn read(folder: &Path, faults: &mut Vec<TemplateFault>) -> BTreeMap<String, Override> {
    let shown = |path: &Path| path.display().to_string().replace('\\', "/");
    let mut overrides = BTreeMap::new();
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(TemplateFault::unreadable(&shown(folder), &error));
            return overrides;
        }
    };
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Editors and version control keep files of their own beside those of people.
        if name.starts_with('.') {
            continue;
        }
        let shown = shown(&path);
        if BUILT_IN.iter().all(|built_in| built_in.file != name) {
            faults.push(TemplateFault::replaces_nothing(&shown, &name, BUILT_IN.iter().map(|it| it.file)));
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                overrides.insert(name, Override { shown, text });
            }
            Err(error) => faults.push(TemplateFault::unreadable(&shown, &error)),
        }
    }
    overrides
}

/// A helper that writes what an escape makes of its parameter.
#[derive(Clone, Copy)]
struct Escape(fn(&str) -> String);

impl HelperDef for Escape {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        match helper.param(0).map(PathAndJson::value) {
            Some(serde_json::Value::String(words)) => out.write(&(self.0)(words))?,
            Some(serde_json::Value::Null) | None => {}
            Some(other) => out.write(&(self.0)(&other.to_string()))?,
        }
        Ok(())
    }
}
