//! A type has a name that leads somewhere.

use super::{Check, Context, rust_names, text, type_uses};
use crate::diagnostic::Finding;
use crate::plan::types::{TypeExpr, TypeFault};
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::Text;

pub(super) const CHECK: Check = Check { sequence: Some(of_sequence), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "UNKNOWN_TYPE",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a type is declared in `types`, Rust's own, or a path",
    why: "the generated module knows no other names",
    bad: r#"{ "id": "a", "input": { "sizes": "HashMap<String, u64>" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["sizes"] }
] }] }"#,
    good: r#"{ "id": "a", "input": { "sizes": "std::collections::HashMap<String, u64>" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["sizes"] }
] }] }"#,
};

fn of_sequence(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    type_uses::of_sequence(context.sequence, &mut |text, ty| check(context, text, ty, findings));
}

fn of_beat(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    type_uses::of_beat(context.sequence, beat, &mut |text, ty| check(context, text, ty, findings));
}

/// In longer texts a name is not looked for, and among more names it is not remembered.
const LONGEST: usize = 1000;
const MOST: usize = 100;

fn check(context: &Context<'_, '_>, text: Text<'_>, ty: &Result<TypeExpr, TypeFault>, findings: &mut Vec<Finding>) {
    let Ok(ty) = ty else { return };
    for (at, range) in ty.bare.iter().enumerate() {
        let name = &ty.text[range.clone()];
        if context.declared(name).is_some()
            || rust_names::is_known(name)
            || context.sequence.spec.refused.contains(&"types")
        {
            continue;
        }
        if ty.bare[..at].iter().take(MOST).any(|earlier| ty.text[earlier.clone()] == *name) {
            continue; // said already
        }
        let place = context.place(name_span(text, name));
        let finding = Finding::new(&RULE, place, format!("there is no type `{}`", text::shown(name)));
        let known = rust_names::PATHS.iter().find(|(short, _)| *short == name);
        findings.push(if let Some((_, path)) = known {
            let finding = finding.label("needs its path").help(format!("write `{path}`"));
            if place.span == text.span { finding } else { finding.fix(format!("write `{path}`"), place, *path) }
        } else {
            let finding = finding.label("neither declared nor Rust's own");
            let declared = context.sequence.types.iter().map(|ty| ty.name);
            let generics = rust_names::GENERICS.iter().map(|(name, _)| *name);
            let known = declared.chain(["String"]).chain(generics).chain(rust_names::PRIMITIVES.iter().copied());
            match context.nearest(name, known) {
                Some(meant) if place.span != text.span => finding.help(format!("did you mean `{meant}`?")).fix(
                    format!("replace it with `{meant}`"),
                    place,
                    meant,
                ),
                Some(meant) => finding.help(format!("did you mean `{meant}`?")),
                None => finding.help("declare it in `types`, or write its path"),
            }
        });
    }
}

/// Where a name stands in a type expression; the whole string where that cannot be told.
fn name_span(text: Text<'_>, name: &str) -> crate::source::Span {
    if text.value.len() > LONGEST {
        return text.span;
    }
    let is_part = |c: char| c == '_' || c == ':' || c == '#' || unicode_ident::is_xid_continue(c);
    let mut matches = text.value.match_indices(name).filter(|(at, _)| {
        let (before, after) = (&text.value[..*at], &text.value[at + name.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    });
    matches.next().map_or(text.span, |(at, _)| text::part(text, at..at + name.len()))
}
