//! One rule, explained.

use std::fmt::Write as _;

use symphony_codegen::rule::Rule;

use super::{consequence, outcome, silence};
use crate::score::Dimension;

/// How a part of an explanation is written.
enum Part<'a> {
    Words(String),
    /// A heading, and words.
    Named(&'static str, String),
    /// A heading, and code.
    Code(&'static str, &'a str),
}

/// The parts of an explanation, after its title.
fn parts(rule: &'static Rule) -> Vec<Part<'static>> {
    let mut parts = vec![
        Part::Words(format!("{}.", upper(rule.what))),
        Part::Named("Why", format!("{}.", upper(rule.why))),
        Part::Named(
            "Severity",
            format!(
                "{}, of the family `{}`: it {}. It counts in the dimension `{}`.",
                rule.severity,
                rule.family.word(),
                consequence(rule.severity),
                Dimension::of(rule).word()
            ),
        ),
        Part::Code("Bad", rule.bad.trim_end()),
    ];
    let outcome = outcome::of(rule);
    if let Some(outcome) = outcome {
        parts.push(Part::Code("What is said of it", outcome.message.as_str()));
    }
    parts.push(Part::Code("Good", rule.good.trim_end()));
    parts.push(Part::Named("How it is mended", remedy(rule)));
    parts.push(Part::Named("Whether it can be silenced", silence(rule).to_owned()));
    parts
}

fn remedy(rule: &Rule) -> String {
    let Some(outcome) = outcome::of(rule) else {
        return "By hand, as the good example shows.".into();
    };
    let help = match outcome.help.as_deref() {
        Some(question) if question.ends_with('?') => format!("{} ", upper(question)),
        Some(help) => format!("{}. ", upper(help.trim_end_matches('.'))),
        None => String::new(),
    };
    match &outcome.fix {
        Some(fix) if fix.is_safe => format!("{help}`cargo symphony fix` does it: {}.", fix.title),
        Some(fix) => format!("{help}`cargo symphony fix --unsafe` does it, for you to look at: {}.", fix.title),
        None => format!("{help}No edit does it by itself."),
    }
}

/// A fragment as a sentence begins; a code stays as it is.
fn upper(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// The page of a rule, in Markdown.
#[must_use]
pub fn page(rule: &'static Rule) -> String {
    format!("# {}\n\n{}", rule.code, markdown(rule))
}

/// The page without its title, as other programs show it.
#[must_use]
pub fn help(rule: &'static Rule) -> String {
    markdown(rule)
}

fn markdown(rule: &'static Rule) -> String {
    let mut text = String::new();
    for (at, part) in parts(rule).into_iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let _ = match part {
            Part::Words(words) => writeln!(text, "{words}"),
            Part::Named(name, words) => writeln!(text, "## {name}\n\n{words}"),
            Part::Code(name, code) => writeln!(text, "## {name}\n\n{}", fenced(code)),
        };
    }
    text
}

/// A block of code, whatever is in it.
fn fenced(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let language = match code.trim_start().chars().next() {
        Some('{' | '[') => "json",
        _ => "text",
    };
    format!("{fence}{language}\n{code}\n{fence}")
}

/// An explanation for a terminal; `bold` is how headings are marked there, before and after.
#[must_use]
pub fn terminal(rule: &'static Rule, bold: [&str; 2]) -> String {
    let [on, off] = bold;
    let mut text = format!("{on}{}{off}\n", rule.code);
    for part in parts(rule) {
        text.push('\n');
        let _ = match part {
            Part::Words(words) => writeln!(text, "{}", wrapped(&words, "")),
            Part::Named(name, words) => writeln!(text, "{on}{name}{off}\n{}", wrapped(&words, "  ")),
            Part::Code(name, code) => writeln!(text, "{on}{name}{off}\n{}", indented(code)),
        };
    }
    text
}

fn indented(code: &str) -> String {
    code.lines().map(|line| format!("  {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Words in lines that a terminal shows whole.
fn wrapped(words: &str, indent: &str) -> String {
    const WIDTH: usize = 96;
    let mut text = String::from(indent);
    let mut width = indent.len();
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if width > indent.len() && width + 1 + length > WIDTH {
            text.push('\n');
            text.push_str(indent);
            width = indent.len();
        } else if width > indent.len() {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{fenced, upper, wrapped};

    #[test]
    fn code_cannot_end_its_block() {
        assert_eq!(fenced("{ \"a\": \"```\" }"), "````json\n{ \"a\": \"```\" }\n````");
        assert_eq!(fenced("--- a"), "```text\n--- a\n```");
    }

    #[test]
    fn words_are_wrapped_and_begin_with_a_capital() {
        assert_eq!(wrapped(&"word ".repeat(30), "  ").lines().map(str::len).max(), Some(96));
        assert_eq!(upper("a beat"), "A beat");
        assert_eq!(upper("`allow` is"), "`allow` is");
    }
}
