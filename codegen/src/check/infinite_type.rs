//! A declared type does not hold itself.

use std::ops::Range;

use super::graph;
use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::Type;
use crate::plan::types::TypeExpr;
use crate::rule::{Family, Rule, Severity};
use crate::spec::TypeDefinition;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INFINITE_TYPE",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a declared type holds itself only inside of a `Vec`, a `Box` or the like",
    why: "a value of it would have to contain a value of it, without end",
    bad: r#"{ "id": "a", "types": { "Tree": { "left": "Option<Tree>" } }, "input": { "tree": "Tree" }, "movements": [
  { "id": "m", "beats": [{ "beat": 1, "handler": "run", "input": ["tree"] }] }
] }"#,
    good: r#"{ "id": "a", "types": { "Tree": { "left": "Option<Box<Tree>>" } }, "input": { "tree": "Tree" }, "movements": [
  { "id": "m", "beats": [{ "beat": 1, "handler": "run", "input": ["tree"] }] }
] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let types = &context.sequence.types;
    let is_path = |at: usize| matches!(types[at].spec.definition, TypeDefinition::Path(_));
    let names_another = |ty: &Type<'_>| {
        let mut names = ty.parts.iter().flatten().flat_map(TypeExpr::bare_names);
        names.any(|name| context.declared(name).is_some())
    };
    if !types.iter().any(names_another) {
        return;
    }
    let edges = |names: fn(&TypeExpr) -> Vec<Range<usize>>, of: &dyn Fn(usize) -> bool| -> Vec<Vec<usize>> {
        let targets = |ty: &Type<'_>| {
            let mut targets = Vec::new();
            for part in ty.parts.iter().flatten() {
                targets
                    .extend(names(part).into_iter().filter_map(|range| context.declared_position(&part.text[range])));
            }
            targets.retain(|at| of(*at));
            targets.sort_unstable();
            targets.dedup();
            targets
        };
        types.iter().enumerate().map(|(at, ty)| if of(at) { targets(ty) } else { Vec::new() }).collect()
    };
    if graph::cycles(&edges(|part| part.bare.clone(), &|_| true)).found.is_empty() {
        return;
    }
    // Names of types that lead to each other are refused by rustc even behind a pointer.
    let of_names = graph::cycles(&edges(|part| part.bare.clone(), &is_path)).found;
    let of_values = graph::cycles(&edges(held, &|_| true)).found;
    let of_values = of_values.into_iter().filter(|cycle| !cycle.nodes.iter().all(|node| is_path(*node)));
    for cycle in of_names.into_iter().chain(of_values) {
        let place = context.place(types[cycle.nodes[0]].spec.name.span);
        let message = format!("a type holds itself: {}", graph::chain(&cycle, |node| types[node].name.to_owned()));
        let finding = Finding::new(&RULE, place, message).label("has no size");
        let rest = cycle.nodes.iter().skip(1);
        let finding = rest.fold(finding, |finding, node| {
            finding.also(context.place(types[*node].spec.name.span), "by way of this one")
        });
        findings.push(finding.help("put one of the steps into a `Box<…>` or a `Vec<…>` inside of a struct"));
    }
}

/// The bare names in a type whose values lie inside of its own: in itself, a tuple, an array or an `Option`.
fn held(ty: &TypeExpr) -> Vec<Range<usize>> {
    let mut held = Vec::new();
    let mut bare = ty.bare.iter().peekable();
    // For each open bracket, whether what is in it is held.
    let mut brackets: Vec<bool> = Vec::new();
    for (at, byte) in ty.text.bytes().enumerate() {
        let before = &ty.text[..at];
        let behind_pointer = before.ends_with("&'static ") || before.ends_with("-> ") || before.ends_with("dyn ");
        if let Some(range) = bare.next_if(|range| range.start == at)
            && !(behind_pointer || before.ends_with("+ ") || brackets.contains(&false))
        {
            held.push(range.clone());
        }
        match byte {
            b'<' => brackets.push(before.ends_with("Option") || before.ends_with("Result")),
            b'(' => brackets.push(!behind_pointer && !before.ends_with(|c: char| c == '_' || c.is_alphanumeric())),
            b'[' => brackets.push(!behind_pointer),
            b'>' if before.ends_with('-') => {}
            b'>' | b')' | b']' => {
                brackets.pop();
            }
            _ => {}
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::held;
    use crate::plan::types::parse;

    #[test]
    fn pointers_hold_nothing() {
        for (ty, expected) in [
            ("A", vec!["A"]),
            ("Option<A>", vec!["Option", "A"]),
            ("Option<Box<A>>", vec!["Option", "Box"]),
            ("(A, [B; 2])", vec!["A", "B"]),
            ("Vec<(A, B)>", vec!["Vec"]),
            ("&'static A", vec![]),
            ("fn(A) -> B", vec![]),
            ("(fn(A) -> B, C)", vec!["C"]),
            ("Result<A, std::rc::Rc<B>>", vec!["Result", "A"]),
            ("crate::Wrapper<A>", vec![]),
        ] {
            let ty = parse(ty).unwrap();
            let names: Vec<&str> = held(&ty).into_iter().map(|range| &ty.text[range]).collect();
            assert_eq!(names, expected, "{}", ty.text);
        }
    }
}
