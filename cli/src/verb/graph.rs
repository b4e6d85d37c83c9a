//! `graph`.

use clap::ValueEnum;
use symphony_audit::error::{Error, Result};
use symphony_audit::generate::{Drawing, graphs};
use symphony_audit::project::Package;

use super::each;
use crate::exit::Exit;
use crate::output::Output;

/// Print the graphs of sequences
#[derive(clap::Args)]
pub(crate) struct Graph {
    /// Only the sequences of these ids
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// How they are drawn
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A flowchart of mermaid's, as Markdown shows it
    Mermaid,
    /// DOT, which Graphviz draws: `… --format dot | dot -Tsvg`
    Dot,
    /// Boxes of characters, for a terminal
    Ascii,
}

impl Graph {
    pub(super) fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        let drawing = match self.format {
            Format::Mermaid => Drawing::Mermaid,
            Format::Dot => Drawing::Dot,
            Format::Ascii => Drawing::Ascii,
        };
        let mut drawn = Vec::new();
        let exit = each(
            packages,
            output,
            |package| graphs(package, drawing, &self.ids),
            |output, graphs| {
                for (id, graph) in graphs {
                    output.result(&format!("{graph}\n"));
                    drawn.push(id);
                }
                Exit::Fine
            },
        )?;
        match self.ids.iter().find(|id| !drawn.contains(id)) {
            Some(unknown) if exit == Exit::Fine => {
                Err(Error::usage(format!("there is no sequence of the id `{unknown}`")))
            }
            _ => Ok(exit),
        }
    }
}
