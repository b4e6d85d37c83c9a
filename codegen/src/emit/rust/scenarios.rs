//! A trait for each beat with acceptance criteria, and a test for each criterion.
//!
//! They are written where tests are compiled, never into a pipeline's own module: who ships a pipeline does not compile
//! how it is accepted.

use std::collections::{HashMap, HashSet};

use super::code::{Code, written};
use super::text;
use super::traits::{paragraph, story};
use crate::plan::acceptance::{Acceptance, Criterion, Step};
use crate::plan::budget::Budget;
use crate::plan::{Movement, Sequence};
use crate::source::Sources;

/// How the tests are written.
#[derive(Clone, Debug)]
pub struct Scenarios<'a> {
    /// The sequence.
    pub sequence: &'a Sequence<'a>,
    /// The files.
    pub sources: &'a Sources,
    /// The path of the runtime crate.
    pub runtime: &'a str,
    /// Whether steps are `async`.
    pub asynchronous: bool,
    /// The function, two modules up from a test, that runs an `async` one.
    pub executor: &'a str,
}

/// The head of a step's method, as a user writes it.
///
/// ```
/// # use symphony_codegen::{compile::{Files, compile}, emit::rust::step_signature, plan::acceptance::acceptance, source::Source};
/// # let mut files = Files::default();
/// # files.sources.add(Source::new("a.json", r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
/// #     { "beat": 1, "handler": "run", "acceptanceCriteria": ["Given a track, then it is over within 10s"] }] }] }"#));
/// # compile(&files, |plan, _| {
/// let step = &acceptance(&plan.sequences[0])[0].criteria[0].steps[1];
/// let signature = step_signature(step, false, "symphony");
/// assert_eq!(signature, "fn then_it_is_over_within_10s(&mut self, budget: symphony::Budget) -> Self::Step");
/// # });
/// ```
#[must_use]
pub fn step_signature(step: &Step<'_>, asynchronous: bool, runtime: &str) -> String {
    let (parameters, word) = (parameters(step, runtime), if asynchronous { "async " } else { "" });
    format!("{word}fn {}({}) -> Self::Step", step.method, parameters.join(", "))
}

fn parameters(step: &Step<'_>, runtime: &str) -> Vec<String> {
    let mut parameters = vec!["&mut self".to_owned()];
    match step.budgets.len() {
        0 => {}
        1 => parameters.push(format!("budget: {runtime}::Budget")),
        several => parameters.push(format!("budgets: [{runtime}::Budget; {several}]")),
    }
    parameters
}

impl Scenarios<'_> {
    /// The trait of a beat.
    #[must_use]
    pub fn trait_of(&self, acceptance: &Acceptance<'_>) -> String {
        written(|code| {
            let (movement, runtime) = (&self.sequence.movements[acceptance.beat.movement], self.runtime);
            self.docs(code, movement, acceptance);
            let (beat, id) = (self.sequence.beat(acceptance.beat), self.sequence.id);
            let message = format!(
                "`{{Self}}` does not test the beat {} of the movement `{}` of the sequence `{id}`",
                beat.number, movement.id
            );
            code.open("#[diagnostic::on_unimplemented(");
            code.parts(&["message = ", &text::format_literal(&message).replace("{{Self}}", "{Self}"), ","]);
            code.parts(&[
                "label = ",
                &text::format_literal(&format!("write `impl {} for` it", acceptance.trait_name)),
                ",",
            ]);
            code.parts(&["note = ", &text::format_literal(&format!("the beat stands at {}", self.place(beat.span)))]);
            code.close(")]");
            code.line(
                "#[allow(dead_code, missing_docs, non_snake_case, unreachable_pub, clippy::all, clippy::pedantic)]",
            );
            code.open(&format!("pub(crate) trait {}: {runtime}::World {{", acceptance.trait_name));
            let mut uses: HashMap<&str, Vec<String>> = HashMap::new();
            for criterion in &acceptance.criteria {
                let methods: HashSet<&str> = criterion.steps.iter().map(|step| step.method.as_str()).collect();
                for method in methods {
                    uses.entry(method).or_default().push(text::code(&criterion.key));
                }
            }
            for step in acceptance.steps() {
                code.blank();
                self.step(code, step, &uses[step.method.as_str()]);
            }
            code.close("}");
        })
    }

    fn docs(&self, code: &mut Code<'_, '_>, movement: &Movement<'_>, acceptance: &Acceptance<'_>) {
        let beat = self.sequence.beat(acceptance.beat);
        let title = beat.spec.title.or(beat.spec.name).or(beat.spec.handler.as_ref().map(|handler| handler.name));
        let title = text::doc_lines(title.map_or("", |title| title.value)).join(" ");
        let (number, movement) = (beat.number, text::doc(movement.id));
        code.doc(&format!(
            "How beat {number} of the movement {movement} is accepted: {}.",
            title.trim_end_matches('.')
        ));
        if let Some(scenario) = beat.spec.scenario {
            paragraph(scenario.value, |line| code.doc(line));
        }
        if let Some(line) = story(beat.spec.user_story.as_ref()) {
            code.doc("");
            code.doc(&line);
        }
        let titles: Vec<&str> = acceptance.criteria.iter().filter_map(|criterion| criterion.title).collect();
        if !titles.is_empty() {
            code.doc("");
            code.doc("Scenarios:");
            for title in titles {
                code.doc(&format!("- {}", text::doc_lines(title).join(" ")));
            }
        }
    }

    /// A step, and the keys of the criteria that it is of.
    fn step(&self, code: &mut Code<'_, '_>, step: &Step<'_>, keys: &[String]) {
        code.doc(&format!("{} {}", step.keyword.word(), text::doc(&step.text)));
        code.doc("");
        code.doc(&format!("A step of {}, at {}.", keys.join(", "), text::doc(&self.place(step.span))));
        let returns = if self.asynchronous { "impl ::core::future::Future<Output = Self::Step>" } else { "Self::Step" };
        code.line(&format!("fn {}({}) -> {returns};", step.method, parameters(step, self.runtime).join(", ")));
    }

    /// The tests of a beat, as a module of their own; `world` is the type, two modules up, that its steps are done on.
    #[must_use]
    pub fn tests_of(&self, acceptance: &Acceptance<'_>, world: &str) -> String {
        written(|code| {
            code.open(&format!("mod {} {{", acceptance.module));
            for criterion in &acceptance.criteria {
                code.blank();
                self.test(code, acceptance, criterion, world);
            }
            code.close("}");
        })
    }

    fn test(&self, code: &mut Code<'_, '_>, acceptance: &Acceptance<'_>, criterion: &Criterion<'_>, world: &str) {
        let (runtime, id) = (self.runtime, acceptance.id(self.sequence, criterion));
        code.line("#[test]");
        if let Some(reason) = criterion.ignore {
            // The harness prints it in a line.
            let reason: Vec<&str> = reason.split_whitespace().collect();
            code.line(&format!("#[ignore = {}]", text::literal(&reason.join(" "))));
        }
        code.line("#[allow(non_snake_case)]");
        code.open(&format!("fn {}() {{", criterion.test_name()));
        code.open(&format!("static CRITERION: {runtime}::scenario::Criterion = {runtime}::scenario::Criterion {{"));
        code.line(&format!("id: {},", text::literal(&id)));
        code.line(&format!("place: {},", text::literal(&self.place(criterion.span))));
        code.open("steps: &[");
        for step in &criterion.steps {
            let (said, place) = (text::literal(&step.text), text::literal(&self.place(step.span)));
            let keyword = step.keyword.word();
            code.line(&format!(
                "{runtime}::scenario::Step {{ keyword: \"{keyword}\", text: {said}, place: {place} }},"
            ));
        }
        code.close("],");
        code.close("};");
        code.line("let mut trial = CRITERION.begin();");
        if self.asynchronous {
            code.open(&format!("super::super::{}(async {{", self.executor));
        }
        code.line(&format!("let mut world = <super::super::{world} as ::core::default::Default>::default();"));
        code.line("trial.world();");
        let awaits = if self.asynchronous { ".await" } else { "" };
        for step in &criterion.steps {
            let budgets = arguments(step, runtime);
            let (name, method) = (&acceptance.trait_name, &step.method);
            code.line(&format!("let outcome = super::super::{name}::{method}(&mut world{budgets}){awaits};"));
            code.line("trial.step(outcome);");
        }
        if self.asynchronous {
            code.close("});");
        }
        // An executor may give up, and a test in which no step ran must not pass.
        code.line("trial.end();");
        code.close("}");
    }

    fn place(&self, span: crate::source::Span) -> String {
        self.sources.locate(self.sequence.place(span))
    }
}

fn arguments(step: &Step<'_>, runtime: &str) -> String {
    let budget = |budget: &Budget| {
        let bound = if budget.inclusive { "within" } else { "under" };
        let limit = format!("::core::time::Duration::from_nanos({})", budget.limit.as_nanos());
        let percentile = budget.percentile.map(|it| format!(".percentile({it:?})")).unwrap_or_default();
        format!("{runtime}::Budget::{bound}({limit}){percentile}")
    };
    match step.budgets.as_slice() {
        [] => String::new(),
        [one] => format!(", {}", budget(one)),
        several => format!(", [{}]", several.iter().map(budget).collect::<Vec<_>>().join(", ")),
    }
}
