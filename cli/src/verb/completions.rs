//! `completions`.

use clap::CommandFactory;
use clap_complete::Shell;
use symphony_audit::error::Result;

use crate::Arguments;
use crate::exit::Exit;
use crate::output::Output;

/// Print what completes this command in a shell
///
/// It completes `cargo-symphony`, the program; in zsh, where cargo's own completion asks for it, `cargo symphony` too.
#[derive(clap::Args)]
#[command(after_help = PLACES)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

const PLACES: &str = "\
Where it goes, for you alone:
  bash        ~/.local/share/bash-completion/completions/cargo-symphony
  elvish      at the end of ~/.config/elvish/rc.elv
  fish        ~/.config/fish/completions/cargo-symphony.fish
  powershell  at the end of the file that $PROFILE names
  zsh         a file _cargo-symphony in a folder of $fpath";

/// The program, by which shells know the command.
pub(super) const PROGRAM: &str = "cargo-symphony";

/// The same in one word.
const UNBROKEN: &str = "cargo_symphony";

impl Completions {
    // All verbs are run alike.
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn run(&self, output: &mut Output) -> Result<Exit> {
        // In a name with a hyphen, the generator for bash loses its way to the options of verbs.
        let name = if self.shell == Shell::Bash { UNBROKEN } else { PROGRAM };
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), name, &mut text);
        let text = String::from_utf8_lossy(&text).replace(&format!(" {UNBROKEN}\n"), &format!(" {PROGRAM}\n"));
        output.result(&text);
        Ok(Exit::Fine)
    }
}
