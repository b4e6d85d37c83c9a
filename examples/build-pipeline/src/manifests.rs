//! The five manifests: components, sequences, topics, layout and interactions.
//!
//! Each is a list of entries that refer to domains of the registry; that is what makes one testable against the others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::build_pipeline_symphony::{BuildContext, Domain, DomainKind, Manifest, ManifestState, Source};
use crate::domains::{key, key_of};
use crate::error::{Result, counted, none_of};
use crate::files;
use crate::sources;

#[derive(Serialize, Deserialize)]
struct Page {
    manifest: String,
    entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    name: String,
    /// The domains that it speaks of, as `package:name` or `sequence:id`.
    domains: Vec<String>,
    #[serde(flatten)]
    facts: BTreeMap<String, Value>,
}

impl Entry {
    fn new(name: impl Into<String>, domains: Vec<String>, facts: &Value) -> Self {
        let facts = facts.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect();
        Self { name: name.into(), domains, facts }
    }
}

pub(crate) fn generate(context: &BuildContext, registry: &[Domain], sources: &[Source]) -> Result<Vec<Manifest>> {
    let pages = [
        ("components", components(context, registry, sources)),
        ("sequences", sequences(registry, sources)),
        ("topics", topics(registry)),
        ("layout", layout(context)),
        ("interactions", interactions(registry)),
    ];
    pages.into_iter().map(|(name, entries)| write(&context.run.join("manifests"), name, entries)).collect()
}

fn write(folder: &Path, name: &str, entries: Vec<Entry>) -> Result<Manifest> {
    let path = folder.join(name).with_extension("json");
    let page = Page { manifest: name.to_owned(), entries };
    let bytes = files::json(&page)?;
    files::write(&path, &bytes)?;
    Ok(Manifest { name: page.manifest, entries: page.entries.len(), sha256: files::sha256(&bytes), path })
}

fn of_kind(registry: &[Domain], kind: DomainKind) -> impl Iterator<Item = &Domain> {
    registry.iter().filter(move |domain| domain.kind == kind)
}

fn components(context: &BuildContext, registry: &[Domain], sources: &[Source]) -> Vec<Entry> {
    let packages = of_kind(registry, DomainKind::Package).zip(&context.packages);
    let entries = packages.map(|(domain, package)| {
        let targets: Vec<_> = package
            .targets
            .iter()
            .map(|target| json!({ "name": target.name, "kind": target.kind, "gated": target.gated }))
            .collect();
        let source = sources::sha256(sources, &domain.source);
        let facts = json!({ "version": package.version, "targets": targets, "source_sha256": source });
        Entry::new(&domain.id, vec![key_of(domain)], &facts)
    });
    entries.collect()
}

fn sequences(registry: &[Domain], sources: &[Source]) -> Vec<Entry> {
    let entries = of_kind(registry, DomainKind::Sequence).map(|domain| {
        let package = domain.package.as_ref().map(|package| key(DomainKind::Package, package));
        let source = sources::sha256(sources, &domain.source);
        let facts = json!({ "path": files::portable(&domain.source), "beats": domain.parts, "source_sha256": source });
        Entry::new(&domain.id, std::iter::once(key_of(domain)).chain(package).collect(), &facts)
    });
    entries.collect()
}

/// The events, each with the sequences that publish it.
fn topics(registry: &[Domain]) -> Vec<Entry> {
    let mut publishers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for domain in of_kind(registry, DomainKind::Sequence) {
        for event in &domain.events {
            publishers.entry(event).or_default().push(key_of(domain));
        }
    }
    publishers.into_iter().map(|(event, domains)| Entry::new(event, domains, &json!({}))).collect()
}

/// The folders of the packages, each with the sources of its targets.
fn layout(context: &BuildContext) -> Vec<Entry> {
    let entries = context.packages.iter().map(|package| {
        let roots: BTreeSet<_> = package
            .targets
            .iter()
            .map(|target| files::portable(&files::relative(&package.folder, &target.source)))
            .collect();
        let folder = files::portable(&files::relative(&context.root, &package.folder));
        let facts = json!({ "folder": folder, "sources": roots });
        Entry::new(&package.name, vec![key(DomainKind::Package, &package.name)], &facts)
    });
    entries.collect()
}

/// Which package calls on which.
fn interactions(registry: &[Domain]) -> Vec<Entry> {
    let entries = of_kind(registry, DomainKind::Package).flat_map(|domain| {
        domain.needs.iter().map(|need| {
            let domains = vec![key_of(domain), key(DomainKind::Package, need)];
            Entry::new(format!("{} -> {need}", domain.id), domains, &json!({}))
        })
    });
    entries.collect()
}

/// Reads each manifest back and holds it against what was said of it and against the registry.
pub(crate) fn validate(registry: &[Domain], manifests: &[Manifest]) -> Result<()> {
    let known: BTreeSet<_> = registry.iter().map(key_of).collect();
    let mut findings = Vec::new();
    for manifest in manifests {
        let mut fault = |what: String| findings.push(format!("the manifest of {}: {what}", manifest.name));
        let bytes = files::read(&manifest.path)?;
        if files::sha256(&bytes) != manifest.sha256 {
            fault("its content does not fit its hash; was it changed since it was written?".to_owned());
        }
        let page: Page = match serde_json::from_slice(&bytes) {
            Ok(page) => page,
            Err(error) => {
                fault(format!("it cannot be read: {error}"));
                continue;
            }
        };
        if page.entries.len() != manifest.entries {
            fault(format!("it should have {} and has {}", counted(manifest.entries, "entry"), page.entries.len()));
        }
        let mut names = BTreeSet::new();
        for entry in &page.entries {
            if !names.insert(&entry.name) {
                fault(format!("`{}` is there twice", entry.name));
            }
            for domain in entry.domains.iter().filter(|domain| !known.contains(*domain)) {
                fault(format!("`{}` refers to {domain}, which is not in the registry", entry.name));
            }
        }
    }
    none_of(findings, |number| format!("{} in the manifests", counted(number, "fault")))
}

/// How much the manifests hold, and which differ from the last stable build's.
pub(crate) fn record(context: &BuildContext, manifests: &[Manifest]) -> Result<ManifestState> {
    let before = |name: &str| context.previous.as_ref().and_then(|previous| previous.manifests.get(name));
    let state = ManifestState {
        entries: manifests.iter().map(|manifest| manifest.entries).sum(),
        changed: manifests
            .iter()
            .filter(|manifest| before(&manifest.name) != Some(&manifest.sha256))
            .map(|manifest| manifest.name.clone())
            .collect(),
    };
    files::write_json(&context.run.join("manifests.json"), &manifests)?;
    Ok(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build_pipeline_symphony::StableState;
    use crate::sample;

    struct Prepared {
        _workspace: tempfile::TempDir,
        context: BuildContext,
        registry: Vec<Domain>,
        manifests: Vec<Manifest>,
    }

    fn prepare() -> Prepared {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let mut registry = sample::registry(&context);
        registry.push(sample::sequence("song", &["a", "b"]));
        let manifests = generate(&context, &registry, &[]).unwrap();
        Prepared { _workspace: workspace, context, registry, manifests }
    }

    #[test]
    fn five_manifests_agree_with_the_registry() {
        let Prepared { registry, manifests, _workspace, .. } = prepare();
        let entries: Vec<_> = manifests.iter().map(|manifest| (manifest.name.as_str(), manifest.entries)).collect();
        assert_eq!(entries, [("components", 3), ("sequences", 1), ("topics", 2), ("layout", 3), ("interactions", 2)]);
        validate(&registry, &manifests).unwrap();
    }

    #[test]
    fn a_changed_manifest_is_found() {
        let Prepared { registry, manifests, _workspace, .. } = prepare();
        let text = files::read_text(&manifests[4].path).unwrap();
        files::write(&manifests[4].path, text.replace("package:base", "package:gone").as_bytes()).unwrap();
        files::write(&manifests[3].path, b"{}").unwrap();
        let evidence = validate(&registry, &manifests).unwrap_err().evidence().join("\n");
        for expected in [
            "the manifest of layout: its content does not fit its hash",
            "the manifest of layout: it cannot be read: missing field `manifest`",
            "the manifest of interactions: its content does not fit its hash",
            "the manifest of interactions: `middle -> base` refers to package:gone, which is not in the registry",
        ] {
            assert!(evidence.contains(expected), "{evidence}");
        }
    }

    #[test]
    fn a_domain_that_left_the_registry_is_found() {
        let Prepared { mut registry, manifests, _workspace, .. } = prepare();
        registry.retain(|domain| domain.id != "song");
        let evidence = validate(&registry, &manifests).unwrap_err().evidence().join("\n");
        assert!(evidence.contains("the manifest of topics: `a` refers to sequence:song"), "{evidence}");
    }

    #[test]
    fn tells_what_changed_since_the_stable_build() {
        let Prepared { mut context, manifests, _workspace, .. } = prepare();
        assert_eq!(record(&context, &manifests).unwrap().changed.len(), 5);
        let hashes = manifests.iter().map(|manifest| (manifest.name.clone(), manifest.sha256.clone()));
        let mut previous = StableState { manifests: hashes.collect(), ..sample::stable_state() };
        previous.manifests.insert("topics".to_owned(), "another".to_owned());
        context.previous = Some(previous);
        let state = record(&context, &manifests).unwrap();
        assert_eq!((state.entries, state.changed.join(" ")), (11, "topics".to_owned()));
    }
}
