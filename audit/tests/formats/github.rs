//! Workflow commands.

use symphony_audit::format::{Format, View};

use crate::fixture::{hostile, many};

#[test]
fn no_more_than_ten_of_a_kind_are_shown() {
    for (count, shown) in [(10, 10), (11, 10), (500, 10), (3, 3)] {
        let text = Format::Github.write(&many(count), View::default());
        for kind in ["error", "warning", "notice"] {
            let lines = text.lines().filter(|line| line.starts_with(&format!("::{kind} ")));
            assert_eq!(lines.count(), shown, "{count} {kind}\n{text}");
            let rest = text.contains(&format!(" {kind}{} more than GitHub shows", if count == 11 { "" } else { "s" }));
            assert_eq!(rest, count > 10, "{count} {kind}\n{text}");
        }
        assert!(text.contains(&format!("failed: {count} findings")), "{text}");
    }
}

#[test]
fn a_line_is_a_command_or_none() {
    let text = Format::Github.write(&hostile(), View::default());
    for line in text.lines().filter(|line| line.starts_with("::")) {
        let (properties, message) = line[2..].split_once("::").unwrap();
        let (command, properties) = properties.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&name), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
        assert!(!message.is_empty());
        // Every `%` that is left begins an escape of ours.
        let escapes: Vec<&str> = line.split('%').skip(1).map(|rest| &rest[..2]).collect();
        assert!(escapes.iter().all(|it| ["25", "0A", "3A", "2C"].contains(it)), "{escapes:?}");
    }
}
