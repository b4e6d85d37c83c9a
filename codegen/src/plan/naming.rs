//! From names in a sequence to Rust identifiers.

use std::fmt;

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
            Self::Character(c) => write!(f, "`{}` cannot be part of a Rust name", c.escape_debug()),
            Self::Reserved => f.write_str("Rust keeps this word for itself"),
        }
    }
}

/// A name in snake case: modules, methods, values and fields.
#[must_use]
pub fn snake(name: &str) -> String {
    raw(name.to_snake_case())
}

/// A name, or an identifier, in upper camel case: traits, types and variants.
#[must_use]
pub fn camel(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_upper_camel_case()
}

fn raw(identifier: String) -> String {
    if KEYWORDS.contains(&identifier.as_str()) { format!("r#{identifier}") } else { identifier }
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

/// Most names: ASCII, with more letters than any of [`STRICT`]. Build scripts run unoptimised, so this is a plain loop.
fn is_plain(name: &[u8], separators: &[char]) -> bool {
    let (mut at, mut letters) = (0, 0);
    while at < name.len() {
        if name[at].is_ascii_alphanumeric() {
            if letters == 0 && !name[at].is_ascii_alphabetic() {
                return false;
            }
            letters += 1;
        } else if name[at] != b'_' && name[at] != b'-' && !separators.contains(&char::from(name[at])) {
            return false;
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
