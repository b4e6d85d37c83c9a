//! A type of a crate that is not there.

use cargo_metadata::DependencyKind;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::types::{TypeExpr, TypeFault};
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::Span;
use symphony_codegen::spec::TypeDefinition;

use super::Check;
use super::text::shown;
use crate::dependency::is_same;
use crate::facts::Facts;
use crate::project::Package;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TYPE_PATH_UNRESOLVED",
    family: Family::Dependency,
    severity: Severity::Minor,
    what: "the path of a type starts at `crate`, `std` or a dependency of the package that compiles it",
    why: "the generated code names the type by this path, wherever its module stands",
    bad: r#"--- sequences/a.json
{ "id": "a", "types": { "Paper": "paper::Sheet" }, "input": { "paper": "Paper" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "a:loaded", "input": ["paper"] }
] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json");
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "types": { "Paper": "crate::Sheet", "Path": "std::path::PathBuf" }, "input": { "paper": "Paper", "path": "Path" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "a:loaded", "input": ["paper", "path"] }
] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json");
pub struct Sheet;
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = facts.code().filter(|_| facts.is_sound(surveyed)) else { return };
    if !code.compiled(surveyed.path).is_some_and(|compiled| compiled.is_certain) {
        return;
    }
    for (ty, span) in types(surveyed) {
        let unknown =
            ty.paths.iter().map(|range| &ty.text[range.clone()]).find(|path| !is_known(facts.survey.package, path));
        let Some(path) = unknown else { continue };
        let first = shown(first(path));
        let message = format!("`{}` is a type of `{first}`, which the package does not depend on", shown(path));
        let finding = Finding::new(&RULE, surveyed.sequence.place(span), message).label("no crate of that name");
        findings.push(finding.help(format!(
            "a type of the package's own starts at `crate::`; for one of another crate, `cargo add {first}`"
        )));
    }
}

/// The types that a sequence declares, and those of what flows, each with its place.
fn types<'s>(surveyed: &Surveyed<'s>) -> Vec<(&'s TypeExpr, Span)> {
    let sequence = surveyed.sequence;
    let mut all = Vec::new();
    let mut add = |ty: Option<&'s Result<TypeExpr, TypeFault>>, span: Option<Span>| {
        if let (Some(Ok(ty)), Some(span)) = (ty, span)
            && all.iter().all(|(_, known)| *known != span)
        {
            all.push((ty, span));
        }
    };
    for declared in &sequence.types {
        match &declared.spec.definition {
            TypeDefinition::Path(path) => add(declared.parts.first(), Some(path.span)),
            TypeDefinition::Struct(fields) => {
                for (field, ty) in fields.iter().zip(&declared.parts) {
                    add(Some(ty), field.ty.map(|ty| ty.span));
                }
            }
            TypeDefinition::Enum(_) => {}
        }
    }
    for value in sequence.values.iter().filter(|value| value.place.source == sequence.spec.source) {
        add(value.ty.as_ref(), value.ty_span);
    }
    all
}

fn first(path: &str) -> &str {
    path.trim_start_matches("::").split("::").next().unwrap_or_default()
}

fn is_known(package: &Package, path: &str) -> bool {
    let first = first(path);
    let is_dependency = || {
        let usable = package.manifest.dependencies.iter().filter(|it| it.kind != DependencyKind::Build);
        usable.into_iter().any(|it| is_same(&it.key, first.trim_start_matches("r#")))
    };
    matches!(first, "std" | "core" | "alloc" | "crate" | "self" | "super")
        || package.library.as_deref() == Some(first)
        || is_dependency()
}
