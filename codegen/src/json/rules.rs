//! The rules of the text itself, before anything in it means something.

use crate::rule::{Family, Rule, Severity};

/// Every rule of the reader, as [`super::RULES`] publishes them.
pub(super) const ALL: &[&Rule] = &[
    &INVALID_UTF8,
    &TOO_LARGE,
    &BYTE_ORDER_MARK,
    &EMPTY,
    &SYNTAX,
    &COMMA,
    &COMMENT,
    &QUOTES,
    &WORD,
    &UNCLOSED,
    &CONTROL_CHARACTER,
    &ESCAPE,
    &LONE_SURROGATE,
    &NONCHARACTER,
    &NUMBER_FORMAT,
    &NUMBER_RANGE,
    &NUMBER_PRECISION,
    &DUPLICATE_KEY,
    &TOO_DEEP,
    &TRAILING_TEXT,
];

macro_rules! rules {
    ($($name:ident $code:literal $severity:ident $what:literal $why:literal $bad:expr => $good:expr;)*) => {
        $(pub(super) static $name: Rule = Rule {
            code: $code,
            family: Family::Sequence,
            severity: Severity::$severity,
            what: $what,
            why: $why,
            bad: $bad,
            good: $good,
        };)*
    };
}

rules! {
    // Its example has to be read as Latin-1: a Rust text cannot hold what it forbids.
    INVALID_UTF8 "JSON_INVALID_UTF8" Critical
        "a file is encoded as UTF-8"
        "RFC 8259 allows no other encoding between systems; what another one spells, every reader would guess differently"
        "{ \"name\": \"Z\u{FC}rich\" }\n" => "{ \"name\": \"Zurich\" }\n";
    // Its example stands for a file of 4 GiB.
    TOO_LARGE "JSON_TOO_LARGE" Critical
        "a file is smaller than 4 GiB"
        "places in a file are kept in 32 bits; a larger file is data, not a description of a pipeline"
        "{ \"name\": \"a\", \"notes\": \"…\" }\n" => "{ \"name\": \"a\" }\n";
    BYTE_ORDER_MARK "JSON_BYTE_ORDER_MARK" Minor
        "a file does not begin with a byte order mark"
        "RFC 8259 forbids writing one; we skip it, many other readers stop at it"
        "\u{FEFF}{ \"name\": \"a\" }\n" => "{ \"name\": \"a\" }\n";
    EMPTY "JSON_EMPTY" Critical
        "a file holds a value"
        "an empty text is not JSON, and an empty file is more often a failed write than an intention"
        "\n" => "{}\n";
    SYNTAX "JSON_SYNTAX" Critical
        "a text follows the grammar of JSON (RFC 8259)"
        "what lies outside of the grammar means something else to each reader, or nothing"
        "{ \"name\" = \"a\" }\n" => "{ \"name\": \"a\" }\n";
    COMMA "JSON_COMMA" Critical
        "members and elements are separated by exactly one comma, and none follows the last"
        "a comma too many is an empty element to one reader and an error to another; one too few may hide a lost line"
        "{ \"a\": [1, 2,], \"b\": 3 }\n" => "{ \"a\": [1, 2], \"b\": 3 }\n";
    COMMENT "JSON_COMMENT" Critical
        "a text holds no comments"
        "JSON has none, and whatever rewrites the file would drop them; a `description` or an `x-…` key is kept"
        "{\n  // who pays\n  \"persona\": \"clerk\"\n}\n" => "{\n  \"x-comment\": \"who pays\",\n  \"persona\": \"clerk\"\n}\n";
    QUOTES "JSON_QUOTES" Critical
        "keys and strings stand in straight double quotes"
        "other quotes, or none, are JavaScript, Python or a word processor's; no JSON reader takes them"
        "{ 'name': \"a\" }\n" => "{ \"name\": \"a\" }\n";
    WORD "JSON_WORD" Critical
        "the only bare words are `true`, `false` and `null`"
        "`True`, `None` or `NaN` are other languages' words, and JSON has no number that is not finite"
        "{ \"baton\": True }\n" => "{ \"baton\": true }\n";
    UNCLOSED "JSON_UNCLOSED" Critical
        "every string, array, object and comment that is opened is closed"
        "what follows an opening without its end is a guess; a file that ends early was often cut off"
        "{ \"beats\": [1, 2\n" => "{ \"beats\": [1, 2] }\n";
    CONTROL_CHARACTER "JSON_CONTROL_CHARACTER" Critical
        "a control character in a string is written as an escape"
        "RFC 8259 forbids raw ones, as tools change them or show nothing where they stand"
        "{ \"name\": \"a\tb\" }\n" => "{ \"name\": \"a\\tb\" }\n";
    ESCAPE "JSON_ESCAPE" Critical
        r#"a backslash in a string begins one of the escapes `\" \\ \/ \b \f \n \r \t \uXXXX`"#
        "another one is kept, dropped or refused, depending on who reads it"
        "{ \"pattern\": \"\\d+\" }\n" => "{ \"pattern\": \"\\\\d+\" }\n";
    LONE_SURROGATE "JSON_LONE_SURROGATE" Critical
        r"the escapes `\ud800` to `\udfff` stand in pairs, a high one before a low one"
        "half of a pair is no character; I-JSON forbids it, and readers replace it or stop"
        "{ \"name\": \"\\ud83c\" }\n" => "{ \"name\": \"\\ud83c\\udfb5\" }\n";
    NONCHARACTER "JSON_NONCHARACTER" Minor
        "a string holds no Unicode noncharacter (U+FDD0 to U+FDEF, and the last two code points of each plane)"
        "they are reserved for a program's inside; I-JSON forbids them, and other tools may drop them"
        "{ \"name\": \"a\\ufffe\" }\n" => "{ \"name\": \"a\" }\n";
    NUMBER_FORMAT "JSON_NUMBER_FORMAT" Critical
        "a number is written as RFC 8259 says: digits without leading zeros, then perhaps a fraction and an exponent"
        "`.5`, `+1`, `0x1F` or `007` are other languages' forms, and `010` is ten to one reader and eight to another"
        "{ \"tempo\": +120 }\n" => "{ \"tempo\": 120 }\n";
    NUMBER_RANGE "JSON_NUMBER_RANGE" Critical
        "a number is not larger than a 64-bit floating point number can be (about 1.8e308)"
        "readers make infinity of it, or stop"
        "{ \"limit\": 1e400 }\n" => "{ \"limit\": 1e300 }\n";
    NUMBER_PRECISION "JSON_NUMBER_PRECISION" Minor
        "a number keeps its digits in a 64-bit floating point number, an integer lies within ±9007199254740991"
        "most readers, JavaScript's among them, use that type and would round it without a word (I-JSON, RFC 7493)"
        "{ \"account\": 9007199254740993 }\n" => "{ \"account\": \"9007199254740993\" }\n";
    DUPLICATE_KEY "JSON_DUPLICATE_KEY" Critical
        "an object has each key once"
        "one reader takes the first, another the last, and whatever rewrites the file drops one of them"
        "{ \"id\": \"a\", \"id\": \"b\" }\n" => "{ \"id\": \"a\" }\n";
    TOO_DEEP "JSON_TOO_DEEP" Critical
        "arrays and objects are nested at most 128 levels deep"
        "programs read nesting by recursion; a text that is deeper is an accident or an attack"
        concat!(
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n",
            "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
            "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n"
        ) => "[[[[]]]]\n";
    TRAILING_TEXT "JSON_TRAILING_TEXT" Critical
        "nothing follows the value of a file"
        "what follows is lost with a lenient reader; two values in a file are often a failed merge"
        "{ \"id\": \"a\" }\n{ \"id\": \"b\" }\n" => "[\n  { \"id\": \"a\" },\n  { \"id\": \"b\" }\n]\n";
}
