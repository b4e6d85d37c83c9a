//! From names in a sequence to Rust identifiers.

use std::fmt;

use crate::unseen::is_unseen;
use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words that Rust keeps for itself, but that `r#` makes names.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that stay keywords, whatever stands before them.
const STRICT: &[&str] = &["crate", "self", "super", "Self"];

/// Why a name is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It has no letter and no digit.
    Empty,
    /// It starts with a digit.
    LeadingDigit,
    /// It has a character that no identifier and no separator is.
    Character(char),
    /// It is a word that Rust never gives away.
    Reserved,
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it has no letter"),
            Self::LeadingDigit => f.write_str("it starts with a digit"),
            Self::Character(c) if is_unseen(*c) => write!(f, "`{}` cannot be part of a Rust name", c.escape_default()),
            Self::Character(c) => write!(f, "`{c}` cannot be part of a Rust name"),
            Self::Reserved => f.write_str("Rust keeps this word for itself"),
        }
    }
}

/// A name in snake case: modules, methods, values and fields.
#[must_use]
pub fn snake(name: &str) -> String {
    raw(if name.is_ascii() { ascii(name, Case::Snake) } else { name.to_snake_case() })
}

/// A name, or an identifier, in upper camel case: traits, types and variants.
#[must_use]
pub fn camel(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    if name.is_ascii() { ascii(name, Case::Camel) } else { name.to_upper_camel_case() }
}

#[derive(Clone, Copy, PartialEq)]
enum Case {
    Snake,
    Camel,
}

/// What heck does, for ASCII, in a tenth of the time where nothing is optimised. A word starts after what is no letter
/// or digit, at a capital after a small letter, and at the last of several capitals before a small letter; digits change
/// nothing of that.
fn ascii(name: &str, case: Case) -> String {
    #[derive(PartialEq)]
    enum Last {
        Boundary,
        Small,
        Capital,
    }
    let bytes = name.as_bytes();
    let mut identifier = String::with_capacity(bytes.len() + 8);
    let mut last = Last::Boundary;
    let mut starts = true;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let next = if at + 1 < bytes.len() { bytes[at + 1] } else { b' ' };
        at += 1;
        if !byte.is_ascii_alphanumeric() {
            (last, starts) = (Last::Boundary, true);
            continue;
        }
        let ends_capitals = last == Last::Capital && byte.is_ascii_uppercase() && next.is_ascii_lowercase();
        starts |= ends_capitals;
        if starts && case == Case::Snake && !identifier.is_empty() {
            identifier.push('_');
        }
        let is_capital = starts && case == Case::Camel;
        identifier.push(char::from(if is_capital { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }));
        if byte.is_ascii_lowercase() {
            last = Last::Small;
        } else if byte.is_ascii_uppercase() {
            last = Last::Capital;
        }
        starts = last == Last::Small && next.is_ascii_uppercase();
        if starts || ends_capitals {
            last = Last::Boundary;
        }
    }
    identifier
}

fn raw(identifier: String) -> String {
    if is_keyword(&identifier) { format!("r#{identifier}") } else { identifier }
}

/// Whether Rust takes the word for itself unless `r#` stands before it.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    const LONGEST: usize = 8;
    word.len() <= LONGEST && KEYWORDS.contains(&word)
}

/// Checks that a name makes an identifier. `separators` are the characters that may stand between its words; the other
/// parts of the name must be letters, digits, `_` or `-`.
///
/// # Errors
/// The first reason why it does not.
pub fn check(name: &str, separators: &[char]) -> Result<(), NameFault> {
    if is_plain(name.as_bytes(), separators) {
        return Ok(());
    }
    let mut first = None;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || (!c.is_ascii() && is_word_character(c)) {
            first = first.or(Some(c));
        } else if !matches!(c, '_' | '-') && !separators.contains(&c) {
            return Err(NameFault::Character(c));
        }
    }
    match first {
        None => Err(NameFault::Empty),
        Some(c) if !is_start(c) => Err(NameFault::LeadingDigit),
        Some(_) if STRICT.contains(&name) || STRICT.contains(&name.to_snake_case().as_str()) => {
            Err(NameFault::Reserved)
        }
        Some(_) => Ok(()),
    }
}

/// Whether a free text, such as a movement's name, has words that make an identifier; what is between them is dropped.
///
/// # Errors
/// The reason why it has not.
pub fn check_prose(text: &str) -> Result<(), NameFault> {
    let words: String = text.chars().filter(|c| is_word_character(*c)).collect();
    check(&words, &[])
}

/// The words of a free text, to make an identifier of.
#[must_use]
pub fn words(text: &str) -> String {
    text.chars().map(|c| if is_word_character(c) { c } else { ' ' }).collect()
}

/// Most names: ASCII, with more letters than any of [`STRICT`]. Build scripts run unoptimised, so these are plain loops.
pub(crate) fn is_plain(name: &[u8], separators: &[char]) -> bool {
    let (mut at, mut letters) = (0, 0);
    while at < name.len() {
        match name[at] {
            b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
            b'0'..=b'9' if letters > 0 => letters += 1,
            b'_' | b'-' => {}
            byte => {
                let mut known = 0;
                while known < separators.len() && separators[known] as u32 != u32::from(byte) {
                    known += 1;
                }
                if known == separators.len() {
                    return false;
                }
            }
        }
        at += 1;
    }
    letters > 5
}

fn is_start(c: char) -> bool {
    unicode_ident::is_xid_start(c)
}

/// Combining marks are left out: Rust joins them with the letter before, so two names could become one unseen.
fn is_word_character(c: char) -> bool {
    c != '_' && unicode_ident::is_xid_continue(c) && !('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{NameFault, camel, check, check_prose, snake, words};

    #[test]
    fn names_become_identifiers() {
        for (name, expected) in [
            ("loadBuildContext", "load_build_context"),
            ("validateJSONSchemaStructure", "validate_json_schema_structure"),
            ("cdp-threat-modeling", "cdp_threat_modeling"),
            ("dashboard.load", "dashboard_load"),
            ("match", "r#match"),
            ("prüfeRechnung", "prüfe_rechnung"),
        ] {
            assert_eq!(snake(name), expected);
        }
        assert_eq!(camel("invoice:loaded"), "InvoiceLoaded");
        assert_eq!(camel(&words("Validation & Verification")), "ValidationVerification");
    }

    #[test]
    fn ascii_names_are_cased_as_heck_does_it() {
        use heck::{ToSnakeCase, ToUpperCamelCase};
        // Every word of up to six of these: small, capital, digit, separator.
        let letters = ['a', 'B', '1', '-'];
        for length in 0..=6 {
            for number in 0..4_usize.pow(length) {
                let name: String = (0..length).map(|at| letters[number / 4_usize.pow(at) % 4]).collect();
                assert_eq!(snake(&name), name.to_snake_case(), "{name}");
                assert_eq!(camel(&name), name.to_upper_camel_case(), "{name}");
            }
        }
    }

    #[test]
    fn what_is_no_name_is_said() {
        for (name, fault) in [
            ("", NameFault::Empty),
            ("--", NameFault::Empty),
            ("1st", NameFault::LeadingDigit),
            ("charge card", NameFault::Character(' ')),
            ("../../x", NameFault::Character('.')),
            ("a\u{202e}b", NameFault::Character('\u{202e}')),
            ("😀", NameFault::Character('😀')),
            ("r#fn", NameFault::Character('#')),
            ("self", NameFault::Reserved),
            ("Super", NameFault::Reserved),
        ] {
            assert_eq!(check(name, &[]), Err(fault), "{name:?}");
        }
        assert_eq!(check("invoice:loaded", &[':']), Ok(()));
        assert_eq!(check_prose("→ Ship & Go!"), Ok(()));
        assert_eq!(check_prose("1. Ship"), Err(NameFault::LeadingDigit));
    }
}
