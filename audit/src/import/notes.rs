//! What is said of an import while it goes on.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::json::Node;
use symphony_codegen::rule::Rule;
use symphony_codegen::source::{Place, SourceId, Span};

/// Collects findings of one file.
#[derive(Debug)]
pub(super) struct Notes {
    source: SourceId,
    pub(super) findings: Vec<Finding>,
}

impl Notes {
    pub(super) fn new(source: SourceId) -> Self {
        Self { source, findings: Vec::new() }
    }

    /// Reports something at a value; at the start of the file where it has no place of its own.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        at: Option<&Node<'_>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = Place { source: self.source, span: at.map_or(Span::new(0, 0), caret) };
        self.findings.push(Finding::new(rule, place, message).help(help));
    }
}

/// What a caret goes under: a scalar, or the bracket that opens a whole.
fn caret(node: &Node<'_>) -> Span {
    let is_whole = node.as_array().is_some() || node.as_object().is_some();
    if is_whole { Span { start: node.span.start, end: node.span.start + 1 } } else { node.span }
}
