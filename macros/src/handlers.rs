//! `#[handlers]`.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};
use symphony_codegen::compile::compile;
use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::emit::rust::{Flavour, Options};
use symphony_codegen::implementation::{Function, MISSING_IMPLEMENTATION, compare};
use symphony_codegen::source::{Place, Source, SourceId, Sources, Span as Bytes};

use crate::implementation::Implementation;
use crate::{arguments, project, report};

/// Hands the implementation to the macro that has the name of its trait, which knows the sequence.
pub(crate) fn expand(arguments: TokenStream, input: TokenStream) -> TokenStream {
    if let Some(token) = arguments.into_iter().next() {
        let mut tokens = arguments::error("`#[handlers]` takes no arguments", token.span());
        tokens.extend(input);
        return tokens;
    }
    let Some(implementation) = Implementation::read(&input) else {
        let message = "`#[handlers]` belongs on `impl <the trait of a movement> for <your type>`";
        let mut tokens = arguments::error(message, Span::call_site());
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
    let mut tokens = input.into_iter().peekable();
    let runtime = arguments::path(&mut tokens);
    let mut next_text = || match tokens.next() {
        Some(TokenTree::Literal(literal)) => arguments::text(&literal),
        _ => None,
    };
    let (Some(path), Some(trait_name)) = (next_text(), next_text()) else { return TokenStream::new() };
    let flavour = match tokens.next().map(|token| token.to_string()).as_deref() {
        Some("blocking") => Flavour::Blocking,
        Some("local") => Flavour::Local,
        _ => Flavour::Async,
    };
    let options = Options { flavour, runtime, ..Options::default() };
    let implementation: TokenStream = tokens.collect();
    // A package that was published without its sequences still has what was generated from them.
    let (Some(read), Ok(mut files)) =
        (Implementation::read(&implementation), project::read(std::slice::from_ref(&path)))
    else {
        return implementation;
    };
    let mut rust = Sources::new();
    std::mem::swap(&mut rust, &mut files.sources);
    let mut places = Places { sources: rust, file: None };
    let functions: Option<Vec<Function>> = read.functions.iter().map(|it| places.function(it)).collect();
    let at = places.place(read.span());
    files.sources = places.sources;
    let Some(functions) = functions else { return implementation };
    compile(&files, |plan, _| {
        let wanted = plan.sequences.first().and_then(|sequence| {
            Some((sequence, sequence.movements.iter().find(|movement| movement.trait_name == trait_name)?))
        });
        let Some((sequence, movement)) = wanted else { return implementation.clone() };
        let mut findings = compare(sequence, movement, &options, &functions, at);
        if read.has_macros {
            // What is missing may be what a macro writes; rustc sees that, and says so if not.
            findings.retain(|finding| *finding.rule != MISSING_IMPLEMENTATION);
        }
        if !has_errors(&findings) {
            return implementation.clone();
        }
        report::report(&findings, &files.sources, &options.runtime, &format!("{path} {trait_name}"))
    })
}

/// Rust files, for the places of what the user wrote.
struct Places {
    sources: Sources,
    file: Option<(String, SourceId)>,
}

impl Places {
    fn function(&mut self, function: &crate::implementation::Function) -> Option<Function> {
        Some(Function {
            name: function.name.to_string(),
            is_async: function.is_async,
            returns_result: function.returns_result,
            place: self.place(function.name.span())?,
        })
    }

    /// The bytes of a span; `None` where it is in no file.
    fn place(&mut self, span: Span) -> Option<Place> {
        let path = span.local_file()?;
        let shown = project::shown(&path);
        let source = match &self.file {
            Some((known, id)) if *known == shown => *id,
            _ => {
                let id = self.sources.add(Source::new(shown.clone(), fs::read_to_string(&path).ok()?));
                self.file = Some((shown, id));
                id
            }
        };
        let start = self.offset(source, span.start())?;
        Some(Place { source, span: Bytes::new(start, self.offset(source, span.end())?) })
    }

    fn offset(&self, source: SourceId, at: Span) -> Option<usize> {
        let text = self.sources.get(source).text();
        let line = text.split_inclusive('\n').take(at.line() - 1).map(str::len).sum::<usize>();
        let column = text[line..].char_indices().nth(at.column() - 1).map(|(at, _)| at);
        column.map(|column| line + column).or_else(|| (line < text.len()).then_some(text.len()))
    }
}
