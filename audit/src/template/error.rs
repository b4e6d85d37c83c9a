//! What is wrong with templates, and where.

use std::fmt;
use std::io;

use handlebars::RenderError;
use symphony_codegen::suggest::nearest;

/// Everything that is wrong with the templates in use.
#[derive(Debug)]
pub struct TemplateError {
    /// One or more, in the order of the files.
    pub faults: Vec<TemplateFault>,
}

/// One thing that is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// The file, or the folder.
    pub path: String,
    /// Line and column, both from 1, where it is about a place in the file.
    pub at: Option<(usize, usize)>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl TemplateFault {
    pub(super) fn unreadable(path: &str, error: &io::Error) -> Self {
        Self { path: path.to_owned(), at: None, message: format!("cannot be read: {error}") }
    }

    pub(super) fn replaces_nothing(path: &str, name: &str, names: impl Iterator<Item = &'static str>) -> Self {
        let names: Vec<&str> = names.collect();
        let message = format!("replaces no template{}", known(name, &names, "the templates"));
        Self { path: path.to_owned(), at: None, message }
    }

    pub(super) fn syntax(path: &str, error: &handlebars::TemplateError) -> Self {
        // Pest counts lines from 1 and this crate's errors columns from 0.
        let at = error.pos().map(|(line, column)| (line, column + 1));
        let message = error.reason().to_string();
        let message = message.trim_start_matches("invalid handlebars syntax: ").trim();
        Self { path: path.to_owned(), at, message: format!("is no template: {message}") }
    }

    pub(super) fn rendering(path: &str, error: &RenderError) -> Self {
        let at = error.line_no.zip(error.column_no);
        let path = error.template_name.clone().unwrap_or_else(|| path.to_owned());
        Self { path, at, message: format!("cannot be filled in: {}", error.reason()) }
    }

    pub(super) fn unknown(path: &str, at: (usize, usize), sort: &str, name: &str, names: &[&str]) -> Self {
        let message = format!("there is no {sort} `{name}` here{}", known(name, names, "there are"));
        Self { path: path.to_owned(), at: Some(at), message }
    }
}

/// What was meant, where one name is near, and what there is.
fn known(name: &str, names: &[&str], lead: &str) -> String {
    let meant = nearest(name, names.iter().copied());
    let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { meant } else { format!("{meant} ({lead} {})", names.join(", ")) }
}

impl From<TemplateFault> for TemplateError {
    fn from(fault: TemplateFault) -> Self {
        Self { faults: vec![fault] }
    }
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some((line, column)) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<String> = self.faults.iter().map(ToString::to_string).collect();
        f.write_str(&faults.join("\n"))
    }
}

impl std::error::Error for TemplateError {}
