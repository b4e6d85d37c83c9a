//! Rust type expressions: read strictly, kept in one form, so that two that mean the same are the same text.
//!
//! A parser of our own and not syn: this runs in every user's build script, unoptimised, and syn alone would cost as
//! much there as all the rest. A property test holds it to syn: what this accepts, syn accepts and prints alike.

/// A type expression in its one form: `HashMap<String,Vec<u8>>` reads `HashMap<String, Vec<u8>>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeExpr {
    /// The text, spaced as rustfmt does it.
    pub text: String,
    /// The names in it that are not part of a longer path, with their byte ranges in `text`.
    pub bare: Vec<std::ops::Range<usize>>,
    /// The longer paths in it (`std::path::PathBuf`), with their byte ranges in `text`.
    pub paths: Vec<std::ops::Range<usize>>,
}

/// Why a text is no type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeFault {
    /// The byte of the text at which it goes wrong.
    pub at: usize,
    /// What is wrong there.
    pub message: &'static str,
}

impl TypeExpr {
    /// The bare names: declared types, primitives, what the prelude has.
    pub fn bare_names(&self) -> impl Iterator<Item = &str> {
        self.bare.iter().map(|range| &self.text[range.clone()])
    }

    /// The same type with every bare name replaced by what `replace` gives for it.
    #[must_use]
    pub fn map_names(&self, replace: impl Fn(&str) -> Option<String>) -> Self {
        let mut mapped = Self { text: String::with_capacity(self.text.len()), bare: Vec::new(), paths: Vec::new() };
        let mut copied = 0;
        for range in &self.bare {
            mapped.text.push_str(&self.text[copied..range.start]);
            let start = mapped.text.len();
            let name = &self.text[range.clone()];
            let replaced = replace(name);
            mapped.text.push_str(replaced.as_deref().unwrap_or(name));
            let span = start..mapped.text.len();
            if replaced.is_some_and(|text| text.contains(':')) {
                mapped.paths.push(span);
            } else {
                mapped.bare.push(span);
            }
            copied = range.end;
        }
        mapped.text.push_str(&self.text[copied..]);
        mapped
    }
}

/// Reads a type expression.
///
/// # Errors
/// Where it is none, or one that a value cannot have: a reference that is not `'static`, a raw pointer, `impl Trait`,
/// `_`, `Self`, or deeper than 32 levels.
pub fn parse(text: &str) -> Result<TypeExpr, TypeFault> {
    if is_name(text) {
        let whole = std::iter::once(0..text.len());
        return Ok(TypeExpr { text: text.to_owned(), bare: whole.collect(), paths: Vec::new() });
    }
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
        in_signature: 0,
        out: TypeExpr { text: String::new(), bare: vec![], paths: vec![] },
    };
    parser.ty()?;
    parser.skip_space();
    if parser.at < text.len() { Err(parser.fault("expected the end of the type")) } else { Ok(parser.out) }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    /// Inside of a function's type, where a reference may leave its lifetime out.
    in_signature: usize,
    out: TypeExpr,
}

type Parsed = Result<(), TypeFault>;

impl Parser<'_> {
    fn fault(&self, message: &'static str) -> TypeFault {
        TypeFault { at: self.at, message }
    }

    fn skip_space(&mut self) {
        while self.text.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    fn eat(&mut self, token: &str) -> bool {
        self.skip_space();
        let found = self.text[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str, message: &'static str) -> Parsed {
        if self.eat(token) { Ok(()) } else { Err(self.fault(message)) }
    }

    fn peek_word(&mut self) -> &str {
        self.skip_space();
        let rest = &self.text[self.at..];
        let is_part = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
        &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())]
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.peek_word() == word;
        if found {
            self.at += word.len();
        }
        found
    }

    fn ty(&mut self) -> Parsed {
        self.ty_of(true)
    }

    /// A type behind a reference or an arrow, where a `+` belongs to what stands around it.
    fn operand(&mut self) -> Parsed {
        self.ty_of(false)
    }

    fn ty_of(&mut self, many_bounds: bool) -> Parsed {
        self.depth += 1;
        if self.depth > 32 {
            return Err(self.fault("the type is nested too deeply"));
        }
        if self.eat("(") {
            self.tuple()?;
        } else if self.eat("[") {
            self.array()?;
        } else if self.eat("&") {
            self.reference()?;
        } else if self.eat_word("dyn") {
            self.out.text.push_str("dyn ");
            self.bounds(many_bounds)?;
        } else if self.eat_word("fn") {
            self.out.text.push_str("fn");
            self.expect("(", "expected the parameters of the function")?;
            self.signature()?;
        } else {
            self.path(false)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn reference(&mut self) -> Parsed {
        self.out.text.push('&');
        if self.eat("'static ") {
            self.out.text.push_str("'static ");
        } else if self.in_signature == 0 {
            return Err(self.fault("only `&'static` references can be kept by a value"));
        }
        if self.eat_word("mut") {
            self.out.text.push_str("mut ");
        }
        self.operand()
    }

    /// Types between parentheses; one in them needs a comma behind it, or it is just that type.
    fn tuple(&mut self) -> Parsed {
        self.out.text.push('(');
        let mut count = 0;
        let mut comma = true;
        while !self.eat(")") {
            if !comma {
                return Err(self.fault("expected `,` or `)`"));
            }
            if count > 0 {
                self.out.text.push_str(", ");
            }
            self.ty()?;
            count += 1;
            comma = self.eat(",");
        }
        if count == 1 {
            if !comma {
                return Err(self.fault("a type in parentheses needs a comma to be a tuple"));
            }
            self.out.text.push(',');
        }
        self.out.text.push(')');
        Ok(())
    }

    fn array(&mut self) -> Parsed {
        self.out.text.push('[');
        self.ty()?;
        if self.eat(";") {
            let length = self.peek_word().to_owned();
            if !is_number(&length) {
                return Err(self.fault("expected the length of the array as digits"));
            }
            self.at += length.len();
            self.out.text.push_str("; ");
            self.out.text.push_str(&length);
        }
        self.out.text.push(']');
        self.expect("]", "expected `]`")
    }

    fn bounds(&mut self, many: bool) -> Parsed {
        let mut has_trait = false;
        loop {
            if self.eat("'static") {
                self.out.text.push_str("'static");
            } else {
                self.path(true)?;
                has_trait = true;
            }
            if !many || !self.eat("+") {
                return if has_trait { Ok(()) } else { Err(self.fault("expected the name of a trait")) };
            }
            self.out.text.push_str(" + ");
        }
    }

    /// The parameters of a function type, after the parenthesis, and what it returns.
    fn signature(&mut self) -> Parsed {
        self.out.text.push('(');
        self.in_signature += 1;
        let mut first = true;
        while !self.eat(")") {
            if !first {
                self.out.text.push_str(", ");
            }
            first = false;
            self.ty()?;
            if !self.eat(",") {
                self.expect(")", "expected `,` or `)`")?;
                break;
            }
        }
        self.out.text.push(')');
        if self.eat("->") {
            self.out.text.push_str(" -> ");
            self.operand()?;
        }
        self.in_signature -= 1;
        Ok(())
    }

    /// A path; only one that names a trait may have parameters, as `Fn(u8) -> u8` does.
    fn path(&mut self, is_trait: bool) -> Parsed {
        let start = self.out.text.len();
        let mut segments = 0;
        if self.eat("::") {
            self.out.text.push_str("::");
            segments = 1;
        }
        let mut name_end;
        loop {
            self.segment(segments)?;
            name_end = self.out.text.len();
            segments += 1;
            if !self.eat("::") {
                break;
            }
            self.out.text.push_str("::");
        }
        if segments == 1 {
            self.out.bare.push(start..name_end);
        } else {
            self.out.paths.push(start..name_end);
        }
        if self.eat("<") {
            self.arguments()?;
        } else if is_trait && self.eat("(") {
            self.signature()?;
        }
        Ok(())
    }

    fn segment(&mut self, position: usize) -> Parsed {
        self.skip_space();
        let raw = self.eat("r#");
        let word = self.peek_word().to_owned();
        if !word.starts_with(|c: char| c == '_' || unicode_ident::is_xid_start(c)) {
            return Err(self.fault("expected the name of a type"));
        }
        if word == "_" || word == "Self" {
            return Err(self.fault("a value needs a type that is spelt out"));
        }
        let navigates = position == 0 && matches!(word.as_str(), "crate" | "self" | "super") || word == "super";
        if !raw && !navigates && is_keyword(&word) {
            return Err(self.fault("a keyword is no type"));
        }
        if raw {
            if matches!(word.as_str(), "crate" | "self" | "super") {
                return Err(self.fault("this keyword cannot be a name"));
            }
            self.out.text.push_str("r#");
        }
        self.at += word.len();
        self.out.text.push_str(&word);
        Ok(())
    }

    /// The name of an associated type, as in `Iterator<Item = u8>`.
    fn associated(&mut self) {
        let word = self.peek_word().to_owned();
        let rest = self.text[self.at + word.len()..].trim_start_matches(' ');
        if is_name(&word) && rest.starts_with('=') {
            self.at += word.len();
            self.eat("=");
            self.out.text.push_str(&word);
            self.out.text.push_str(" = ");
        }
    }

    fn arguments(&mut self) -> Parsed {
        self.out.text.push('<');
        let mut first = true;
        loop {
            if self.eat(">") {
                break;
            }
            if !first {
                self.out.text.push_str(", ");
            }
            first = false;
            if self.eat("'static") {
                self.out.text.push_str("'static");
            } else if self.peek_word().starts_with(|c: char| c.is_ascii_digit()) {
                let digits = self.peek_word().to_owned();
                if !is_number(&digits) {
                    return Err(self.fault("expected a type or a number"));
                }
                self.at += digits.len();
                self.out.text.push_str(&digits);
            } else {
                self.associated();
                self.ty()?;
            }
            if !self.eat(",") {
                self.expect(">", "expected `,` or `>`")?;
                break;
            }
        }
        self.out.text.push('>');
        Ok(())
    }
}

/// Decimal digits, with or without underscores between them.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// Whether this is nothing but a name: most types are, and build scripts run unoptimised.
fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
        at += 1;
    }
    at > 0 && at == bytes.len() && bytes[0].is_ascii_alphabetic() && !is_keyword(text)
}

fn is_keyword(word: &str) -> bool {
    super::naming::is_keyword(word) || matches!(word, "crate" | "self" | "super" | "Self")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn types_take_their_one_form() {
        for (text, expected) in [
            ("u8", "u8"),
            (" Vec< String > ", "Vec<String>"),
            ("std::collections::HashMap<String,Vec<u8>,>", "std::collections::HashMap<String, Vec<u8>>"),
            ("()", "()"),
            ("( u8 , )", "(u8,)"),
            ("(u8,u16)", "(u8, u16)"),
            ("[u8;32]", "[u8; 32]"),
            ("Box<dyn Fn(u8)->u8+Send+'static>", "Box<dyn Fn(u8) -> u8 + Send + 'static>"),
            ("&'static str", "&'static str"),
            ("crate::r#type::X", "crate::r#type::X"),
            ("::time::Date", "::time::Date"),
            ("Box<dyn Fn( &str,&mut u8)->Option<u8>>", "Box<dyn Fn(&str, &mut u8) -> Option<u8>>"),
            ("Box<dyn'static+Send>", "Box<dyn 'static + Send>"),
            ("Box<dyn Iterator<Item=u8>+Send>", "Box<dyn Iterator<Item = u8> + Send>"),
            ("[u8; 1_000]", "[u8; 1_000]"),
        ] {
            assert_eq!(parse(text).map(|ty| ty.text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_type_is_refused() {
        for text in [
            "",
            "Vec<",
            "Vec<u8",
            "u8 u8",
            "&str",
            "&'a str",
            "_",
            "Self",
            "fn",
            "impl Trait",
            "*const u8",
            "(u8)",
            "u8; fn evil() {}",
            "Vec<u8>>",
            "u8 // x",
            "u8/*",
            "\"x\"",
            "r#\"x\"#",
            "a::",
            "match",
            "[u8; N]",
            "r#self",
            "{}",
            "x!()",
            "u8\nu8",
            "u8()",
            "&'static dyn Fn() + Send",
            "Box<dyn 'static>",
            "Box<dyn 'static + 'static>",
            "fn() -> dyn Fn() + Send",
            "1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"Vec<".repeat(100_000)).is_err());
    }

    #[test]
    fn bare_names_are_known_apart_from_paths() {
        let ty = parse("std::sync::Arc<(Profile, Vec<crate::Profile>)>").unwrap();
        assert_eq!(ty.bare_names().collect::<Vec<_>>(), ["Profile", "Vec"]);
        let mapped = ty.map_names(|name| (name == "Profile").then(|| "super::b::Profile".to_owned()));
        assert_eq!(mapped.text, "std::sync::Arc<(super::b::Profile, Vec<crate::Profile>)>");
        assert_eq!(mapped.bare_names().collect::<Vec<_>>(), ["Vec"]);
    }
}
