//! The beats of the Build Pipeline Symphony, in the order in which they are played.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::OnceLock;

use symphony::Beat;

#[allow(clippy::wildcard_imports, reason = "handlers speak of nothing but what the sequence declares")]
use crate::build_pipeline_symphony::*;
use crate::error::{Error, Result};
use crate::files;
use crate::{
    agent, archive, artifacts, authorities, conformity, context, domains, governance, host, lint, manifests, packages,
    pages, plan, signatures, sources, validation,
};

/// Plays every beat, for whatever workspace it is asked to build.
#[derive(Default)]
pub struct Pipeline {
    /// Where this pipeline keeps what it writes, as soon as that is known: also a run that fails leaves its record there.
    out: OnceLock<PathBuf>,
}

impl Pipeline {
    pub(crate) fn out(&self) -> Option<&PathBuf> {
        self.out.get()
    }
}

/// Does a part of a beat as a recorded step.
fn step<T>(beat: &Beat<'_>, name: impl Into<Cow<'static, str>>, part: impl FnOnce() -> Result<T>) -> Result<T> {
    let step = beat.step(name);
    let done = part();
    match &done {
        Ok(_) => step.done(),
        Err(error) => step.failed(error),
    }
    done
}

impl Handlers for Pipeline {
    type Error = Error;
}

#[symphony::handlers]
impl Validation for Pipeline {
    fn load_build_context(&self, beat: &mut Beat<'_>, request: &BuildRequest) -> Result<BuildContext> {
        let workspace = step(beat, "find the workspace", || context::locate(request))?;
        beat.note("workspace", workspace.root.display());
        beat.note("out", self.out.get_or_init(|| workspace.out.clone()).display());
        let context = step(beat, "resolve it", || context::load(&workspace, request, beat.correlation_id()))?;
        beat.note("packages", context.packages.len());
        beat.note("dependencies", context.dependencies.len());
        beat.note("stable build", context.previous.as_ref().map_or("none", |previous| &previous.correlation_id));
        Ok(context)
    }

    fn validate_orchestration_domains(&self, beat: &mut Beat<'_>, context: &BuildContext) -> Result<Domains> {
        let domains = domains::validate(context)?;
        beat.note("sequences", domains.sequences.len());
        beat.note("advice", domains.advice.values().map(Vec::len).sum::<usize>());
        Ok(domains)
    }

    fn validate_governance_rules(&self, beat: &mut Beat<'_>, context: &BuildContext) -> Result<Vec<GovernanceRule>> {
        let rules = governance::validate(context)?;
        for rule in &rules {
            beat.note(rule.code.clone(), rule.state);
        }
        Ok(rules)
    }

    fn validate_agent_behavior(&self, beat: &mut Beat<'_>, context: &BuildContext) -> Result<Agent> {
        let agent = agent::validate(context)?;
        beat.note("cargo", &agent.cargo);
        beat.note("rustc", &agent.rustc);
        Ok(agent)
    }

    fn record_validation_results(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        domains: &Domains,
        governance: &Vec<GovernanceRule>,
        agent: &Agent,
    ) -> Result<ValidationResults> {
        let results = validation::record(context, domains, governance, agent)?;
        beat.note("domains", results.domains);
        Ok(results)
    }
}

#[symphony::handlers]
impl ManifestPreparation for Pipeline {
    fn regenerate_orchestration_domains(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        domains: &Domains,
    ) -> Result<Vec<Domain>> {
        let registry = domains::registry(context, domains);
        beat.note("domains", registry.len());
        Ok(registry)
    }

    fn sync_json_sources(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        registry: &Vec<Domain>,
    ) -> Result<Vec<Source>> {
        let sources = sources::sync(context, registry)?;
        beat.note("sources", sources.len());
        Ok(sources)
    }

    fn generate_manifests(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        registry: &Vec<Domain>,
        sources: &Vec<Source>,
    ) -> Result<Vec<Manifest>> {
        let manifests = manifests::generate(context, registry, sources)?;
        for manifest in &manifests {
            beat.note(manifest.name.clone(), manifest.entries);
        }
        Ok(manifests)
    }

    fn validate_manifest_integrity(
        &self,
        _: &mut Beat<'_>,
        registry: &Vec<Domain>,
        manifests: &Vec<Manifest>,
    ) -> Result<()> {
        manifests::validate(registry, manifests)
    }

    fn record_manifest_state(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        manifests: &Vec<Manifest>,
    ) -> Result<ManifestState> {
        let state = manifests::record(context, manifests)?;
        beat.note("changed", state.changed.join(", "));
        Ok(state)
    }
}

#[symphony::handlers]
impl PackageBuilding for Pipeline {
    fn initialize_package_build(&self, beat: &mut Beat<'_>, context: &BuildContext) -> Result<BuildEnvironment> {
        let environment = packages::prepare(context)?;
        beat.note("jobs", environment.jobs);
        Ok(environment)
    }

    fn plan_dependency_order(&self, context: &BuildContext) -> Result<Vec<String>> {
        plan::order(&context.packages)
    }

    fn build_packages(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        environment: &BuildEnvironment,
        order: &Vec<String>,
    ) -> Result<Vec<Build>> {
        let builds = order.iter().map(|name| step(beat, name.clone(), || packages::build(context, environment, name)));
        builds.collect()
    }

    fn record_package_build_metrics(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        package_builds: &Vec<Build>,
    ) -> Result<PackageMetrics> {
        let metrics = packages::record(context, package_builds)?;
        beat.note("compiled", metrics.compiled);
        beat.note("fresh", metrics.fresh);
        beat.note("warnings", metrics.warnings);
        for slower in &metrics.slower {
            beat.note("slower", slower);
        }
        Ok(metrics)
    }
}

#[symphony::handlers]
impl HostBuilding for Pipeline {
    fn prepare_host_build(&self, beat: &mut Beat<'_>, context: &BuildContext) -> Result<HostPlan> {
        let plan = host::prepare(context);
        beat.note("programs", plan.binaries.len());
        for gated in &plan.gated {
            beat.note("left out, as it needs a feature", &gated.name);
        }
        Ok(plan)
    }

    fn execute_host_build(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        environment: &BuildEnvironment,
        host_plan: &HostPlan,
    ) -> Result<Build> {
        let build = host::build(context, environment, host_plan)?;
        beat.note("compiled", build.compiled);
        beat.note("fresh", build.fresh);
        Ok(build)
    }

    fn validate_host_artifacts(
        &self,
        _: &mut Beat<'_>,
        host_plan: &HostPlan,
        host_build: &Build,
    ) -> Result<Vec<Program>> {
        host::validate(host_plan, host_build)
    }

    fn record_host_build_metrics(
        &self,
        beat: &mut Beat<'_>,
        host_build: &Build,
        programs: &Vec<Program>,
    ) -> Result<HostMetrics> {
        let metrics = host::record(host_build, programs);
        beat.note("bytes", metrics.bytes);
        beat.note("largest", metrics.largest.as_deref().unwrap_or("none"));
        Ok(metrics)
    }
}

#[symphony::handlers]
impl ArtifactManagement for Pipeline {
    fn collect_artifacts(
        &self,
        beat: &mut Beat<'_>,
        environment: &BuildEnvironment,
        package_builds: &Vec<Build>,
        host_build: &Build,
    ) -> Result<Vec<Artifact>> {
        let artifacts = artifacts::collect(environment, package_builds, host_build)?;
        beat.note("artifacts", artifacts.len());
        Ok(artifacts)
    }

    fn compute_artifact_hashes(
        &self,
        _: &mut Beat<'_>,
        environment: &BuildEnvironment,
        artifacts: &Vec<Artifact>,
    ) -> Result<Vec<HashedArtifact>> {
        artifacts::hash(environment, artifacts)
    }

    fn validate_artifact_signatures(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        environment: &BuildEnvironment,
        hashed: &Vec<HashedArtifact>,
    ) -> Result<Signatures> {
        let signatures = signatures::validate(context, environment, hashed)?;
        beat.note("verified", signatures.verified);
        beat.note("unchanged", signatures.unchanged);
        Ok(signatures)
    }

    fn generate_artifact_manifest(
        &self,
        _: &mut Beat<'_>,
        context: &BuildContext,
        hashed: &Vec<HashedArtifact>,
    ) -> Result<ArtifactManifest> {
        artifacts::manifest(context, hashed)
    }

    fn record_artifact_metrics(
        &self,
        beat: &mut Beat<'_>,
        artifact_manifest: &ArtifactManifest,
        signatures: &Signatures,
    ) -> Result<ArtifactMetrics> {
        let metrics = artifacts::record(artifact_manifest, signatures);
        beat.note("files", metrics.files);
        beat.note("bytes", metrics.bytes);
        Ok(metrics)
    }
}

#[symphony::handlers]
impl Verification for Pipeline {
    fn run_lint_checks(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        environment: &BuildEnvironment,
    ) -> Result<LintResults> {
        let lint = LintResults {
            warnings: step(beat, "clippy", || lint::clippy(context, environment))?,
            unformatted: step(beat, "rustfmt", || lint::rustfmt(context, environment))?,
        };
        for reservation in lint::reservations(&lint) {
            beat.note("lint", reservation);
        }
        Ok(lint)
    }

    fn enrich_domain_authorities(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        validation: &ValidationResults,
        registry: &Vec<Domain>,
        sources: &Vec<Source>,
        artifact_manifest: &ArtifactManifest,
    ) -> Result<Vec<Authority>> {
        let authorities = authorities::enrich(context, validation, registry, sources, artifact_manifest)?;
        beat.note("owned", authorities.iter().filter(|authority| !authority.owners.is_empty()).count());
        Ok(authorities)
    }

    fn generate_governance_docs(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        validation: &ValidationResults,
        authorities: &Vec<Authority>,
        artifact_manifest: &ArtifactManifest,
    ) -> Result<PathBuf> {
        let page = pages::governance(context, validation, authorities, artifact_manifest)?;
        beat.note("page", page.display());
        Ok(page)
    }

    fn validate_conformity_dimensions(
        &self,
        context: &BuildContext,
        validation: &ValidationResults,
        registry: &Vec<Domain>,
        lint: &LintResults,
        authorities: &Vec<Authority>,
    ) -> Result<Vec<Dimension>> {
        conformity::validate(context, validation, registry, lint, authorities)
    }

    fn enforce_strict_conformity(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        environment: &BuildEnvironment,
        package_metrics: &PackageMetrics,
        lint: &LintResults,
        conformity: &Vec<Dimension>,
        artifact_manifest: &ArtifactManifest,
    ) -> Result<()> {
        step(beat, "no reservations", || conformity::enforce(package_metrics, lint, conformity))?;
        step(beat, "documentation", || conformity::document(context, environment))?;
        step(beat, "hashes once more", || signatures::verify(environment, &artifact_manifest.artifacts))
    }

    fn generate_build_report(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        manifest_state: &ManifestState,
        package_metrics: &PackageMetrics,
        host_metrics: &HostMetrics,
        artifact_metrics: &ArtifactMetrics,
        conformity: &Vec<Dimension>,
        governance_page: &PathBuf,
    ) -> Result<BuildReport> {
        for dimension in conformity {
            beat.note(dimension.name.clone(), format!("{:.2} ({})", dimension.score, dimension.band));
        }
        let report = BuildReport {
            correlation_id: context.correlation_id.clone(),
            level: beat.dynamics().to_string(),
            profile: context.profile,
            packages: package_metrics.clone(),
            host: host_metrics.clone(),
            artifacts: artifact_metrics.clone(),
            manifests: manifest_state.clone(),
            conformity: conformity.clone(),
            governance_page: governance_page.clone(),
        };
        files::write_json(&context.run.join("report.json"), &report)?;
        files::write(&context.run.join("report.md"), pages::report(&report).as_bytes())?;
        Ok(report)
    }

    fn archive_build(
        &self,
        beat: &mut Beat<'_>,
        context: &BuildContext,
        environment: &BuildEnvironment,
        artifact_manifest: &ArtifactManifest,
        report: &BuildReport,
    ) -> Result<()> {
        step(beat, "artifacts", || archive::artifacts(context, environment, artifact_manifest))?;
        let files = step(beat, "logs, manifests and reports", || archive::run(context))?;
        beat.note("files", files + report.artifacts.files);
        beat.note("archive", archive::folder(context).display());
        Ok(())
    }
}
