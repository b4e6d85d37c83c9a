//! The pipeline at `f`: what is found is mended, phase by phase, each of them as a whole or not at all.

use std::marker::PhantomData;

use symphony::{Beat, Conductor, Dynamics};

use super::symphonia_conformity_alignment_pipeline::{
    DomainAlignment, HandlerAlignment, Handlers, Input, SequenceAlignment, perform,
};
use crate::error::{Error, Result};
use crate::fix::{Phase, Report, Work};

/// Performs the pipeline on what is to be mended.
///
/// # Errors
/// Where a file cannot be read or written, or edits go round in a circle: the files of that phase are as they were.
pub(crate) fn mend(work: Work<'_>) -> Result<Report> {
    let conductor = Conductor::new().dynamics(Dynamics::F).unrecorded();
    let performance = perform(&Mending(PhantomData), &conductor, Input { baton: work });
    performance.map(|performance| performance.output.into_report()).map_err(super::fault)
}

/// What is handed from beat to beat has all there is to know.
struct Mending<'w>(PhantomData<Work<'w>>);

impl<'w> Handlers for Mending<'w> {
    type Error = Error;
    type Baton = Work<'w>;
}

#[symphony::handlers]
impl<'w> DomainAlignment for Mending<'w> {
    fn create_domain_snapshot(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.open(Phase::Domain);
        Ok(())
    }

    fn scan_orchestration_files(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.scan()
    }

    fn analyze_domain_conformity(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.analyze();
        Ok(())
    }

    fn fix_domain_alignment(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.draft()
    }

    fn validate_orchestration_manifest(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.validate()
    }

    fn fix_orchestration_issues(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.keep()
    }

    fn generate_domain_report(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.close();
        Ok(())
    }
}

#[symphony::handlers]
impl<'w> SequenceAlignment for Mending<'w> {
    fn create_sequence_snapshot(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.open(Phase::Sequence);
        Ok(())
    }

    fn scan_sequence_files(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.scan()
    }

    fn analyze_sequence_alignment(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.analyze();
        Ok(())
    }

    fn fix_sequence_alignment(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.draft()
    }

    fn validate_sequence_integrity(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.validate()?;
        work.keep()
    }

    fn generate_sequence_report(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.close();
        Ok(())
    }
}

#[symphony::handlers]
impl<'w> HandlerAlignment for Mending<'w> {
    fn create_handler_snapshot(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.open(Phase::Handler);
        Ok(())
    }

    fn scan_handler_files(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.scan()
    }

    fn scan_bdd_spec_files(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.scan()
    }

    fn analyze_handler_conformity(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.analyze();
        Ok(())
    }

    fn fix_handler_conformity(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.draft()
    }

    fn validate_handler_interfaces(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.validate()?;
        work.keep()
    }

    fn generate_handler_report(&self, _: &mut Beat<'_>, work: &mut Work<'w>) -> Result {
        work.close();
        Ok(())
    }
}
