//! What a check finds, as data; how it looks on a screen is `render`'s business.

use crate::rule::{Rule, Severity};
use crate::source::Place;

/// A place and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A lower-case fragment; may be empty for the primary place.
    pub text: String,
}

/// Whether somebody has to look at an edit before it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// It says what is meant already, whatever the author had in mind, and removes nothing that says anything.
    Safe,
    /// It is a guess of what was meant, or changes what something says.
    Unsafe,
}

/// An edit of a source that mends a finding: `text` replaces what stands at `place`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as an imperative fragment.
    pub title: String,
    /// The bytes to replace; an empty span inserts.
    pub place: Place,
    /// What to put there.
    pub text: String,
    /// Whether somebody has to look at it.
    pub applicability: Applicability,
}

/// One fault: which rule, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// What is wrong, as a lower-case fragment.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that have to do with it.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// An edit that does it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding with its place; the other parts are added with the methods below.
    #[must_use]
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
            primary: Label { place, text: String::new() },
            secondary: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// What to write under the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that has to do with it.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary.push(Label { place, text: text.into() });
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// An edit that mends it, if it is what was meant.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, place: Place, text: impl Into<String>) -> Self {
        self.edit(title.into(), place, text.into(), Applicability::Unsafe)
    }

    /// An edit that mends it, and that nobody has to look at.
    #[must_use]
    pub fn safe_fix(self, title: impl Into<String>, place: Place, text: impl Into<String>) -> Self {
        self.edit(title.into(), place, text.into(), Applicability::Safe)
    }

    fn edit(mut self, title: String, place: Place, text: String, applicability: Applicability) -> Self {
        self.fix = Some(Fix { title, place, text, applicability });
        self
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity
    }
}

/// Whether any of the findings stops a build.
#[must_use]
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity().is_error())
}
