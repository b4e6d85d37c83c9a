//! From the text of a step to the method that does it.
//!
//! The name is injective in the text: who reads the method knows the text, and a text that changes by one character is
//! another method. Words of ASCII letters and digits with single spaces between them become a name with nothing lost,
//! capitals and all, since the spaces are the only underscores. Where anything is lost (signs spelt out or dropped, letters
//! that Unicode may write in two ways, length) the name ends in two underscores, which the other form never has, and the
//! digits of a hash.

use crate::fingerprint::fingerprint;

/// Longer texts are cut.
const LONGEST: usize = 72;
/// Where they are cut, at the latest.
const CUT: usize = 56;
/// Digits of the hash.
const DIGITS: usize = 6;

/// `<prefix>_<words of the text>`.
pub(super) fn step_name(prefix: &str, text: &str) -> String {
    let mut name = String::with_capacity(prefix.len() + text.len() + 10);
    name.push_str(prefix);
    name.push('_');
    if is_plain(text) {
        for c in text.chars() {
            name.push(if c == ' ' { '_' } else { c });
        }
        return name;
    }
    let words = words(text);
    let mut length = 0;
    for word in &words {
        if length > 0 && length + word.len() > CUT {
            break;
        }
        let word: String = word.chars().take(CUT).collect();
        length += word.len() + 1;
        name.push_str(&word);
        name.push('_');
    }
    let hash = fingerprint(text);
    name.push('_');
    name.push_str(&hash[hash.len() - DIGITS..]);
    name
}

fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut after_space) = (0, true);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            if after_space {
                return false;
            }
            after_space = true;
        } else if bytes[at].is_ascii_alphanumeric() {
            after_space = false;
        } else {
            return false;
        }
        at += 1;
    }
    !after_space && bytes.len() <= LONGEST
}

/// The words of a text, with the signs that carry meaning spelt out.
fn words(text: &str) -> Vec<String> {
    let mut spelt = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match sign(c) {
            Some(word) => {
                spelt.push(' ');
                spelt.push_str(word);
                spelt.push(' ');
            }
            None if unicode_ident::is_xid_continue(c) && c != '_' && !is_combining(c) => spelt.push(c),
            None => spelt.push(' '),
        }
    }
    spelt.split_whitespace().map(str::to_owned).collect()
}

/// Rust joins them with the letter before; the hash tells such texts apart.
fn is_combining(c: char) -> bool {
    !unicode_ident::is_xid_start(c) && !c.is_ascii_digit()
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '≥' => "at_least",
        '≤' => "at_most",
        '<' => "less_than",
        '>' => "more_than",
        '=' => "equals",
        '≠' => "is_not",
        '%' => "percent",
        '&' => "and",
        '+' => "plus",
        '@' => "at",
        '→' => "to",
        '±' => "plus_minus",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::step_name;

    #[test]
    fn plain_words_are_kept_as_they_are() {
        for (text, name) in [
            ("valid input parameters", "given_valid_input_parameters"),
            ("loadBuildContext processes them", "given_loadBuildContext_processes_them"),
            ("5 packages", "given_5_packages"),
        ] {
            assert_eq!(step_name("given", text), name);
        }
    }

    #[test]
    fn what_loses_something_has_a_hash() {
        let texts = [
            "the score is ≥ 0.7",
            "the score is ≤ 0.7",
            "the score is at least 0 7",
            "the score is, ≥ 0.7",
            "a b",
            "a  b",
            "a, b",
            "a_b",
            "a b.",
            "é",
            "e\u{301}",
            "→",
            "?",
            "!",
        ];
        let names: std::collections::BTreeSet<String> = texts.iter().map(|text| step_name("then", text)).collect();
        assert_eq!(names.len(), texts.len(), "{names:#?}");
        assert!(step_name("then", "the score is ≥ 0.7").starts_with("then_the_score_is_at_least_0_7__"));
        // One sign at every position: the hash sees each byte of the text.
        let at = |length: usize| {
            ['.', ',', ';', '!', '?'].map(|sign| format!("{}{sign}{}", "a".repeat(length), "b".repeat(9)))
        };
        let texts: Vec<String> = (0..40).flat_map(at).collect();
        let names: std::collections::BTreeSet<String> = texts.iter().map(|text| step_name("then", text)).collect();
        assert_eq!(names.len(), texts.len());
        let long = "a word ".repeat(40);
        assert!(step_name("then", &long).len() < 80, "{}", step_name("then", &long));
    }
}
