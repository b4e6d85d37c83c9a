//! Brings findings to the screen.
//!
//! Cargo reads what the compiler says as lines of JSON from the standard error of its process, and a macro runs in that
//! process: a line of ours in the same form is rendered, counted, forwarded and replayed as the compiler's own, and its
//! place may be a JSON file. Nobody promises this; where rustc was not asked for JSON, `compile_error!` says the same.

use std::env;
use std::io::{self, Write};

use proc_macro::{Span, TokenStream};
use symphony_codegen::compile::compile;
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::fingerprint::fingerprint;
use symphony_codegen::render::{Style, human, rustc_json};
use symphony_codegen::source::Sources;

use crate::{arguments, project};

/// `__report! { ::symphony "root", … }`: reads everything again and reports what is found.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let (runtime, roots) = arguments::path_and_texts(input);
    match project::read(&roots) {
        Ok(files) => compile(&files, |_, findings| report(&findings, &files.sources, &runtime, &roots.concat())),
        Err(error) => arguments::error(&project::message(&error), Span::call_site()),
    }
}

/// Reports findings. What is returned stands where the macro was called, and ends the compilation where one of them is
/// an error; `runtime` is the path of the runtime crate, `name` tells the call apart from others.
pub(crate) fn report(findings: &[Finding], sources: &Sources, runtime: &str, name: &str) -> TokenStream {
    let Some(style) = protocol() else { return as_errors(findings, sources) };
    let lines: String = findings.iter().map(|finding| rustc_json(finding, sources, style)).collect();
    // In one piece: other threads of the compiler write too.
    if io::stderr().write_all(lines.as_bytes()).is_err() {
        return as_errors(findings, sources);
    }
    if has_errors(findings) { stopping(runtime, name) } else { TokenStream::new() }
}

/// Whether rustc was asked for JSON, and for what look of the text in it.
fn protocol() -> Option<Style> {
    let arguments: Vec<String> = env::args().collect();
    let asked = |argument: &String| argument == "--error-format=json";
    let pair = |pair: &[String]| pair[0] == "--error-format" && pair[1] == "json";
    if !arguments.iter().any(asked) && !arguments.windows(2).any(pair) {
        return None;
    }
    let is_asked = |what: &str| arguments.iter().any(|argument| argument.contains(what));
    Some(match (is_asked("diagnostic-short"), is_asked("diagnostic-rendered-ansi")) {
        (true, _) => Style::Line,
        (false, true) => Style::Ansi,
        (false, false) => Style::Plain,
    })
}

fn as_errors(findings: &[Finding], sources: &Sources) -> TokenStream {
    findings
        .iter()
        .filter(|finding| finding.severity().is_error())
        .map(|finding| arguments::error(&human(finding, sources, Style::Plain), Span::call_site()))
        .collect()
}

/// A call of `__stop!` that is expanded after all other macros that can be: it goes through an import, and rustc
/// resolves new imports only when there is nothing else to expand. So all faults of a crate are reported at once.
pub(crate) fn stopping(runtime: &str, name: &str) -> TokenStream {
    let module = format!("__symphony_stop_{}", fingerprint(name));
    let tokens = format!("mod {module} {{ pub(super) use {runtime}::__stop as stop; }} {module}::stop! {{}}");
    tokens.parse().unwrap_or_default()
}

/// Ends the compiler's process as a fatal error does. The names that the refused sequence would have given are missing
/// everywhere, and a hundred unresolved imports would bury the fault that was reported.
pub(crate) fn stop() -> TokenStream {
    if protocol().is_none() {
        return TokenStream::new();
    }
    std::process::exit(1)
}
