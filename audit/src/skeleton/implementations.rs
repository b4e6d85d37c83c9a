//! The handlers that an implementation of a movement lacks, to be written.

use std::collections::{HashMap, HashSet};

use symphony_codegen::emit::rust::{Options, handler_signature};
use symphony_codegen::plan::handlers::Method;
use symphony_codegen::plan::{Movement, Sequence};

use super::handlers::flavour;
use super::{Addition, Drift, layout};
use crate::coverage::sources::{Implementation, SourceFile};
use crate::survey::Survey;

/// What implementations of movements lack: each method as a stub that fails, before the closing brace.
pub(crate) fn missing(survey: &Survey<'_>) -> Vec<Drift> {
    let mut owners: HashMap<&str, usize> = HashMap::new();
    for movement in survey.sequences.iter().flat_map(|it| &it.sequence.movements) {
        *owners.entry(&movement.trait_name).or_default() += 1;
    }
    let mut implementations: HashMap<&str, Vec<(&SourceFile, &Implementation)>> = HashMap::new();
    for file in &survey.code().files {
        for it in file.implementations.iter().filter(|it| owners.contains_key(it.trait_name())) {
            implementations.entry(it.trait_name()).or_default().push((file, it));
        }
    }
    let mut drifts = Vec::new();
    for surveyed in &survey.sequences {
        let sequence = surveyed.sequence;
        for movement in &sequence.movements {
            let name = movement.trait_name.as_str();
            for (file, it) in implementations.get(name).into_iter().flatten() {
                if !is_meant(sequence, movement, owners[name] == 1, file, it) {
                    continue;
                }
                let options = Options { flavour: flavour(survey, surveyed.path), ..Options::default() };
                drifts.extend(addition(sequence, movement, &options, file, it).map(|addition| Drift {
                    path: file.path.clone(),
                    sequence: surveyed.path.to_owned(),
                    missing: vec![addition],
                    ..Drift::default()
                }));
            }
        }
    }
    drifts
}

/// Whether an implementation is one of the movement. A trait of the user's may have the same name: it is the movement's
/// where the file names the sequence's module, or it has one of its handlers and no other movement is called so.
fn is_meant(
    sequence: &Sequence<'_>,
    movement: &Movement<'_>,
    is_only: bool,
    file: &SourceFile,
    it: &Implementation,
) -> bool {
    let is_handler = |name: &str| movement.methods.iter().any(|method| method.name == name);
    file.modules_of(it).any(|module| module == sequence.module)
        || is_only && it.functions.iter().any(|function| is_handler(&function.name))
}

fn addition(
    sequence: &Sequence<'_>,
    movement: &Movement<'_>,
    options: &Options,
    file: &SourceFile,
    it: &Implementation,
) -> Option<Addition> {
    let known: HashSet<&str> = it.functions.iter().map(|function| function.name.as_str()).collect();
    let lacks = |method: &&Method<'_>| !known.contains(method.name.as_str());
    let stub = |method: &Method<'_>| {
        let words = format!("handle `{}`", method.handler.value);
        layout::stub(&handler_signature(sequence, movement, method, options), &words, "", 1)
    };
    let stubs: Vec<String> = movement.methods.iter().filter(lacks).map(stub).collect();
    let into = format!("impl {} for {}", movement.trait_name, it.self_type);
    (!stubs.is_empty()).then(|| Addition::before_brace(&file.text, it.close, &stubs.join("\n"), into))
}
