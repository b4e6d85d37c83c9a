//! What is registered, as tables and pages for people.

use std::fmt::Write as _;

use serde::Serialize;

use super::overview::{DomainRow, Overview, SequenceRow, Tally};
use super::{Kind, Layer};
use crate::docs::markdown::{code, one_line, text};

/// What there is to say of a sequence in a few words.
pub(super) fn about(row: &SequenceRow) -> String {
    let [movements, beats] = [Kind::Movement, Kind::Beat].map(|kind| counted(row, kind));
    let lost = row.entry.lost.iter().count() + usize::from(row.entry.is_lost);
    match (row.entry.is_lost, lost) {
        (true, _) => "lost".to_owned(),
        (false, 0) => format!("{movements}, {beats}"),
        (false, lost) => format!("{movements}, {beats}, {lost} lost"),
    }
}

fn counted(row: &SequenceRow, kind: Kind) -> String {
    let count = row.size.get(&kind).copied().unwrap_or_default();
    if count == 1 { format!("1 {kind}") } else { format!("{count} {}", kind.plural()) }
}

/// The numbers, each with what it is made of and where that is written; nothing of what there is none of.
#[must_use]
pub fn counts(overview: &Overview) -> String {
    let counts = &overview.counts;
    let mut lines = String::new();
    let mut line = |tally: &Tally, one: &str, several: &str| {
        let parts: Vec<String> =
            tally.parts.iter().map(|part| format!("{} {} ({})", part.count, part.what, part.from)).collect();
        let noun = if tally.total == 1 { one } else { several };
        let colon = if parts.is_empty() { "" } else { ": " };
        let _ = writeln!(lines, "{} {noun}{colon}{}", tally.total, parts.join(", "));
    };
    line(&counts.domains, "domain", "domains");
    line(&counts.sequences, "sequence", "sequences");
    if counts.lost.total > 0 {
        line(&counts.lost, "lost", "lost");
    }
    lines
}

/// The rows in the three layers, then the numbers.
#[must_use]
pub fn list(overview: &Overview) -> String {
    let mut page = String::new();
    let domains = overview.domains.iter().map(|row| {
        let implemented = match row.sequences.len() {
            0 => "not implemented".to_owned(),
            1 => "1 sequence".to_owned(),
            count => format!("{count} sequences"),
        };
        [row.id.clone(), row.status.word().to_owned(), implemented, row.name.clone()]
    });
    section(&mut page, "Domains", domains.collect());
    for (layer, title) in [(Layer::Orchestration, "Orchestration sequences"), (Layer::Plugin, "Plugin sequences")] {
        section(&mut page, title, of_layer(overview, layer).map(sequence_cells).collect());
    }
    let lost = overview.lost.iter().map(|row| [row.id.clone(), row.kind.to_string(), row.from.clone(), String::new()]);
    section(&mut page, "Lost", lost.collect());
    page + &counts(overview)
}

fn of_layer(overview: &Overview, layer: Layer) -> impl Iterator<Item = &SequenceRow> {
    overview.sequences.iter().filter(move |row| row.entry.layer == layer && !row.entry.is_lost)
}

fn sequence_cells(row: &SequenceRow) -> [String; 4] {
    let status = row.entry.status.clone().unwrap_or_else(|| "-".to_owned());
    [row.id.clone(), status, about(row), row.entry.file.clone()]
}

/// A title and lines whose cells stand below each other.
fn section(page: &mut String, title: &str, rows: Vec<[String; 4]>) {
    if rows.is_empty() {
        return;
    }
    let rows: Vec<[String; 4]> = rows.into_iter().map(|row| row.map(|cell| one_line(&cell).into_owned())).collect();
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: [usize; 3] = std::array::from_fn(width);
    let _ = writeln!(page, "{title}");
    for [first, second, third, last] in &rows {
        let [a, b, c] = widths;
        let line = format!("  {first:a$}  {second:b$}  {third:c$}  {last}");
        let _ = writeln!(page, "{}", line.trim_end());
    }
    page.push('\n');
}

/// The rows as tables of Markdown.
#[must_use]
pub fn list_markdown(overview: &Overview) -> String {
    let mut page = String::from("# Registry\n");
    let optional = |value: &Option<String>| value.as_deref().map(|it| text(it).into_owned()).unwrap_or_default();
    let domain = |row: &DomainRow| {
        let sequences: Vec<String> = row.sequences.iter().map(|id| code(id)).collect();
        vec![
            code(&row.id),
            text(&row.name).into_owned(),
            row.status.word().to_owned(),
            optional(&row.category),
            optional(&row.owner),
            sequences.join(", "),
        ]
    };
    let head = ["Domain", "Name", "Status", "Category", "Owner", "Sequences"];
    table(&mut page, "Domains", &head, overview.domains.iter().map(domain).collect());
    let head = ["Sequence", "Title", "Status", "Domain", "Movements", "Beats", "Lost", "File"];
    for (layer, title) in [(Layer::Orchestration, "Orchestration sequences"), (Layer::Plugin, "Plugin sequences")] {
        let row = |row: &SequenceRow| {
            let count = |kind| row.size.get(&kind).copied().unwrap_or_default().to_string();
            vec![
                code(&row.id),
                text(&row.entry.title).into_owned(),
                optional(&row.entry.status),
                row.domain.as_deref().map(code).unwrap_or_default(),
                count(Kind::Movement),
                count(Kind::Beat),
                row.entry.lost.iter().count().to_string(),
                code(&row.entry.file),
            ]
        };
        table(&mut page, title, &head, of_layer(overview, layer).map(row).collect());
    }
    let lost = overview.lost.iter().map(|row| vec![code(&row.id), row.kind.to_string(), code(&row.from)]);
    table(&mut page, "Lost", &["What", "Kind", "Known by"], lost.collect());
    let _ = writeln!(page, "\n## Numbers\n");
    for line in counts(overview).lines() {
        let _ = writeln!(page, "- {}", text(line));
    }
    page
}

fn table(page: &mut String, title: &str, head: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n## {title}\n\n| {} |\n|{}", head.join(" | "), " --- |".repeat(head.len()));
    for row in rows {
        let _ = writeln!(page, "| {} |", row.join(" | "));
    }
}

/// Everything that is known of the domains and sequences, for a terminal.
#[must_use]
pub fn details(overview: &Overview) -> String {
    let mut page = Page { text: String::new(), is_markdown: false };
    page.all(overview);
    page.text
}

/// The same as a page of Markdown.
#[must_use]
pub fn details_markdown(overview: &Overview) -> String {
    let mut page = Page { text: String::new(), is_markdown: true };
    page.all(overview);
    page.text
}

struct Page {
    text: String,
    is_markdown: bool,
}

impl Page {
    fn all(&mut self, overview: &Overview) {
        overview.domains.iter().for_each(|row| self.domain(row));
        overview.sequences.iter().for_each(|row| self.sequence(row));
    }

    fn domain(&mut self, row: &DomainRow) {
        self.title("domain", &row.id);
        self.line("name", Some(&row.name));
        self.line("description", row.description.as_ref());
        self.line("category", row.category.as_ref());
        self.line("status", Some(&row.status.word().to_owned()));
        self.line("owner", row.owner.as_ref());
        self.line("parent", row.parent.as_ref());
        self.lines("related", row.related.iter());
        self.lines("sequences", row.sequences.iter());
        self.line("declared in", Some(&row.file));
    }

    fn sequence(&mut self, row: &SequenceRow) {
        let entry = &row.entry;
        self.title("sequence", &row.id);
        self.line("title", Some(&entry.title));
        self.line("layer", Some(&entry.layer.word().to_owned()));
        for (name, value) in
            [("kind", &entry.kind), ("status", &entry.status), ("version", &entry.version), ("domain", &row.domain)]
        {
            self.line(name, value.as_ref());
        }
        self.line("file", Some(&entry.file));
        self.lines("performs", entry.performs.iter());
        self.lines("performed by", entry.performed_by.iter());
        let typed = |(name, ty): (&String, &String)| format!("{name}: {ty}");
        self.lines("input", entry.interface.input.iter().map(typed).collect::<Vec<_>>().iter());
        self.lines("output", entry.interface.output.iter().map(typed).collect::<Vec<_>>().iter());
        let of = |ty: (&String, &String)| format!("{} = {}", ty.0, ty.1);
        self.lines("types", entry.interface.types.iter().map(of).collect::<Vec<_>>().iter());
        for (elements, prefix) in [(&entry.has, ""), (&entry.lost, "lost ")] {
            for kind in Kind::ALL {
                let names = elements.iter().filter(|(of, _)| *of == kind).map(|(_, name)| name.to_owned());
                self.lines(&format!("{prefix}{}", kind.plural()), names.collect::<Vec<_>>().iter());
            }
        }
        if entry.is_lost {
            self.line("lost", Some(&"the sequence itself is lost".to_owned()));
        }
    }

    fn title(&mut self, what: &str, id: &str) {
        let _ = if self.is_markdown {
            writeln!(self.text, "## {} ({what})\n", text(id))
        } else {
            writeln!(self.text, "{} ({what})", one_line(id))
        };
    }

    fn line(&mut self, name: &str, value: Option<&String>) {
        let Some(value) = value else { return };
        let _ = if self.is_markdown {
            writeln!(self.text, "- {name}: {}", text(value))
        } else {
            writeln!(self.text, "  {name}: {}", one_line(value))
        };
    }

    fn lines<'l>(&mut self, name: &str, values: impl ExactSizeIterator<Item = &'l String>) {
        if values.len() == 0 {
            return;
        }
        let _ = if self.is_markdown {
            writeln!(self.text, "- {name} ({}):", values.len())
        } else {
            writeln!(self.text, "  {name} ({}):", values.len())
        };
        for value in values {
            let _ = if self.is_markdown {
                writeln!(self.text, "  - {}", text(value))
            } else {
                writeln!(self.text, "    {}", one_line(value))
            };
        }
    }
}

/// Anything of it as JSON.
///
/// # Panics
/// Never: every part of it can be written as JSON.
#[must_use]
pub fn json(value: &impl Serialize) -> String {
    crate::format::json(value)
}
