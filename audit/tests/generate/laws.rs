//! What holds whatever is read.

use proptest::prelude::*;
use symphony_audit::config::Config;
use symphony_audit::coverage::results::read;
use symphony_audit::freshness::diff;
use symphony_audit::provenance::Provenance;
use symphony_audit::skeleton::{Addition, applied};

/// Texts of parts that mean something to one of the readers.
fn hostile() -> impl Strategy<Value = String> {
    let parts = [
        "<testsuite name=\"a\">",
        "</testsuite>",
        "<testcase name=\"a\"",
        "/>",
        "<failure>",
        "&lt;",
        "&x;",
        "<![CDATA[",
        "{\"type\":",
        "\"test\"",
        ",\"event\":\"ok\"",
        ",\"name\":\"a$b#c\"",
        "}",
        "\n",
        "[generate]\n",
        "docs = ",
        "\"../x\"",
        "sequences = [",
        "]",
        "tests = \"a\"\n",
        "\u{feff}",
        "é",
        "\0",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn readers_answer_everything(text in prop_oneof![hostile(), any::<String>()]) {
        if let Ok(suites) = read("results", &text) {
            prop_assert!(suites.iter().any(|suite| !suite.tests.is_empty()));
        }
        if let Ok(config) = Config::parse(&text) {
            for path in [&config.docs, &config.features, &config.tests].into_iter().chain(&config.sequences) {
                prop_assert!(!path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path}");
            }
        }
        prop_assert!(Provenance::parse(text.as_bytes()).is_none_or(|list| Provenance::parse(list.text().as_bytes()) == Some(list)));
    }

    /// Whatever is added where, every other byte stays, in its order.
    #[test]
    fn additions_leave_everything_else_alone(text in "[a-zé\n]{0,40}", cuts in prop::collection::vec((any::<prop::sample::Index>(), "[A-Z]{0,5}"), 0..5)) {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let addition = |(at, added): &(prop::sample::Index, String)| {
            Addition { at: ends[at.index(ends.len())], text: added.clone(), into: None, code: String::new() }
        };
        let additions: Vec<Addition> = cuts.iter().map(addition).collect();
        let whole = applied(&text, &additions);
        let rest: String = whole.chars().filter(|c| !c.is_ascii_uppercase()).collect();
        prop_assert_eq!(rest, text);
        prop_assert_eq!(whole.len() - whole.chars().filter(|c| !c.is_ascii_uppercase()).map(char::len_utf8).sum::<usize>(), additions.iter().map(|it| it.text.len()).sum::<usize>());
    }

    /// A diff has every line that differs, and is empty where none does.
    #[test]
    fn diffs_show_what_differs(present in "([a-c]\n){0,9}", wanted in "([a-c]\n){0,9}") {
        let diff = diff("a.md", &present, &wanted);
        prop_assert_eq!(diff.is_empty(), present == wanted);
        let count = |mark: char| diff.lines().skip(2).filter(|line| line.starts_with(mark)).count();
        prop_assert_eq!(present.lines().count() + count('+'), wanted.lines().count() + count('-'));
    }
}
