//! What a policy, a metric or a completion criterion claims, read from its words.
//!
//! What is not plainly read is not guessed: a sentence with a word too many has no subject that is known, and one with
//! a second comparison or a negation is refused with the reason.

use super::bound::{Bound, Relation, Unit};
use super::words::{plain, words};

/// What a sentence says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Claim {
    /// That something measured keeps within a bound: `score >= 0.95`, `zero mismatches`.
    Bound { subject: Vec<String>, bound: Bound },
    /// That somebody needs something: `deployment requires feature toggles and monitoring`.
    Requirement { who: String, what: Vec<String> },
    /// Anything else.
    Statement(Vec<String>),
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Number(f64, Unit),
    /// A number in a unit that no fact has: `100ms`, `2x`.
    Measure,
    Relation(Relation),
    /// `,`, `+`, `&`, `/`.
    Joint,
}

/// Comparisons in words, the longer ones first.
const PHRASES: &[(&[&str], Relation)] = &[
    (&["greater", "than", "or", "equal", "to"], Relation::AtLeast),
    (&["less", "than", "or", "equal", "to"], Relation::AtMost),
    (&["must", "not", "exceed"], Relation::AtMost),
    (&["does", "not", "exceed"], Relation::AtMost),
    (&["do", "not", "exceed"], Relation::AtMost),
    (&["not", "more", "than"], Relation::AtMost),
    (&["no", "more", "than"], Relation::AtMost),
    (&["not", "less", "than"], Relation::AtLeast),
    (&["no", "less", "than"], Relation::AtLeast),
    (&["no", "fewer", "than"], Relation::AtLeast),
    (&["a", "minimum", "of"], Relation::AtLeast),
    (&["a", "maximum", "of"], Relation::AtMost),
    (&["at", "least"], Relation::AtLeast),
    (&["at", "most"], Relation::AtMost),
    (&["more", "than"], Relation::More),
    (&["greater", "than"], Relation::More),
    (&["less", "than"], Relation::Less),
    (&["fewer", "than"], Relation::Less),
    (&["up", "to"], Relation::AtMost),
    (&["equals"], Relation::Equal),
    (&["above"], Relation::More),
    (&["below"], Relation::Less),
];

/// Words that turn around what a comparison says.
const NEGATIONS: &[&str] = &["not", "never", "no", "without", "unless", "except", "neither", "nor"];

/// What says that something is needed, with what comes after it.
const NEEDS: &[&str] = &["requires", "require", "needs", "must include", "must have"];

/// Reads a sentence.
///
/// # Errors
/// Why it cannot be read, as a fragment.
pub(super) fn read(text: &str) -> Result<Claim, &'static str> {
    let text = text.trim().trim_end_matches('.');
    if text.len() > LONGEST {
        return Err("it is too long to be one sentence");
    }
    let outside = without_asides(text);
    let tokens = tokens(&outside);
    let relations = tokens.iter().filter(|token| matches!(token, Token::Relation(_))).count();
    match relations {
        0 => without_relation(&outside, tokens),
        1 => compared(&tokens),
        _ => Err("it makes several comparisons: write each as a sentence of its own"),
    }
}

/// More is no sentence.
const LONGEST: usize = 1000;

/// What stands in parentheses explains.
pub(super) fn without_asides(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let c = characters[at];
        let next = characters.get(at + 1).copied();
        let sign = match (c, next) {
            ('>', Some('=')) => Some((Relation::AtLeast, 2)),
            ('<', Some('=')) => Some((Relation::AtMost, 2)),
            ('=', Some('=')) => Some((Relation::Equal, 2)),
            ('≥', _) => Some((Relation::AtLeast, 1)),
            ('≤', _) => Some((Relation::AtMost, 1)),
            ('>', _) => Some((Relation::More, 1)),
            ('<', _) => Some((Relation::Less, 1)),
            ('=', _) => Some((Relation::Equal, 1)),
            _ => None,
        };
        let starts_number = next.is_some_and(|next| next.is_ascii_digit());
        if let Some((relation, length)) = sign {
            tokens.push(Token::Relation(relation));
            at += length;
        } else if matches!((c, next), ('!', Some('=')) | ('≠', _)) {
            tokens.push(Token::Word("not".into()));
            at += 1;
        } else if matches!(c, '~' | '≈' | '±' | '‰') || (starts_number && matches!(c, '-' | '−' | '.')) {
            // Less than nothing, about so much, a fraction without its zero: none is worth a mistake.
            tokens.push(Token::Measure);
            at += 1;
        } else if c.is_ascii_digit() {
            let (token, length) = number(&characters[at..]);
            tokens.push(token);
            at += length;
        } else if c.is_alphanumeric() {
            let is_part = |c: &char| c.is_alphanumeric();
            let length = characters[at..].iter().take_while(|c| is_part(c)).count();
            let word: String = characters[at..at + length].iter().collect();
            tokens.extend(words(&word).into_iter().map(Token::Word));
            at += length;
        } else {
            if matches!(c, ',' | '+' | '&' | '/') {
                tokens.push(Token::Joint);
            }
            at += 1;
        }
    }
    phrased(&tokens)
}

/// A number with what stands directly behind it, and how many characters that is.
fn number(characters: &[char]) -> (Token, usize) {
    let is_digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let mut length = 0;
    while is_digit(length) || (characters.get(length) == Some(&'.') && is_digit(length + 1)) {
        length += 1;
    }
    let digits: String = characters[..length].iter().collect();
    // A comma between digits means thousands to some and a fraction to others.
    let is_grouped = characters.get(length) == Some(&',') && is_digit(length + 1);
    let Some(value) = digits.parse::<f64>().ok().filter(|it| it.is_finite() && !is_grouped) else {
        return (Token::Measure, length);
    };
    let space = usize::from(characters.get(length) == Some(&' '));
    let rest: String = characters[length + space..].iter().take(8).collect::<String>().to_lowercase();
    if rest.starts_with('%') {
        (Token::Number(value / 100.0, Unit::Percent), length + space + 1)
    } else if rest.starts_with("percent") {
        (Token::Number(value / 100.0, Unit::Percent), length + space + 7)
    } else if characters.get(length).is_some_and(|c| c.is_alphanumeric()) {
        let unit = characters[length..].iter().take_while(|c| c.is_alphanumeric()).count();
        (Token::Measure, length + unit)
    } else {
        (Token::Number(value, Unit::Plain), length)
    }
}

/// Makes comparisons of phrases, numbers of words.
fn phrased(tokens: &[Token]) -> Vec<Token> {
    let mut phrased = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let is_here = |phrase: &[&str]| {
            let words = tokens[at..].iter().take(phrase.len()).map(|token| match token {
                Token::Word(word) => word.as_str(),
                _ => "",
            });
            words.eq(phrase.iter().copied())
        };
        if let Some((phrase, relation)) = PHRASES.iter().find(|(phrase, _)| is_here(phrase)) {
            phrased.push(Token::Relation(*relation));
            at += phrase.len();
            continue;
        }
        phrased.push(match &tokens[at] {
            Token::Word(word) if word == "zero" => Token::Number(0.0, Unit::Plain),
            token => token.clone(),
        });
        at += 1;
    }
    phrased
}

/// `subject ≥ 0.9`, `at least 80% test coverage`.
fn compared(tokens: &[Token]) -> Result<Claim, &'static str> {
    let at = tokens.iter().position(|token| matches!(token, Token::Relation(_))).unwrap_or_default();
    let Token::Relation(relation) = tokens[at] else { return Err("it compares nothing") };
    let (value, unit) = match tokens.get(at + 1) {
        Some(Token::Number(value, unit)) => (*value, *unit),
        Some(Token::Word(word)) if relation == Relation::Equal && word == "true" => (1.0, Unit::Truth),
        Some(Token::Word(word)) if relation == Relation::Equal && word == "false" => (0.0, Unit::Truth),
        Some(Token::Measure) => return Err("it compares with a number in a unit that nothing here is measured in"),
        _ => return Err("it compares with something that is no number"),
    };
    let rest = [&tokens[..at], &tokens[at + 2..]].concat();
    Ok(Claim::Bound { subject: subject(&rest)?, bound: Bound { relation, value, unit } })
}

/// The words of a subject; numbers beside it would be lost.
fn subject(tokens: &[Token]) -> Result<Vec<String>, &'static str> {
    let mut subject = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word) if NEGATIONS.contains(&word.as_str()) => return Err("it says what must not be"),
            Token::Word(word) => subject.push(plain(word)),
            Token::Number(..) | Token::Measure => return Err("it has a number that it does not compare"),
            // `build/test` and `build, test` are two subjects.
            Token::Joint => return Err("it speaks of several things: write each as a sentence of its own"),
            Token::Relation(_) => {}
        }
    }
    if subject.is_empty() { Err("it does not say what is compared") } else { Ok(subject) }
}

fn without_relation(text: &str, tokens: Vec<Token>) -> Result<Claim, &'static str> {
    let equal = |value, unit| Bound { relation: Relation::Equal, value, unit };
    // `No orphaned code`, but not `No beat is ever played twice without …`.
    if matches!(tokens.first(), Some(Token::Word(word)) if word == "no") {
        return Ok(Claim::Bound { subject: subject(&tokens[1..])?, bound: equal(0.0, Unit::Plain) });
    }
    let numbers: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, it)| matches!(it, Token::Number(..))).map(|(at, _)| at).collect();
    if let [at] = numbers[..]
        && let Token::Number(value, unit) = tokens[at]
    {
        let is_none = value == 0.0;
        let is_all = unit == Unit::Percent && value >= 1.0;
        if is_none || is_all {
            let rest = [&tokens[..at], &tokens[at + 1..]].concat();
            return Ok(Claim::Bound { subject: subject(&rest)?, bound: equal(value, unit) });
        }
        if unit == Unit::Percent {
            return Err("it names a share and not whether that is the least or the most");
        }
    }
    if let Some(claim) = requirement(text) {
        return claim;
    }
    let words = tokens.into_iter().filter_map(|token| match token {
        Token::Word(word) => Some(plain(&word)),
        _ => None,
    });
    Ok(Claim::Statement(words.collect()))
}

fn requirement(text: &str) -> Option<Result<Claim, &'static str>> {
    let lower = text.to_lowercase();
    // `All beats must have tests` says it of each of them.
    if ["all ", "each ", "every "].iter().any(|of_all| lower.starts_with(of_all)) {
        return None;
    }
    // Lower case may be longer than upper case, so the parts are taken from what was searched.
    let (at, need) = NEEDS.iter().filter_map(|need| Some((word_at(&lower, need)?, *need))).min()?;
    let (who, what) = (&lower[..at], &lower[at + need.len()..]);
    // What it is good for, and until when, is no part of what is needed.
    let ends = [" for ", " before ", " after ", " so that ", " in order to ", ";"];
    let end = ends.iter().filter_map(|end| what.find(end)).min().unwrap_or(what.len());
    let what: Vec<String> = what[..end]
        .split([',', '+', '&'])
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let is_negated = words(&lower[..at + need.len()])
        .iter()
        .chain(&words(&what.join(" ")))
        .any(|word| NEGATIONS.contains(&word.as_str()));
    Some(if is_negated || what.is_empty() {
        Err("it says what is not required")
    } else {
        Ok(Claim::Requirement { who: who.trim().to_owned(), what })
    })
}

/// Where words stand as words of their own.
fn word_at(text: &str, words: &str) -> Option<usize> {
    text.match_indices(words).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text[at + words.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        before && after
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::bound::{Bound, Relation, Unit};
    use super::{Claim, read};

    /// A claim in a line: the bound and its subject, `who: what + what`, the words of a statement, or `-` and why not.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match read(text) {
            Ok(Claim::Bound { subject, bound }) => format!("{bound} {}", subject.join(" ")),
            Ok(Claim::Requirement { who, what }) => format!("{who}: {}", what.join(" + ")),
            Ok(Claim::Statement(words)) => words.join(" "),
            Err(why) => format!("- {why}"),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn comparisons() {
        check("score >= 0.95", "≥ 0.95 score");
        check("Domain alignment score ≥ 0.95", "≥ 0.95 domain alignment score");
        check("orchestration_manifest_consistency == 1.0", "= 1 orchestration manifest consistency");
        check("test coverage ≥ 80%", "≥ 80% test coverage");
        check("Governance conformity score must be ≥ 0.9 (90%)", "≥ 0.9 governance conformity score must be");
        check("at least 80 percent test coverage", "≥ 80% test coverage");
        check("The number of beats must not exceed 40.", "≤ 40 the number of beat");
        check("beatCountMismatches == 0", "= 0 beat count mismatch");
        check("sequence_validation_passed == true", "= true sequence validation passed");
        check("fewer than 3 violations", "< 3 violation");
    }

    #[test]
    fn none_and_all() {
        check("Zero beat count mismatches", "= 0 beat count mismatch");
        check("No orphaned code (handlers without beats)", "= 0 orphaned code");
        check(
            "Compliance validation must complete with 0 critical violations",
            "= 0 compliance validation must complete with critical violation",
        );
        check("100% test coverage", "= 100% test coverage");
    }

    #[test]
    fn requirements() {
        check("Continuous Deployment requires feature toggles", "continuous deployment: feature toggles");
        check(
            "Continuous Integration requires automated build + test",
            "continuous integration: automated build + test",
        );
        check(
            "Exploration must include customer collaboration before feature development",
            "exploration: customer collaboration",
        );
    }

    #[test]
    fn the_rest_is_words() {
        check("All sequences pass validation", "all sequence pass validation");
        check("All beats must have corresponding tests", "all beat must have corresponding test");
        check("Team must report metrics weekly", "team must report metric weekly");
        check("", "");
    }

    #[test]
    fn what_would_have_to_be_guessed_is_refused() {
        check(
            "≥ 95% accuracy and ≤ 0.5px error",
            "- it makes several comparisons: write each as a sentence of its own",
        );
        check("coverage must not be ≥ 80%", "- it says what must not be");
        check("latency < 100ms", "- it compares with a number in a unit that nothing here is measured in");
        check("80% coverage", "- it names a share and not whether that is the least or the most");
        check("score ≥ 0.9 in 3 movements", "- it has a number that it does not compare");
        check("score > .5", "- it compares with a number in a unit that nothing here is measured in");
        check("score > -5", "- it compares with a number in a unit that nothing here is measured in");
        check("score != 5", "- it says what must not be");
        check("score ≥ 1,000", "- it compares with a number in a unit that nothing here is measured in");
        check("≥ 5", "- it does not say what is compared");
        check("Deployment requires no downtime", "- it says what is not required");
    }

    fn relation() -> impl Strategy<Value = (Relation, &'static str)> {
        prop::sample::select(vec![
            (Relation::AtLeast, "≥"),
            (Relation::AtLeast, ">="),
            (Relation::AtLeast, "at least"),
            (Relation::AtMost, "≤"),
            (Relation::AtMost, "<="),
            (Relation::AtMost, "At most"),
            (Relation::More, ">"),
            (Relation::Less, "<"),
            (Relation::Less, "less than"),
            (Relation::Equal, "="),
            (Relation::Equal, "=="),
        ])
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "\\PC{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn signs_and_words_are_answered(text in "([a-z]{1,4}|[<>=≥≤%,.()+ ]|[0-9]{1,3}|no|at least|requires|zero| ){0,20}") {
            let _ = read(&text);
        }

        #[test]
        fn a_comparison_is_read_whatever_it_is_written_like(
            (relation, sign) in relation(), value in 0_u32..10_000, percent: bool, behind: bool, upper: bool
        ) {
            let number = f64::from(value) / 100.0;
            let end = if percent { "%" } else { "" };
            let text = if behind { format!("{sign} {number}{end} test coverage") } else { format!("test coverage {sign} {number}{end}") };
            let text = if upper { text.to_uppercase() } else { text };
            let unit = if percent { Unit::Percent } else { Unit::Plain };
            let value = if percent { number / 100.0 } else { number };
            let expected = Claim::Bound { subject: vec!["test".into(), "coverage".into()], bound: Bound { relation, value, unit } };
            prop_assert_eq!(read(&text), Ok(expected));
        }

        #[test]
        fn a_bound_is_read_back((relation, _) in relation(), value in 0_u32..100_000, percent: bool) {
            let (value, unit) = if percent { (f64::from(value) / 100.0, Unit::Percent) } else { (f64::from(value), Unit::Plain) };
            let bound = Bound { relation, value, unit };
            let Ok(Claim::Bound { bound: again, .. }) = read(&format!("score {bound}")) else { panic!("{bound}") };
            prop_assert_eq!(again.relation, relation);
            prop_assert_eq!(again.unit, unit);
            prop_assert!((again.value - value).abs() < 1e-6);
        }
    }
}
