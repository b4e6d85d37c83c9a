//! The floor: what somebody would write by hand for a sequence who wants no more of it than the calls, in order.

use std::fmt::Write as _;

use super::beats::{Beat, Flavour, Shape, beats, trait_name};

const DECLARED: &str = "
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    Draft,
    Trial,
    Final,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub lines: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    pub name: String,
    pub address: Option<String>,
    pub mode: Mode,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    pub order: Order,
    pub total: f64,
    pub paid: bool,
}

pub trait Handlers: Sync {
    type Error: Send;
}
";

/// Traits, a function for each movement and one that calls them.
pub(crate) fn file(shape: Shape, flavour: Flavour) -> String {
    let (asynchronous, waits) = match flavour {
        Flavour::Async => ("async ", ".await"),
        Flavour::Blocking => ("", ""),
    };
    let mut code = DECLARED.to_owned();
    let mut calls = String::new();
    let mut bounds = Vec::new();
    let mut before: Option<(String, &str)> = None;
    for (movement, beats) in beats(shape).chunks(shape.movement).enumerate() {
        let name = trait_name(movement);
        let number = movement + 1;
        let given = beats.iter().filter_map(|beat| Some((beat.gives.clone()?, beat.result().0))).next_back();
        let Some((value, ty)) = given else { continue };
        let (parameter, argument) = match &before {
            None => (String::new(), String::new()),
            Some((name, ty)) => (format!(", {name}: &{ty}"), format!(", &{name}")),
        };
        let mut body = String::new();
        let _ = write!(code, "\npub trait {name}: Handlers {{");
        for beat in beats {
            let outside = before.as_ref().map(|(name, _)| name.as_str());
            method(&mut code, beat, flavour);
            call(&mut body, beat, flavour, outside);
        }
        let _ = write!(
            code,
            "\n}}\n\n{asynchronous}fn movement_{number}<H: {name}>(handlers: &H, request: &Order, mode: &Mode{parameter}) -> Result<{ty}, H::Error> {{{body}\n    Ok({value})\n}}\n"
        );
        let _ = write!(calls, "\n    let {value} = movement_{number}(handlers, request, mode{argument}){waits}?;");
        bounds.push(name);
        before = Some((value, ty));
    }
    let (value, ty) = before.unwrap_or_default();
    let _ = write!(
        code,
        "\npub {asynchronous}fn perform<H: {}>(handlers: &H, request: &Order, mode: &Mode) -> Result<{ty}, H::Error> {{{calls}\n    Ok({value})\n}}\n",
        bounds.join(" + ")
    );
    code
}

fn is_plain(beat: &Beat, flavour: Flavour) -> bool {
    beat.is_pure() || flavour == Flavour::Blocking
}

fn method(code: &mut String, beat: &Beat, flavour: Flavour) {
    let result = format!("Result<{}, Self::Error>", beat.result().0);
    let result = if is_plain(beat, flavour) { result } else { format!("impl Future<Output = {result}> + Send") };
    let _ = write!(code, "\n    fn {}(&self{}) -> {result};", beat.method(), beat.parameters(""));
}

/// A call of a beat's method. The function was given references to the request, the mode and the value `outside`.
fn call(body: &mut String, beat: &Beat, flavour: Flavour, outside: Option<&str>) {
    let binding = beat.gives.as_ref().map_or_else(String::new, |name| format!("let {name} = "));
    let mut arguments = Vec::new();
    for (name, _) in &beat.takes {
        let is_reference = name == "request" || name == "mode" || outside == Some(name.as_str());
        arguments.push(format!("{}{name}", if is_reference { "" } else { "&" }));
    }
    let waits = if is_plain(beat, flavour) { "" } else { ".await" };
    let _ = write!(body, "\n    {binding}handlers.{}({}){waits}?;", beat.method(), arguments.join(", "));
}
