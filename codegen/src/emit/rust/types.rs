//! The types that a sequence declares, and the structs that its beats and its performance give.

use super::code::Code;
use super::traits::{struct_name, type_of};
use super::{Context, Selector, text};
use crate::plan::types::TypeExpr;
use crate::plan::{Sequence, Style, Type, ValueId, naming};
use crate::spec::TypeDefinition;

pub(super) fn emit(code: &mut Code<'_, '_>, context: &Context<'_>) {
    for ty in &context.sequence.types {
        code.blank();
        declared(code, context, ty);
    }
    outputs_of_beats(code, context);
    input(code, context);
    if context.sequence.style == Style::Flow {
        output(code, context);
    }
}

fn declared(code: &mut Code<'_, '_>, context: &Context<'_>, ty: &Type<'_>) {
    let name = ty.name;
    code.doc(&format!("Declared at {}.", context.place(ty.spec.name.span)));
    if let Some(path) = context.options.external(context.sequence.id, name) {
        code.line(&format!("pub type {name} = {path};"));
        return;
    }
    match &ty.spec.definition {
        TypeDefinition::Path(_) => {
            if let Some(Ok(path)) = ty.parts.first() {
                code.line(&format!("pub type {name} = {};", path.text));
            }
        }
        TypeDefinition::Enum(variants) => {
            derives(code, context, &["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash"], Some(name));
            enumeration(code, context, name, &variants.iter().map(|variant| variant.value).collect::<Vec<_>>());
        }
        TypeDefinition::Struct(fields) => {
            let is_plain = ty.parts.iter().flatten().all(|part| is_plain(context, part));
            derives(code, context, if is_plain { &["Clone", "Debug", "PartialEq"] } else { &[] }, Some(name));
            code.open(&format!("pub struct {name} {{"));
            for (field, part) in fields.iter().zip(&ty.parts) {
                let ident = naming::snake(field.name.value);
                if context.options.serde && ident.trim_start_matches("r#") != field.name.value {
                    code.line(&format!("#[serde(rename = {})]", text::literal(field.name.value)));
                }
                code.doc(&format!("{}.", text::code(field.name.value)));
                let ty = part.as_ref().map_or("()", |part| part.text.as_str());
                code.parts(&["pub ", &ident, ": ", ty, ","]);
            }
            code.close("}");
        }
    }
}

fn enumeration(code: &mut Code<'_, '_>, context: &Context<'_>, name: &str, words: &[&str]) {
    let variants: Vec<String> = words.iter().map(|word| naming::camel(&naming::words(word))).collect();
    code.open(&format!("pub enum {name} {{"));
    for (variant, word) in variants.iter().zip(words) {
        code.doc(&format!("{}.", text::code(word)));
        if context.options.serde && variant != word {
            code.line(&format!("#[serde(rename = {})]", text::literal(word)));
        }
        code.parts(&[variant, ","]);
    }
    code.close("}");
    code.blank();
    code.open(&format!("impl {name} {{"));
    code.doc("All of them, in the order of the JSON.");
    let all: Vec<String> = variants.iter().map(|variant| format!("Self::{variant}")).collect();
    code.array("pub const ALL: &'static [Self] = &", &all.iter().map(String::as_str).collect::<Vec<_>>(), ";");
    code.blank();
    code.doc("The word of the JSON.");
    code.open("pub const fn as_str(self) -> &'static str {");
    let words: Vec<String> = words.iter().map(|word| text::literal(word)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    code.array(&format!("const WORDS: [&str; {}] = ", words.len()), &words, ";");
    code.line("WORDS[self as usize]");
    code.close("}");
    code.blank();
    code.doc("The one of that word.");
    code.open("pub fn from_word(word: &str) -> Option<Self> {");
    code.line("Self::ALL.iter().copied().find(|one| one.as_str() == word)");
    code.close("}");
    code.close("}");
    code.blank();
    code.open(&format!("impl ::core::fmt::Display for {name} {{"));
    code.open("fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {");
    code.line("f.pad(self.as_str())");
    code.close("}");
    code.close("}");
}

/// The derives of a type: those that it always has, and of one that is declared serde's and what the user adds.
fn derives(code: &mut Code<'_, '_>, context: &Context<'_>, own: &[&str], declared: Option<&str>) {
    let options = context.options;
    let is_meant = |selector: &Selector| declared.is_some_and(|name| selector.matches(context.sequence.id, name));
    let mut derives: Vec<&str> = own.to_vec();
    if declared.is_some() && options.serde {
        derives.extend(["::serde::Serialize", "::serde::Deserialize"]);
    }
    for (_, derive) in options.derives.iter().filter(|(selector, _)| is_meant(selector)) {
        let last = |path: &str| path.rsplit("::").next().map(str::to_owned);
        if !derives.iter().any(|known| last(known) == last(derive)) {
            derives.push(derive);
        }
    }
    if !derives.is_empty() {
        code.derive(&derives);
    }
    for (_, attribute) in options.attributes.iter().filter(|(selector, _)| is_meant(selector)) {
        code.line(attribute);
    }
}

/// Types of the standard library that can be cloned, compared and printed where what they hold can.
const PLAIN: &[&str] = &[
    "bool",
    "char",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "Box",
    "Option",
    "Result",
    "String",
    "Vec",
    "std::collections::BTreeMap",
    "std::collections::BTreeSet",
    "std::collections::HashMap",
    "std::collections::HashSet",
    "std::collections::VecDeque",
    "std::ffi::OsString",
    "std::net::IpAddr",
    "std::net::SocketAddr",
    "std::path::PathBuf",
    "std::rc::Rc",
    "std::sync::Arc",
    "std::time::Duration",
    "std::time::Instant",
    "std::time::SystemTime",
];

/// Whether a type is made of nothing but [`PLAIN`] ones. Of a user's own type we cannot know what it derives.
fn is_plain(context: &Context<'_>, ty: &TypeExpr) -> bool {
    is_plain_given(ty, &opaque_types(context))
}

fn is_plain_given(ty: &TypeExpr, opaque: &[&str]) -> bool {
    !ty.text.contains("dyn ")
        && !ty.text.contains("fn(")
        && ty.bare_names().all(|name| !opaque.contains(&name))
        && ty.paths.iter().all(|path| PLAIN.contains(&ty.text[path.clone()].trim_start_matches("::")))
}

/// The declared types that hold something of the user's own, themselves or in a type that they hold.
fn opaque_types<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let mut opaque: Vec<&str> = Vec::new();
    loop {
        let known = opaque.len();
        for ty in &context.sequence.types {
            let is_external = context.options.external(context.sequence.id, ty.name).is_some();
            let holds = |part: &TypeExpr| !is_plain_given(part, &opaque);
            if !opaque.contains(&ty.name) && (is_external || ty.parts.iter().flatten().any(holds)) {
                opaque.push(ty.name);
            }
        }
        if opaque.len() == known {
            return opaque;
        }
    }
}

fn outputs_of_beats(code: &mut Code<'_, '_>, context: &Context<'_>) {
    for movement in &context.sequence.movements {
        for method in &movement.methods {
            let beat = &movement.beats[method.beats[0]];
            if beat.gives.len() < 2 {
                continue;
            }
            code.blank();
            code.doc(&format!("What {} gives.", text::code(method.handler.value)));
            let name = struct_name(context.sequence, beat, method);
            fields(code, context, &name, &beat.gives);
        }
    }
}

fn fields(code: &mut Code<'_, '_>, context: &Context<'_>, name: &str, values: &[ValueId]) {
    let values = || values.iter().map(|value| &context.sequence.values[*value]);
    let plain = |ty: &Option<Result<TypeExpr, _>>| matches!(ty, Some(Ok(ty)) if is_plain(context, ty));
    let is_plain = values().all(|value| plain(&value.ty));
    derives(code, context, if is_plain { &["Clone", "Debug", "PartialEq"] } else { &[] }, None);
    if values().next().is_none() {
        code.line(&format!("pub struct {name} {{}}"));
        return;
    }
    code.open(&format!("pub struct {name} {{"));
    for value in values() {
        code.doc(&format!("{}.", text::code(value.name.value)));
        code.parts(&["pub ", &value.ident, ": ", type_of(value), ","]);
    }
    code.close("}");
}

fn input(code: &mut Code<'_, '_>, context: &Context<'_>) {
    code.blank();
    code.doc("What a performance starts from.");
    if context.sequence.style == Style::Baton {
        code.line("#[derive(Clone, Debug, Default, PartialEq)]");
        code.open("pub struct Input<B> {");
        code.doc("What the handlers pass from beat to beat.");
        code.line("pub baton: B,");
        code.close("}");
        return;
    }
    let inputs: Vec<ValueId> = context.sequence.inputs().map(|(id, _)| id).collect();
    fields(code, context, "Input", &inputs);
}

fn output(code: &mut Code<'_, '_>, context: &Context<'_>) {
    code.blank();
    code.doc("What a performance gives.");
    let outputs: Vec<ValueId> = context.sequence.outputs.iter().flatten().copied().collect();
    fields(code, context, "Output", &outputs);
}

/// The names of all types that a module has: those that the sequence declares, and those that are made for its values.
pub(crate) fn names(sequence: &Sequence<'_>) -> Vec<String> {
    let mut names: Vec<String> = sequence.types.iter().map(|ty| ty.name.to_owned()).collect();
    if sequence.style == Style::Flow {
        names.extend(["Input".into(), "Output".into()]);
    }
    for movement in &sequence.movements {
        for method in &movement.methods {
            let beat = &movement.beats[method.beats[0]];
            if beat.gives.len() > 1 {
                names.push(struct_name(sequence, beat, method));
            }
        }
    }
    names
}
