//! `man`.

use std::path::PathBuf;

use clap::{Command, CommandFactory};
use clap_mangen::Man as Page;
use symphony_audit::error::{Error, Result};
use symphony_codegen::writer::replace;

use super::completions::PROGRAM;
use crate::Arguments;
use crate::exit::Exit;
use crate::output::Output;

/// Print the manual page of this command; with --out, write a page for each verb too
#[derive(clap::Args)]
pub(crate) struct Man {
    /// The folder that gets the pages, such as ~/.local/share/man/man1
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self, output: &mut Output) -> Result<Exit> {
        let pages = pages()?;
        let Some(folder) = &self.out else {
            pages.iter().take(1).for_each(|(_, text)| output.result(text));
            return Ok(Exit::Fine);
        };
        for (name, text) in pages {
            let path = folder.join(name);
            let shown = path.display().to_string();
            replace(&path, &text).map_err(|fault| Error::usage(format!("cannot write `{shown}`: {fault}")))?;
            output.status("Wrote", &shown);
        }
        Ok(Exit::Fine)
    }
}

/// The page of the command, then those of the verbs, with the names of their files.
fn pages() -> Result<Vec<(String, String)>> {
    // `help` explains what the pages explain.
    let mut command = Arguments::command().name(PROGRAM).disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add(&command, PROGRAM, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, name: &str, pages: &mut Vec<(String, String)>) -> Result {
    pages.push(page(command.clone(), name)?);
    for verb in command.get_subcommands() {
        add(verb, &format!("{name}-{}", verb.get_name()), pages)?;
    }
    Ok(())
}

fn page(command: Command, name: &str) -> Result<(String, String)> {
    let mut text = Vec::new();
    let page = Page::new(command).title(name).source(concat!("cargo-symphony ", env!("CARGO_PKG_VERSION")));
    page.render(&mut text).map_err(|fault| Error::usage(format!("cannot write the page of `{name}`: {fault}")))?;
    Ok((format!("{name}.1"), String::from_utf8_lossy(&text).into_owned()))
}
