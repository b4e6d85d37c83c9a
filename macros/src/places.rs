//! An implementation as a macro gets it, and where its parts stand in their file.

use std::fs;

use proc_macro::{Delimiter, Span, TokenStream, TokenTree};
use symphony_codegen::compile::Files;
use symphony_codegen::implementation::Function;
use symphony_codegen::source::{Place, Source, SourceId, Sources, Span as Bytes};

use crate::implementation::{self, Implementation};
use crate::{arguments, project};

/// `::symphony "path" "Trait" kind (names) impl … { … }`; the names may be missing.
pub(crate) struct Implemented {
    pub(crate) runtime: String,
    /// The sequence.
    pub(crate) path: String,
    pub(crate) trait_name: String,
    /// A word about the functions.
    pub(crate) kind: String,
    /// What the functions should be called.
    pub(crate) names: Vec<String>,
    /// The implementation as it was written.
    pub(crate) tokens: TokenStream,
    pub(crate) implementation: Implementation,
}

impl Implemented {
    /// `None` where the tokens are something else.
    pub(crate) fn read(input: TokenStream) -> Option<Self> {
        let mut tokens = input.into_iter().peekable();
        let runtime = arguments::path(&mut tokens);
        let mut next_text = || match tokens.next() {
            Some(TokenTree::Literal(literal)) => arguments::text(&literal),
            _ => None,
        };
        let (path, trait_name) = (next_text()?, next_text()?);
        let kind = tokens.next()?.to_string();
        let is_names =
            |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        let names = match tokens.next_if(is_names) {
            Some(TokenTree::Group(names)) => names.stream().into_iter().map(|name| name.to_string()).collect(),
            _ => Vec::new(),
        };
        let tokens: TokenStream = tokens.collect();
        let implementation = Implementation::read(&tokens)?;
        Some(Self { runtime, path, trait_name, kind, names, tokens, implementation })
    }

    /// The sequence's file, the functions with their places, and where the trait is named. `None` where one of them has no
    /// file: a package that was published without its sequences still has what was generated from them.
    pub(crate) fn locate(&mut self) -> Option<(Files, Vec<Function>, Option<Place>)> {
        let mut files = project::read(std::slice::from_ref(&self.path)).ok()?;
        let mut places = Places { sources: std::mem::take(&mut files.sources), file: None };
        let functions: Option<Vec<Function>> =
            self.implementation.functions.iter().map(|function| places.function(function)).collect();
        let at = places.place(self.implementation.span());
        files.sources = places.sources;
        Some((files, functions?, at))
    }
}

/// Rust files, for the places of what the user wrote.
struct Places {
    sources: Sources,
    file: Option<(String, SourceId)>,
}

impl Places {
    fn function(&mut self, function: &implementation::Function) -> Option<Function> {
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
