//! The index of all pages.

use super::beat::joined;
use super::link::{self, Places};
use super::page::coverage;
use super::words::{said, sequence_title};
use crate::subject::Subject;
use crate::template::shape::context;
use crate::template::{TemplateError, Templates};

context! {
    /// What `index.md.hbs` is filled in with.
    pub(crate) struct IndexContext<'a> {
        /// The line that says what the page is generated from.
        header: &'a str,
        /// The sequences.
        sequences: Vec<Row<'a>>,
        /// Movements in all.
        movement_count: usize,
        /// Beats in all.
        beat_count: usize,
        /// Criteria in all.
        criterion_count: usize,
        /// Steps and results that belong to no criterion.
        orphans: Vec<&'a str>,
    }
}

context! {
    /// A sequence.
    pub(crate) struct Row<'a> {
        /// Its page, as a link.
        page: String,
        /// Where it stands in the JSON, as a link.
        place: String,
        /// Its id.
        id: &'a str,
        /// Where it stands in its life.
        status: Option<&'a str>,
        /// How many movements it has.
        movement_count: usize,
        /// How many beats.
        beat_count: usize,
        /// How many criteria.
        criterion_count: usize,
        /// How many criteria are in each state, in words with commas between.
        coverage: String,
    }
}

/// The index of the pages of all sequences, in Markdown. `header` is as a subject's, for this file.
///
/// # Errors
/// Where a template of the user's cannot be filled in.
pub fn index(templates: &Templates, subjects: &[Subject<'_>], header: &str) -> Result<String, TemplateError> {
    let sequences: Vec<Row<'_>> = subjects.iter().map(row).collect();
    let orphans = subjects.first().map(|subject| subject.coverage.orphans.as_slice()).unwrap_or_default();
    let context = IndexContext {
        header,
        movement_count: sequences.iter().map(|it| it.movement_count).sum(),
        beat_count: sequences.iter().map(|it| it.beat_count).sum(),
        criterion_count: sequences.iter().map(|it| it.criterion_count).sum(),
        sequences,
        orphans: orphans.iter().map(String::as_str).collect(),
    };
    templates.render("index.md.hbs", &context)
}

fn row<'a>(subject: &Subject<'a>) -> Row<'a> {
    let sequence = subject.sequence;
    let spec = sequence.spec;
    Row {
        page: link::to_page(sequence, sequence_title(sequence)),
        place: Places::of(subject).link(spec.id.map_or(spec.span, |id| id.span)),
        id: sequence.id,
        status: said(spec.status),
        movement_count: sequence.movements.len(),
        beat_count: sequence.beats().count(),
        criterion_count: subject.acceptance.iter().map(|it| it.criteria.len()).sum(),
        coverage: joined(coverage(subject).iter().map(|it| format!("{} {}", it.count, it.state)), ", "),
    }
}
