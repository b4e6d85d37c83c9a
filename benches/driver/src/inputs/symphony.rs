//! Sequences, and programs that handle their beats.

use std::fmt::Write as _;

use super::beats::{Beat, Flavour, Shape, beats, movement_id, trait_name, value};
use super::{Edit, again, capitalised, description, detail, is_broken, words};

const DECLARED: &str = r#"    "Mode": ["draft", "trial", "final"],
    "Order": { "id": "u64", "lines": "Vec<String>" },
    "Customer": { "name": "String", "address": "Option<String>", "mode": "Mode" },
    "Bill": { "order": "Order", "total": "f64", "paid": "bool" }"#;

/// The id of a sequence, which is the name of its module too.
pub(crate) fn id(number: usize) -> String {
    format!("fulfilment_{number}")
}

/// The text of a sequence.
pub(crate) fn sequence(number: usize, shape: Shape, edit: Edit) -> String {
    let mut json = format!(
        r#"{{
  "id": "{}",
  "name": "Fulfilment {number}",
  "description": "Takes an order from its arrival to the last entry in the books",
  "version": "1.0.0",
  "tempo": 120,
  "beats": {},
  "types": {{
{DECLARED}
  }},
  "input": {{ "request": "Order", "mode": "Mode" }},
  "output": ["{}"],
  "movements": ["#,
        id(number),
        shape.beats,
        value(shape.beats - 1),
    );
    for (movement, beats) in beats(shape).chunks(shape.movement).enumerate() {
        let id = movement_id(movement);
        let separator = if movement == 0 { "" } else { "," };
        let _ = write!(
            json,
            "{separator}\n    {{\n      \"id\": \"{id}\",\n      \"name\": \"{}\",\n      \"beats\": [",
            capitalised(&id)
        );
        for (at, beat) in beats.iter().enumerate() {
            json.push_str(if at == 0 { "\n" } else { ",\n" });
            beat_text(&mut json, beat, at + 1, edit);
        }
        json.push_str("\n      ]\n    }");
    }
    json.push_str("\n  ]\n}\n");
    json
}

fn beat_text(json: &mut String, beat: &Beat, number: usize, edit: Edit) {
    let position = beat.position;
    let (verb, noun) = words(position);
    let kind =
        if beat.is_pure() { "pure" } else { ["io", "validation", "transformation", "observation"][position % 4] };
    let _ = write!(
        json,
        r#"        {{ "beat": {number}, "event": "{noun}:{verb}:done", "handler": "{verb}{}{}", "kind": "{kind}", "description": "{}""#,
        capitalised(noun),
        again(position, edit),
        description(position, edit),
    );
    let mut takes: Vec<&str> = beat.takes.iter().map(|(name, _)| name.as_str()).collect();
    if is_broken(position, edit) {
        takes.push("requst");
    }
    let _ = write!(json, ", \"input\": [\"{}\"]", takes.join("\", \""));
    match &beat.gives {
        Some(name) => {
            let _ = write!(json, ", \"output\": {{ \"{name}\": \"{}\" }}", beat.result().0);
            if position % 8 == 3 && !beat.is_pure() {
                json.push_str(r#", "retry": { "limit": 3, "delay": "50ms" }"#);
            }
        }
        None if position % 10 == 9 => json.push_str(r#", "dynamics": "f""#),
        None => json.push_str(r#", "errorHandling": "continue""#),
    }
    if let Some(detail) = detail(position, edit) {
        let _ = write!(json, ", \"timeout\": {}", 1_000 + detail);
    }
    match position % 6 {
        1 => json.push_str(r#", "timing": "< 250ms""#),
        3 => json.push_str(r#", "timing": "after-beat""#),
        5 => json.push_str(r#", "timeout": "30s""#),
        _ => {}
    }
    if position.is_multiple_of(8) {
        let _ = write!(
            json,
            ",\n          \"acceptanceCriteria\": [{{ \"given\": [\"a request with {noun}\"], \"when\": [\"the beat is over\"], \"then\": [\"the {noun} are complete\"] }}]"
        );
    }
    json.push_str(" }");
}

/// A program that handles the beats of the sequence `module` and performs it, as far as types tell.
pub(crate) fn handlers(module: &str, shape: Shape, flavour: Flavour, attribute: &str) -> String {
    let mut code =
        format!("use {module}::*;\n\npub struct App;\n\nimpl Handlers for App {{\n    type Error = String;\n}}\n");
    for (movement, beats) in beats(shape).chunks(shape.movement).enumerate() {
        let _ = write!(code, "\n{attribute}impl {} for App {{", trait_name(movement));
        for beat in beats {
            let context = if beat.is_pure() { "" } else { ", _: &mut symphony::Beat<'_>" };
            let (ty, value) = beat.result();
            let asynchronous = if beat.is_pure() || flavour == Flavour::Blocking { "" } else { "async " };
            let _ = write!(
                code,
                "\n    {asynchronous}fn {}(&self{context}{}) -> Result<{ty}, String> {{\n        Ok({value})\n    }}\n",
                beat.method(),
                beat.parameters("_"),
            );
        }
        code.push_str("}\n");
    }
    let input = "Input { request: Order { id: 1, lines: Vec::new() }, mode: Mode::Draft }";
    let perform = format!("perform(&App, &symphony::Conductor::default(), {input})");
    let performance = match flavour {
        Flavour::Async => format!("symphony::block_on({perform})"),
        Flavour::Blocking => perform,
    };
    let _ = write!(code, "\npub fn run() {{\n    println!(\"{{}}\", {performance}.is_ok());\n}}\n");
    code
}
