//! The pages for people: how the build stands to its rules, and how it went.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::build_pipeline_symphony::{ArtifactManifest, Authority, BuildContext, BuildReport, ValidationResults};
use crate::error::Result;
use crate::files;

/// Writes the page on governance and gives its place in the folder of the run.
pub(crate) fn governance(
    context: &BuildContext,
    validation: &ValidationResults,
    authorities: &[Authority],
    artifacts: &ArtifactManifest,
) -> Result<PathBuf> {
    let rules = validation.rules.iter().map(|rule| [cell(&rule.code), rule.state.to_string(), cell(&rule.why)]);
    let domains = authorities.iter().map(|authority| {
        let owners = if authority.owners.is_empty() { "nobody".to_owned() } else { cell(&authority.owners.join(", ")) };
        [cell(&authority.domain), authority.kind.to_string(), owners, authority.artifacts.len().to_string()]
    });
    let files = artifacts.artifacts.iter().map(|hashed| {
        let artifact = &hashed.artifact;
        [
            cell(&files::portable(&artifact.path)),
            cell(&artifact.package),
            size(artifact.bytes),
            format!("`{}`", hashed.sha256),
        ]
    });
    let page = format!(
        "# Governance of the build {}\n\nBuilt by {} on {}.\n\n## Rules\n\n{}\n## Domains\n\n{}\n## Artifacts\n\n{}",
        cell(&context.correlation_id),
        cell(&validation.agent.rustc),
        cell(&validation.agent.host),
        table(["Rule", "State", "Why"], rules),
        table(["Domain", "Kind", "Owners", "Artifacts"], domains),
        table(["Artifact", "Package", "Size", "SHA-256"], files),
    );
    let path = PathBuf::from("governance.md");
    files::write(&context.run.join(&path), page.as_bytes())?;
    Ok(path)
}

pub(crate) fn report(report: &BuildReport) -> String {
    let BuildReport { packages, host, artifacts, manifests, conformity, .. } = report;
    let signatures = &artifacts.signatures;
    let changed = if manifests.changed.is_empty() { "none".to_owned() } else { cell(&manifests.changed.join(", ")) };
    let facts = [
        ["Packages", &format!("{} in {}", packages.packages, seconds(packages.milliseconds))],
        ["Units compiled", &packages.compiled.to_string()],
        ["Units from the cache", &packages.fresh.to_string()],
        ["Compiler warnings", &packages.warnings.to_string()],
        ["Slower than their baseline", &packages.slower.len().to_string()],
        ["Programs", &format!("{} of {} in {}", host.programs, size(host.bytes), seconds(host.milliseconds))],
        ["Artifacts", &format!("{} of {}", artifacts.files, size(artifacts.bytes))],
        ["Artifacts verified", &signatures.verified.to_string()],
        ["Artifacts unchanged", &signatures.unchanged.to_string()],
        [
            "Artifacts changed, added, gone",
            &format!("{}, {}, {}", signatures.changed.len(), signatures.added.len(), signatures.gone.len()),
        ],
        ["Manifest entries", &manifests.entries.to_string()],
        ["Manifests changed", &changed],
    ];
    let facts = facts.map(|[fact, value]| [fact.to_owned(), value.to_owned()]);
    let scores = conformity.iter().map(|dimension| {
        [
            cell(&dimension.name),
            format!("{:.2}", dimension.score),
            dimension.band.to_string(),
            cell(&dimension.reasons.join("; ")),
        ]
    });
    format!(
        "# Build {}\n\nPerformed at level {}; the rules are on [the page on governance]({}).\n\n{}\n## Conformity\n\n{}",
        cell(&report.correlation_id),
        cell(&report.level),
        files::portable(&report.governance_page),
        table(["Fact", "Value"], facts),
        table(["Dimension", "Score", "Band", "Reasons"], scores),
    )
}

fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(N));
    for row in rows {
        let _ = writeln!(table, "| {} |", row.join(" | "));
    }
    table
}

/// Text as one cell of a table: what means something to Markdown is taken as it stands.
fn cell(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut cell, character| {
        match character {
            '\n' | '\r' => cell.push(' '),
            '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '#' => cell.extend(['\\', character]),
            _ => cell.push(character),
        }
        cell
    })
}

#[allow(clippy::cast_precision_loss, reason = "one decimal of a size is all that is shown")]
pub(crate) fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        _ if bytes < 1e3 => format!("{bytes} B"),
        _ if bytes < 1e6 => format!("{:.1} kB", bytes / 1e3),
        _ if bytes < 1e9 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.1} GB", bytes / 1e9),
    }
}

#[allow(clippy::cast_precision_loss, reason = "two decimals of a duration are all that is shown")]
pub(crate) fn seconds(milliseconds: u64) -> String {
    format!("{:.2} s", milliseconds as f64 / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_page_on_governance_names_rules_owners_and_artifacts() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let authorities = sample::authorities(&sample::registry(&context));
        let page = governance(&context, &sample::validation(), &authorities, &sample::artifact_manifest()).unwrap();
        let text = files::read_text(&context.run.join(page)).unwrap();
        assert!(text.contains("| LOCK\\_FILE | upheld | Cargo.lock fits the manifests |\n"), "{text}");
        assert!(text.contains("| base | package | somebody | 1 |\n"), "{text}");
        assert!(text.contains("| debug/libbase.rlib | base | 10 B | `"), "{text}");
    }

    #[test]
    fn the_report_tells_facts_and_scores() {
        let text = report(&sample::report());
        assert!(text.contains("| Packages | 3 in 1.50 s |\n"), "{text}");
        assert!(text.contains("| governance | 0.90 | good | LINTS: none |\n"), "{text}");
    }

    #[test]
    fn text_stays_in_its_cell() {
        assert_eq!(cell("a|b\n<c>"), "a\\|b \\<c\\>");
    }

    #[test]
    fn sizes_and_times_are_short() {
        assert_eq!(
            [size(999), size(1500), size(2_500_000), size(3_000_000_000)],
            ["999 B", "1.5 kB", "2.5 MB", "3.0 GB"]
        );
        assert_eq!(seconds(1234), "1.23 s");
    }
}
