//! The grammar of RFC 8259, case by case: what is taken, and by which code the rest is refused.

use symphony_codegen::json;

use super::{content, source};

/// Checks the codes of a text's findings, in order; each text that `serde_json` refuses has to have some.
fn check(text: &str, expect: &[&str]) {
    let (sources, id) = source(text);
    let parsed = json::parse(id, sources.get(id));
    let codes: Vec<String> = parsed.findings.iter().map(|finding| finding.rule.code.replace("JSON_", "")).collect();
    assert_eq!(codes, expect, "{text:?}: {:#?}", parsed.findings);
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    assert!(!expect.is_empty() || theirs.is_ok(), "serde_json refuses {text:?}: {theirs:?}");
}

/// Checks that a text has no fault, and what it holds.
fn holds(text: &str, expect: &str) {
    check(text, &[]);
    let (sources, id) = source(text);
    assert_eq!(content(&json::parse(id, sources.get(id)).root.unwrap()), expect, "{text:?}");
}

#[test]
fn scalars() {
    holds("null", "null");
    holds("true", "true");
    holds("false", "false");
    holds("\"\"", "\"\"");
    holds(" \t\r\n0\n\r\t ", "0");
    check("", &["EMPTY"]);
    check(" \n\t", &["EMPTY"]);
    check("\u{FEFF}", &["BYTE_ORDER_MARK", "EMPTY"]);
    check("\u{FEFF}1", &["BYTE_ORDER_MARK"]);
    check("nul", &["QUOTES"]);
    check("nulll", &["QUOTES"]);
    check("tru e", &["QUOTES"]);
    check("TRUE", &["WORD"]);
    check("None", &["WORD"]);
    check("undefined", &["WORD"]);
    check("NaN", &["WORD"]);
    check("-Infinity", &["WORD"]);
    check("+inf", &["WORD"]);
    check("*", &["SYNTAX"]);
    check("\0", &["SYNTAX"]);
    check(",", &["SYNTAX"]);
    check(":", &["SYNTAX"]);
    check("]", &["SYNTAX"]);
    check("}", &["SYNTAX"]);
    check("<html>", &["SYNTAX"]);
    check("---\nname: a\n", &["NUMBER_FORMAT", "TRAILING_TEXT"]);
}

#[test]
fn numbers() {
    for number in [
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "0.5",
        "-0.5",
        "1e5",
        "1E5",
        "1e+5",
        "1e-5",
        "0e0",
        "0E+00",
        "12.5e-07",
        "123456789012345",
    ] {
        holds(number, number);
        holds(&format!("[{number}]"), &format!("[{number}]"));
    }
    for number in [
        "0.1",
        "1e300",
        "1.7976931348623157e308",
        "5e-324",
        "9007199254740991",
        "-9007199254740991",
        "1000000000000000.5",
        "1e22",
    ] {
        holds(number, number);
    }
    for number in [
        "9007199254740992",
        "-9007199254740992",
        "9007199254740993",
        "18446744073709551615",
        "100000000000000000000000",
        "0.1000000000000000055",
        "3.14159265358979323846",
        "1e-400",
        "4e-324",
        "123456789012345678e-3",
    ] {
        check(number, &["NUMBER_PRECISION"]);
    }
    for number in ["1e309", "-1e309", "1e999999999999999999999", "[1e400]"] {
        check(number, &["NUMBER_RANGE"]);
    }
    for number in [
        "-",
        "+",
        "+1",
        ".5",
        "-.5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "1E-",
        "01",
        "-01",
        "00",
        "007",
        "0x1F",
        "0b101",
        "0o17",
        "1_000",
        "1.2.3",
        "1e5.5",
        "2024-01-01",
        "100ms",
        "1-2",
        "--1",
        "1f",
        "0e",
        "1ee5",
        "1a",
    ] {
        let code = if number == "+" { "QUOTES" } else { "NUMBER_FORMAT" };
        check(&format!("[{number}]"), &[code]);
    }
    check("[1 000]", &["COMMA", "NUMBER_FORMAT"]);
    check("[50%]", &["SYNTAX"]);
    check("[１]", &["QUOTES"]);
}

#[test]
fn strings() {
    holds(r#""\"\\\/\b\f\n\r\t""#, r#""\"\\/\b\f\n\r\t""#);
    holds(r#""\u0041\u00e9\u4e2d\ud83c\udfb5\uD83C\uDFB5""#, r#""Aé中🎵🎵""#);
    holds(r#""\u0000""#, r#""\u0000""#);
    holds("\"\u{7F}\u{80}é中🎵\u{10FFFD}\"", "\"\u{7F}\u{80}é中🎵\u{10FFFD}\"");
    holds("\"\u{2028}\u{2029}\u{FEFF}\u{FFFD}\"", "\"\u{2028}\u{2029}\u{FEFF}\u{FFFD}\"");
    holds("\"// no comment /* here */ # nor here\"", "\"// no comment /* here */ # nor here\"");
    for character in ('\0'..' ').filter(|character| !matches!(character, '\n' | '\r')) {
        check(&format!("\"a{character}b\""), &["CONTROL_CHARACTER"]);
    }
    check("\"a\nb\"", &["CONTROL_CHARACTER"]);
    check("\"a\r\nb\nc\"", &["CONTROL_CHARACTER", "CONTROL_CHARACTER"]);
    check("\"a\nb", &["UNCLOSED"]);
    check("\"", &["UNCLOSED"]);
    check("\"\\", &["UNCLOSED"]);
    check("\"\\\"", &["UNCLOSED"]);
    check("\"\\u", &["UNCLOSED", "ESCAPE"]);
    for escape in [
        r"\a",
        r"\v",
        r"\e",
        r"\0",
        r"\01",
        r"\x41",
        r"\x4",
        r"\'",
        r"\`",
        r"\d",
        r"\U0041",
        r"\u",
        r"\u1",
        r"\u12",
        r"\u123",
        r"\u12g4",
        r"\u{1F3B5}",
        r"\u{}",
        r"\u{110000}",
        r"\u{12",
        r"\u+123",
        r"\é",
        r"\ ",
    ] {
        check(&format!("\"{escape}\""), &["ESCAPE"]);
        check(&format!("[\"a{escape} b\", 1]"), &["ESCAPE"]);
    }
    check("\"a\\\nb\"", &["ESCAPE"]);
    check("\"a\\\r\nb\"", &["ESCAPE"]);
    check("\"a\\\tb\"", &["ESCAPE"]);
    for escape in [r"\ud83c", r"\udfb5", r"\ud83cx", r"\ud83c\n", r"\ud83c\u0041", r"\ud83c\\udfb5"] {
        check(&format!("\"{escape}\""), &["LONE_SURROGATE"]);
    }
    check(r#""\udfb5\ud83c""#, &["LONE_SURROGATE", "LONE_SURROGATE"]);
    check(r#""\ud83c\ud83c\udfb5""#, &["LONE_SURROGATE"]);
    check(r#""\ud83c\u""#, &["LONE_SURROGATE", "ESCAPE"]);
    for character in [
        "\u{FDD0}",
        "\u{FDEF}",
        "\u{FFFE}",
        "\u{FFFF}",
        "\u{1FFFE}",
        "\u{10FFFF}",
        r"\ufdd0",
        r"\uffff",
        r"\udbff\udfff",
    ] {
        check(&format!("\"{character}\""), &["NONCHARACTER"]);
        check(&format!("\"\\n{character}\""), &["NONCHARACTER"]);
        check(&format!("{{\"{character}\": 0}}"), &["NONCHARACTER"]);
    }
    for quoted in ["'a'", "`a`", "“a”", "‘a’", "„a“", "”a”", "«a»", "'say \"a\"'", r"'it\'s'"] {
        check(quoted, &["QUOTES"]);
        check(&format!("{{{quoted}: [{quoted}]}}"), &["QUOTES", "QUOTES"]);
    }
    check("'a", &["UNCLOSED"]);
    check("'a\n'", &["UNCLOSED"]);
    check("“a\"", &["UNCLOSED"]);
    check("\"say \"hi\"\"", &["TRAILING_TEXT"]);
}

#[test]
fn arrays() {
    holds("[]", "[]");
    holds("[ ]", "[]");
    holds("[[], [[]], {}]", "[[],[[]],{}]");
    holds("[1,\"a\",null,true]", "[1,\"a\",null,true]");
    let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    holds(&nested(127), &nested(127));
    let (sources, id) = source(&nested(128));
    assert_eq!(json::parse(id, sources.get(id)).findings, []);
    check(&nested(129), &["TOO_DEEP"]);
    check("[1,]", &["COMMA"]);
    check("[,]", &["COMMA"]);
    check("[,1]", &["COMMA"]);
    check("[1,,2]", &["COMMA"]);
    check("[1,,]", &["COMMA", "COMMA"]);
    check("[1 2]", &["COMMA"]);
    check("[\"a\" \"b\"]", &["COMMA"]);
    check("[\"a\"\n true]", &["COMMA"]);
    check("[[][]]", &["COMMA"]);
    check("[{}{}]", &["COMMA"]);
    check("[1; 2]", &["COMMA"]);
    check("[\"a\"\"b\"]", &["SYNTAX"]);
    check("[\"say \"hi\" to\"]", &["SYNTAX"]);
    check("[1 x]", &["SYNTAX"]);
    check("[\"a\": 1]", &["SYNTAX"]);
    check("[", &["UNCLOSED"]);
    check("[1", &["UNCLOSED"]);
    check("[1,", &["UNCLOSED"]);
    check("[[1]", &["UNCLOSED"]);
    check("[1}", &["UNCLOSED"]);
    check("[}", &["UNCLOSED"]);
    check("[x", &["QUOTES", "UNCLOSED"]);
    check("(1)", &["SYNTAX"]);
}

#[test]
fn objects() {
    holds("{}", "{}");
    holds("{ }", "{}");
    holds("{\"a\":1}", "{\"a\":1}");
    holds("{ \"\" : { \"\" : [ ] } , \"b\" : \"c\" }", "{\"\":{\"\":[]},\"b\":\"c\"}");
    holds("{\"a\":1,\"A\":2,\"á\":3}", "{\"a\":1,\"A\":2,\"á\":3}");
    check("{\"a\":1,}", &["COMMA"]);
    check("{,}", &["COMMA"]);
    check("{\"a\":1,,\"b\":2}", &["COMMA"]);
    check("{\"a\":1 \"b\":2}", &["COMMA"]);
    check("{\"a\":\"x\"\"b\":2}", &["COMMA"]);
    check("{\"a\":1; \"b\":2}", &["COMMA"]);
    check("{\"a\":1 b:2}", &["COMMA", "QUOTES"]);
    check("{\"a\":\"say \"hi\" to\", \"b\": 1}", &["SYNTAX"]);
    check("{\"a\" 1}", &["SYNTAX"]);
    check("{\"a\" \"b\"}", &["SYNTAX"]);
    check("{\"a\" = 1}", &["SYNTAX"]);
    check("{\"a\" => 1}", &["SYNTAX"]);
    check("{\"a\":: 1}", &["SYNTAX"]);
    check("{\"a\"}", &["SYNTAX"]);
    check("{\"a\", \"b\"}", &["SYNTAX"]);
    check("{\"a\":}", &["SYNTAX"]);
    check("{\"a\":, \"b\":1}", &["SYNTAX"]);
    check("{:1}", &["SYNTAX"]);
    check("{[1]: 2}", &["SYNTAX"]);
    check("{\"a\":\"b\":\"c\"}", &["SYNTAX"]);
    check("{a: 1}", &["QUOTES"]);
    check("{1: 1}", &["QUOTES"]);
    check("{null: 1}", &["QUOTES"]);
    check("{$a-b.c: 1}", &["QUOTES"]);
    check("{a}", &["SYNTAX"]);
    check("{a b: 1}", &["SYNTAX"]);
    check("{\"a\": b c}", &["QUOTES"]);
    check("{\"a\": b}", &["QUOTES"]);
    check("{\"a\": new Date(1)}", &["QUOTES"]);
    check("{", &["UNCLOSED"]);
    check("{\"a\"", &["UNCLOSED"]);
    check("{\"a\":", &["UNCLOSED"]);
    check("{\"a\":1", &["UNCLOSED"]);
    check("{\"a\":1,", &["UNCLOSED"]);
    check("{\"a\":[1}", &["UNCLOSED"]);
    check("{\"a\":1]", &["UNCLOSED"]);
    check("{]", &["UNCLOSED"]);
    check("{\"a\":]", &["UNCLOSED"]);
    check("{\"a\":\"b\n \"c\":1}", &["UNCLOSED"]);
    check("{\"a\":1,\"a\":2}", &["DUPLICATE_KEY"]);
    check("{\"a\":1,\"\\u0061\":2}", &["DUPLICATE_KEY"]);
    check("{\"\\u0061\":1,\"a\":2}", &["DUPLICATE_KEY"]);
    check("{\"\":1,\"\":2}", &["DUPLICATE_KEY"]);
    check("{'a':1,\"a\":2}", &["QUOTES", "DUPLICATE_KEY"]);
    check("{a:1,\"a\":2}", &["QUOTES", "DUPLICATE_KEY"]);
    check("{“a”:1,a:2}", &["QUOTES", "QUOTES", "DUPLICATE_KEY"]);
    check("{\"a\":1,\"a\":1,\"a\":1}", &["DUPLICATE_KEY", "DUPLICATE_KEY"]);
    check("{\"b\":{\"a\":1},\"a\":{\"b\":1}}", &[]);
}

#[test]
fn many_keys_are_told_apart() {
    for count in [15, 16, 17, 40] {
        let members: Vec<String> = (0..count).map(|index| format!("\"key {index:02} y\":{index}")).collect();
        check(&format!("{{{}}}", members.join(",")), &[]);
        check(&format!("{{{},\"key 03 y\":0}}", members.join(",")), &["DUPLICATE_KEY"]);
        check(&format!("{{{},\"key\\u0020{:02} y\":0}}", members.join(","), count - 1), &["DUPLICATE_KEY"]);
    }
}

#[test]
fn white_space_and_comments() {
    for space in ["\u{A0}", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{3000}", "\u{200B}", "\u{FEFF}", "\u{A0}\u{A0}"]
    {
        check(&format!("[1,{space}2]"), &["SYNTAX"]);
    }
    check("[1] // a", &["COMMENT"]);
    check("// a\n[1]", &["COMMENT"]);
    check("[1, // a\r\n 2]", &["COMMENT"]);
    check("[1 /* a */, /**/ 2]", &["COMMENT", "COMMENT"]);
    check("# a\n1", &["COMMENT"]);
    check("// a", &["COMMENT", "EMPTY"]);
    check("[1, /* a ]", &["UNCLOSED"]);
    check("[1, /*/ 2]", &["UNCLOSED"]);
    check("[1 / 2]", &["SYNTAX"]);
    check("<<<<<<< a\n{}", &["SYNTAX"]);
}

#[test]
fn text_after_the_value() {
    for rest in ["1", "x", "{}", "]", "}", ",", ";", "\"", "\0", ",1"] {
        check(&format!("[] {rest}"), &["TRAILING_TEXT"]);
    }
    check("1 2", &["TRAILING_TEXT"]);
    check("\"a\"\"b\"", &["TRAILING_TEXT"]);
    check("{}/*", &["UNCLOSED"]);
    check("{} // a\n{}", &["COMMENT", "TRAILING_TEXT"]);
}
