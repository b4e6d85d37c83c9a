//! Text of a spec is never code, wherever in the file it stands and whatever it says.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use serde_json::{Value, json};

use crate::compiled::Compiled;
use crate::modules::Modules;

/// What somebody might write to break out of a comment, a string, a name or a page.
const HOSTILE: [&str; 40] = [
    "\"",
    "\"quoted\" \\\" \\\\",
    "ends with a backslash \\",
    "*/ pub fn evil() {} /*",
    "\"# ; pub fn evil() {} //",
    "r#\"raw\"#",
    "r#fn",
    "{}",
    "{Self} {0} {{ {evil",
    "a\npub fn evil() {}",
    "a\r\nb\rpub fn evil() {}",
    "\n\n\n",
    "a\ttab",
    "\u{202e}right to left\u{2066}",
    "zero\u{200b}width\u{ad}",
    "../../x",
    "..\\..\\x",
    "/etc/passwd",
    "🎵 𝄞",
    "```rust\nfn main() { panic!() }\n```",
    "~~~\nfn main() { panic!() }\n~~~",
    "<script>alert(1)</script> <b>",
    "<!-- comment",
    "    let indented = code;\n    panic!();",
    "\tlet indented = code;",
    "\u{2028}pub fn evil() {}\u{2029}\u{85}",
    "\u{0}null\u{1b}[31m",
    "\u{feff}mark",
    "# heading\n===",
    "[`Vec`] [broken] [x](http://y) [^1]",
    "[link]: http://example.com 'title'",
    "http://bare.example",
    "$math$ $$more$$",
    "- list\n  - nested\n1. one\n+ two",
    "| a | b |\n|---|---|\n| ``` | x |",
    "//! inner\n/// outer\n/** block */",
    "#![feature(evil)] #[evil]",
    "\\u{41} %s '\\'' b'x' &amp; &#60;",
    "e\u{301} combining",
    "ends with ` one",
];

/// A sequence with words in every place that may have them.
fn base() -> Value {
    serde_json::from_str(include_str!("../hostile/base.json")).unwrap()
}

/// Puts a text in the place of every `words`, and gives how many there were.
fn say(value: &mut Value, text: &str) -> usize {
    match value {
        Value::String(words) if words == "words" => {
            text.clone_into(words);
            1
        }
        Value::Array(items) => items.iter_mut().map(|item| say(item, text)).sum(),
        Value::Object(members) => members.values_mut().map(|member| say(member, text)).sum(),
        _ => 0,
    }
}

/// Each text as everything that a sequence says, in a file of its own.
pub(crate) fn sequences() -> Vec<(String, String)> {
    let texts = HOSTILE.iter().filter(|text| !text.trim().is_empty()).enumerate();
    let sequence = |(at, text): (usize, &&str)| {
        let mut value = base();
        say(&mut value, text);
        value["id"] = json!(format!("hostile-{at}"));
        (format!("{at}.json"), value.to_string())
    };
    texts.map(sequence).collect()
}

fn compile(path: &str, value: &Value) -> Compiled {
    Compiled::of(&[(path.to_owned(), serde_json::to_string(value).unwrap())])
}

/// The tokens of a file, without comments, docs and what strings say; where `names` is false, without what names say.
fn skeleton(text: &str, names: bool) -> String {
    fn walk(stream: TokenStream, names: bool, out: &mut String) {
        let mut tokens = stream.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    tokens.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
                    if tokens.next_if(|next| matches!(next, TokenTree::Group(group) if is_doc(group))).is_none() {
                        out.push('#');
                    }
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ('(', ')'),
                        Delimiter::Brace => ('{', '}'),
                        Delimiter::Bracket => ('[', ']'),
                        Delimiter::None => (' ', ' '),
                    };
                    out.push(open);
                    walk(group.stream(), names, out);
                    out.push(close);
                }
                TokenTree::Literal(literal) if !literal.to_string().starts_with(|c: char| c.is_ascii_digit()) => {
                    out.push_str("\"\"");
                }
                // The macro of a trait, whose name is made of the whole text.
                TokenTree::Ident(ident) if !names || ident.to_string().starts_with("__symphony_") => out.push('_'),
                token => write!(out, "{token} ").unwrap(),
            }
        }
    }
    let mut out = String::new();
    walk(text.parse().unwrap(), names, &mut out);
    out
}

fn is_doc(group: &Group) -> bool {
    group.stream().into_iter().next().is_some_and(|token| token.to_string() == "doc")
}

fn module(compiled: &Compiled) -> &str {
    &compiled.files[0][0].text
}

#[test]
fn words_stay_words() {
    let plain = compile("base.json", &base());
    assert_eq!(plain.errors(), [""; 0], "{:?}", plain.lines());
    let expected = skeleton(module(&plain), true);
    let huge = "word \" \\ */ ".repeat(10_000);
    let mut modules = Modules::new("hostile");
    for (at, text) in HOSTILE.iter().copied().chain([huge.as_str()]).enumerate() {
        let mut value = base();
        assert_eq!(say(&mut value, text), 54);
        let compiled = compile(&format!("sequences/{text:.200}.json"), &value);
        if text.trim().is_empty() {
            // The one thing that words must do is to be there, where they are a criterion.
            assert!(compiled.errors().iter().all(|code| *code == "EMPTY_CRITERION"), "{:?}", compiled.lines());
            continue;
        }
        assert_eq!(compiled.errors(), [""; 0], "{text:?}: {:?}", compiled.lines());
        assert_eq!(skeleton(module(&compiled), true), expected, "{text:?}");
        if text.len() < 1000 {
            modules.add_in_turn(&format!("words_{at}"), &compiled);
        }
    }
    let user = modules.check();
    // Nothing in the docs is a broken link, a tag or code.
    user.silent(&["doc", "--no-deps"]);
    let tested = user.silent(&["test", "--doc"]);
    assert!(tested.contains("running 0 tests"), "{tested}");
}

/// A place where a text becomes a name, or means something; and a text that is right there.
type Place = (&'static str, &'static str, fn(&mut Value, &str));

const NAMES: [Place; 18] = [
    ("id", "plain", |value, text| value["id"] = json!(text)),
    ("movement id", "plain", |value, text| value["movements"][0]["id"] = json!(text)),
    ("movement name", "plain", |value, text| {
        value["movements"][0].as_object_mut().unwrap().remove("id");
        value["movements"][0]["name"] = json!(text);
    }),
    ("handler", "plain", |value, text| value["movements"][0]["beats"][0]["handler"]["name"] = json!(text)),
    ("handler after a segment", "plain", |value, text| {
        value["movements"][0]["beats"][1]["handler"] = json!(format!("a#{text}"));
    }),
    ("handler before a segment", "plain", |value, text| {
        value["movements"][0]["beats"][1]["handler"] = json!(format!("{text}#b"));
    }),
    ("event", "plain", |value, text| {
        value["events"][0] = json!(text);
        value["movements"][0]["beats"][0]["event"] = json!(text);
    }),
    ("type", "plain", |value, text| value["types"] = json!({ "Kind": ["one"], "Thing": "u64", text: ["one"] })),
    ("variant", "plain", |value, text| value["types"]["Kind"] = json!(["one", text])),
    ("field", "plain", |value, text| value["types"]["Thing"] = json!({ text: "u64" })),
    ("type expression", "u8", |value, text| value["types"]["Thing"] = json!({ "size": text })),
    ("type path", "u8", |value, text| value["types"]["Thing"] = json!(text)),
    ("value", "plain", |value, text| {
        value["input"] = json!({ text: "Kind" });
        value["movements"][0]["beats"][0]["input"] = json!([text]);
    }),
    ("output", "plain", |value, text| {
        value["output"] = json!([text]);
        value["movements"][0]["beats"][0]["output"] = json!({ text: "Thing" });
        value["movements"][0]["beats"][1]["input"] = json!([text]);
    }),
    ("timing", "plain words", |value, text| value["movements"][0]["beats"][0]["timing"] = json!(text)),
    ("timeout", "5s", |value, text| value["movements"][0]["beats"][0]["timeout"] = json!(text)),
    ("sequence", "plain", |value, text| value["movements"][0]["beats"][1] = json!({ "beat": 2, "sequence": text })),
    ("extension", "plain", |value, text| value[format!("x-{text}")] = json!({ text: text })),
];

#[test]
fn names_are_refused_or_stay_names() {
    let huge = "x".repeat(100_000);
    let mut modules = Modules::new("hostile-names");
    for (at, (place, right, put)) in NAMES.iter().enumerate() {
        let mut plain = base();
        put(&mut plain, right);
        let plain = compile("base.json", &plain);
        for (number, text) in HOSTILE.iter().copied().chain([huge.as_str(), "größe", "a-b", "type"]).enumerate() {
            let mut value = base();
            put(&mut value, text);
            let compiled = compile("base.json", &value);
            if !compiled.errors().is_empty() {
                let places = compiled.lines().iter().all(|line| line.starts_with("base.json:1:"));
                assert!(places, "{place} {text:?}: {:?}", compiled.lines());
                assert!(
                    compiled.lines().iter().all(|line| line.len() < 1000),
                    "{place} {text:.50}: a message repeats it all"
                );
                continue;
            }
            assert!(
                !plain.files[0].is_empty(),
                "{place} {text:?} is accepted, and a plain word is not: {:?}",
                plain.lines()
            );
            assert_eq!(skeleton(module(&compiled), false), skeleton(module(&plain), false), "{place} {text:?}");
            modules.add_in_turn(&format!("name_{at}_{number}"), &compiled);
        }
    }
    assert!(modules.count > 30, "only {} were accepted", modules.count);
    modules.check();
}

/// A module's file stays in its folder, whatever the sequence is called.
#[test]
fn no_file_leaves_its_folder() {
    for id in ["../../x", "..", "/x", "a/b", "a\\b", "con:x", ".hidden", "a.b", "x\0y", "symphony"] {
        let mut value = base();
        value["id"] = json!(id);
        for file in compile("base.json", &value).files.iter().flatten() {
            let name = file.path.strip_suffix(".rs").unwrap();
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{id}: {}", file.path);
        }
    }
}
