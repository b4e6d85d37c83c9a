//! Which names a file of Rust uses, comments and strings left out.

use proc_macro2::{TokenStream, TokenTree};

/// A file of Rust, as far as names go; one that is no Rust has none.
pub(super) struct Words(Vec<(String, bool)>);

impl Words {
    pub(super) fn of(rust: &str) -> Self {
        let mut words: Vec<(String, bool)> = Vec::new();
        // Groups may be nested as deeply as somebody likes.
        let mut open: Vec<_> = rust.parse::<TokenStream>().into_iter().map(IntoIterator::into_iter).collect();
        while let Some(tokens) = open.last_mut() {
            match tokens.next() {
                None => drop(open.pop()),
                Some(TokenTree::Ident(word)) => words.push((word.to_string(), false)),
                Some(TokenTree::Punct(sign)) if sign.as_char() == '!' => {
                    words.last_mut().into_iter().for_each(|(_, is_called)| *is_called = true);
                }
                Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
                Some(_) => {}
            }
        }
        Self(words)
    }

    /// Whether a word is there.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|(known, _)| known == word)
    }

    /// Whether a macro is called.
    pub(super) fn calls(&self, name: &str) -> bool {
        self.0.iter().any(|(known, is_called)| *is_called && known == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_those_of_code() {
        let words = Words::of("// a\n/// b\nmod m { symphony::sequence!(\"c\"); }\nfn d() -> bool { !e }");
        assert!(words.calls("sequence") && words.has("symphony") && words.has("d") && words.has("e"));
        assert!(["a", "b", "c"].iter().all(|word| !words.has(word)));
        assert!(!words.calls("symphony") && !words.calls("d") && !words.calls("e"));
        assert!(!Words::of("mod m {").has("mod"));
    }
}
