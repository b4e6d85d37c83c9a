//! Acceptance criteria, and the same steps for Symphony and for cucumber.

use std::fmt::Write as _;

use super::{NOUNS, VERBS};

/// The steps of a criterion.
const STEPS: [&str; 4] = ["given", "when", "then", "and"];

/// Criteria of one beat.
const OF_A_BEAT: usize = 5;

fn text(criterion: usize, step: usize) -> String {
    let (verb, noun) = (VERBS[criterion % VERBS.len()], NOUNS[criterion / VERBS.len() % NOUNS.len()]);
    let what = match step {
        0 => "somebody wants to",
        1 => "they begin to",
        2 => "they are able to",
        _ => "nobody is in the way to",
    };
    format!("{what} {verb} the {noun} of case {criterion}")
}

/// A sequence with so many criteria, five to a beat.
pub(crate) fn sequence(criteria: usize) -> String {
    let mut beats = String::new();
    for beat in 0..criteria.div_ceil(OF_A_BEAT) {
        let comma = if beat > 0 { "," } else { "" };
        let number = beat + 1;
        write!(beats, "{comma}\n{{ \"beat\": {number}, \"handler\": \"beat{number}\", \"acceptanceCriteria\": [")
            .expect("a string takes everything");
        for at in beat * OF_A_BEAT..((beat + 1) * OF_A_BEAT).min(criteria) {
            let steps: Vec<String> =
                STEPS.iter().enumerate().map(|(step, key)| format!("\"{key}\": [\"{}\"]", text(at, step))).collect();
            let comma = if at % OF_A_BEAT > 0 { "," } else { "" };
            write!(beats, "{comma}\n  {{ {} }}", steps.join(", ")).expect("a string takes everything");
        }
        beats.push_str("] }");
    }
    format!("{{ \"id\": \"cases\", \"movements\": [{{ \"id\": \"all\", \"beats\": [{beats}] }}] }}\n")
}

/// The worlds' code; `edit` changes the body of one step.
pub(crate) fn worlds(criteria: usize, asynchronous: bool, edit: usize) -> String {
    let (word, option) = if asynchronous { ("async ", "async, ") } else { ("", "") };
    let mut code = format!(
        "#[derive(Default)]\nstruct World(u64);\nimpl symphony::World for World {{ type Step = (); }}\n\
         symphony::scenarios! {{ \"sequence.json\", {option}World }}\n"
    );
    for beat in 0..criteria.div_ceil(OF_A_BEAT) {
        writeln!(code, "#[symphony::steps]\nimpl Beat{}Scenarios for World {{", beat + 1)
            .expect("a string takes everything");
        for at in beat * OF_A_BEAT..((beat + 1) * OF_A_BEAT).min(criteria) {
            for (step, key) in STEPS.iter().enumerate() {
                let name = text(at, step).replace(' ', "_");
                writeln!(code, "    {word}fn {key}_{name}(&mut self) {{ {} }}", body(at, step, edit))
                    .expect("a string takes everything");
            }
        }
        code.push_str("}\n");
    }
    code
}

/// The same for cucumber.
pub(crate) fn steps(criteria: usize, edit: usize) -> String {
    let mut code = String::from(
        "use cucumber::{World as _, given, then, when};\n#[derive(Debug, Default, cucumber::World)]\nstruct World(u64);\n\
         fn main() { futures::executor::block_on(World::cucumber().fail_on_skipped().run_and_exit(\"tests/criteria.feature\")); }\n",
    );
    for at in 0..criteria {
        for (step, key) in ["given", "when", "then", "then"].iter().enumerate() {
            let body = body(at, step, edit).replace("self", "world");
            writeln!(code, "#[{key}({:?})]\nfn step{at}_{step}(world: &mut World) {{ {body} }}", text(at, step))
                .expect("a string takes everything");
        }
    }
    code
}

/// The feature file of the same criteria.
pub(crate) fn feature(criteria: usize) -> String {
    let mut feature = String::from("Feature: cases\n");
    for at in 0..criteria {
        writeln!(feature, "\n  Scenario: case {at}").expect("a string takes everything");
        for (step, key) in ["Given", "When", "Then", "And"].iter().enumerate() {
            writeln!(feature, "    {key} {}", text(at, step)).expect("a string takes everything");
        }
    }
    feature
}

fn body(criterion: usize, step: usize, edit: usize) -> String {
    let edit = if criterion == 0 && step == 0 { edit } else { 0 };
    match step {
        0 => format!("self.0 += {};", 1 + edit),
        1 => "self.0 *= 2;".into(),
        2 => "assert_ne!(self.0, 0);".into(),
        _ => "assert_eq!(self.0 % 2, 0);".into(),
    }
}
