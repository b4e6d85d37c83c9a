//! `fakes!`.

use proc_macro::{Span, TokenStream, TokenTree};
use symphony_codegen::compile::compile;
use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::emit::rust::{Flavour, fakes};

use crate::arguments::{self, Entry};
use crate::{project, report};

/// What `fakes!` is given.
struct Call {
    path: String,
    at: Span,
    module: String,
    name: String,
    flavour: Flavour,
    runtime: String,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let call = match call(input) {
        Ok(call) => call,
        Err((message, at)) => return arguments::error(&message, at),
    };
    let (files, own) = match project::read_one(&call.path, "fakes") {
        Ok(read) => read,
        Err(error) => return arguments::error(&project::message(&error), call.at),
    };
    compile(&files, |plan, findings| {
        let findings: Vec<_> = findings.into_iter().filter(|it| it.primary.place.source == own).collect();
        let sequence = plan.sequences.iter().find(|sequence| sequence.spec.source == own);
        let Some(sequence) = sequence.filter(|_| !has_errors(&findings)) else {
            return report::report(&findings, &files.sources, &call.runtime, &format!("fakes {}", call.path));
        };
        let code = fakes(plan, sequence, &call.module, &call.name, call.flavour, &call.runtime);
        let mut tokens: TokenStream = code.parse().unwrap_or_else(|error| {
            arguments::error(&format!("symphony: the generated code is no Rust: {error}"), Span::call_site())
        });
        tokens.extend(project::tracking(&call.path));
        tokens
    })
}

/// `"path" as module`, then options.
fn call(input: TokenStream) -> Result<Call, (String, Span)> {
    const USAGE: &str =
        "`fakes!` takes a sequence and its module: `fakes! { \"sequences/build.json\" as my_crate::build }`";
    let mut call = Call {
        path: String::new(),
        at: Span::call_site(),
        module: String::new(),
        name: "Fake".into(),
        flavour: Flavour::Async,
        runtime: "::symphony".into(),
    };
    for entry in arguments::entries(input) {
        match entry {
            Entry::Option(name, value, _) if name == "runtime" => {
                call.runtime = arguments::path(&mut value.into_iter().peekable());
            }
            Entry::Option(name, value, _) if name == "name" => call.name = value.to_string(),
            Entry::Other(tokens, at) => match tokens.to_string().as_str() {
                "blocking" => call.flavour = Flavour::Blocking,
                "local" => call.flavour = Flavour::Local,
                _ => {
                    let mut tokens = tokens.into_iter().peekable();
                    let text = match tokens.next() {
                        Some(TokenTree::Literal(literal)) => arguments::text(&literal),
                        _ => None,
                    };
                    let is_as = tokens.next().is_some_and(|token| token.to_string() == "as");
                    let (Some(path), true) = (text, is_as) else { return Err((USAGE.into(), at)) };
                    (call.path, call.at, call.module) = (path, at, arguments::path(&mut tokens));
                }
            },
            Entry::Text(_, at) | Entry::Option(_, _, at) | Entry::Named(_, _, at) => return Err((USAGE.into(), at)),
        }
    }
    if call.path.is_empty() || call.module.is_empty() {
        return Err((USAGE.into(), call.at));
    }
    Ok(call)
}
