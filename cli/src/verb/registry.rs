//! `registry`.

use clap::{Subcommand, ValueEnum};
use symphony_audit::error::Result;
use symphony_audit::project::Package;
use symphony_audit::registry::overview::{Filter, Overview, Shelf, overview};
use symphony_audit::registry::{Layer, graph, review, show, tree, validate};
use symphony_audit::survey::Judged;

use super::{announce, counted};
use crate::exit::Exit;
use crate::output::Output;

/// Show which domains and sequences there are, and what was lost of them
///
/// Domains are declared in `domains.json` beside `symphony.toml`. `registry.json` among the documents is written by
/// `cargo symphony generate` and remembers what sequences had; commit it.
#[derive(clap::Args)]
pub(crate) struct Registry {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List domains, orchestration sequences and plugin sequences, with how many there are and where that is written
    List(List),
    /// Show everything that is known of a domain or a sequence
    Show(Show),
    /// Show domains, their sequences, and what those perform
    Tree(Tree),
    /// Print domains and sequences as a graph
    Graph(Graph),
    /// Find what does not agree: domains, sequences, and what is known of them
    Validate(Validate),
    /// Accept what is lost, so that it is not known any more, and interfaces as they are now
    ///
    /// `greeting` means all of a sequence, `greeting/beat:writing/writeLetter` one part of it.
    Review(Review),
}

#[derive(clap::Args)]
struct List {
    #[command(flatten)]
    filter: Wanted,
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(clap::Args)]
struct Show {
    /// The id of a domain or a sequence
    #[arg(value_name = "ID")]
    id: String,
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(clap::Args)]
struct Tree {
    #[command(flatten)]
    filter: Wanted,
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(clap::Args)]
struct Graph {
    #[command(flatten)]
    filter: Wanted,
    /// The language
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    format: Language,
}

#[derive(clap::Args)]
struct Validate {
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(clap::Args)]
struct Review {
    /// What is accepted, by the ids that `list` shows
    #[arg(value_name = "ID", required_unless_present = "all")]
    ids: Vec<String>,
    /// Everything
    #[arg(long, conflicts_with = "ids")]
    all: bool,
}

/// What is wanted.
#[derive(clap::Args)]
struct Wanted {
    /// Only this layer
    #[arg(long, value_name = "LAYER")]
    layer: Option<LayerWord>,
    /// Only domains and sequences of this status; `lost` means what is lost
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Only this domain and its sequences
    #[arg(long, value_name = "ID")]
    domain: Option<String>,
    /// Only sequences of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum LayerWord {
    Domain,
    Orchestration,
    Plugin,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
    Markdown,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    Mermaid,
    Dot,
}

impl Wanted {
    /// Of all that is registered.
    fn of(&self, overview: Overview) -> Result<Overview> {
        let filter = self.filter();
        overview.understands(&filter)?;
        Ok(overview.filtered(&filter))
    }

    fn filter(&self) -> Filter {
        let layer = self.layer.map(|layer| match layer {
            LayerWord::Domain => Shelf::Domains,
            LayerWord::Orchestration => Shelf::Sequences(Layer::Orchestration),
            LayerWord::Plugin => Shelf::Sequences(Layer::Plugin),
        });
        Filter { layer, status: self.status.clone(), domain: self.domain.clone(), kind: self.kind.clone() }
    }
}

impl Registry {
    pub(super) fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        match &self.action {
            Action::List(list) => with_overview(packages, output, |overview, output| {
                let overview = list.filter.of(overview)?;
                output.result(&match list.format {
                    Format::Human => show::list(&overview),
                    Format::Json => show::json(&overview),
                    Format::Markdown => show::list_markdown(&overview),
                });
                Ok(())
            }),
            Action::Show(shown) => with_overview(packages, output, |overview, output| {
                let overview = overview.only(&shown.id)?;
                output.result(&match shown.format {
                    Format::Human => show::details(&overview),
                    Format::Json => show::json(&overview),
                    Format::Markdown => show::details_markdown(&overview),
                });
                Ok(())
            }),
            Action::Tree(shown) => with_overview(packages, output, |overview, output| {
                let tree = tree::tree(&shown.filter.of(overview)?);
                output.result(&match shown.format {
                    Format::Human => tree::human(&tree),
                    Format::Json => show::json(&tree),
                    Format::Markdown => tree::markdown(&tree),
                });
                Ok(())
            }),
            Action::Graph(drawn) => with_overview(packages, output, |overview, output| {
                let language = match drawn.format {
                    Language::Mermaid => graph::Language::Mermaid,
                    Language::Dot => graph::Language::Dot,
                };
                output.result(&graph::graph(&drawn.filter.of(overview)?, language));
                Ok(())
            }),
            Action::Validate(validated) => validated.run(packages, output),
            Action::Review(reviewed) => reviewed.run(packages, output),
        }
    }
}

/// Hands what is registered in all packages to `show`, as far as it can be read.
fn with_overview(
    packages: &[Package],
    output: &mut Output,
    show: impl FnOnce(Overview, &mut Output) -> Result<()>,
) -> Result<Exit> {
    let mut all = Overview::default();
    for package in packages {
        all.add(readable(overview(package)?, package, output));
    }
    show(all, output)?;
    Ok(Exit::Fine)
}

/// What came of the sequences of a package, with a warning where something in them is wrong.
fn readable<T: Default>(judged: Judged<T>, package: &Package, output: &mut Output) -> T {
    let errors = judged.findings.iter().filter(|finding| finding.severity().is_error()).count();
    if errors > 0 {
        let (findings, name) = (counted(errors, "error", "errors"), &package.name);
        output.warning(&format!(
            "the sequences of `{name}` have {findings}, and what cannot be read is left out: `cargo symphony check` shows them"
        ));
    }
    judged.value.unwrap_or_default()
}

impl Validate {
    fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        let (verdict, validation) = validate::validate(packages.to_vec())?;
        match self.format {
            Format::Human => {
                for judgement in &verdict.judgements {
                    announce(packages.len(), &judgement.package, output);
                    let shown = judgement.entries.iter().filter(|entry| entry.is_shown());
                    let findings: Vec<_> = shown.map(|entry| entry.finding.clone()).collect();
                    output.findings(&findings, &judgement.sources);
                }
                output.result(&validation.table());
            }
            Format::Json => output.result(&show::json(&validation)),
            Format::Markdown => output.result(&validation.markdown()),
        }
        if validation.others > 0 {
            let findings = counted(validation.others, "other finding stops", "other findings stop");
            output.error(&format!("{findings} a check, and may hide what is wrong here: run `cargo symphony check`"));
        }
        Ok(if validation.denied + validation.others > 0 { Exit::Findings } else { Exit::Fine })
    }
}

impl Review {
    fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        let ids = (!self.all).then_some(self.ids.as_slice());
        for (package, reviewed) in packages.iter().zip(review(packages, ids)?) {
            announce(packages.len(), package, output);
            let reviewed = readable(reviewed, package, output);
            for loss in &reviewed.dropped {
                output.status("Dropped", &loss.id());
            }
            for (id, change) in &reviewed.accepted {
                output.status("Accepted", &format!("{id}: {change}"));
            }
            let count = reviewed.dropped.len() + reviewed.accepted.len();
            output.status("Reviewed", &counted(count, "change", "changes"));
        }
        Ok(Exit::Fine)
    }
}
