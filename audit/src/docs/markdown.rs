//! Text of a spec, made harmless for the place in a Markdown page where it goes: it stays text.
//!
//! What comes out of [`text`] fits wherever a line of words may stand: a paragraph, a heading, a list item, a link's text, a cell of a
//! table. So a template cannot choose the wrong escape, and `{{field}}` is always right.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

/// Whether nobody sees the character, or it turns around what they see. Joiners stay: emoji and some scripts are made with them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text in one line: white space of any kind is one space, and what nobody sees is seen.
///
/// ```
/// assert_eq!(symphony_audit::docs::markdown::one_line(" a\r\n  b\t\u{202e}c "), "a b \u{fffd}c");
/// ```
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    let mut before = b' ';
    let is_plain = |byte: u8| {
        let doubled = byte == b' ' && before == b' ';
        before = byte;
        (b' '..0x7f).contains(&byte) && !doubled
    };
    if text.bytes().all(is_plain) && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(if is_unseen(c) { char::REPLACEMENT_CHARACTER } else { c });
        }
    }
    line.truncate(line.trim_end().len());
    Cow::Owned(line)
}

/// A line of words: no marks, tags, links or cells come of it, wherever it stands.
///
/// ```
/// use symphony_audit::docs::markdown::text;
///
/// assert_eq!(text("load_context of `a|b`\n# <b>"), r"load_context of \`a\|b\` \# \<b>");
/// assert_eq!(text("1. first"), r"1\. first");
/// ```
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    let line = one_line(text);
    let is_harmless = line.bytes().enumerate().all(|(at, byte)| is_harmless(byte, at == 0));
    if is_harmless && !starts_item(&line) && !line.contains("www.") {
        return line;
    }
    let mut escaped = String::with_capacity(line.len() + 8);
    let item = starts_item(&line).then(|| line.find(['.', ')'])).flatten();
    let mut before = ' ';
    let mut at = 0;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let starts_block = at == 0 && matches!(c, '+' | '-' | '=' | '>' | ':');
        let is_address = c == '.' && escaped.ends_with("www");
        if Some(at) == item || starts_block || is_address || is_mark(c, before, &mut rest) {
            escaped.push('\\');
        }
        escaped.push(c);
        at += c.len_utf8();
        before = c;
    }
    Cow::Owned(escaped)
}

/// Whether the byte means nothing in Markdown, whatever stands beside it.
fn is_harmless(byte: u8, is_first: bool) -> bool {
    match byte {
        b'A'..=b'Z'
        | b'a'..=b'z'
        | b'0'..=b'9'
        | b' '
        | b','
        | b'.'
        | b';'
        | b'('
        | b')'
        | b'\''
        | b'"'
        | b'?'
        | b'/' => true,
        b'-' | b'+' | b'=' | b'>' => !is_first,
        _ => false,
    }
}

/// Whether a line begins as an item of a numbered list does.
fn starts_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let follows = |c: char| rest.strip_prefix(c).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    rest.len() < line.len() && (follows('.') || follows(')'))
}

/// Whether the character needs a backslash, after `before` and before `rest`.
fn is_mark(c: char, before: char, rest: &mut Peekable<Chars<'_>>) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' | '^' => true,
        // Between letters they are only themselves, and names are full of them.
        '_' => !(before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric())),
        '#' => !before.is_alphanumeric(),
        '&' => is_entity(rest.clone()),
        // GitHub makes links of addresses; with a backslash in them they stay words.
        ':' => rest.peek() == Some(&'/'),
        '@' => before.is_alphanumeric(),
        // Site generators have tags in braces, and attributes at the end of a heading.
        '{' | '%' => before == '{',
        '}' => rest.peek().is_none(),
        _ => false,
    }
}

/// Whether what follows an ampersand makes a character of it.
fn is_entity(mut rest: Peekable<Chars<'_>>) -> bool {
    let mut length = 0;
    while rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '#').is_some() {
        length += 1;
    }
    length > 0 && rest.peek() == Some(&';')
}

/// A name as code.
///
/// A code span cannot have a backtick or, in a table, a pipe; there it is a tag with escaped text.
///
/// ```
/// use symphony_audit::docs::markdown::code;
///
/// assert_eq!(code("Vec<String>"), "`Vec<String>`");
/// assert_eq!(code("a|b`"), r"<code>a\|b\`</code>");
/// ```
#[must_use]
pub fn code(name: &str) -> String {
    let line = one_line(name);
    if line.is_empty() {
        return String::new();
    }
    if line.contains(['`', '|', '\\']) || line.contains("{{") || line.contains("{%") {
        return format!("<code>{}</code>", text(&line));
    }
    format!("`{line}`")
}

/// Paragraphs of words, as they are parted by empty lines. For a place at the left margin.
#[must_use]
pub fn prose(words: &str) -> Cow<'_, str> {
    if !words.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return text(words);
    }
    let words = words.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let mut prose = String::with_capacity(words.len());
    let mut gap = "";
    for line in words.split('\n').map(text) {
        if line.is_empty() {
            gap = "\n\n";
        } else {
            prose.push_str(if prose.is_empty() { "" } else { gap });
            prose.push_str(&line);
            gap = "\n";
        }
    }
    Cow::Owned(prose)
}

/// Words in an HTML comment: they do not end it.
#[must_use]
pub fn comment(words: &str) -> String {
    one_line(words).replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{code, comment, prose, text};

    #[test]
    fn text_stays_text() {
        for (given, expected) in [
            ("plain words, of (any) kind.", "plain words, of (any) kind."),
            ("snake_case_name _x_", r"snake_case_name \_x\_"),
            ("- item", r"\- item"),
            ("12) item", r"12\) item"),
            ("0.1.0", "0.1.0"),
            ("# heading #", r"\# heading \#"),
            ("C# a#b", "C# a#b"),
            ("R&D &amp; &#60;", r"R&D \&amp; \&\#60;"),
            ("see https://a.example/x?a=1&b=2", r"see https\://a.example/x?a=1&b=2"),
            ("www.a.example a@b.example @scope/name", r"www\.a.example a\@b.example @scope/name"),
            ("{{ x }} {% y %} {#z", r"{\{ x }} {\% y %} {\#z"),
            ("a {#b}", r"a {\#b\}"),
            ("a\\", r"a\\"),
            ("==", r"\=="),
            ("größe ≥ 0.7 ✅", "größe ≥ 0.7 ✅"),
        ] {
            assert_eq!(text(given), expected, "{given:?}");
        }
    }

    #[test]
    fn other_places_have_their_own_marks() {
        assert_eq!(code("{{x}}"), r"<code>{\{x}\}</code>");
        assert_eq!(code(" \n "), "");
        assert_eq!(prose("a\n\n\n\n# b\nc\n"), "a\n\n\\# b\nc");
        assert_eq!(prose("    indented\n\tmore"), "indented\nmore");
        assert_eq!(comment("a --> b --!> -- c"), "a --&gt; b --!&gt; -- c");
    }
}
