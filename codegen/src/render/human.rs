//! For people: the compiler's own look, with the text and a caret.

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Patch, Renderer, Snippet};

use super::line::line;
use crate::diagnostic::{Finding, Fix, Label};
use crate::source::{Source, SourceId, Sources, Span};
use crate::unseen::is_unseen;

/// Whether colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// With ANSI escapes.
    Ansi,
    /// One line.
    Line,
}

/// Lines longer than this are not shown: nobody finds a caret in them.
const LONGEST_LINE: usize = 2000;

/// Labels further apart than this many bytes get a snippet each.
const FURTHEST: usize = 32 * 1024;

/// A finding as rustc would show it.
#[must_use]
pub fn human(finding: &Finding, sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Ansi => Renderer::styled(),
        Style::Line => return line(finding, sources),
    };
    let level = if finding.severity().is_error() { Level::ERROR } else { Level::WARNING };
    let title = level.primary_title(seen(&finding.message)).id(finding.rule.code);
    let mut group = title.elements(snippets(finding, sources));
    let mut groups = Vec::new();
    match (&finding.help, &finding.fix) {
        // The edit shows what the sentence says.
        (help, Some(fix)) if is_short(sources.get(fix.place.source), fix.place.span) => {
            let title = seen(help.as_ref().unwrap_or(&fix.title));
            groups.push(Level::HELP.secondary_title(title).element(patch(fix, sources)));
        }
        (Some(help), _) => group = group.element(Level::HELP.message(seen(help))),
        (None, _) => {}
    }
    groups.insert(0, group);
    renderer.render(&groups)
}

/// Text from a spec is shown, not obeyed: what a terminal or a reader would follow unseen is made visible.
///
/// ```
/// assert_eq!(symphony_codegen::render::seen("a\u{202e}b\u{1b}[2J\n"), "a\\u{202e}b\\u{1b}[2J\n");
/// ```
#[must_use]
pub fn seen(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) && c != '\n' {
            seen.extend(c.escape_default());
        } else {
            seen.push(c);
        }
    }
    seen
}

fn snippets<'s>(finding: &'s Finding, sources: &'s Sources) -> Vec<Element<'s>> {
    let labels = || {
        std::iter::once((&finding.primary, AnnotationKind::Primary))
            .chain(finding.secondary.iter().map(|label| (label, AnnotationKind::Context)))
    };
    let mut files: Vec<SourceId> = Vec::new();
    for (label, _) in labels() {
        if !files.contains(&label.place.source) {
            files.push(label.place.source);
        }
    }
    files
        .into_iter()
        .flat_map(|id| {
            of_file(sources.get(id), &labels().filter(|(label, _)| label.place.source == id).collect::<Vec<_>>())
        })
        .collect()
}

fn of_file<'s>(source: &'s Source, labels: &[(&'s Label, AnnotationKind)]) -> Vec<Element<'s>> {
    let start = labels.iter().map(|(label, _)| label.place.span.start).min().unwrap_or(0);
    let end = labels.iter().map(|(label, _)| label.place.span.end).max().unwrap_or(0);
    let all_short = labels.iter().all(|(label, _)| is_short(source, label.place.span));
    if all_short && (end - start) as usize <= FURTHEST {
        return vec![snippet(source, Span { start, end }, labels)];
    }
    labels
        .iter()
        .map(|label| {
            let span = label.0.place.span;
            if is_short(source, span) { snippet(source, span, &[*label]) } else { origin(source, label.0) }
        })
        .collect()
}

fn snippet<'s>(source: &'s Source, shown: Span, labels: &[(&'s Label, AnnotationKind)]) -> Element<'s> {
    let lines = lines(source, shown);
    let text = &source.text()[lines.clone()];
    let annotation = |(label, kind): &(&'s Label, AnnotationKind)| -> Annotation<'s> {
        let span = label.place.span.range();
        let annotation = kind.span(span.start - lines.start..span.end - lines.start);
        if label.text.is_empty() { annotation } else { annotation.label(seen(&label.text).replace('\n', "\\n")) }
    };
    Snippet::source(text)
        .path(seen(source.path()))
        .line_start(source.line_column(shown.start).line)
        .annotations(labels.iter().map(annotation))
        .into()
}

/// A place without its text.
fn origin<'s>(source: &'s Source, label: &Label) -> Element<'s> {
    let at = source.line_column(label.place.span.start);
    Origin::path(seen(source.path())).line(at.line).char_column(at.column).into()
}

fn patch<'s>(fix: &'s Fix, sources: &'s Sources) -> Snippet<'s, Patch<'s>> {
    let source = sources.get(fix.place.source);
    let lines = lines(source, fix.place.span);
    let span = fix.place.span.range();
    Snippet::source(&source.text()[lines.clone()])
        .path(seen(source.path()))
        .line_start(source.line_column(fix.place.span.start).line)
        .patch(Patch::new(span.start - lines.start..span.end - lines.start, fix.text.as_str()))
}

/// The bytes of the whole lines that a span touches, without the last line's end.
fn lines(source: &Source, span: Span) -> std::ops::Range<usize> {
    let text = source.text();
    let (start, end) = (source.line(span.start).start, source.line(span.end).end);
    // A carriage return is part of the line's end, unless the span says something of it.
    let end = if text[start..end].ends_with('\r') { (end - 1).max(span.end as usize) } else { end };
    start..end
}

fn is_short(source: &Source, span: Span) -> bool {
    // The first line is looked at first: where all of a file is one line, there is nothing to split.
    source.line(span.start).len() <= LONGEST_LINE
        && source.text()[lines(source, span)].split('\n').all(|line| line.len() <= LONGEST_LINE)
}
