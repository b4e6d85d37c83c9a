//! Graphs of sequences that are too large to be drawn in full.

use std::fmt::Write as _;

use symphony_audit::docs::mermaid;

use crate::subjects::{Given, subject};

/// A sequence in which each beat takes what the two before it give.
fn sequence(movements: usize, beats: usize) -> String {
    let mut text = r#"{ "id": "large", "input": { "v0": "u8" }, "movements": ["#.to_owned();
    let mut value = 0;
    for movement in 0..movements {
        let comma = if movement > 0 { "," } else { "" };
        let _ = write!(text, r#"{comma}{{ "id": "movement{movement}", "beats": ["#);
        for beat in 0..beats {
            let comma = if beat > 0 { "," } else { "" };
            let next = value + 1;
            let before = if value > 0 { format!(r#", "v{}""#, value - 1) } else { String::new() };
            let _ = write!(
                text,
                r#"{comma}{{ "handler": "h{next}", "input": ["v{value}"{before}], "output": {{ "v{next}": "u8" }} }}"#
            );
            value = next;
        }
        text.push_str("]}");
    }
    text.push_str("]}");
    text
}

/// How many arrows of which sort the graph of a sequence of that size has.
#[track_caller]
fn check(movements: usize, beats: usize, (solid, dashed): (usize, usize)) {
    let graph = subject(&sequence(movements, beats), &Given::default(), mermaid);
    let count = |arrow: &str| graph.matches(arrow).count();
    assert_eq!((count(" -->"), count(" -.->|")), (solid, dashed), "{movements} of {beats}");
    assert!(graph.len() < 50_000, "{} bytes", graph.len());
    assert_eq!(graph.contains("%% not everything is drawn"), dashed == 0);
}

#[test]
fn as_much_is_drawn_as_mermaid_takes() {
    check(2, 20, (39, 39));
    check(1, 240, (239, 239));
    check(10, 40, (399, 0));
    check(100, 10, (99, 0));
    check(600, 1, (250, 0));
}
