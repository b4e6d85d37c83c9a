//! `sequence!`.

use proc_macro::{Span, TokenStream, TokenTree};
use symphony_codegen::compile::compile;
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::emit::rust::{Flavour, Options, inline_module};

use crate::{arguments, project, report};

struct Call {
    path: String,
    /// Where the path stands.
    at: Span,
    options: Options,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let call = match call(input) {
        Ok(call) => call,
        Err((message, span)) => return arguments::error(&message, span),
    };
    let (files, own) = match project::read_one(&call.path, "sequence") {
        Ok(read) => read,
        Err(error) => return arguments::error(&project::message(&error), call.at),
    };
    compile(&files, |plan, findings| {
        // The others have a `sequence!` of their own, which reports what is theirs.
        let findings: Vec<Finding> = findings.into_iter().filter(|it| it.primary.place.source == own).collect();
        let mut tokens = report::report(&findings, &files.sources, &call.options.runtime, &call.path);
        if has_errors(&findings) {
            return tokens;
        }
        if let Some(sequence) = plan.sequences.iter().find(|sequence| sequence.spec.source == own) {
            let module = inline_module(plan, sequence, &files.sources, &call.options);
            tokens.extend(module.parse::<TokenStream>().unwrap_or_else(|error| {
                arguments::error(&format!("symphony: the generated code is no Rust: {error}"), Span::call_site())
            }));
        }
        tokens.extend(project::tracking(&call.path));
        tokens
    })
}

/// A path and words.
fn call(input: TokenStream) -> Result<Call, (String, Span)> {
    let mut call = Call { path: String::new(), at: Span::call_site(), options: Options::default() };
    let mut tokens = input.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Literal(literal) if call.path.is_empty() => {
                let message = "the path of a sequence is a string: `sequence!(\"sequences/build.json\")`";
                call.at = literal.span();
                call.path = arguments::text(&literal).ok_or((message.to_owned(), call.at))?;
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "blocking" => call.options.flavour = Flavour::Blocking,
                "local" => call.options.flavour = Flavour::Local,
                "serde" => call.options.serde = true,
                "runtime" => {
                    tokens.next_if(|token| token.to_string() == "=");
                    call.options.runtime = arguments::path(&mut tokens);
                }
                other => {
                    let options = "`blocking`, `local`, `serde` and `runtime = ::path`";
                    return Err((format!("`{other}` is no option; there are {options}"), word.span()));
                }
            },
            other => return Err((format!("expected an option, found `{other}`"), other.span())),
        }
    }
    if call.path.is_empty() {
        let message = "`sequence!` takes the path of a sequence, from the package on";
        return Err((message.to_owned(), Span::call_site()));
    }
    Ok(call)
}
