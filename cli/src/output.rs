//! Where words go: results to standard output, everything else to standard error.

use std::io::Write as _;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use symphony_audit::error::Error;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::render::{self, human, seen};
use symphony_codegen::source::Sources;

/// The two streams. Nothing is said of a stream that nobody reads any more. Messages repeat names and arguments: nothing in
/// them is obeyed by a terminal.
pub(crate) struct Output {
    out: AutoStream<std::io::Stdout>,
    err: AutoStream<std::io::Stderr>,
    quiet: bool,
}

const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const CYAN: Style = AnsiColor::Cyan.on_default();

impl Output {
    pub(crate) fn new(color: ColorChoice, quiet: bool) -> Self {
        let choice = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        let (out, err) = (AutoStream::new(std::io::stdout(), choice), AutoStream::new(std::io::stderr(), choice));
        Self { out, err, quiet }
    }

    /// Whether nothing is said but what was asked for.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// What was asked for.
    pub(crate) fn result(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
    }

    /// A unified diff.
    pub(crate) fn diff(&mut self, diff: &str) {
        for line in diff.lines() {
            let style = match line.as_bytes().first() {
                _ if line.starts_with("--- ") || line.starts_with("+++ ") => Style::new().bold(),
                Some(b'+') => GREEN,
                Some(b'-') => RED,
                Some(b'@') => CYAN,
                _ => Style::new(),
            };
            let _ = writeln!(self.out, "{style}{line}{style:#}");
        }
    }

    /// What was done.
    pub(crate) fn status(&mut self, verb: &str, what: &str) {
        let style = GREEN.bold();
        if !self.quiet {
            let _ = writeln!(self.err, "{style}{verb:>12}{style:#} {}", seen(what));
        }
    }

    /// What somebody should know or do.
    pub(crate) fn warning(&mut self, message: &str) {
        let style = AnsiColor::Yellow.on_default().bold();
        let _ = writeln!(self.err, "{style}warning{style:#}: {}", seen(message));
    }

    /// What is wrong.
    pub(crate) fn error(&mut self, message: &str) {
        let style = RED.bold();
        let _ = writeln!(self.err, "{style}error{style:#}: {}", seen(message));
    }

    /// What was found in sequences or a configuration.
    pub(crate) fn findings(&mut self, findings: &[Finding], sources: &Sources) {
        for finding in findings {
            let _ = writeln!(self.err, "{}\n", human(finding, sources, render::Style::Ansi));
        }
    }

    /// Why it cannot be done.
    pub(crate) fn fault(&mut self, fault: &Error) {
        match fault {
            Error::Config(refused) => self.findings(&refused.findings, &refused.sources),
            other => self.error(&other.to_string()),
        }
    }
}
