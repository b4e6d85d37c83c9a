//! A type expression is one.

use super::{Check, Context, rust_names, text, type_uses};
use crate::diagnostic::Finding;
use crate::plan::types::{TypeExpr, TypeFault};
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::Text;

pub(super) const CHECK: Check = Check { sequence: Some(of_sequence), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_TYPE",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "the type of a value is a Rust type that a value can have",
    why: "it becomes part of the generated signatures as it stands",
    bad: r#"{ "id": "a", "input": { "names": "Vec<String" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["names"] }
] }] }"#,
    good: r#"{ "id": "a", "input": { "names": "Vec<String>" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["names"] }
] }] }"#,
};

fn of_sequence(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    type_uses::of_sequence(context.sequence, &mut |text, ty| check(context, text, ty, findings));
}

fn of_beat(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    type_uses::of_beat(context.sequence, beat, &mut |text, ty| check(context, text, ty, findings));
}

fn check(context: &Context<'_, '_>, text: Text<'_>, ty: &Result<TypeExpr, TypeFault>, findings: &mut Vec<Finding>) {
    match ty {
        Err(fault) => {
            let rest = text.value.get(fault.at..).and_then(|rest| rest.chars().next());
            let end = fault.at + rest.map_or(0, char::len_utf8);
            let span = if rest.is_some() || text.value.is_empty() {
                text::part(text, fault.at.min(text.value.len())..end.min(text.value.len()))
            } else {
                text.span
            };
            let message = format!("`{}` is no type of a value", text::shown(text.value));
            findings.push(Finding::new(&RULE, context.place(span), message).label(fault.message));
        }
        Ok(ty) => {
            if let Some(why) = unsized_reason(&ty.text).or_else(|| wrong_arguments(context, ty)) {
                let message = format!("`{}` is no type of a value", text::shown(text.value));
                findings.push(Finding::new(&RULE, context.place(text.span), message).label(why));
            }
        }
    }
}

/// Why nothing can be of that type itself, only behind a pointer.
fn unsized_reason(ty: &str) -> Option<String> {
    let is_slice = || {
        let length = ty.strip_suffix(']')?.rsplit_once("; ")?.1;
        Some(length.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match ty.as_bytes() {
        b"str" => Some("has no size of its own: write `String`".into()),
        [b'd', b'y', b'n', b' ', ..] => Some(format!("has no size of its own: write `Box<{ty}>`")),
        [b'[', ..] if is_slice() != Some(true) => {
            Some(format!("has no size of its own: write `Vec<{}>`", &ty[1..ty.len() - 1]))
        }
        _ => None,
    }
}

/// Why a name does not take the arguments that it is given.
fn wrong_arguments(context: &Context<'_, '_>, ty: &TypeExpr) -> Option<String> {
    for range in &ty.bare {
        let name = &ty.text[range.clone()];
        let generic = rust_names::GENERICS.iter().find(|(known, _)| *known == name);
        let has_arguments = ty.text.as_bytes().get(range.end) == Some(&b'<');
        if !has_arguments && generic.is_none() {
            continue;
        }
        let is_declared = context.declared(name).is_some();
        match generic {
            Some((_, count)) if !is_declared && arguments(&ty.text[range.end..]) != *count => {
                return Some(format!(
                    "`{name}` needs {}",
                    if *count == 1 { "a type in `<…>`" } else { "two types in `<…>`" }
                ));
            }
            None if is_declared || name == "String" || rust_names::PRIMITIVES.contains(&name) => {
                return Some(format!("`{name}` takes no arguments"));
            }
            _ => {}
        }
    }
    None
}

/// How many arguments stand between the angle brackets that follow a name.
fn arguments(text: &str) -> usize {
    let mut depth = 0;
    let mut commas = 0;
    let mut last = b' ';
    for byte in text.bytes() {
        match byte {
            b'<' | b'(' | b'[' => depth += 1,
            b'>' if last == b'-' => {}
            b'>' | b')' | b']' => depth -= 1,
            b',' if depth == 1 => commas += 1,
            _ => {}
        }
        if depth == 0 {
            // Either there was no bracket, or it is closed; `<>` holds nothing.
            return if byte == b'>' && last != b'<' { commas + 1 } else { 0 };
        }
        last = byte;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn arguments_are_counted() {
        for (text, expected) in [
            ("", 0),
            (", u8>", 0),
            ("<>", 0),
            ("<u8>", 1),
            ("<(u8, u16), fn(u8, u8) -> [u8; 3]>>", 2),
            ("<Vec<u8>>, u8>", 1),
        ] {
            assert_eq!(arguments(text), expected, "{text}");
        }
    }
}
