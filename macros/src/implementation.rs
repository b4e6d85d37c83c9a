//! Reads an `impl` as far as it must be known: the trait's path and the functions. Bodies stay tokens, so that what is
//! wrong in them is rustc's to say, at its place.

use proc_macro::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};

/// `impl … <path> for … { … }`.
pub(crate) struct Implementation {
    /// The trait's path, without generic arguments.
    pub(crate) path: Vec<TokenTree>,
    /// The functions.
    pub(crate) functions: Vec<Function>,
    /// Whether a macro may write more of them.
    pub(crate) has_macros: bool,
}

/// A function in it.
pub(crate) struct Function {
    pub(crate) name: Ident,
    pub(crate) is_async: bool,
    pub(crate) returns_result: bool,
}

impl Implementation {
    /// Reads one; `None` where the tokens are something else.
    pub(crate) fn read(tokens: &TokenStream) -> Option<Self> {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let start = tokens.iter().position(|token| is_word(token, "impl"))? + 1;
        let mut depth = 0_usize;
        let mut path = Vec::new();
        let mut after_dash = false;
        for token in &tokens[start..] {
            if let TokenTree::Punct(punct) = token {
                match punct.as_char() {
                    '<' => depth += 1,
                    // The arrow of a function type closes nothing.
                    '>' if !after_dash => depth = depth.checked_sub(1)?,
                    ':' if depth == 0 => path.push(token.clone()),
                    _ => {}
                }
                after_dash = punct.as_char() == '-' && punct.spacing() == Spacing::Joint;
                continue;
            }
            after_dash = false;
            match token {
                _ if depth > 0 => {}
                token if is_word(token, "for") => {
                    let items = tokens.iter().rev().find_map(body)?;
                    let functions: Vec<Function> = items.iter().filter_map(|item| function(item)).collect();
                    let is_call = |item: &Vec<TokenTree>| {
                        !item.iter().any(|token| is_word(token, "fn"))
                            && item
                                .iter()
                                .any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '!'))
                    };
                    return Some(Self { path, functions, has_macros: items.iter().any(is_call) });
                }
                TokenTree::Ident(_) => path.push(token.clone()),
                _ => return None,
            }
        }
        None
    }

    /// Where the trait is named.
    pub(crate) fn span(&self) -> Span {
        self.path.last().map_or_else(Span::call_site, TokenTree::span)
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident.to_string() == word)
}

fn body(token: &TokenTree) -> Option<Vec<Vec<TokenTree>>> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(items(group.stream())),
        _ => None,
    }
}

/// The items of a body. An item ends with a block or a semicolon.
fn items(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut items = Vec::new();
    let mut item: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let ends = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        item.push(token);
        if ends {
            items.push(std::mem::take(&mut item));
        }
    }
    items
}

fn function(item: &[TokenTree]) -> Option<Function> {
    let at = item.iter().position(|token| is_word(token, "fn"))?;
    let TokenTree::Ident(name) = item.get(at + 1)? else { return None };
    let is_arrow = |pair: &[TokenTree]| matches!(pair, [TokenTree::Punct(a), TokenTree::Punct(b)] if a.as_char() == '-' && b.as_char() == '>');
    let returns = item.windows(2).rposition(is_arrow).and_then(|at| item.get(at + 2));
    Some(Function {
        name: name.clone(),
        is_async: item[..at].iter().any(|token| is_word(token, "async")),
        returns_result: returns.is_some_and(|token| is_word(token, "Result")),
    })
}
