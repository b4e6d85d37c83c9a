//! Tests of the handlers of a sequence, to be written.

use symphony_codegen::emit::rust::{Flavour, comment};
use symphony_codegen::fingerprint::fingerprint;
use symphony_codegen::plan::handlers::Method;
use symphony_codegen::plan::{BeatId, Movement, Sequence, naming};

use super::{Addition, Drift, Skeleton, Skeletons, layout};
use crate::config::Config;
use crate::coverage::sources::{Module, SourceFile};
use crate::survey::{Survey, Surveyed};

/// The path of the tests of the handlers of a sequence.
#[must_use]
pub fn path(config: &Config, sequence: &Sequence<'_>) -> String {
    super::path(config, &sequence.module, "handlers")
}

/// A file for the sequence where there is none; what one that is there lacks. A program has no library whose handlers a
/// test could reach.
pub(super) fn of(survey: &Survey<'_>, sequence: &Surveyed<'_>, skeletons: &mut Skeletons) {
    let Some(library) = survey.package.library.as_deref().filter(|_| survey.package.config.handlers) else { return };
    let movements = movements(sequence);
    if movements.iter().all(|movement| movement.handlers.is_empty()) {
        return;
    }
    let path = path(&survey.package.config, sequence.sequence);
    if let Some(file) = survey.code().file(&path) {
        skeletons.drifted.push(drift(sequence, &movements, file));
    } else {
        let text = text(survey, sequence, &movements, library);
        skeletons.new.push(Skeleton { path, sequence: sequence.path.to_owned(), text });
    }
}

/// The tests of a movement's handlers.
struct Tested {
    module: String,
    handlers: Vec<Handler>,
}

/// The tests of a handler.
struct Handler {
    module: String,
    about: String,
    /// What is there in a new module only, since a user may well name it better.
    usual: Vec<Test>,
    /// What the sequence asks for: a test for each way to fail.
    failures: Vec<Test>,
}

/// A test.
struct Test {
    name: String,
    code: String,
}

impl Test {
    fn new(name: String, docs: &[&str], words: &str) -> Self {
        let code = layout::docs(docs) + "#[test]\n" + &layout::stub(&format!("fn {name}()"), words, "", 2);
        Self { name, code }
    }
}

impl Handler {
    fn module(&self) -> String {
        let tests: Vec<String> = self.usual.iter().chain(&self.failures).map(|test| test.code.clone()).collect();
        format!("// {}\n{}", comment(&self.about), layout::item(&format!("mod {}", self.module), &tests))
    }
}

fn movements(sequence: &Surveyed<'_>) -> Vec<Tested> {
    let movements = sequence.sequence.movements.iter().enumerate();
    movements
        .map(|(at, movement)| Tested {
            module: naming::snake(&movement.trait_name),
            handlers: movement.methods.iter().map(|method| handler(sequence, at, movement, method)).collect(),
        })
        .collect()
}

fn handler(surveyed: &Surveyed<'_>, movement_at: usize, movement: &Movement<'_>, method: &Method<'_>) -> Handler {
    let sequence = surveyed.sequence;
    let first = &movement.beats[method.beats[0]];
    let name = &method.name;
    let names = |names: Vec<&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let takes = names(first.takes.iter().map(|take| take.name.value).collect());
    let gives = names(first.gives.iter().map(|value| sequence.values[*value].name.value).collect());
    let from = if takes.is_empty() { String::new() } else { format!(" from {takes}") };
    let what = if gives.is_empty() { "does what it says".to_owned() } else { format!("gives {gives}") };
    let mut usual = vec![Test::new("succeeds".into(), &[], &format!("assert that `{name}` {what}{from}"))];
    if first.is_pure() {
        let of = if takes.is_empty() { "whenever it is called".to_owned() } else { format!("for any {takes}") };
        let words = format!("assert what holds of `{name}` {of}: it is a plain function of its inputs");
        usual.push(Test::new("holds_for_any_input".into(), &[], &words));
    }
    let about = format!("`{}`", method.handler.value);
    let failures = failures(surveyed, movement_at, method);
    Handler { module: name.clone(), about, usual, failures }
}

/// A test for each error that a beat of the handler declares, and for each criterion of one that is about a failure.
fn failures(surveyed: &Surveyed<'_>, movement: usize, method: &Method<'_>) -> Vec<Test> {
    let (sequence, name) = (surveyed.sequence, &method.name);
    let mut failures: Vec<Test> = Vec::new();
    let mut add = |test: Test| {
        if failures.iter().all(|known| known.name != test.name) {
            failures.push(test);
        }
    };
    for beat in &method.beats {
        let id = BeatId { movement, beat: *beat };
        for error in &sequence.beat(id).spec.errors {
            let text = error.value.trim();
            let words = format!("assert that `{name}` fails: {text}");
            add(Test::new(format!("fails_with_{}", identifier(text)), &[text], &words));
        }
        let acceptance = surveyed.acceptance.iter().filter(|it| it.beat == id);
        for (acceptance, criterion) in
            acceptance.flat_map(|it| it.criteria.iter().map(move |criterion| (it, criterion)))
        {
            if criterion.is_failure() {
                // Beats that share the handler may have criteria of one key.
                let number =
                    if method.beats.len() > 1 { format!("{}_", sequence.beat(id).number) } else { String::new() };
                let docs = [&format!("`{}`", acceptance.id(sequence, criterion))[..]];
                let words = format!("assert of `{name}`: {}", criterion.text().trim_end().replace('\n', ", "));
                add(Test::new(format!("fails_{number}{}", snake(&criterion.key)), &docs, &words));
            }
        }
    }
    failures
}

/// A key as a part of a name, with a hash where it is not in snake case: steps are named as they are written, and a test is
/// not.
fn snake(key: &str) -> String {
    let snake = key.to_lowercase().replace("__", "_");
    if snake == key && snake.len() <= LONGEST { snake } else { hashed(&snake, key) }
}

/// Longer parts of names are cut: rustfmt has no good place to break a head without parameters.
const LONGEST: usize = 56;

fn hashed(name: &str, text: &str) -> String {
    let short: String = name.chars().take(LONGEST).collect();
    format!("{}_{}", short.trim_end_matches('_'), &fingerprint(text)[..6])
}

/// The words of a text as a part of a name; with a hash where two texts would have the same.
fn identifier(text: &str) -> String {
    let text = text.trim();
    let name = naming::snake(&naming::words(text)).trim_start_matches("r#").to_owned();
    if name.len() <= LONGEST && name.replace('_', " ") == text {
        return name;
    }
    hashed(&name, text)
}

fn text(survey: &Survey<'_>, sequence: &Surveyed<'_>, movements: &[Tested], library: &str) -> String {
    let path = sequence.path;
    let module = &sequence.sequence.module;
    let mut text = format!(
        "//! The handlers of `{}`, one by one. `cargo symphony generate` wrote this file once; it is yours.\n\n\
         symphony::fakes! {{ {path:?} as {library}::{module}{} }}\n",
        comment(path),
        match flavour(survey, path) {
            Flavour::Async => "",
            Flavour::Blocking => ", blocking",
            Flavour::Local => ", local",
        }
    );
    for movement in movements.iter().filter(|movement| !movement.handlers.is_empty()) {
        text.push('\n');
        text.push_str(&whole(movement));
    }
    text
}

fn whole(movement: &Tested) -> String {
    let modules: Vec<String> = movement.handlers.iter().map(Handler::module).collect();
    layout::item(&format!("mod {}", movement.module), &modules)
}

/// How the handlers of a sequence are called: what the package's `sequence!` or build script says.
pub(super) fn flavour(survey: &Survey<'_>, path: &str) -> Flavour {
    let literal = format!("{path:?}");
    let calls = survey.code().files.iter().flat_map(|file| &file.sequences);
    if let Some(call) = calls.into_iter().find(|call| call.contains(&literal)) {
        let has = |word: &str| call.split(',').any(|option| option.trim() == word);
        return if has("blocking") {
            Flavour::Blocking
        } else if has("local") {
            Flavour::Local
        } else {
            Flavour::Async
        };
    }
    let script = &survey.code().build_script;
    if script.contains(".blocking(true)") {
        Flavour::Blocking
    } else if script.contains(".local(true)") {
        Flavour::Local
    } else {
        Flavour::Async
    }
}

/// What a file that is there lacks: a module where there is none for a handler, and a test for each way to fail.
fn drift(sequence: &Surveyed<'_>, movements: &[Tested], file: &SourceFile) -> Drift {
    let mut drift = Drift { path: file.path.clone(), sequence: sequence.path.to_owned(), ..Drift::default() };
    drift.fault.clone_from(&file.fault);
    if drift.fault.is_some() {
        return drift;
    }
    for movement in movements.iter().filter(|movement| !movement.handlers.is_empty()) {
        let Some(present) = module(file, &[&movement.module]) else {
            drift.missing.push(Addition::at_end(&file.text, file.text.len(), &whole(movement)));
            continue;
        };
        // A module in a file of its own is the user's way to say that it is elsewhere.
        let Some(end) = present.close else { continue };
        let mut modules = Vec::new();
        for handler in &movement.handlers {
            let Some(present) = module(file, &[&movement.module, &handler.module]) else {
                modules.push(handler.module());
                continue;
            };
            let Some(close) = present.close else { continue };
            let lacks = |test: &&Test| !present.functions.iter().any(|function| function.name == test.name);
            let tests: Vec<String> = handler.failures.iter().filter(lacks).map(|test| test.code.clone()).collect();
            if !tests.is_empty() {
                let into = format!("mod {}::{}", movement.module, handler.module);
                drift.missing.push(Addition::before_brace(&file.text, close, &tests.join("\n"), into));
            }
        }
        if !modules.is_empty() {
            let into = format!("mod {}", movement.module);
            drift.missing.push(Addition::before_brace(&file.text, end, &modules.join("\n"), into));
        }
    }
    drift
}

fn module<'f>(file: &'f SourceFile, path: &[&String]) -> Option<&'f Module> {
    file.modules.iter().find(|module| module.path.iter().eq(path.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::{identifier, snake};

    #[test]
    fn tests_are_named_in_snake_case_and_apart() {
        assert_eq!(snake("given_a_pen"), "given_a_pen");
        assert_eq!(identifier("the paper is out"), "the_paper_is_out");
        let keys = ["notify_ui_fails", "notifyUi_fails", "notifyui_fails", "notify_ui__fails", "notify_UI_fails"];
        let texts = ["no pen", "No pen", "no pen.", "no  pen", "no-pen", "", "?", &"no pen ".repeat(20)];
        let names: Vec<String> = keys.map(snake).into_iter().chain(texts.map(identifier)).collect();
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{name} is there twice");
            assert!(name.len() < 70 && !name.contains("__") && *name == name.to_lowercase(), "{name}");
        }
    }
}
