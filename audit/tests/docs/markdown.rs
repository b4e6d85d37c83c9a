//! The escapes of Markdown, held to an independent reader: what it reads back is the text, and nothing else.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use symphony_audit::docs::markdown::{code, comment, one_line, prose, text};

/// What a page came to: its structure without words, and the words of each part of it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Read {
    pub(crate) structure: Vec<String>,
    pub(crate) words: Vec<String>,
}

/// Reads Markdown as GitHub and the usual generators do.
pub(crate) fn read(page: &str) -> Read {
    let mut read = Read::default();
    let mut part = String::new();
    for event in Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(words) => part.push_str(&words),
            Event::Code(words) => {
                read.structure.push("code".to_owned());
                part.push_str(&words);
            }
            Event::SoftBreak => part.push(' '),
            // Our own code spans of names that no backtick can hold.
            Event::InlineHtml(tag) if matches!(&*tag, "<code>" | "</code>") => {}
            Event::Html(comment)
                if comment.starts_with("<!--") && comment.trim().find("-->") == Some(comment.trim().len() - 3) =>
            {
                read.structure.push("comment".to_owned());
            }
            Event::InlineHtml(other) | Event::Html(other) => read.structure.push(format!("html {}", other.trim())),
            Event::Start(Tag::Link { dest_url, .. }) => read.structure.push(format!("link {dest_url}")),
            Event::Start(Tag::CodeBlock(_)) => read.structure.push("block of code".to_owned()),
            Event::Start(tag) => {
                read.structure.push(format!("{tag:?}").chars().take_while(char::is_ascii_alphanumeric).collect());
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item | TagEnd::Heading(_) | TagEnd::BlockQuote(_),
            ) => {
                read.words.push(std::mem::take(&mut part).trim().to_owned());
            }
            Event::End(_) => {}
            other => read.structure.push(format!("{other:?}")),
        }
    }
    read
}

/// What the reader makes of `lead`, an escaped text and `trail`, against what it makes of a plain word there.
#[track_caller]
fn check(lead: &str, words: &str, trail: &str) {
    let found = read(&format!("{lead}{}{trail}", text(words)));
    let mut expected = read(&format!("{lead}WORD{trail}"));
    for part in &mut expected.words {
        *part = part.replace("WORD", one_line(words).trim());
    }
    // A part that says nothing is none.
    let said = |mut read: Read| {
        read.words.retain(|words| !words.is_empty());
        read
    };
    let (found, expected) = (said(found), said(expected));
    if !one_line(words).is_empty() {
        assert_eq!(found, expected, "{words:?} after {lead:?}");
    }
}

/// Everywhere that a text may stand in a page.
const PLACES: &[(&str, &str)] = &[
    ("", "\n"),
    ("before\n", "\nafter\n"),
    ("# ", "\n"),
    ("- ", "\n- next\n"),
    ("- **Label:** ", "\n"),
    ("> ", "\n"),
    ("| a | b |\n|---|---|\n| ", " | x |\n| y | z |\n"),
    ("| a |\n|---|\n| ", ", and "),
    ("[", "](page.md)\n"),
    ("**bold** ", " **bold**\n"),
];

proptest! {
    #[test]
    fn text_stays_text(words in any_words()) {
        for (lead, trail) in PLACES {
            check(lead, &words, trail);
        }
    }

    #[test]
    fn code_stays_code(words in any_words()) {
        let line = one_line(&words).into_owned();
        for (lead, trail) in [("", "\n"), ("| a | b |\n|---|---|\n| ", " | x |\n"), ("- **Name:** ", ", and\n")] {
            let found = read(&format!("{lead}{}{trail}", code(&words)));
            let mut expected = read(&format!("{lead}`WORD`{trail}"));
            if line.is_empty() {
                continue;
            }
            expected.words.iter_mut().for_each(|part| *part = part.replace("WORD", &line));
            expected.structure.retain(|part| part != "code");
            let mut structure = found.structure;
            structure.retain(|part| part != "code");
            prop_assert_eq!((structure, found.words), (expected.structure, expected.words));
        }
    }

    #[test]
    fn prose_is_paragraphs(words in any_words()) {
        let found = read(&prose(&words));
        prop_assert!(found.structure.iter().all(|part| part == "Paragraph"), "{:?}", found);
        let joined = one_line(&words).into_owned();
        prop_assert_eq!(one_line(&found.words.join(" ")).into_owned(), joined);
    }

    #[test]
    fn comments_do_not_end(words in any_words()) {
        let page = format!("<!-- {} -->\n\nafter\n", comment(&words));
        let found = read(&page);
        prop_assert_eq!(found.words, ["after"]);
        prop_assert!(!comment(&words).contains("-->") && !comment(&words).contains('\n'));
    }
}

/// Words made of everything that means something in Markdown, HTML or templates, between words that do not.
pub(crate) fn any_words() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "\\",
        "`",
        "```",
        "*",
        "**",
        "_",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "&",
        "&amp;",
        "&#60;",
        "|",
        "~",
        "~~",
        "#",
        "# ",
        "$",
        "$$",
        "!",
        "![",
        "](x)",
        "[^1]",
        "[x]: y",
        "- ",
        "-",
        "---",
        "+",
        "+ ",
        "=",
        "===",
        "1. ",
        "2) ",
        "12",
        ":",
        "::",
        "://",
        "http://a.example",
        "www.",
        "@",
        "a@b.example",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#x}",
        "^",
        "^x^",
        "\"",
        "'",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "  ",
        "    ",
        "\u{2028}",
        "\u{0}",
        "\u{202e}",
        "ä",
        "数",
        "🎵",
        "[ ]",
        "[x]",
        "[!NOTE]",
        ": def",
        "++",
        "word",
        " ",
        "x",
        "1",
    ]);
    let piece = prop_oneof![4 => marks.prop_map(ToOwned::to_owned), 1 => "\\PC{0,4}"];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}
