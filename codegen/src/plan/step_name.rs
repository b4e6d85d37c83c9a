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
    if is_plain(text) {
        return format!("{prefix}_{}", text.replace(' ', "_"));
    }
    hashed(prefix, words(text), text)
}

/// A name that is not too long: `name` itself where it can be, else its beginning and a hash.
pub(super) fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let mut words = name.split('_').map(str::to_owned);
    let first = words.next().unwrap_or_default();
    hashed(&first.chars().take(CUT).collect::<String>(), words, name)
}

/// As many of the words as there is room for, and the hash of the text.
fn hashed(prefix: &str, words: impl IntoIterator<Item = String>, text: &str) -> String {
    let mut name = prefix.to_owned();
    for word in words {
        if name.len() + word.len() > CUT {
            if name.len() == prefix.len() {
                name.push('_');
                name.extend(word.chars().take(CUT));
            }
            break;
        }
        name.push('_');
        name.push_str(&word);
    }
    let hash = fingerprint(text);
    format!("{name}__{}", &hash[hash.len() - DIGITS..])
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
            None if is_kept(c) => spelt.push(c),
            None => spelt.push(' '),
        }
    }
    spelt.split_whitespace().map(str::to_owned).collect()
}

/// Letters and digits that no normalisation of Unicode changes. rustc normalises names, and denies or warns of others, at
/// a method that nobody is free to call something else; the hash stands for what is left out.
fn is_kept(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (c.is_alphabetic()
            && matches!(c,
                'À'..='ı' | 'ĸ' | 'Ł'..='ň' | 'Ŋ'..='ž' | 'Α'..='ω' | 'А'..='я' | 'ぁ'..='ゖ' | 'ァ'..='ヺ'
                | '\u{4e00}'..='\u{9fff}' | '가'..='힣'))
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
        'µ' | 'μ' => "micro",
        'Ω' | '\u{2126}' => "ohm",
        '°' => "degrees",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{cut, step_name};

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
    fn letters_that_rustc_would_change_are_spelt_out_or_dropped() {
        for (text, beginning) in [
            ("takes 500 µs", "then_takes_500_micro_s__"),
            ("resists 10 k\u{2126}", "then_resists_10_k_ohm__"),
            ("größe wächst", "then_größe_wächst__"),
            ("\u{fb01}le Ⅳ", "then_le__"),
            ("数 3", "then_数_3__"),
            ("🎵", "then__"),
        ] {
            let name = step_name("then", text);
            assert!(name.starts_with(beginning), "{name}");
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
        for long in ["a word ".repeat(40), "x".repeat(1000), "größe".repeat(1000)] {
            assert!(step_name("then", &long).chars().count() < 80, "{}", step_name("then", &long));
            assert!(cut(&long.replace(' ', "_")).chars().count() < 80);
        }
    }
}
