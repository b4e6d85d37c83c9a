//! Which sequences a package compiles to Rust, and how their handlers are called then.

use std::collections::HashMap;

use symphony_codegen::emit::rust::Flavour;
use syn::visit::{self, Visit};

/// How a package compiles a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// Whether it surely does; a build script may name sequences in ways that nobody can follow who does not run it.
    pub is_certain: bool,
    /// How handlers are called, where that can be known.
    pub flavour: Option<Flavour>,
}

/// A `Builder` of a build script, or a call of `sequence!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Compilation {
    /// The files and folders, where they are known.
    roots: Option<Vec<String>>,
    flavour: Option<Flavour>,
}

impl Compilation {
    const UNKNOWN: Self = Self { roots: None, flavour: None };

    /// What a `sequence!` compiles: a path and words.
    pub(super) fn of_call(tokens: &str) -> Option<Self> {
        let mut parts = tokens.split(',').map(str::trim);
        let path = syn::parse_str::<syn::LitStr>(parts.next()?).ok()?.value();
        let words: Vec<&str> = parts.collect();
        Some(Self { roots: Some(vec![plain(&path)]), flavour: Some(of_words(|word| words.contains(&word))) })
    }

    /// What generated code says of itself: `::symphony "path" "Trait" flavour reach`.
    pub(super) fn of_companion(tokens: proc_macro2::TokenStream) -> Option<Self> {
        let tokens: Vec<String> = tokens.into_iter().map(|token| token.to_string()).collect();
        let path = tokens.iter().find_map(|token| syn::parse_str::<syn::LitStr>(token).ok())?.value();
        Some(Self {
            roots: Some(vec![plain(&path)]),
            flavour: Some(of_words(|word| tokens.iter().any(|token| token == word))),
        })
    }

    /// What a build script compiles.
    pub(super) fn of_script(script: &str) -> Vec<Self> {
        if !script.contains("symphony_codegen") {
            return Vec::new();
        }
        let Ok(file) = syn::parse_file(script) else { return vec![Self::UNKNOWN] };
        let mut reader = Script::default();
        reader.visit_file(&file);
        if reader.is_unclear || reader.found.is_empty() { vec![Self::UNKNOWN] } else { reader.found }
    }
}

/// What a package compiles, by the files and folders that are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compilations {
    named: HashMap<String, Vec<Option<Flavour>>>,
    has_unknown: bool,
}

impl Compilations {
    pub(super) fn add(&mut self, compilations: impl IntoIterator<Item = Compilation>) {
        for compilation in compilations {
            self.has_unknown |= compilation.roots.is_none();
            for root in compilation.roots.into_iter().flatten() {
                let flavours = self.named.entry(root).or_default();
                if !flavours.contains(&compilation.flavour) {
                    flavours.push(compilation.flavour);
                }
            }
        }
    }

    /// What is true of a file.
    pub(super) fn of(&self, path: &str) -> Option<Compiled> {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let mut flavours = folders.chain([path]).filter_map(|root| self.named.get(root)).flatten();
        match flavours.next() {
            Some(first) => {
                let is_one = flavours.all(|other| other == first);
                Some(Compiled { is_certain: true, flavour: first.filter(|_| is_one) })
            }
            None => self.has_unknown.then_some(Compiled { is_certain: false, flavour: None }),
        }
    }
}

fn plain(path: &str) -> String {
    path.strip_prefix("./").unwrap_or(path).trim_end_matches('/').to_owned()
}

fn of_words(has: impl Fn(&str) -> bool) -> Flavour {
    if has("blocking") {
        Flavour::Blocking
    } else if has("local") {
        Flavour::Local
    } else {
        Flavour::Async
    }
}

/// Looks for chains that start at `Builder::new()`.
#[derive(Default)]
struct Script {
    found: Vec<Compilation>,
    /// Whether options are set otherwise than in such a chain.
    is_unclear: bool,
}

const OPTIONS: &[&str] = &["blocking", "local", "sequences"];

impl<'a> Visit<'a> for Script {
    fn visit_expr_method_call(&mut self, outer: &'a syn::ExprMethodCall) {
        let mut calls = vec![outer];
        let mut start = &*outer.receiver;
        while let syn::Expr::MethodCall(inner) = start {
            calls.push(inner);
            start = &inner.receiver;
        }
        if is_new_builder(start) {
            self.found.push(compilation(&calls));
        } else {
            self.is_unclear |= calls.iter().any(|call| OPTIONS.iter().any(|option| call.method == option));
        }
        self.visit_expr(start);
        for argument in calls.iter().flat_map(|call| &call.args) {
            self.visit_expr(argument);
        }
    }

    fn visit_macro(&mut self, item: &'a syn::Macro) {
        self.is_unclear |= item.tokens.to_string().contains("Builder");
        visit::visit_macro(self, item);
    }
}

fn is_new_builder(expression: &syn::Expr) -> bool {
    let syn::Expr::Call(call) = expression else { return false };
    let syn::Expr::Path(function) = &*call.func else { return false };
    let names: Vec<String> = function.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    matches!(names.as_slice(), [.., ty, new] if ty == "Builder" && (new == "new" || new == "default"))
}

/// What a chain of calls asks for; the last call of an option counts, and stands first here.
fn compilation(calls: &[&syn::ExprMethodCall]) -> Compilation {
    let option = |name: &str| {
        let call = calls.iter().find(|call| call.method == name);
        call.map_or(Some(false), |call| match call.args.first() {
            Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(is), .. })) => Some(is.value),
            _ => None,
        })
    };
    let roots = calls.iter().filter(|call| call.method == "sequences").map(|call| match call.args.first() {
        Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. })) => Some(plain(&path.value())),
        _ => None,
    });
    let flavour = option("blocking").zip(option("local"));
    Compilation {
        roots: roots.collect::<Option<Vec<String>>>().filter(|roots| !roots.is_empty()),
        flavour: flavour.map(|(blocking, local)| of_words(|word| if word == "blocking" { blocking } else { local })),
    }
}

#[cfg(test)]
mod tests {
    use super::{Compilation, Compilations, Compiled, Flavour};

    fn compiled(found: impl IntoIterator<Item = Compilation>, path: &str) -> Option<Compiled> {
        let mut all = Compilations::default();
        all.add(found);
        all.of(path)
    }

    #[track_caller]
    fn check(body: &str, expected: Option<(bool, Option<Flavour>)>) {
        let script = format!("use symphony_codegen::Builder; fn main() {{ {body} }}");
        let found = compiled(Compilation::of_script(&script), "sequences/a.json");
        assert_eq!(found, expected.map(|(is_certain, flavour)| Compiled { is_certain, flavour }), "{body}");
    }

    #[test]
    fn a_build_script_says_what_it_compiles() {
        use Flavour::{Async, Blocking, Local};
        for (body, expected) in [
            ("Builder::new().sequences(\"sequences\").compile()", Some((true, Some(Async)))),
            (
                "symphony_codegen::Builder::default().sequences(\"./sequences/\").compile().unwrap()",
                Some((true, Some(Async))),
            ),
            ("Builder::new().blocking(true).sequences(\"sequences/a.json\").compile()", Some((true, Some(Blocking)))),
            (
                "Builder::new().sequences(\"sequences\").local(true).blocking(false).compile()",
                Some((true, Some(Local))),
            ),
            (
                "Builder::new().blocking(true).sequences(\"sequences\").blocking(false).compile()",
                Some((true, Some(Async))),
            ),
            ("Builder::new().sequences(\"b\").sequences(\"sequences\").compile()", Some((true, Some(Async)))),
            ("Builder::new().sequences(\"sequences\").blocking(BLOCKING).compile()", Some((true, None))),
            ("Builder::new().sequences(\"sequences\").local(LOCAL).compile()", Some((true, None))),
            ("let b = Builder::new().sequences(\"sequences\"); b.compile()", Some((true, Some(Async)))),
            (
                "if x { Builder::new().sequences(\"sequences\").blocking(true).compile() } else { Builder::new().sequences(\"sequences\").compile() }",
                Some((true, None)),
            ),
            ("Builder::new().sequences(\"other\").compile()", None),
            ("Builder::new().sequences(\"sequences/a\").compile()", None),
            ("Builder::new().sequences(path()).compile()", Some((false, None))),
            ("Builder::new().compile()", Some((false, None))),
            ("let b = Builder::new(); b.sequences(\"other\").compile()", Some((false, None))),
            ("let b = Builder::new().sequences(\"other\"); b.blocking(true).compile()", Some((false, None))),
            ("let b = Builder::new().sequences(\"other\"); f(b.local(true))", Some((false, None))),
            ("run(Builder::new().sequences(\"sequences\").blocking(true).compile())", Some((true, Some(Blocking)))),
            ("f(x).g(Builder::new().sequences(\"sequences\").compile())", Some((true, Some(Async)))),
            ("build!(Builder::new().sequences(\"other\"))", Some((false, None))),
            ("other()", Some((false, None))),
            ("not rust", Some((false, None))),
        ] {
            check(body, expected);
        }
        assert_eq!(Compilation::of_script("fn main() { Builder::new().sequences(\"sequences\") }"), []);
    }

    #[test]
    fn a_call_says_what_it_compiles() {
        let of = |tokens: &str| compiled(Compilation::of_call(tokens), "sequences/a.json");
        let certain = |flavour| Some(Compiled { is_certain: true, flavour: Some(flavour) });
        assert_eq!(of("\"sequences/a.json\""), certain(Flavour::Async));
        assert_eq!(of("\"./sequences/a.json\" , serde , blocking"), certain(Flavour::Blocking));
        assert_eq!(of("\"sequences/a.json\", local, runtime = :: other"), certain(Flavour::Local));
        assert_eq!(of("\"sequences/b.json\", blocking"), None);
        assert_eq!(of("path"), None);
    }

    #[test]
    fn generated_code_says_what_it_is_of() {
        let of = |tokens: &str| {
            let companion = Compilation::of_companion(tokens.parse().unwrap());
            compiled(companion, "sequences/a.json").and_then(|it| it.flavour)
        };
        assert_eq!(of("::symphony \"sequences/a.json\" \"Writing\" blocking public"), Some(Flavour::Blocking));
        assert_eq!(of("::symphony \"sequences/a.json\" \"Writing\" async public"), Some(Flavour::Async));
        assert_eq!(of("::symphony \"sequences/b.json\" \"Writing\" async public"), None);
        assert_eq!(of("::symphony"), None);
    }
}
