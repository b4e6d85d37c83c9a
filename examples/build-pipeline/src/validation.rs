//! What was known about a workspace before it was built.

use crate::build_pipeline_symphony::{Agent, BuildContext, Domains, GovernanceRule, ValidationResults};
use crate::error::Result;
use crate::files;

pub(crate) fn record(
    context: &BuildContext,
    domains: &Domains,
    governance: &[GovernanceRule],
    agent: &Agent,
) -> Result<ValidationResults> {
    let results = ValidationResults {
        domains: context.packages.len() + domains.sequences.len(),
        advice: domains.advice.clone(),
        rules: governance.to_vec(),
        agent: agent.clone(),
    };
    files::write_json(&context.run.join("validation.json"), &results)?;
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn leaves_what_it_gives() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let domains = crate::domains::validate(&context).unwrap();
        let results = record(&context, &domains, &[], &sample::agent()).unwrap();
        assert_eq!(results.domains, 3);
        assert_eq!(files::read_json::<ValidationResults>(&context.run.join("validation.json")).unwrap(), results);
    }
}
