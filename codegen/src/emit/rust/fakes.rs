//! A stand-in for the handlers of a sequence, for tests of everything around them.

mod paths;

use paths::Paths;

use super::code::{Code, written};
use super::traits::struct_name;
use super::{Flavour, text};
use crate::plan::types::TypeExpr;
use crate::plan::{Action, Movement, Plan, Sequence, Style, handlers::Method, naming};

/// Lints of style, which names and types from a spec may break.
const ALLOWED: &str = "dead_code, missing_docs, unused_imports, unused_mut, unreachable_pub, refining_impl_trait, \
    non_camel_case_types, non_snake_case, clippy::all, clippy::pedantic";

/// A module with a `Fake` of a sequence, and of those that it performs, and `name` for it outside. `module` is the path of
/// the sequence's module, as the surroundings of the new one know it.
#[must_use]
pub fn fakes(
    plan: &Plan<'_>,
    sequence: &Sequence<'_>,
    module: &str,
    name: &str,
    flavour: Flavour,
    runtime: &str,
) -> String {
    let mut all = vec![sequence];
    let mut at = 0;
    while at < all.len() {
        for (_, beat) in all[at].beats() {
            if let Action::Sequence(other) = beat.action
                && !all.iter().any(|known| std::ptr::eq(*known, &raw const plan.sequences[other]))
            {
                all.push(&plan.sequences[other]);
            }
        }
        at += 1;
    }
    let own = module_name(sequence);
    let paths = Paths::new(module, &own);
    let fakes: Vec<Faked<'_>> =
        all.iter().map(|of| Faked { sequence: of, root: sequence, paths: &paths, flavour, runtime }).collect();
    written(|code| {
        code.line(&paths.imports());
        code.line(&format!("#[allow({ALLOWED})]"));
        code.open(&format!("mod {own} {{"));
        code.line(&format!("use {runtime}::fake::{{Answers, Calls, ViaDebug as _, ViaNothing as _}};"));
        let baton = if fakes.iter().any(Faked::has_baton) { ", B" } else { "" };
        structure(code, &fakes, baton);
        for fake in &fakes {
            fake.handlers(code, baton);
            for movement in fake.sequence.movements.iter().filter(|movement| !movement.methods.is_empty()) {
                fake.movement(code, movement, baton);
            }
        }
        code.close("}");
        code.line(&format!("#[allow(unused_imports)] use {own}::Fake as {name};"));
    })
}

fn module_name(sequence: &Sequence<'_>) -> String {
    format!("fake_{}", sequence.module.trim_start_matches("r#"))
}

/// `Fake` itself: the calls, and for each movement who answers.
fn structure(code: &mut Code<'_, '_>, fakes: &[Faked<'_>], baton: &str) {
    let movements: Vec<(String, String)> = fakes
        .iter()
        .flat_map(|fake| fake.sequence.movements.iter().filter(|it| !it.methods.is_empty()).map(|it| fake.names(it)))
        .collect();
    let bounds = |code: &mut Code<'_, '_>| {
        let batons = if baton.is_empty() { "" } else { ", B: 'static" };
        code.open(&format!("impl<E: 'static{batons}> Fake<E{baton}> {{"));
    };
    let default = if baton.is_empty() { "" } else { ", B = ()" };
    code.blank();
    code.doc("Stands in for the handlers: records how they are called, and answers what it is told.");
    code.open(&format!("pub struct Fake<E = ::std::string::String{default}> {{"));
    code.line("recorded_: Calls,");
    for (field, ty) in &movements {
        code.line(&format!("{field}: {ty}<E{baton}>,"));
    }
    code.close("}");
    code.blank();
    let generics = if baton.is_empty() { "<E: 'static>" } else { "<E: 'static, B: 'static>" };
    code.open(&format!("impl{generics} ::core::default::Default for Fake<E{baton}> {{"));
    code.open("fn default() -> Self {");
    code.open("Self {");
    code.line("recorded_: Calls::default(),");
    for (field, ty) in &movements {
        code.line(&format!("{field}: {ty}::new_(),"));
    }
    code.close("}");
    code.close("}");
    code.close("}");
    code.blank();
    let plain = if baton.is_empty() { "" } else { ", ()" };
    code.open(&format!("impl Fake<::std::string::String{plain}> {{"));
    code.doc("One that was told nothing: handlers that give nothing succeed, the others fail. `default` makes one of other types.");
    code.line("pub fn new() -> Self { ::core::default::Default::default() }");
    code.close("}");
    code.blank();
    bounds(code);
    code.doc("Every call so far, in order.");
    code.line("pub fn calls(&self) -> &Calls { &self.recorded_ }");
    for (field, ty) in &movements {
        code.doc("Tells it what to answer in this movement.");
        code.line(&format!("pub fn {field}(&self) -> &{ty}<E{baton}> {{ &self.{field} }}"));
    }
    code.close("}");
}

struct Faked<'a> {
    sequence: &'a Sequence<'a>,
    /// The sequence that the fake is for.
    root: &'a Sequence<'a>,
    /// The paths of that one's module.
    paths: &'a Paths<'a>,
    flavour: Flavour,
    runtime: &'a str,
}

impl Faked<'_> {
    fn has_baton(&self) -> bool {
        self.sequence.style == Style::Baton
    }

    fn is_root(&self) -> bool {
        std::ptr::eq(self.sequence, self.root)
    }

    /// The path of the sequence's module from inside the fake's.
    fn path(&self) -> String {
        if self.is_root() { self.paths.own() } else { self.paths.above(1, &self.sequence.module) }
    }

    /// The field and the type of a movement's answers.
    fn names(&self, movement: &Movement<'_>) -> (String, String) {
        let own = naming::snake(&movement.trait_name);
        if self.is_root() {
            // The fake's own functions.
            let own = if matches!(own.as_str(), "new" | "calls") { format!("{own}_") } else { own };
            return (own, format!("Fake{}", movement.trait_name));
        }
        let module = self.sequence.module.trim_start_matches("r#");
        let field = format!("{module}_{}", own.trim_start_matches("r#"));
        (field, format!("Fake{}{}", naming::camel(module), movement.trait_name))
    }

    fn sendable<'t>(&self, bound: &'t str) -> &'t str {
        if self.flavour == Flavour::Async { bound } else { "" }
    }

    fn bounds(&self, baton: &str) -> String {
        let send = self.sendable(" + ::core::marker::Send");
        let batons = if baton.is_empty() { String::new() } else { format!(", B: 'static{send}") };
        format!("<E: ::core::fmt::Display + 'static{send}{batons}>")
    }

    fn handlers(&self, code: &mut Code<'_, '_>, baton: &str) {
        code.blank();
        code.open(&format!("impl{} {}::Handlers for Fake<E{baton}> {{", self.bounds(baton), self.path()));
        code.line("type Error = E;");
        if self.has_baton() {
            code.line("type Baton = B;");
        }
        code.close("}");
    }

    fn movement(&self, code: &mut Code<'_, '_>, movement: &Movement<'_>, baton: &str) {
        let (field, ty) = self.names(movement);
        let generics = if baton.is_empty() { "<E: 'static>" } else { "<E: 'static, B: 'static>" };
        code.blank();
        code.doc(&format!("What the handlers of the movement {} answer.", text::code(movement.id)));
        let unbounded = generics.replace(": 'static", "");
        code.open(&format!("pub struct {ty}{unbounded} {{"));
        for method in &movement.methods {
            let function = self.function(movement, method, "dyn FnMut");
            let send = self.sendable(" + ::core::marker::Send");
            code.line(&format!("{}: Answers<{function}{send}>,", method.name));
        }
        if !baton.is_empty() {
            code.line("baton_: ::core::marker::PhantomData<fn() -> B>,");
        }
        code.line("error_: ::core::marker::PhantomData<fn() -> E>,");
        code.close("}");
        code.blank();
        code.open(&format!("impl{generics} {ty}<E{baton}> {{"));
        code.open("fn new_() -> Self {");
        code.open("Self {");
        for method in &movement.methods {
            code.line(&format!("{}: Answers::new(),", method.name));
        }
        if !baton.is_empty() {
            code.line("baton_: ::core::marker::PhantomData,");
        }
        code.line("error_: ::core::marker::PhantomData,");
        code.close("}");
        code.close("}");
        for method in &movement.methods {
            let function = self.function(movement, method, "impl FnMut");
            let send = self.sendable(" + ::core::marker::Send");
            let name = &method.name;
            code.doc(&format!(
                "The next answer of {}; the last one is given from then on.",
                text::code(method.handler.value)
            ));
            code.open(&format!("pub fn {name}(&self, answer: {function}{send} + 'static) -> &Self {{"));
            code.line(&format!("self.{name}.push(::std::boxed::Box::new(answer));"));
            code.line("self");
            code.close("}");
        }
        code.close("}");
        code.blank();
        let (bounds, path) = (self.bounds(baton), self.path());
        code.open(&format!("impl{bounds} {path}::{} for Fake<E{baton}> {{", movement.trait_name));
        for method in &movement.methods {
            self.method(code, movement, method, &field);
        }
        code.close("}");
    }

    /// The type of what answers for a handler.
    fn function(&self, movement: &Movement<'_>, method: &Method<'_>, kind: &str) -> String {
        let baton = self.has_baton().then(|| "&mut B".to_owned());
        let inputs = self.inputs(movement, method).into_iter().map(|(_, ty)| format!("&{ty}"));
        let parameters: Vec<String> = baton.into_iter().chain(inputs).collect();
        format!("{kind}({}) -> ::core::result::Result<{}, E>", parameters.join(", "), self.output(movement, method))
    }

    fn method(&self, code: &mut Code<'_, '_>, movement: &Movement<'_>, method: &Method<'_>, field: &str) {
        let is_pure = movement.beats[method.beats[0]].is_pure();
        let inputs = self.inputs(movement, method);
        let mut parameters = vec!["&self".to_owned()];
        if !is_pure {
            parameters.push(format!("beat_: &mut {}::Beat<'_>", self.runtime));
        }
        if self.has_baton() {
            parameters.push("baton_: &mut B".into());
        }
        parameters.extend(inputs.iter().map(|(name, ty)| format!("{name}: &{ty}")));
        let word = if is_pure || self.flavour == Flavour::Blocking { "" } else { "async " };
        let (name, output) = (&method.name, self.output(movement, method));
        let parameters = parameters.join(", ");
        code.open(&format!("{word}fn {name}({parameters}) -> ::core::result::Result<{output}, E> {{"));
        let shown: Vec<String> = inputs
            .iter()
            .map(|(name, _)| {
                let said = text::literal(name.trim_start_matches("r#"));
                format!("({said}, (&&{}::fake::Shown({name})).shown())", self.runtime)
            })
            .collect();
        let number =
            if is_pure { "::core::option::Option::None" } else { "::core::option::Option::Some(beat_.number())" };
        let handler = text::literal(method.handler.value);
        code.line(&format!("self.recorded_.record({handler}, {number}, ::std::vec![{}]);", shown.join(", ")));
        let baton = self.has_baton().then_some("baton_");
        let arguments: Vec<&str> = baton.into_iter().chain(inputs.iter().map(|(name, _)| name.as_str())).collect();
        code.open(&format!("match self.{field}.{name}.answer(|answer_| answer_({})) {{", arguments.join(", ")));
        code.line("::core::option::Option::Some(answer_) => answer_,");
        if output == "()" {
            code.line("::core::option::Option::None => ::core::result::Result::Ok(()),");
        } else {
            let call = text::literal(&format!("fake.{field}().{name}(|…| Ok(…))"));
            code.line(&format!("::core::option::Option::None => {}::fake::untold({handler}, {call}),", self.runtime));
        }
        code.close("}");
        code.close("}");
    }

    /// The names and types of what a handler takes.
    fn inputs(&self, movement: &Movement<'_>, method: &Method<'_>) -> Vec<(String, String)> {
        let beat = &movement.beats[method.beats[0]];
        let values = beat.takes.iter().filter_map(|take| take.value).map(|value| &self.sequence.values[value]);
        values.map(|value| (value.ident.clone(), self.ty(value.ty.as_ref()))).collect()
    }

    fn output(&self, movement: &Movement<'_>, method: &Method<'_>) -> String {
        let beat = &movement.beats[method.beats[0]];
        match beat.gives.as_slice() {
            [] => "()".into(),
            [one] => self.ty(self.sequence.values[*one].ty.as_ref()),
            _ => format!("{}::{}", self.path(), struct_name(self.sequence, beat, method)),
        }
    }

    /// A type of the sequence's module, as the fake's module names it.
    fn ty<F>(&self, ty: Option<&Result<TypeExpr, F>>) -> String {
        let Some(Ok(ty)) = ty else { return "()".into() };
        let declared = |name: &str| self.sequence.types.iter().any(|ty| ty.name == name);
        let mut text = String::with_capacity(ty.text.len() + 16);
        let mut rest = ty.text.as_str();
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
            let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len()).max(first.len_utf8());
            let (path, after) = rest.split_at(word);
            let levels = path.split("::").take_while(|segment| *segment == "super").count();
            let item = path.strip_prefix("self::").unwrap_or(path);
            let is_own = !item.contains("::") && declared(item) && !after.starts_with(" =");
            match path.strip_prefix("crate::") {
                Some(item) => text.push_str(&self.paths.in_crate(item)),
                None if levels > 0 => text.push_str(&self.paths.above(levels, &path[levels * "super::".len()..])),
                None if is_own || item.len() < path.len() => text.extend([&self.path(), "::", item]),
                None => text.push_str(path),
            }
            rest = after;
        }
        text
    }
}
