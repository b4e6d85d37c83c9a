//! The pipeline at `p`: everything is looked at and judged, and nothing is written.

use symphony::{Beat, Conductor, Dynamics};
use symphony_codegen::diagnostic::{Finding, has_errors};

use super::symphonia_conformity_alignment_pipeline::{
    DomainAlignment, HandlerAlignment, Handlers, Input, SequenceAlignment, perform,
};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::fix::Phase;
use crate::freshness::Stale;
use crate::generate::stale;
use crate::policy;
use crate::rule;
use crate::rule::steps_are_judged;
use crate::survey::Survey;
use crate::verdict::{Counts, Unevaluated};

/// What the beats find, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) findings: Vec<Finding>,
    pub(crate) unevaluated: Vec<Unevaluated>,
    /// What is stale, where that can be known and was asked for.
    pub(crate) stale: Option<Vec<Stale>>,
    pub(crate) counts: Counts,
}

/// Performs the pipeline on what is known of a package. `findings` are those of reading and planning the sequences.
///
/// # Errors
/// Where a file cannot be read, one that is in the way is not ours, or a template is wrong.
pub(crate) fn judge(facts: &Facts<'_>, findings: Vec<Finding>, with_documents: bool) -> Result<Found> {
    let with_documents = with_documents && facts.survey.package.is_cargo && !has_errors(&findings);
    let baton = Found { findings, ..Found::default() };
    let conductor = Conductor::new().dynamics(Dynamics::P).unrecorded();
    let performance = perform(&Judging { facts, with_documents }, &conductor, Input { baton });
    performance.map(|performance| performance.output).map_err(super::fault)
}

struct Judging<'f, 'a> {
    facts: &'f Facts<'a>,
    with_documents: bool,
}

impl Judging<'_, '_> {
    fn analyze(&self, phase: Phase, found: &mut Found) {
        let judged = rule::judge(self.facts, phase);
        found.findings.extend(judged.findings);
        found.unevaluated.extend(judged.unevaluated);
    }
}

/// The beats of a fix are louder than a check. Should one of them be marked otherwise, nothing is written all the same.
fn refuse(beat: &Beat<'_>) -> Result {
    Err(Error::usage(format!("`{}` writes, and a check only reads", beat.handler())))
}

impl Handlers for Judging<'_, '_> {
    type Error = Error;
    type Baton = Found;
}

#[symphony::handlers]
impl DomainAlignment for Judging<'_, '_> {
    fn create_domain_snapshot(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn scan_orchestration_files(&self, _: &mut Beat<'_>, _: &mut Found) -> Result {
        if self.facts.survey.registry.is_some() || self.facts.survey.domains.is_some() {
            let _ = self.facts.present();
        }
        Ok(())
    }

    fn analyze_domain_conformity(&self, _: &mut Beat<'_>, found: &mut Found) -> Result {
        self.analyze(Phase::Domain, found);
        Ok(())
    }

    fn fix_domain_alignment(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn validate_orchestration_manifest(&self, _: &mut Beat<'_>, found: &mut Found) -> Result {
        if self.with_documents {
            let mut stale = stale(self.facts.survey)?;
            // What a rule finds step by step is not said of the file as well.
            stale.retain(|it| !steps_are_judged(self.facts.survey, it));
            found.stale = Some(stale);
        }
        Ok(())
    }

    fn fix_orchestration_issues(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn generate_domain_report(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }
}

#[symphony::handlers]
impl SequenceAlignment for Judging<'_, '_> {
    fn create_sequence_snapshot(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn scan_sequence_files(&self, _: &mut Beat<'_>, found: &mut Found) -> Result {
        found.counts = counts(self.facts.survey);
        Ok(())
    }

    fn analyze_sequence_alignment(&self, _: &mut Beat<'_>, found: &mut Found) -> Result {
        self.analyze(Phase::Sequence, found);
        Ok(())
    }

    fn fix_sequence_alignment(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn validate_sequence_integrity(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn generate_sequence_report(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }
}

#[symphony::handlers]
impl HandlerAlignment for Judging<'_, '_> {
    fn create_handler_snapshot(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn scan_handler_files(&self, _: &mut Beat<'_>, _: &mut Found) -> Result {
        let _ = self.facts.code();
        Ok(())
    }

    fn scan_bdd_spec_files(&self, _: &mut Beat<'_>, _: &mut Found) -> Result {
        let _ = self.facts.coverage();
        Ok(())
    }

    fn analyze_handler_conformity(&self, _: &mut Beat<'_>, found: &mut Found) -> Result {
        self.analyze(Phase::Handler, found);
        Ok(())
    }

    fn fix_handler_conformity(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn validate_handler_interfaces(&self, beat: &mut Beat<'_>, _: &mut Found) -> Result {
        refuse(beat)
    }

    fn generate_handler_report(&self, _: &mut Beat<'_>, found: &mut Found) -> Result {
        let held = policy::judge(self.facts, &found.findings, self.facts.losses());
        found.findings.extend(held.findings);
        found.unevaluated.extend(held.unevaluated);
        Ok(())
    }
}

fn counts(survey: &Survey<'_>) -> Counts {
    let specs = survey.plan.sequences.iter().map(|it| it.spec);
    Counts {
        files: survey.files,
        sequences: survey.sequences.len(),
        movements: specs.clone().map(|it| it.movements.len()).sum(),
        beats: specs.map(|it| it.beats().count()).sum(),
        criteria: survey.sequences.iter().map(|it| it.ids.len()).sum(),
        rules: rule::rules().count(),
    }
}
