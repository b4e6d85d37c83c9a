//! Reads the arguments of the macros: string literals and words.

use std::iter::Peekable;

use proc_macro::token_stream::IntoIter;
use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// A string literal's text.
pub(crate) fn text(literal: &Literal) -> Option<String> {
    let written = literal.to_string();
    if let Some(raw) = written.strip_prefix('r') {
        return Some(raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next()? {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            '0' => text.push('\0'),
            'u' => {
                let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
            }
            'x' => {
                let digits: String = rest.by_ref().take(2).collect();
                text.push(char::from(u8::from_str_radix(&digits, 16).ok()?));
            }
            c => text.push(c),
        }
    }
    Some(text)
}

/// A path, then string literals with whatever is between them.
pub(crate) fn path_and_texts(tokens: TokenStream) -> (String, Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let path = path(&mut tokens);
    let text = |token| match token {
        TokenTree::Literal(literal) => text(&literal),
        _ => None,
    };
    (path, tokens.filter_map(text).collect())
}

/// The tokens of a path: names and colons.
pub(crate) fn path(tokens: &mut Peekable<IntoIter>) -> String {
    let is_part = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    };
    let mut path = TokenStream::new();
    while let Some(token) = tokens.next_if(is_part) {
        path.extend([token]);
    }
    path.to_string().replace(' ', "")
}

/// One of the parts of a call that commas separate.
pub(crate) enum Entry {
    /// A string.
    Text(String, Span),
    /// `name = value`.
    Option(String, TokenStream, Span),
    /// `a::b: value`; the place is the value's.
    Named(Vec<String>, TokenStream, Span),
    /// Anything else.
    Other(TokenStream, Span),
}

/// Takes a call apart at its commas; those between angle brackets separate nothing.
pub(crate) fn entries(tokens: TokenStream) -> Vec<Entry> {
    let (mut entries, mut part, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                ',' if depth == 0 => {
                    entries.extend(entry(std::mem::take(&mut part)));
                    continue;
                }
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        part.push(token);
    }
    entries.extend(entry(part));
    entries
}

fn entry(part: Vec<TokenTree>) -> Option<Entry> {
    let at = part.first()?.span();
    if let [TokenTree::Literal(literal)] = part.as_slice()
        && let Some(text) = text(literal)
    {
        return Some(Entry::Text(text, at));
    }
    let is =
        |token: Option<&TokenTree>, c: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    if let [TokenTree::Ident(name), equals, value @ ..] = part.as_slice()
        && is(Some(equals), '=')
    {
        return Some(Entry::Option(name.to_string(), value.iter().cloned().collect(), at));
    }
    // A path of names, then one colon that is not half of two.
    let mut names = Vec::new();
    let mut rest = part.as_slice();
    while let [TokenTree::Ident(name), after @ ..] = rest {
        names.push(name.to_string());
        match after {
            [TokenTree::Punct(first), second, after @ ..]
                if first.as_char() == ':' && first.spacing() == Spacing::Joint && is(Some(second), ':') =>
            {
                rest = after;
            }
            [colon, value @ ..] if is(Some(colon), ':') && !value.is_empty() => {
                return Some(Entry::Named(names, value.iter().cloned().collect(), value[0].span()));
            }
            _ => break,
        }
    }
    Some(Entry::Other(part.into_iter().collect(), at))
}

/// `::core::compile_error! { "message" }` at a place of the user's.
pub(crate) fn error(message: &str, at: Span) -> TokenStream {
    let mut literal = Literal::string(message);
    literal.set_span(at);
    let punct = |c, spacing| {
        let mut punct = Punct::new(c, spacing);
        punct.set_span(at);
        TokenTree::Punct(punct)
    };
    let word = |word: &str| TokenTree::Ident(Ident::new(word, at));
    let mut group = Group::new(Delimiter::Brace, TokenTree::Literal(literal).into());
    group.set_span(at);
    [
        punct(':', Spacing::Joint),
        punct(':', Spacing::Alone),
        word("core"),
        punct(':', Spacing::Joint),
        punct(':', Spacing::Alone),
        word("compile_error"),
        punct('!', Spacing::Alone),
        TokenTree::Group(group),
    ]
    .into_iter()
    .collect()
}
