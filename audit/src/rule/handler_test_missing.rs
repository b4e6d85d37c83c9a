//! A handler that is written and that nobody tries.

use std::collections::HashSet;
use std::path::Path;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::naming;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::coverage::sources::{Module, SourceFile};
use crate::facts::Facts;
use crate::skeleton;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "HANDLER_TEST_MISSING",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "a handler is tried by a criterion, by its tests in the file of the handlers' tests, or by a test that names it",
    why: "a step that nobody tried works by accident",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);

pub struct Desk;

impl a::Loading for Desk {
    fn load(&self, _: &mut symphony::Beat<'_>, letters: &mut Vec<String>) -> Result<(), String> {
        letters.push("Dear Ann".into());
        Ok(())
    }
}
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "loading", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- src/lib.rs
symphony::sequence!("sequences/a.json", blocking);

pub struct Desk;

impl a::Loading for Desk {
    fn load(&self, _: &mut symphony::Beat<'_>, letters: &mut Vec<String>) -> Result<(), String> {
        letters.push("Dear Ann".into());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    mod load {
        #[test]
        fn writes_a_letter() {
            let input = crate::a::Input { baton: Vec::new() };
            let performance = crate::a::perform(&crate::Desk, &symphony::Conductor::default(), input).unwrap();
            assert_eq!(performance.output, ["Dear Ann"]);
        }
    }
}
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    if facts.code().is_none() {
        return;
    }
    let mut words = None;
    for surveyed in facts.survey.sequences.iter().filter(|it| facts.is_sound(it)) {
        let sequence = surveyed.sequence;
        for (at, movement) in sequence.movements.iter().enumerate() {
            let implementations = facts.handlers(sequence, movement);
            for method in &movement.methods {
                let mut own = implementations.iter().filter(|(file, it)| !facts.is_for_tests(file, it));
                let written = own.find_map(|(file, it)| {
                    let is_it = |function: &&crate::coverage::sources::Function| {
                        function.name == method.name && !function.is_stub
                    };
                    it.functions.iter().find(is_it).map(|function| (file, function))
                });
                let Some((file, function)) = written else { continue };
                // A beat's criteria are judged for themselves.
                let is_accepted =
                    surveyed.acceptance.iter().any(|it| it.beat.movement == at && method.beats.contains(&it.beat.beat));
                if is_accepted
                    || has_skeleton(facts, surveyed, &movement.trait_name, &method.name)
                    || words.get_or_insert_with(|| tested(facts)).contains(method.name.trim_start_matches("r#"))
                {
                    continue;
                }
                let number = movement.beats[method.beats[0]].number;
                let message = format!("no test names the handler of beat {number} `{}`", shown(method.handler.value));
                let finding = Finding::new(&RULE, sequence.place(method.handler.span), message)
                    .label("nobody tries it")
                    .help("write a test for it, or acceptance criteria for its beat");
                findings.push(match facts.in_rust(file, &function.named) {
                    Some(place) => finding.also(place, "it is written here"),
                    None => finding,
                });
            }
        }
    }
}

/// Whether a test of the handler is written in the file that has a module for each.
fn has_skeleton(facts: &Facts<'_>, surveyed: &Surveyed<'_>, trait_name: &str, method: &str) -> bool {
    let Some(file) = file_of_handlers(facts, surveyed) else { return false };
    let path = [naming::snake(trait_name), method.to_owned()];
    // A module in a file of its own is the user's way to say that the tests are elsewhere.
    let is_elsewhere = |module: &Module| module.close.is_none() && path.starts_with(&module.path);
    let is_tested = |module: &Module| module.path == path && module.functions.iter().any(|function| !function.is_stub);
    file.modules.iter().any(|module| is_elsewhere(module) || is_tested(module))
}

fn file_of_handlers<'f>(facts: &Facts<'f>, surveyed: &Surveyed<'_>) -> Option<&'f SourceFile> {
    facts.code()?.file(&skeleton::handlers::path(&facts.survey.package.config, surveyed.sequence))
}

/// The words of all tests, but for those of files that have a module for each handler.
fn tested<'f>(facts: &Facts<'f>) -> HashSet<&'f str> {
    let listed: HashSet<&str> = facts
        .survey
        .sequences
        .iter()
        .filter_map(|it| file_of_handlers(facts, it))
        .map(|file| file.path.as_str())
        .collect();
    let mut found = HashSet::new();
    for (_, source) in facts.survey.sources.iter() {
        let (path, text) = (source.path(), source.text());
        if Path::new(path).extension().is_none_or(|it| it != "rs") || listed.contains(path) {
            continue;
        }
        let tests = if facts.is_test_file(path) { Some(0) } else { text.find("#[cfg(test)]") };
        let Some(start) = tests else { continue };
        found.extend(text[start..].split(|c: char| c != '_' && !c.is_alphanumeric()).filter(|word| !word.is_empty()));
    }
    found
}
