//! One file of Rust, as far as it has to do with sequences.

use std::collections::HashSet;
use std::ops::Range;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use symphony_codegen::source::SourceId;
use syn::visit::{self, Visit};

use super::call::Call;
use super::compiled::Compilation;
use super::effects::{Effect, Named};
use super::imports::Imports;
use super::unwritten::is_unwritten;

/// A file and what was found in it. Offsets are bytes of its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it is, from the package on.
    pub path: String,
    /// The binary that it is part of, where that is known.
    pub target: Option<String>,
    /// Its text among those that findings point at.
    pub source: Option<SourceId>,
    /// Its text.
    pub text: String,
    /// Why it is no Rust, with the line.
    pub fault: Option<String>,
    /// The calls of `scenarios!`.
    pub calls: Vec<Call>,
    /// The calls of `sequence!`: what stands between their braces.
    pub sequences: Vec<String>,
    /// The sequences for which it has a `fakes!`.
    pub(super) fakes: Vec<String>,
    /// What it compiles.
    pub(super) compilations: Vec<Compilation>,
    /// The implementations of traits.
    pub implementations: Vec<Implementation>,
    /// The inline modules, and the file itself as the first.
    pub modules: Vec<Module>,
    /// The traits that are defined in it, but for generated ones.
    pub(super) traits: Vec<String>,
    /// The words that stand in macros which are not ours: what these write, nobody knows.
    pub(super) in_macros: HashSet<String>,
    imports: Imports,
}

/// An implementation of a trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implementation {
    /// The inline modules that it stands in.
    pub module: Vec<String>,
    /// The path of the trait, as it is written.
    pub path: Vec<String>,
    /// The name of the trait, where it was imported under another one.
    original: Option<String>,
    /// The type that has it, as it is written, and what is asked of its parameters.
    pub self_type: String,
    /// The functions in it.
    pub functions: Vec<Function>,
    /// Where the path of the trait stands.
    pub named: Range<usize>,
    /// Where its closing brace stands.
    pub close: usize,
    /// Whether a macro in it may write more functions.
    pub has_macros: bool,
    /// Whether only tests compile it, as far as this file says so.
    pub is_test: bool,
}

/// A function in an implementation or a module.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Function {
    /// Its name.
    pub name: String,
    /// Whether a `todo!` or `unimplemented!` is left in it.
    pub is_stub: bool,
    /// Whether it comes to one in any case.
    pub is_unwritten: bool,
    /// Where its name stands.
    pub named: Range<usize>,
    /// Where its body stands, braces and all.
    pub body: Range<usize>,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// How many parameters it has, `self` among them.
    pub parameters: usize,
    /// Whether it plainly returns a `Result`.
    pub returns_result: bool,
    /// What it does besides computing; only of a function of a trait.
    pub effects: Vec<Effect>,
}

/// An inline module, or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The modules from the file on.
    pub path: Vec<String>,
    /// The functions in it.
    pub functions: Vec<Function>,
    /// Where its closing brace stands; nowhere for a module in a file of its own.
    pub close: Option<usize>,
}

impl SourceFile {
    /// A file whose bytes are no text.
    pub(super) fn unreadable(path: String, target: Option<String>) -> Self {
        Self { fault: Some("1:1: it is no UTF-8".into()), ..Self::empty(path, target, String::new()) }
    }

    fn empty(path: String, target: Option<String>, text: String) -> Self {
        Self {
            path,
            target,
            source: None,
            text,
            fault: None,
            calls: Vec::new(),
            sequences: Vec::new(),
            implementations: Vec::new(),
            fakes: Vec::new(),
            compilations: Vec::new(),
            traits: Vec::new(),
            in_macros: HashSet::new(),
            modules: Vec::new(),
            imports: Imports::default(),
        }
    }

    pub(super) fn parse(path: String, target: Option<String>, text: String) -> Self {
        let mut file = Self::empty(path, target, text);
        match syn::parse_file(&file.text) {
            Ok(syntax) => {
                let text = std::mem::take(&mut file.text);
                // syn leaves out a byte order mark and the first line of a script, and counts from there.
                let skipped = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
                    + syntax.shebang.as_ref().map_or(0, String::len);
                let mut reader = Reader {
                    file: &mut file,
                    text: &text[skipped..],
                    skipped,
                    named: Vec::new(),
                    statics: Vec::new(),
                    is_test: false,
                };
                reader.module(&syntax.items, &[], Some(text.len() - skipped));
                reader.finish();
                file.text = text;
            }
            Err(fault) => {
                let at = fault.span().start();
                file.fault = Some(format!("{}:{}: {fault}", at.line, at.column + 1));
            }
        }
        file
    }

    /// Whether an implementation belongs to a `scenarios!` of this file: it stands in its module, and in none of one
    /// that is deeper in.
    pub fn owns(&self, call: &Call, implementation: &Implementation) -> bool {
        let is_in = |call: &Call| implementation.module.starts_with(&call.module);
        is_in(call) && !self.calls.iter().any(|other| other.module.len() > call.module.len() && is_in(other))
    }

    /// The modules that an implementation may mean its trait to be of: those in its path, and in what the file uses.
    pub(crate) fn modules_of<'f>(&'f self, implementation: &'f Implementation) -> impl Iterator<Item = &'f str> {
        let used = self.imports.of(&implementation.path[0]).flatten();
        implementation.path.iter().chain(used).map(String::as_str)
    }

    /// Whether an implementation may be of a trait of this package, as far as the file says.
    pub(super) fn is_of_ours(&self, implementation: &Implementation) -> bool {
        let meanings = self.imports.meanings(&implementation.path);
        let is_foreign = |path: &Vec<String>| {
            path.len() > 1
                && matches!(path[0].as_str(), "std" | "core" | "alloc")
                && path.last().is_some_and(|it| it == implementation.trait_name())
        };
        !meanings.iter().any(is_foreign)
    }
}

impl Implementation {
    /// The name of the trait: the last segment of its path, or what that was before it was imported.
    #[must_use]
    pub fn trait_name(&self) -> &str {
        self.original.as_ref().or(self.path.last()).map_or("", String::as_str)
    }
}

struct Reader<'r> {
    file: &'r mut SourceFile,
    text: &'r str,
    skipped: usize,
    /// What each function of each implementation names.
    named: Vec<Vec<Named>>,
    /// The mutable statics.
    statics: Vec<String>,
    is_test: bool,
}

impl Reader<'_> {
    /// What can be said when all of the file was read.
    fn finish(self) {
        let imports = &self.file.imports;
        for (implementation, named) in self.file.implementations.iter_mut().zip(&self.named) {
            if let [name] = implementation.path.as_slice() {
                implementation.original = imports.original(name).map(str::to_owned);
            }
            for (function, named) in implementation.functions.iter_mut().zip(named) {
                function.effects = named.effects(imports, &self.statics);
            }
        }
    }

    fn module(&mut self, items: &[syn::Item], path: &[String], close: Option<usize>) {
        let end = close.unwrap_or_default() + self.skipped;
        let mut functions = Vec::new();
        for item in items {
            match item {
                syn::Item::Fn(function) => functions.push(Function::new(&function.sig, &function.block, self.skipped)),
                syn::Item::Impl(implementation) => self.implementation(implementation, path),
                syn::Item::Use(item) => self.file.imports.add(&item.tree),
                syn::Item::Trait(item) if !is_generated(items, &item.ident) => {
                    self.file.traits.push(item.ident.to_string());
                }
                syn::Item::Static(item) if matches!(item.mutability, syn::StaticMutability::Mut(_)) => {
                    self.statics.push(item.ident.to_string());
                }
                syn::Item::Macro(item) if is_named(&item.mac.path, "scenarios") => {
                    let tokens = item.mac.tokens.clone();
                    self.file.calls.extend(Call::parse(tokens, self.text, self.skipped, path, end));
                }
                syn::Item::Macro(item) if is_named(&item.mac.path, "sequence") => {
                    let tokens = item.mac.tokens.to_string();
                    self.file.compilations.extend(Compilation::of_call(&tokens));
                    self.file.sequences.push(tokens);
                }
                syn::Item::Macro(item) if is_named(&item.mac.path, "fakes") => {
                    let path = item.mac.tokens.clone().into_iter().next().map(|token| token.to_string());
                    let path = path.and_then(|path| syn::parse_str::<syn::LitStr>(&path).ok()).map(|path| path.value());
                    self.file.fakes.extend(path.map(|path| path.strip_prefix("./").unwrap_or(&path).to_owned()));
                }
                syn::Item::Macro(item) if is_named(&item.mac.path, COMPANION) => {
                    self.file.compilations.extend(Compilation::of_companion(item.mac.tokens.clone()));
                }
                syn::Item::Macro(item) => words(item.mac.tokens.clone(), &mut self.file.in_macros),
                syn::Item::Mod(item) => {
                    let path = [path, &[item.ident.to_string()]].concat();
                    match &item.content {
                        Some((brace, items)) => {
                            let close = brace.span.close().byte_range().start;
                            let is_test = self.is_test;
                            self.is_test |= item.attrs.iter().any(is_for_tests);
                            self.module(items, &path, Some(close));
                            self.is_test = is_test;
                        }
                        None => self.file.modules.push(Module { path, functions: Vec::new(), close: None }),
                    }
                }
                _ => {}
            }
        }
        let close = close.map(|close| close + self.skipped);
        self.file.modules.push(Module { path: path.to_vec(), functions, close });
    }

    fn implementation(&mut self, item: &syn::ItemImpl, module: &[String]) {
        let Some((path, word)) = &item.trait_ else { return };
        let self_type = word.span.byte_range().end..item.brace_token.span.open().byte_range().start;
        let functions = item.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(function) => Some(function),
            _ => None,
        });
        let named = functions.clone().map(|function| Named::in_body(&function.block, self.skipped)).collect();
        let functions = functions.map(|function| Function::new(&function.sig, &function.block, self.skipped));
        self.named.push(named);
        self.file.implementations.push(Implementation {
            module: module.to_vec(),
            path: path.segments.iter().map(|segment| segment.ident.to_string()).collect(),
            original: None,
            self_type: self.text.get(self_type).unwrap_or_default().trim().to_owned(),
            functions: functions.collect(),
            named: shifted(range_of(path), self.skipped),
            close: item.brace_token.span.close().byte_range().start + self.skipped,
            has_macros: item.items.iter().any(|item| matches!(item, syn::ImplItem::Macro(_))),
            is_test: self.is_test || item.attrs.iter().any(is_for_tests),
        });
    }
}

impl Function {
    fn new(signature: &syn::Signature, block: &syn::Block, skipped: usize) -> Self {
        let mut stubs = Stubs(false);
        stubs.visit_block(block);
        let returns_result = match &signature.output {
            syn::ReturnType::Type(_, ty) => matches!(&**ty, syn::Type::Path(ty) if is_named(&ty.path, "Result")),
            syn::ReturnType::Default => false,
        };
        Self {
            name: signature.ident.to_string(),
            is_stub: stubs.0,
            is_unwritten: is_unwritten(block),
            named: shifted(signature.ident.span().byte_range(), skipped),
            body: shifted(block.brace_token.span.join().byte_range(), skipped),
            is_async: signature.asyncness.is_some(),
            parameters: signature.inputs.len(),
            returns_result,
            effects: Vec::new(),
        }
    }
}

/// Where the names of a path stand.
pub(super) fn range_of(path: &syn::Path) -> Range<usize> {
    let ends = (path.segments.first(), path.segments.last());
    let (Some(first), Some(last)) = ends else { return 0..0 };
    first.ident.span().byte_range().start..last.ident.span().byte_range().end
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn is_named(path: &syn::Path, name: &str) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == name)
}

/// The macro by which generated code knows its sequence.
const COMPANION: &str = "__companion";

/// Whether a trait is a movement's in generated code: the macro of its name stands beside it.
fn is_generated(items: &[syn::Item], name: &syn::Ident) -> bool {
    let text = format!("{:?}", name.to_string());
    let says = |tokens: TokenStream| tokens.into_iter().any(|token| token.to_string() == text);
    items.iter().any(|item| match item {
        syn::Item::Macro(item) => is_named(&item.mac.path, COMPANION) && says(item.mac.tokens.clone()),
        _ => false,
    })
}

/// `#[cfg(test)]`, with whatever else is asked for.
fn is_for_tests(attribute: &syn::Attribute) -> bool {
    let mut found = HashSet::new();
    if attribute.path().is_ident("cfg")
        && let syn::Meta::List(list) = &attribute.meta
    {
        words(list.tokens.clone(), &mut found);
    }
    found.contains("test") && !found.contains("not")
}

fn words(tokens: TokenStream, found: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(group.stream(), found),
            TokenTree::Ident(word) => drop(found.insert(word.to_string())),
            _ => {}
        }
    }
}

/// Looks for macros that say that something is still to be written.
struct Stubs(bool);

const STUBS: [&str; 2] = ["todo", "unimplemented"];

impl<'a> Visit<'a> for Stubs {
    fn visit_macro(&mut self, item: &'a syn::Macro) {
        self.0 |= STUBS.iter().any(|name| is_named(&item.path, name)) || has_stub(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

fn has_stub(tokens: TokenStream) -> bool {
    let mut before = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_stub(group.stream()),
        // Joint, it is the start of `!=`.
        TokenTree::Punct(punct) => {
            std::mem::take(&mut before) && punct.as_char() == '!' && punct.spacing() == Spacing::Alone
        }
        TokenTree::Ident(ident) => {
            before = STUBS.iter().any(|name| ident == name);
            false
        }
        TokenTree::Literal(_) => {
            before = false;
            false
        }
    })
}

#[cfg(test)]
mod tests {
    use super::SourceFile;

    #[test]
    fn stubs_and_modules_are_found() {
        let text = "\u{feff}use a::greeting::{Writing, b::*};
            symphony::scenarios! { \"sequences/ü.json\", Desk }
            impl WriteScenarios for Desk {
                fn given_a(&mut self) {}
                fn when_b(&mut self) { if x { todo!(\"é\") } }
                fn then_c(&mut self) { assert_eq!(1, unimplemented!()); }
                fn and_d(&mut self) { let todo = \"todo!\"; assert!(todo != x); }
            }
            mod deep { symphony::scenarios! { \"b.json\", World } impl super::XScenarios for World {} }
            mod elsewhere;
            impl Writing for Hand {}";
        let file = SourceFile::parse("tests/a.rs".into(), None, text.into());
        assert_eq!(file.fault, None);
        let implementation = &file.implementations[0];
        let functions: Vec<_> = implementation.functions.iter().map(|it| (it.name.as_str(), it.is_stub)).collect();
        assert_eq!(functions, [("given_a", false), ("when_b", true), ("then_c", true), ("and_d", false)]);
        assert_eq!(&text[implementation.close..=implementation.close], "}");
        assert_eq!(file.calls[0].sequence, "sequences/ü.json");
        assert_eq!(file.calls[0].worlds[0].ty, "Desk");
        assert_eq!(file.calls[0].end, text.len());
        assert_eq!(&text[file.calls[1].end..=file.calls[1].end], "}");
        let own = |call| {
            file.implementations
                .iter()
                .filter(|it| file.owns(call, it))
                .map(super::Implementation::trait_name)
                .collect::<Vec<_>>()
        };
        assert_eq!(own(&file.calls[0]), ["WriteScenarios", "Writing"]);
        assert_eq!(own(&file.calls[1]), ["XScenarios"]);
        let named = |at: usize| file.modules_of(&file.implementations[at]).collect::<Vec<_>>();
        assert_eq!(named(0), ["WriteScenarios", "a", "greeting", "b", "*"]);
        assert_eq!(named(2), ["Writing", "a", "greeting", "Writing", "a", "greeting", "b", "*"]);
        let modules: Vec<_> =
            file.modules.iter().map(|module| (module.path.join("::"), module.close.is_some())).collect();
        assert_eq!(modules, [("deep".into(), true), ("elsewhere".into(), false), (String::new(), true)]);
    }

    #[test]
    fn what_is_no_rust_has_a_place() {
        let file = SourceFile::parse("tests/a.rs".into(), None, "fn a() {}\nfn {".into());
        assert!(file.fault.as_deref().is_some_and(|fault| fault.starts_with("2:4: ")), "{:?}", file.fault);
    }
}
