//! What all formats keep to.

use symphony_audit::format::{Format, View};

use crate::fixture::{ROOT, all, hostile, passed};
use crate::golden;

/// The golden file of a format.
fn ending(format: Format) -> &'static str {
    match format {
        Format::Human => "txt",
        Format::Short => "short.txt",
        Format::Json => "json",
        Format::Sarif => "sarif",
        Format::Github => "github.txt",
        Format::Junit => "xml",
    }
}

#[test]
fn every_format_is_as_it_was() {
    let mut differences = Vec::new();
    for (name, verdict) in all() {
        for (format, ..) in Format::all() {
            let file = golden::path(&format!("golden/formats/{name}.{}", ending(format)));
            differences.extend(golden::difference(&file, &format.write(&verdict, View::default())));
        }
    }
    let view = View { verbose: true, color: true, quiet: false };
    let file = golden::path("golden/formats/hostile.ansi.txt");
    // Escapes would be obeyed by who looks at the file.
    let found = Format::Human.write(&hostile(), view).replace('\u{1b}', "^[");
    differences.extend(golden::difference(&file, &found));
    let hint = "`BLESS=1 cargo test -p symphony-audit --test formats` accepts what is new";
    assert!(differences.is_empty(), "{}\n{hint}", differences.join("\n"));
}

#[test]
fn nothing_is_unseen_and_no_place_of_the_machine_is_told() {
    for (name, verdict) in all() {
        for (format, word, _) in Format::all() {
            let text = format.write(&verdict, View::default());
            // The lines of a file are shown as they are, but for what a terminal obeys.
            let is_turning = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let is_tag = |c: char| format != Format::Human && matches!(c, '\u{e0000}'..='\u{e007f}');
            let is_unseen = |c: char| c.is_control() && c != '\n' || is_turning(c) || is_tag(c);
            assert_eq!(text.chars().find(|c| is_unseen(*c)), None, "{word} of {name}");
            assert!(!text.contains(ROOT), "{word} of {name}");
            assert!(text.ends_with('\n'), "{word} of {name}");
            let commands = text.lines().filter(|line| line.trim_start().starts_with("::"));
            assert!(format == Format::Github || commands.count() == 0, "{word} of {name}: a log would obey it: {text}");
        }
    }
}

#[test]
fn a_check_says_how_it_ended() {
    let last = |verdict, view| Format::Human.write(verdict, view).lines().last().unwrap_or_default().to_owned();
    let [(_, wrong), (_, fine), (_, nothing)] = all();
    assert!(
        last(&wrong, View::default())
            .starts_with("failed: 2 findings (1 CRITICAL, 1 MAJOR), a score of 0.00 where 0.9")
    );
    assert!(
        last(&fine, View::default()).starts_with("passed: nothing is wrong; looked at 1 file, 1 sequence, 2 beats")
    );
    assert_eq!(last(&nothing, View::default()), "failed: nothing was looked at, and nothing can pass");
    let quiet = View { quiet: true, ..View::default() };
    assert_eq!(Format::Human.write(&passed(), quiet), "", "nothing is said where nothing is wrong");
    assert!(last(&nothing, quiet).starts_with("failed"));
}

#[test]
fn notes_are_counted_and_shown_when_they_are_asked_for() {
    let write = |verbose| Format::Human.write(&hostile(), View { verbose, ..View::default() });
    assert!(
        write(false).contains("1 note (INFO): --verbose shows them") && !write(false).contains("EXAMPLE_EVENT_NOTE]")
    );
    assert!(write(true).contains("EXAMPLE_EVENT_NOTE]") && !write(true).contains("--verbose shows"));
}

#[test]
fn short_is_a_line_for_each_finding() {
    let text = Format::Short.write(&hostile(), View::default());
    let lines: Vec<&str> = text.lines().collect();
    // Four that are shown, three files, two that were not evaluated, and the summary.
    assert_eq!(lines.len(), 10, "{text}");
    assert_eq!(lines[1], "crates/hello/sequences/größe.json:2:12: EXAMPLE_WRONG MAJOR `beats` says 3, but there is 1");
}
