//! The memory of a package on the disk: how it is read, and how somebody says that a loss is meant.

use std::collections::HashSet;
use std::path::PathBuf;

use symphony_codegen::compile::Files;
use symphony_codegen::suggest::nearest;
use symphony_codegen::writer::replace;

use super::{Break, FILE, Loss, Registry, merged, present};
use crate::coverage::sources::is_in;
use crate::coverage::state;
use crate::error::{Error, Result};
use crate::freshness::Disk;
use crate::project::Package;
use crate::provenance::{self, Provenance, sha256};
use crate::survey::{Inputs, Judged, Survey, survey_anyway, with_survey};

/// What was accepted as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// What is lost and not known any more.
    pub dropped: Vec<Loss>,
    /// The promises that are not kept and not made any more, with the sequences that made them.
    pub accepted: Vec<(String, Break)>,
}

/// Where the registry of a package is, and how that is shown.
#[must_use]
pub fn path(package: &Package) -> (PathBuf, String) {
    let shown = format!("{}/{FILE}", package.config.docs);
    (package.root.join(&shown), shown)
}

/// What the registry of a package knows, with its text beside those of the sequences; `None` where there is none. It is
/// the only memory, so nothing is made of one that cannot be understood.
pub(crate) fn known(package: &Package, files: &mut Files) -> Result<Option<Registry>> {
    let shown = path(package).1;
    let Some(bytes) = Disk::new(package)?.read_own(&shown)? else { return Ok(None) };
    let read = Registry::parse(&bytes).map_err(|why| {
        let help = "take it from version control again, or remove it where nothing that it knows is to be remembered";
        Error::usage(format!("`{shown}` is no registry: {why}; {help}"))
    });
    let source = files.add_other(&shown, String::from_utf8_lossy(&bytes).into_owned());
    Ok(Some(Registry { source: Some(source), ..read? }))
}

/// What there is in a package, also where its sequences have errors.
///
/// # Errors
/// Where a file cannot be read.
pub fn there(package: &Package) -> Result<Registry> {
    let then = |survey: &Survey<'_>, _| Ok(of_survey(survey, &state::coverage(survey)));
    with_survey(package, Inputs::read(package)?, then).map(|(_, registry)| registry)
}

/// What there is in a package that is surveyed.
#[must_use]
pub(crate) fn of_survey(survey: &Survey<'_>, coverage: &crate::coverage::Coverage) -> Registry {
    present(survey.plan, &survey.sequences, &survey.package.config, Some(survey.code()), Some(coverage))
}

/// What there is, and of what cannot be read now what is known of it: nobody can say that it is lost.
pub(super) fn readable(survey: &Survey<'_>) -> Registry {
    let mut present = of_survey(survey, &state::coverage(survey));
    let Some(known) = &survey.registry else { return present };
    let read: HashSet<&str> = survey.sequences.iter().map(|it| it.path).collect();
    let paths = survey.sources.iter().map(|(_, source)| source.path());
    let unread: HashSet<&str> = paths.filter(|path| !read.contains(path)).collect();
    let is_rust_read = survey.code().files.iter().all(|file| file.fault.is_none());
    for (id, entry) in &known.sequences {
        match present.sequences.get_mut(id) {
            None if !entry.is_lost && unread.contains(entry.file.as_str()) => {
                present.sequences.insert(id.clone(), entry.clone());
            }
            Some(now) if !is_rust_read => {
                now.has.tests.extend(entry.has.tests.iter().cloned());
                now.has.implementations.extend(entry.has.implementations.iter().cloned());
            }
            _ => {}
        }
    }
    present
}

/// Accepts what is lost: all of it, or what has one of these ids or lies below one. The registry no longer knows it then,
/// and sequences with those ids promise what they give now. It is done also where sequences have errors: what of them cannot
/// be read is not lost.
///
/// # Errors
/// Where an id means nothing that is lost, or a file cannot be read or written.
pub fn review(packages: &[Package], ids: Option<&[String]>) -> Result<Vec<Judged<Reviewed>>> {
    let mut losses = Vec::new();
    let mut all = Vec::new();
    for package in packages {
        let mut new = None;
        let judged = survey_anyway(package, |survey| {
            let present = readable(survey);
            let mut registry = merged(survey.registry.as_ref().unwrap_or(&Registry::default()), &present);
            let is_meant = |id: &str| ids.is_none_or(|ids| ids.iter().any(|meant| is_in(id, meant)));
            losses.extend(registry.lost().iter().map(Loss::id));
            let mut reviewed = Reviewed {
                dropped: registry.lost().into_iter().filter(|loss| is_meant(&loss.id())).collect(),
                ..Reviewed::default()
            };
            registry.forget(&reviewed.dropped);
            for (id, now) in &present.sequences {
                let Some(entry) = registry.sequences.get_mut(id) else { continue };
                let breaks = entry.interface.broken_by(&now.interface);
                if breaks.is_empty() {
                    continue;
                }
                losses.push(id.clone());
                if is_meant(id) {
                    entry.interface = now.interface.clone();
                    reviewed.accepted.extend(breaks.into_iter().map(|it| (id.clone(), it)));
                }
            }
            new = Some(registry);
            Ok(reviewed)
        })?;
        all.push((package, judged, new));
    }
    for id in ids.unwrap_or_default() {
        if !losses.iter().any(|loss| is_in(loss, id)) {
            let meant = nearest(id, losses.iter().map(String::as_str));
            let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            return Err(Error::usage(format!("nothing with the id `{id}` is lost{meant}")));
        }
    }
    let mut answers = Vec::new();
    for (package, judged, new) in all {
        let is_changed = judged.value.as_ref().is_some_and(|it| !it.dropped.is_empty() || !it.accepted.is_empty());
        if let Some(registry) = new.filter(|_| is_changed) {
            write(package, &registry)?;
        }
        answers.push(judged);
    }
    Ok(answers)
}

impl Registry {
    /// No longer knows what was lost.
    fn forget(&mut self, losses: &[Loss]) {
        for loss in losses {
            if loss.name == loss.sequence && loss.kind == super::Kind::Sequence {
                self.sequences.remove(&loss.sequence);
            } else if let Some(entry) = self.sequences.get_mut(&loss.sequence) {
                entry.lost.retain(|kind, name| (kind, name) != (loss.kind, &loss.name));
            }
        }
    }
}

/// Writes the registry, and its hash into the list of what is generated, so that nothing is stale for it.
fn write(package: &Package, registry: &Registry) -> Result {
    let disk = Disk::new(package)?;
    let (file, shown) = path(package);
    let text = registry.text();
    replace(&file, &text).map_err(|fault| Error::write(&shown, fault))?;
    let list = format!("{}/{}", package.config.docs, provenance::FILE);
    let Some(mut provenance) = disk.read_own(&list)?.as_deref().and_then(Provenance::parse) else { return Ok(()) };
    if let Some(origin) = provenance.documents.get_mut(&shown) {
        origin.sha256 = sha256(text.as_bytes());
        let path = package.root.join(&list);
        replace(&path, &provenance.text()).map_err(|fault| Error::write(&list, fault))?;
    }
    Ok(())
}
