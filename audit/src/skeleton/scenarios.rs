//! The steps of a sequence's criteria, to be written.

use std::collections::HashSet;

use symphony_codegen::emit::rust::{comment, step_signature};
use symphony_codegen::plan::acceptance::{Acceptance, Step};
use symphony_codegen::plan::{Sequence, naming};

use super::{Addition, Drift, Skeleton, Skeletons, layout};
use crate::config::Config;
use crate::coverage::sources::{Call, Implementation, SourceFile};
use crate::coverage::state::strangers;
use crate::survey::{Survey, Surveyed};

/// The path of the steps of a sequence.
#[must_use]
pub fn path(config: &Config, sequence: &Sequence<'_>) -> String {
    super::path(config, &sequence.module, "scenarios")
}

/// A file for the sequence where none has its `scenarios!`; what each that has one lacks.
pub(super) fn of(survey: &Survey<'_>, sequence: &Surveyed<'_>, skeletons: &mut Skeletons) {
    let writer = Writer { survey, sequence };
    let path = path(&survey.package.config, sequence.sequence);
    let calls: Vec<_> = survey.code().calls(sequence.path).collect();
    for (file, call) in &calls {
        skeletons.drifted.extend(writer.drifts(file, call));
    }
    if !calls.is_empty() || sequence.acceptance.is_empty() {
        return;
    }
    let drift = |path: &str, missing, fault| Drift {
        path: path.to_owned(),
        sequence: sequence.path.to_owned(),
        missing,
        fault,
        ..Drift::default()
    };
    // A file that is no Rust may well have the call.
    let broken = survey.code().files.iter().find(|file| file.fault.is_some() && file.text.contains(sequence.path));
    if let Some(broken) = broken.or(survey.code().file(&path).filter(|file| file.fault.is_some())) {
        skeletons.drifted.push(drift(&broken.path, Vec::new(), broken.fault.clone()));
    } else if let Some(file) = survey.code().file(&path) {
        let addition = Addition::at_end(&file.text, file.text.len(), &writer.whole(""));
        skeletons.drifted.push(drift(&path, vec![addition], None));
    } else {
        let about = format!(
            "//! The criteria of `{}`, step by step. `cargo symphony generate` wrote this file once; it is yours.\n\n",
            comment(sequence.path)
        );
        skeletons.new.push(Skeleton { path, sequence: sequence.path.to_owned(), text: writer.whole(&about) });
    }
}

struct Writer<'w> {
    survey: &'w Survey<'w>,
    sequence: &'w Surveyed<'w>,
}

impl Writer<'_> {
    /// The call, a world, and all steps.
    fn whole(&self, about: &str) -> String {
        let module = self.sequence.sequence.module.as_str();
        let world = format!("{}World", naming::camel(module));
        let is_async = if self.survey.package.config.asynchronous { "    async,\n" } else { "" };
        let mut text = format!(
            "{about}symphony::scenarios! {{\n    {:?},\n    {world},\n{is_async}}}\n\n\
             /// What the steps of a criterion share. Each criterion starts with a fresh one.\n\
             #[derive(Default)]\nstruct {world} {{}}\n\n\
             impl symphony::World for {world} {{\n    type Step = ();\n}}\n",
            self.sequence.path
        );
        for acceptance in &self.sequence.acceptance {
            text.push('\n');
            text.push_str(&self.implementation(acceptance, &world, self.survey.package.config.asynchronous));
        }
        text
    }

    fn implementation(&self, acceptance: &Acceptance<'_>, world: &str, asynchronous: bool) -> String {
        let (sequence, beat) = (self.sequence.sequence, acceptance.beat);
        let (movement, beat) = (&sequence.movements[beat.movement], sequence.beat(beat));
        let about = format!("Beat {} of the movement `{}`", beat.number, movement.id);
        let steps: Vec<String> =
            acceptance.steps().into_iter().map(|step| self.step(acceptance, step, asynchronous)).collect();
        let head = format!("#[symphony::steps]\nimpl {} for {world}", acceptance.trait_name);
        format!("// {}\n{}", comment(&about), layout::item(&head, &steps))
    }

    fn step(&self, acceptance: &Acceptance<'_>, step: &Step<'_>, asynchronous: bool) -> String {
        let words = format!("{} {}", step.keyword.word(), step.text);
        let of = acceptance.criteria.iter().find(|criterion| criterion.steps.iter().any(|it| it.method == step.method));
        let id = of.map(|criterion| acceptance.id(self.sequence.sequence, criterion)).unwrap_or_default();
        let docs = layout::docs(&[&words, "", &format!("`{id}`")]);
        // A parameter that nothing uses would be a warning.
        let unused = match step.budgets.len() {
            0 => "",
            1 => ": {budget}",
            _ => ": {budgets:?}",
        };
        docs + &layout::stub(&step_signature(step, asynchronous, "symphony"), &words, unused, 1)
    }

    /// What a file with the call lacks, and those that have steps for it; and what in it belongs to no criterion.
    fn drifts(&self, file: &SourceFile, call: &Call) -> Vec<Drift> {
        let new =
            |path: &str| Drift { path: path.to_owned(), sequence: self.sequence.path.to_owned(), ..Drift::default() };
        let mut drifts = vec![new(&file.path)];
        drifts[0].strangers = strangers(self.sequence, file, call).into_iter().map(|(_, step)| step).collect();
        for acceptance in &self.sequence.acceptance {
            let written = self.survey.code().of_trait(file, call, &acceptance.trait_name);
            let Some((holder, addition)) = self.missing(file, call, acceptance, &written) else { continue };
            match drifts.iter_mut().find(|drift| drift.path == holder.path) {
                Some(drift) => drift.missing.push(addition),
                None => drifts.push(Drift { missing: vec![addition], ..new(&holder.path) }),
            }
        }
        drifts
    }

    /// The steps of a beat that are not written, and the file that they belong into.
    fn missing<'c>(
        &self,
        file: &'c SourceFile,
        call: &Call,
        acceptance: &Acceptance<'_>,
        written: &[(&'c SourceFile, &Implementation)],
    ) -> Option<(&'c SourceFile, Addition)> {
        let Some((holder, last)) = written.last() else {
            let world = call.world(&acceptance.movement, &acceptance.module).unwrap_or("World");
            let code = self.implementation(acceptance, world, call.asynchronous);
            return Some((file, Addition::at_end(&file.text, call.end, &code)));
        };
        let known: HashSet<&str> =
            written.iter().flat_map(|(_, it)| &it.functions).map(|function| function.name.as_str()).collect();
        let lacks = |step: &&Step<'_>| !known.contains(step.method.as_str());
        let steps = acceptance.steps().into_iter().filter(lacks);
        let steps: Vec<String> = steps.map(|step| self.step(acceptance, step, call.asynchronous)).collect();
        if steps.is_empty() {
            return None;
        }
        let into = format!("impl {} for {}", acceptance.trait_name, last.self_type);
        Some((holder, Addition::before_brace(&holder.text, last.close, &steps.join("\n"), into)))
    }
}
