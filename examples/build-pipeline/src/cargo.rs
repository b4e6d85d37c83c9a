//! Calls of cargo and rustc.

use std::env;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use cargo_metadata::diagnostic::DiagnosticLevel;
use cargo_metadata::{CompilerMessage, Message};

use crate::error::{Error, Result, counted};
use crate::files;

/// How many compiler errors a failure shows; the log has all.
const SHOWN: usize = 3;
/// How many lines of the log a failure shows where the compiler itself said nothing.
const TAIL: usize = 20;

/// A tool of the toolchain that a workspace asks for.
///
/// A cargo that runs this program hands its own toolchain down. That is the right one unless the workspace names
/// another; then the choice is left to whoever answers to the bare name.
pub(crate) fn tool(name: &str, root: &Path) -> Command {
    let names_its_own = ["rust-toolchain.toml", "rust-toolchain"].iter().any(|file| root.join(file).is_file());
    let handed_down = env::var_os(name.to_uppercase()).filter(|_| !names_its_own);
    let mut command = Command::new(handed_down.unwrap_or_else(|| name.into()));
    if names_its_own {
        command.env_remove("RUSTUP_TOOLCHAIN");
    }
    // What the outer cargo says of the package that this program is, is not true of the packages that are built here.
    for (variable, _) in env::vars_os() {
        if variable.to_string_lossy().starts_with("CARGO_PKG_") || variable == "CARGO_MANIFEST_DIR" {
            command.env_remove(variable);
        }
    }
    command.current_dir(root).stdin(Stdio::null());
    command
}

/// Runs a tool that answers at once and gives what it prints.
pub(crate) fn ask(mut command: Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let answer = command
        .output()
        .map_err(|error| Error::new(format!("cannot run {name}: {error}; is a Rust toolchain installed?")))?;
    if !answer.status.success() {
        let said = String::from_utf8_lossy(&answer.stderr);
        let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
        let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it gave no reason");
        return Err(Error::new(format!("`cargo {}` failed: {first}", arguments.join(" "))).with_evidence(said.lines()));
    }
    String::from_utf8(answer.stdout).map_err(|_| Error::new(format!("{name} printed something other than text")))
}

/// What a call of cargo came to.
pub(crate) struct Outcome {
    pub(crate) success: bool,
    pub(crate) milliseconds: u64,
    pub(crate) artifacts: Vec<cargo_metadata::Artifact>,
    pub(crate) diagnostics: Vec<CompilerMessage>,
    /// Lines on the standard output that are no messages.
    pub(crate) lines: Vec<String>,
    log: PathBuf,
}

/// Runs cargo to its end; everything it says goes to the log, its messages are also given.
pub(crate) fn run(mut command: Command, log: &Path) -> Result<Outcome> {
    let started = Instant::now();
    let mut file = open_log(log)?;
    let errors = file.try_clone().map_err(|error| Error::io("write", log, &error))?;
    let cannot = |error| Error::new(format!("cannot run cargo: {error}; is a Rust toolchain installed?"));
    let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().map_err(cannot)?;

    let (mut artifacts, mut diagnostics, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for message in Message::parse_stream(BufReader::new(child.stdout.take().expect("its standard output is piped"))) {
        match message.map_err(|error| Error::new(format!("cannot read what cargo prints: {error}")))? {
            Message::CompilerArtifact(artifact) => artifacts.push(artifact),
            Message::CompilerMessage(diagnostic) => {
                let rendered = diagnostic.message.rendered.as_deref().unwrap_or(&diagnostic.message.message);
                writeln!(file, "{}", rendered.trim_end()).map_err(|error| Error::io("write", log, &error))?;
                diagnostics.push(diagnostic);
            }
            Message::TextLine(line) => {
                writeln!(file, "{line}").map_err(|error| Error::io("write", log, &error))?;
                lines.push(line);
            }
            _ => {}
        }
    }
    let success = child.wait().map_err(cannot)?.success();
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Outcome { success, milliseconds, artifacts, diagnostics, lines, log: log.to_path_buf() })
}

/// Both the child and this program write to the log, so both append.
fn open_log(log: &Path) -> Result<File> {
    files::make_folder(log.parent().unwrap_or(Path::new(".")))?;
    OpenOptions::new().create(true).append(true).open(log).map_err(|error| Error::io("write", log, &error))
}

impl Outcome {
    /// Fails where cargo did, with the compiler's errors or, where it has none, with the end of the log.
    pub(crate) fn expect_success(&self, what: &str) -> Result<()> {
        if self.success {
            return Ok(());
        }
        let errors: Vec<_> = self.of_level(DiagnosticLevel::Error).collect();
        if errors.is_empty() {
            let log = files::read(&self.log)?;
            let log = String::from_utf8_lossy(&log);
            let lines: Vec<_> = log.lines().collect();
            let reason = lines.iter().find(|line| line.starts_with("error")).copied().unwrap_or("cargo gave no reason");
            return Err(Error::new(format!("{what}: {reason}; the log is {}", self.log.display()))
                .with_evidence(lines.iter().skip(lines.len().saturating_sub(TAIL)).copied()));
        }
        let first = &errors[0].message;
        let place = first.spans.iter().find(|span| span.is_primary).or(first.spans.first());
        let place = place.map_or(String::new(), |span| format!(" at {}:{}", span.file_name, span.line_start));
        let rest =
            if errors.len() > 1 { format!(" ({} in all)", counted(errors.len(), "error")) } else { String::new() };
        Err(Error::new(format!("{what}: {}{place}{rest}; the log is {}", first.message, self.log.display()))
            .with_evidence(errors.iter().take(SHOWN).filter_map(|error| error.message.rendered.clone())))
    }

    pub(crate) fn warnings(&self) -> impl Iterator<Item = &CompilerMessage> {
        self.of_level(DiagnosticLevel::Warning)
    }

    /// Without the compiler's own count of what it said, which has neither a place nor a code.
    fn of_level(&self, level: DiagnosticLevel) -> impl Iterator<Item = &CompilerMessage> {
        self.diagnostics.iter().filter(move |diagnostic| {
            let message = &diagnostic.message;
            message.level == level && (message.code.is_some() || !message.spans.is_empty())
        })
    }
}

/// A warning in one line: where and what.
pub(crate) fn line(diagnostic: &CompilerMessage) -> String {
    let message = &diagnostic.message;
    let place = message.spans.iter().find(|span| span.is_primary);
    let place = place.map_or(String::new(), |span| format!("{}:{}: ", span.file_name, span.line_start));
    format!("{place}{}", message.message)
}
