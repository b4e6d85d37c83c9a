//! How findings look: for people, with and without colours, as a line, and as rustc's own JSON.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use symphony_codegen::render::{Style, human, rustc_json};

use crate::compiled::Compiled;
use crate::golden::{Goldens, entries, name};

#[test]
fn findings_look_as_they_did() {
    let mut goldens = Goldens::default();
    let files = entries("golden/findings").into_iter().filter(|file| file.extension().is_some_and(|it| it == "json"));
    for file in files {
        let shown = format!("{}.json", name(&file));
        let compiled = Compiled::of(&[(shown, fs::read(&file).unwrap())]);
        let mut text = compiled.lines().join("\n") + "\n";
        for finding in &compiled.findings {
            let plain = human(finding, &compiled.sources, Style::Plain);
            write!(text, "\n{plain}\n").unwrap();
            assert_eq!(without_colours(&human(finding, &compiled.sources, Style::Ansi)), plain);

            let json = rustc_json(finding, &compiled.sources, Style::Plain);
            let diagnostic: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(json.lines().count(), 1, "{json}");
            assert_eq!(diagnostic["rendered"], format!("{plain}\n\n"));
            assert_eq!(diagnostic["message"], finding.message);
            assert_eq!(diagnostic["spans"].as_array().unwrap().len(), 1 + finding.secondary.len());
        }
        goldens.check(&format!("golden/findings/{}.txt", name(&file)), &text);
    }
    goldens.finish();
}

fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, rest)| rest))
}
