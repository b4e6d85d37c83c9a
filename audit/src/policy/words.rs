//! The words of a sentence, and which of them say the same.

/// Words that say nothing by themselves.
const FILLING: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do", "does", "for", "from", "has", "have",
    "in", "into", "is", "it", "its", "may", "must", "of", "on", "or", "our", "shall", "should", "so", "than", "that",
    "the", "their", "them", "there", "they", "this", "those", "to", "was", "were", "what", "when", "which", "who",
    "will", "with",
];

/// The words of a text in lower case, without signs; `beatCount` and `beat_count` are two words.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (was_lower && c.is_uppercase()) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The words that say something, each in its plain form.
pub(super) fn content(text: &str) -> Vec<String> {
    let mut content: Vec<String> =
        words(text).iter().filter(|word| !is_filling(word)).map(|word| plain(word)).collect();
    content.sort_unstable();
    content.dedup();
    content
}

pub(super) fn is_filling(word: &str) -> bool {
    FILLING.contains(&word)
}

/// The singular of a regular plural.
pub(super) fn plain(word: &str) -> String {
    let ends = |end: &str| word.strip_suffix(end).filter(|stem| stem.chars().count() > 2);
    if let Some(stem) = ends("ies") {
        return format!("{stem}y");
    }
    if word == "criteria" {
        return "criterion".into();
    }
    for end in ["ches", "shes", "sses", "xes"] {
        if word.ends_with(end) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match ends("s") {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Whether two words come from one: `automated` and `automation`, `test` and `testing`.
pub(super) fn is_like(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let same = short.chars().zip(long.chars()).take_while(|(a, b)| a == b).count();
    let (short, long) = (short.chars().count(), long.chars().count());
    (same == short && short >= 4 && long - short <= 4) || (same >= 5 && same * 10 >= long * 7)
}

#[cfg(test)]
mod tests {
    use super::{content, is_like, words};

    #[test]
    fn words_of_all_spellings() {
        assert_eq!(words("Zero beat_count mismatches!"), ["zero", "beat", "count", "mismatches"]);
        assert_eq!(words("loadBuildContext2 B"), ["load", "build", "context2", "b"]);
        assert_eq!(words(" – "), Vec::<String>::new());
    }

    #[test]
    fn content_is_what_says_something() {
        assert_eq!(
            content("All policies of the classes, and their mismatches"),
            ["all", "class", "mismatch", "policy"]
        );
        assert_eq!(content("acceptance criteria status"), ["acceptance", "criterion", "status"]);
    }

    #[test]
    fn likeness() {
        for (one, other) in
            [("test", "testing"), ("automated", "automate"), ("collaborate", "collaboration"), ("toggle", "toggles")]
        {
            assert!(is_like(one, other) && is_like(other, one), "{one} {other}");
        }
        for (one, other) in [("test", "text"), ("build", "buffer"), ("a", "an"), ("log", "logic"), ("order", "border")]
        {
            assert!(!is_like(one, other), "{one} {other}");
        }
    }
}
