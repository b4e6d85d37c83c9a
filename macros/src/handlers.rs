//! `#[handlers]`.

use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};
use symphony_codegen::compile::compile;
use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::emit::rust::{Flavour, Options};
use symphony_codegen::implementation::{MISSING_IMPLEMENTATION, compare};

use crate::implementation::Implementation;
use crate::places::Implemented;
use crate::{arguments, report};

/// Hands the implementation to the macro that has the name of its trait, which knows the sequence. `attribute` is what the
/// user wrote, `of` what the trait is of.
pub(crate) fn expand(attribute: &str, of: &str, arguments: TokenStream, input: TokenStream) -> TokenStream {
    if let Some(token) = arguments.into_iter().next() {
        let mut tokens = arguments::error(&format!("`#[{attribute}]` takes no arguments"), token.span());
        tokens.extend(input);
        return tokens;
    }
    let Some(implementation) = Implementation::read(&input) else {
        let message = format!("`#[{attribute}]` belongs on `impl <the trait of a {of}> for <your type>`");
        let mut tokens = arguments::error(&message, Span::call_site());
        tokens.extend(input);
        return tokens;
    };
    let mut call: TokenStream = implementation.path.into_iter().collect();
    call.extend([TokenTree::Punct(Punct::new('!', Spacing::Alone))]);
    call.extend([TokenTree::Group(Group::new(Delimiter::Brace, input))]);
    call
}

/// `__companion! { ::symphony "path" "Trait" flavour reach }`: the macro of a movement's name, which hands an
/// implementation to `__check_handlers!`.
pub(crate) fn companion(input: TokenStream) -> TokenStream {
    /// Tells the macros of one crate apart: the same sequence may be compiled in several of its modules.
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let mut tokens = input.into_iter().peekable();
    let runtime = arguments::path(&mut tokens);
    let [path, name, flavour, reach] =
        [(); 4].map(|()| tokens.next().map_or_else(String::new, |token| token.to_string()));
    let name = name.trim_matches('"');
    let real = format!("__symphony_{}_{name}", COUNT.fetch_add(1, Ordering::Relaxed));
    let (export, reach) = if reach == "public" { ("#[macro_export]", "pub") } else { ("", "pub(crate)") };
    let code = format!(
        "#[doc(hidden)] {export} macro_rules! {real} {{ ($($implementation:tt)*) => {{
            {runtime}::__check_handlers! {{ {runtime} {path} \"{name}\" {flavour} $($implementation)* }}
        }}; }}
        #[doc(hidden)] #[allow(unused_imports)] {reach} use {real} as {name};"
    );
    code.parse().unwrap_or_default()
}

/// `__check_handlers! { ::symphony "path" "Trait" flavour impl … }`: the implementation again, or what is wrong with it.
pub(crate) fn check(input: TokenStream) -> TokenStream {
    let Some(mut given) = Implemented::read(input) else { return TokenStream::new() };
    let Some((files, functions, at)) = given.locate() else { return given.tokens };
    let flavour = match given.kind.as_str() {
        "blocking" => Flavour::Blocking,
        "local" => Flavour::Local,
        _ => Flavour::Async,
    };
    let options = Options { flavour, runtime: given.runtime.clone(), ..Options::default() };
    compile(&files, |plan, _| {
        let wanted = plan.sequences.first().and_then(|sequence| {
            Some((sequence, sequence.movements.iter().find(|movement| movement.trait_name == given.trait_name)?))
        });
        let Some((sequence, movement)) = wanted else { return given.tokens.clone() };
        let mut findings = compare(sequence, movement, &options, &functions, at);
        if given.implementation.has_macros {
            // What is missing may be what a macro writes; rustc sees that, and says so if not.
            findings.retain(|finding| *finding.rule != MISSING_IMPLEMENTATION);
        }
        if !has_errors(&findings) {
            return given.tokens.clone();
        }
        report::report(&findings, &files.sources, &options.runtime, &format!("{} {}", given.path, given.trait_name))
    })
}
