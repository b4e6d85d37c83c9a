//! A call of `scenarios!`.

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// Where a sequence's criteria become tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The inline modules that it stands in.
    pub module: Vec<String>,
    /// The file of the sequence.
    pub sequence: String,
    /// The worlds, in their order.
    pub worlds: Vec<World>,
    /// Whether steps are `async`.
    pub asynchronous: bool,
    /// Where the path of the sequence stands.
    pub named: std::ops::Range<usize>,
    /// Where something may be added after all that is beside it: the byte before its module ends, or the file.
    pub end: usize,
}

/// A world, and the beats whose criteria it tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Nothing for all beats, a movement, or a movement and a beat in it.
    pub beats: Vec<String>,
    /// The type, as it is written.
    pub ty: String,
}

impl Call {
    /// Reads what stands between the braces of a call; `text` is the whole file.
    pub(super) fn parse(
        tokens: TokenStream,
        text: &str,
        skipped: usize,
        module: &[String],
        end: usize,
    ) -> Option<Self> {
        let mut parts = parts(tokens).into_iter();
        let (path, named) = match parts.next()?.as_slice() {
            [TokenTree::Literal(literal)] => {
                let named = literal.span().byte_range();
                let named = named.start + skipped..named.end + skipped;
                (syn::parse_str::<syn::LitStr>(&literal.to_string()).ok()?.value(), named)
            }
            _ => return None,
        };
        let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
        let (module, worlds) = (module.to_vec(), Vec::new());
        let mut call = Self { module, sequence: path, worlds, asynchronous: false, named, end };
        for part in parts {
            if matches!(part.as_slice(), [TokenTree::Ident(word)] if word == "async") {
                call.asynchronous = true;
            } else if !part.iter().any(|token| is_punct(token, '=')) {
                call.worlds.extend(world(&part, text));
            }
        }
        Some(call)
    }

    /// The world of a beat.
    #[must_use]
    pub fn world(&self, movement: &str, beat: &str) -> Option<&str> {
        let names = [movement, beat];
        let fits = |world: &&World| world.beats.iter().zip(names).all(|(named, name)| named == name);
        self.worlds.iter().filter(fits).max_by_key(|world| world.beats.len()).map(|world| world.ty.as_str())
    }
}

/// The tokens between commas; a comma between angle brackets parts nothing.
fn parts(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    let mut depth = 0_usize;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(punct) if punct.as_char() == ',' && depth == 0 => {
                parts.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

/// `World`, `movement: World` or `movement::beat: World`.
fn world(part: &[TokenTree], text: &str) -> Option<World> {
    let mut colon = None;
    let mut at = 0;
    while at < part.len() {
        if let TokenTree::Punct(punct) = &part[at]
            && punct.as_char() == ':'
        {
            if punct.spacing() == Spacing::Joint && part.get(at + 1).is_some_and(|next| is_punct(next, ':')) {
                at += 1;
            } else {
                colon = Some(at);
                break;
            }
        }
        at += 1;
    }
    let (beats, ty) = colon.map_or((&part[..0], part), |colon| (&part[..colon], &part[colon + 1..]));
    let names = beats.iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    });
    let span = ty.first()?.span().byte_range().start..ty.last()?.span().byte_range().end;
    Some(World { beats: names.collect(), ty: text.get(span)?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::Call;

    #[test]
    fn a_call_says_which_world_tests_what() {
        let text = r#""./sequences/greeting.json", crate::Desk, writing: Pair<A, B>, writing::r#match: Letter, async, executor = x::y,"#;
        let call = Call::parse(text.parse().unwrap(), text, 0, &[], 0).unwrap();
        assert_eq!(call.sequence, "sequences/greeting.json");
        assert_eq!(&text[call.named.clone()], "\"./sequences/greeting.json\"");
        assert!(call.asynchronous);
        for (movement, beat, world) in
            [("reading", "match", "crate::Desk"), ("writing", "fold", "Pair<A, B>"), ("writing", "r#match", "Letter")]
        {
            assert_eq!(call.world(movement, beat), Some(world), "{movement}::{beat}");
        }
        assert_eq!(Call::parse("Desk".parse().unwrap(), "Desk", 0, &[], 0), None);
    }
}
