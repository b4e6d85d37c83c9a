//! Who answers for a domain, who built it, and what came of it.

use crate::build_pipeline_symphony::{
    ArtifactManifest, Authority, BuildContext, Domain, DomainKind, Package, Source, ValidationResults,
};
use crate::error::Result;
use crate::files;
use crate::sources;

pub(crate) fn enrich(
    context: &BuildContext,
    validation: &ValidationResults,
    registry: &[Domain],
    sources: &[Source],
    artifacts: &ArtifactManifest,
) -> Result<Vec<Authority>> {
    let authorities: Vec<_> = registry
        .iter()
        .map(|domain| Authority {
            domain: domain.id.clone(),
            kind: domain.kind,
            owners: owners(context, domain),
            builder: format!("{} for {}", validation.agent.rustc, validation.agent.host),
            source: sources::sha256(sources, &domain.source).map(str::to_owned),
            artifacts: match domain.kind {
                DomainKind::Package => hashes(artifacts, &domain.id),
                DomainKind::Sequence => Vec::new(),
            },
        })
        .collect();
    files::write_json(&context.run.join("authorities.json"), &authorities)?;
    Ok(authorities)
}

/// The authors of the domain's package or else its repository, and else the authors of the workspace.
fn owners(context: &BuildContext, domain: &Domain) -> Vec<String> {
    let package =
        domain.package.as_ref().and_then(|name| context.packages.iter().find(|package| package.name == *name));
    let own = package.map_or_else(Vec::new, owners_of_package);
    if own.is_empty() { context.authors.clone() } else { own }
}

fn owners_of_package(package: &Package) -> Vec<String> {
    if package.authors.is_empty() { package.repository.iter().cloned().collect() } else { package.authors.clone() }
}

fn hashes(artifacts: &ArtifactManifest, package: &str) -> Vec<String> {
    let of_package = artifacts.artifacts.iter().filter(|hashed| hashed.artifact.package == package);
    of_package.map(|hashed| hashed.sha256.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_nearest_owner_answers() {
        let workspace = sample::workspace();
        let mut context = sample::context(workspace.path());
        context.packages[0].repository = Some("the repository of app".to_owned());
        context.packages[1].authors = vec!["the author of base".to_owned()];
        context.packages[1].repository = Some("the repository of base".to_owned());
        context.authors = vec!["the author of the workspace".to_owned()];
        let mut registry = sample::registry(&context);
        registry.push(sample::sequence("song", &[]));
        let manifest = sample::artifact_manifest();
        let authorities = enrich(&context, &sample::validation(), &registry, &[], &manifest).unwrap();
        let owners: Vec<_> = authorities.iter().map(|authority| authority.owners.join(" ")).collect();
        assert_eq!(
            owners,
            [
                "the repository of app",
                "the author of base",
                "the author of the workspace",
                "the author of the workspace"
            ]
        );
        assert_eq!(authorities[1].artifacts, [manifest.artifacts[0].sha256.as_str()]);
        assert!(context.run.join("authorities.json").is_file());
    }
}
