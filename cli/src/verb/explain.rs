//! `explain`.

use clap::ValueEnum;
use symphony_audit::error::Result;
use symphony_audit::explain::{index, json, list, page, rule, terminal};
use symphony_audit::rule::rules;

use crate::exit::Exit;
use crate::output::Output;

/// Explain a rule: what it asks for, why, how it is broken and mended; without a code, list all rules
#[derive(clap::Args)]
pub(crate) struct Explain {
    /// The code of the rule
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal
    Human,
    /// As the pages in the documents
    Markdown,
    /// For other programs, with everything that is known of a rule
    Json,
}

/// Bold in a terminal, which is left out where there is none.
const BOLD: [&str; 2] = ["\u{1b}[1m", "\u{1b}[0m"];

impl Explain {
    pub(super) fn run(&self, output: &mut Output) -> Result<Exit> {
        let one = self.code.as_deref().map(rule).transpose()?;
        let text = match (self.format, one) {
            (Format::Human, Some(rule)) => terminal(rule, BOLD),
            (Format::Human, None) => list(BOLD),
            (Format::Markdown, Some(rule)) => page(rule),
            (Format::Markdown, None) => index(),
            (Format::Json, Some(rule)) => json(&[rule]),
            (Format::Json, None) => json(&rules().collect::<Vec<_>>()),
        };
        output.result(&text);
        Ok(Exit::Fine)
    }
}
