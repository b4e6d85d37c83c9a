//! How fast the JSON reader is, beside `serde_json`'s; run it without `--release`, as build scripts are.
//!
//! Reads the files that are named, or 10 MB of generated sequences.

use std::time::Instant;

use symphony_codegen::json;
use symphony_codegen::source::{Source, Sources};

fn main() -> std::io::Result<()> {
    let mut texts = Vec::new();
    for path in std::env::args().skip(1) {
        texts.push(std::fs::read_to_string(path)?);
    }
    if texts.is_empty() {
        texts.push(format!("[\n{}\n]\n", vec![sequence(); 1000].join(",\n")));
    }
    for text in texts {
        println!("{} kB; the best of five:", text.len() / 1000);
        let mut sources = Sources::new();
        let id = sources.add(Source::new("speed.json", text.clone()));
        report("symphony_codegen::json::parse", text.len(), || json::parse(id, sources.get(id)).root.is_some());
        report("serde_json::from_str::<Value>", text.len(), || {
            serde_json::from_str::<serde_json::Value>(&text).is_ok()
        });
        report("Source::new", text.len(), || !Source::new("speed.json", text.clone()).text().is_empty());
    }
    Ok(())
}

fn report(name: &str, bytes: usize, run: impl Fn() -> bool) {
    let times = (0..5).map(|_| {
        let start = Instant::now();
        assert!(run(), "{name} refuses the text");
        start.elapsed()
    });
    let best = times.min().unwrap_or_default();
    println!("{name:32} {:4} ms, {:3} MB/s", best.as_millis(), bytes as u128 / best.as_micros().max(1));
}

/// A sequence of 10 kB, in the style of real ones.
fn sequence() -> String {
    let beats: Vec<String> = (1..=13)
        .map(|beat| {
            format!(
                r#"        {{
          "beat": {beat},
          "event": "build:context:loaded:{beat}",
          "title": "Load the build context – step {beat}",
          "description": "Reads the configuration of the build, finds the packages and checks that each has an owner.",
          "handler": {{ "name": "build.context#loadBuildContext{beat}", "scope": "orchestration", "kind": "io" }},
          "kind": "io",
          "dynamics": "mf",
          "timing": "after-beat",
          "errorHandling": "abort-sequence",
          "input": ["profile", "packages"],
          "acceptanceCriteria": [
            {{
              "given": ["the file \"build.json\" is there"],
              "when": ["the context is loaded"],
              "then": ["each package has an owner", "the time is below 100 ms"]
            }}
          ],
          "testFile": "tests/build/load-build-context.spec.ts"
        }}"#
            )
        })
        .collect();
    format!(
        "{{\n  \"id\": \"build-pipeline-symphony\",\n  \"tempo\": 120,\n  \"movements\": [\n    {{\n      \"id\": \"validation\",\n      \"beats\": [\n{}\n      ]\n    }}\n  ]\n}}",
        beats.join(",\n")
    )
}
