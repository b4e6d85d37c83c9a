//! `scenarios!` and `#[steps]`.

use std::collections::HashSet;
use std::env;
use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro::{Group, Span, TokenStream, TokenTree};
use symphony_codegen::compile::compile;
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::emit::rust::Scenarios;
use symphony_codegen::fingerprint::fingerprint;
use symphony_codegen::implementation::{MISSING_STEP, compare_steps, missing_world};
use symphony_codegen::plan::acceptance::{Acceptance, acceptance};

use crate::arguments::{self, Entry};
use crate::places::Implemented;
use crate::{project, report};

/// What `scenarios!` is given.
struct Call {
    path: String,
    at: Span,
    runtime: String,
    asynchronous: bool,
    executor: Option<TokenStream>,
    worlds: Vec<World>,
}

/// A world, and the beats that it is for.
struct World {
    /// A movement, a beat in it, or neither.
    beats: Vec<String>,
    ty: TokenStream,
    at: Span,
}

impl World {
    /// How exactly it means a beat; `None` where it does not.
    fn means(&self, acceptance: &Acceptance<'_>) -> Option<usize> {
        let names = [&acceptance.movement, &acceptance.module];
        let is_same =
            |(meant, name): (&String, &&String)| meant.trim_start_matches("r#") == name.trim_start_matches("r#");
        (self.beats.len() <= 2 && self.beats.iter().zip(&names).all(is_same)).then_some(self.beats.len())
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let call = match call(input) {
        Ok(call) => call,
        Err((message, at)) => return failed(&message, at, "::symphony"),
    };
    let (files, own) = match project::read_one(&call.path, "scenarios") {
        Ok(read) => read,
        Err(error) => return failed(&project::message(&error), call.at, &call.runtime),
    };
    compile(&files, |plan, findings| {
        let findings: Vec<_> = findings.into_iter().filter(|it| it.primary.place.source == own).collect();
        let report = |findings: &[Finding]| {
            report::report(findings, &files.sources, &call.runtime, &format!("scenarios {}", call.path))
        };
        let sequence = plan.sequences.iter().find(|sequence| sequence.spec.source == own);
        let Some(sequence) = sequence.filter(|_| !has_errors(&findings)) else { return report(&findings) };
        let accepted = acceptance(sequence);
        if let Some(stranger) = call.worlds.iter().find(|world| !accepted.iter().any(|it| world.means(it).is_some())) {
            return failed(&no_such_beat(&accepted, &stranger.beats), stranger.at, &call.runtime);
        }
        if let Some(movement) = accepted.iter().map(|it| it.movement.as_str()).find(|it| hides(it, &call.runtime)) {
            return failed(&hiding(movement, &call.path), call.at, &call.runtime);
        }
        let without = accepted.iter().filter(|it| world_of(&call.worlds, it).is_none());
        let findings: Vec<_> = without.map(|it| missing_world(sequence, it)).collect();
        if !findings.is_empty() {
            return report(&findings);
        }
        let scenarios = Scenarios {
            sequence,
            sources: &files.sources,
            runtime: &call.runtime,
            asynchronous: call.asynchronous,
            executor: &call.execute(),
        };
        let mut tokens = call.surroundings();
        for accepted in &accepted {
            tokens.extend(parsed(&scenarios.trait_of(accepted)));
            tokens.extend(parsed(&call.companion(accepted)));
        }
        tokens.extend(tests(&scenarios, &accepted, &call));
        tokens.extend(project::tracking(&call.path));
        tokens
    })
}

/// An error, and the end: without the traits every world in the crate would be one more.
fn failed(message: &str, at: Span, runtime: &str) -> TokenStream {
    let mut tokens = arguments::error(message, at);
    tokens.extend(report::stopping(runtime, message));
    tokens
}

/// Whether a module of that name would hide something that the rest of the file names.
fn hides(movement: &str, runtime: &str) -> bool {
    let is_crate = env::var("CARGO_CRATE_NAME").is_ok_and(|name| name == movement)
        || env::var("CARGO_PKG_NAME").is_ok_and(|name| name.replace('-', "_") == movement);
    is_crate || matches!(movement, "core" | "std" | "alloc") || runtime.trim_start_matches("::") == movement
}

fn hiding(movement: &str, path: &str) -> String {
    format!(
        "the tests of the movement `{movement}` are a module of that name, which would hide the crate `{movement}` here; put them \
         into a module of their own: `mod accepted {{ use super::*; symphony::scenarios! {{ {path:?}, … }} }}`"
    )
}

/// The world that means a beat most exactly.
fn world_of(worlds: &[World], acceptance: &Acceptance<'_>) -> Option<usize> {
    let meaning = worlds.iter().enumerate().filter_map(|(at, world)| Some((world.means(acceptance)?, at)));
    meaning.max_by_key(|(exactly, _)| *exactly).map(|(_, at)| at)
}

/// The tests, movement by movement. What is wrong in those of a beat is shown at the world that the user named for it.
fn tests(scenarios: &Scenarios<'_>, accepted: &[Acceptance<'_>], call: &Call) -> TokenStream {
    let mut tokens = TokenStream::new();
    for of_movement in accepted.chunk_by(|left, right| left.movement == right.movement) {
        let mut tests = TokenStream::new();
        for acceptance in of_movement {
            let Some(at) = world_of(&call.worlds, acceptance) else { continue };
            let module = parsed(&scenarios.tests_of(acceptance, &call.alias(at)));
            tests.extend(spanned(module, call.worlds[at].at));
        }
        let head = format!("#[cfg(test)] mod {}", of_movement[0].movement);
        tokens.extend(parsed(&head));
        tokens.extend([TokenTree::Group(Group::new(proc_macro::Delimiter::Brace, tests))]);
    }
    tokens
}

impl Call {
    /// Names of ours in the user's module, where another call may stand.
    fn alias(&self, world: usize) -> String {
        format!("__SymphonyWorld{world}_{}", fingerprint(&self.path))
    }

    fn execute(&self) -> String {
        format!("__symphony_execute_{}", fingerprint(&self.path))
    }

    /// What the tests refer to: the worlds by names of ours, and what runs `async` ones.
    fn surroundings(&self) -> TokenStream {
        let mut tokens = TokenStream::new();
        for (at, world) in self.worlds.iter().enumerate() {
            tokens.extend(parsed(&format!("#[cfg(test)] #[allow(non_camel_case_types)] type {} =", self.alias(at))));
            tokens.extend(world.ty.clone());
            tokens.extend(parsed(";"));
        }
        if self.asynchronous {
            let (name, output) = (self.execute(), "::core::future::Future<Output = ()>");
            tokens.extend(parsed(&format!("#[cfg(test)] fn {name}<F: {output}>(future: F)")));
            let runtime = &self.runtime;
            let executor = self.executor.clone().unwrap_or_else(|| parsed(&format!("{runtime}::block_on")));
            let mut call =
                TokenStream::from_iter([TokenTree::Group(Group::new(proc_macro::Delimiter::None, executor))]);
            call.extend(parsed("(future)"));
            tokens.extend([TokenTree::Group(Group::new(proc_macro::Delimiter::Brace, call))]);
        }
        tokens
    }

    /// The macro of a trait's name, by which `#[steps]` finds the criteria. It carries the names of the steps, so that
    /// what is right needs no look into the JSON.
    fn companion(&self, acceptance: &Acceptance<'_>) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let trait_name = &acceptance.trait_name;
        let real = format!("__symphony_steps_{}_{trait_name}", COUNT.fetch_add(1, Ordering::Relaxed));
        let (runtime, path, kind) = (&self.runtime, &self.path, if self.asynchronous { "async" } else { "blocking" });
        let steps: Vec<&str> = acceptance.steps().iter().map(|step| step.method.as_str()).collect();
        let steps = steps.join(" ");
        format!(
            "#[allow(unused_macros)] macro_rules! {real} {{ ($($implementation:tt)*) => {{
                {runtime}::__check_steps! {{ {runtime} {path:?} \"{trait_name}\" {kind} ({steps}) $($implementation)* }}
            }}; }}
            #[allow(unused_imports)] pub(crate) use {real} as {trait_name};"
        )
    }
}

fn parsed(code: &str) -> TokenStream {
    code.parse().unwrap_or_else(|error| {
        arguments::error(&format!("symphony: the generated code is no Rust: {error}"), Span::call_site())
    })
}

/// The same tokens, found at another place.
fn spanned(tokens: TokenStream, at: Span) -> TokenStream {
    let move_to = |token| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), spanned(group.stream(), at));
            moved.set_span(group.span().located_at(at));
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(token.span().located_at(at));
            token
        }
    };
    tokens.into_iter().map(move_to).collect()
}

fn no_such_beat(accepted: &[Acceptance<'_>], named: &[String]) -> String {
    if accepted.is_empty() {
        return "no beat of this sequence has acceptance criteria: there is nothing to test".into();
    }
    let beats: Vec<String> = accepted.iter().map(|it| format!("`{}::{}`", it.movement, it.module)).collect();
    format!("no beat `{}` has acceptance criteria; these have: {}", named.join("::"), beats.join(", "))
}

/// A path, options and worlds.
fn call(input: TokenStream) -> Result<Call, (String, Span)> {
    let mut call = Call {
        path: String::new(),
        at: Span::call_site(),
        runtime: "::symphony".into(),
        asynchronous: false,
        executor: None,
        worlds: Vec::new(),
    };
    for entry in arguments::entries(input) {
        match entry {
            Entry::Text(text, at) if call.path.is_empty() => (call.path, call.at) = (text, at),
            Entry::Option(name, value, at) => match name.as_str() {
                "executor" => (call.asynchronous, call.executor) = (true, Some(value)),
                "runtime" => call.runtime = arguments::path(&mut value.into_iter().peekable()),
                _ => {
                    return Err((
                        format!("`{name}` is no option; there are `async`, `executor = …` and `runtime = …`"),
                        at,
                    ));
                }
            },
            Entry::Other(tokens, _) if tokens.to_string() == "async" => call.asynchronous = true,
            Entry::Named(beats, ty, at) => call.worlds.push(World { beats, ty, at }),
            Entry::Other(ty, at) => call.worlds.push(World { beats: Vec::new(), ty, at }),
            Entry::Text(_, at) => return Err(("`scenarios!` takes one sequence".into(), at)),
        }
    }
    if call.path.is_empty() {
        let message =
            "`scenarios!` takes the path of a sequence and a world: `scenarios! { \"sequences/build.json\", World }`";
        return Err((message.into(), Span::call_site()));
    }
    for (at, world) in call.worlds.iter().enumerate() {
        if call.worlds[..at].iter().any(|other| other.beats == world.beats) {
            let what =
                if world.beats.is_empty() { "all other beats".into() } else { format!("`{}`", world.beats.join("::")) };
            return Err((format!("{what} had a world already"), world.at));
        }
    }
    Ok(call)
}

/// `__check_steps! { ::symphony "path" "Trait" kind (steps) impl … }`: the implementation again, or what is wrong with it.
pub(crate) fn check(input: TokenStream) -> TokenStream {
    let Some(mut given) = Implemented::read(input) else { return TokenStream::new() };
    let asynchronous = given.kind == "async";
    if is_complete(&given, asynchronous) {
        return given.tokens;
    }
    let Some((mut files, functions, at)) = given.locate() else { return given.tokens };
    files.findings.clear();
    compile(&files, |plan, _| {
        let wanted = plan.sequences.iter().find_map(|sequence| {
            let accepted = acceptance(sequence).into_iter().find(|it| it.trait_name == given.trait_name)?;
            Some(compare_steps(sequence, &accepted, asynchronous, &functions, at))
        });
        let Some(mut findings) = wanted else { return given.tokens.clone() };
        if given.implementation.has_macros {
            findings.retain(|finding| *finding.rule != MISSING_STEP);
        }
        if !has_errors(&findings) {
            return given.tokens.clone();
        }
        report::report(&findings, &files.sources, &given.runtime, &format!("{} {}", given.path, given.trait_name))
    })
}

/// Whether the functions are the steps, neither more nor less.
fn is_complete(given: &Implemented, asynchronous: bool) -> bool {
    let functions = &given.implementation.functions;
    let names: HashSet<String> = functions.iter().map(|function| function.name.to_string()).collect();
    names.len() == given.names.len()
        && given.names.iter().all(|name| names.contains(name))
        && functions.iter().all(|function| function.is_async == asynchronous)
}
