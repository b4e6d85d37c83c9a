//! The domains of a workspace, which are its packages and its sequences: whether they are sound, and the registry of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use symphony_codegen::compile::{Files, compile};
use symphony_codegen::{json, plan, render};

use crate::build_pipeline_symphony::{BuildContext, Domain, DomainKind, Domains, Package, SequenceFile, TargetKind};
use crate::error::{Result, counted, none_of};
use crate::files;

/// Where a workspace and each of its packages keep their sequences.
const SEQUENCES: &str = "sequences";

/// Checks every domain. What cannot be built or performed is an error; what could be better is advice.
pub(crate) fn validate(context: &BuildContext) -> Result<Domains> {
    let mut findings: Vec<_> = context.packages.iter().flat_map(broken_targets).collect();
    let (sequences, faults, mut advice) = read_sequences(context)?;
    findings.extend(faults);
    none_of(findings, |number| format!("{} in the domains of the workspace", counted(number, "fault")))?;
    let of_packages = context.packages.iter();
    advice.extend(of_packages.map(|package| (key(DomainKind::Package, &package.name), package_advice(package))));
    advice.retain(|_, advice| !advice.is_empty());
    Ok(Domains { sequences, advice })
}

/// The registry of all domains, packages first.
pub(crate) fn registry(context: &BuildContext, domains: &Domains) -> Vec<Domain> {
    let packages = context.packages.iter().map(|package| Domain {
        id: package.name.clone(),
        kind: DomainKind::Package,
        source: files::relative(&context.root, &package.folder).join("Cargo.toml"),
        package: Some(package.name.clone()),
        needs: package.needs.clone(),
        parts: package.targets.len(),
        silent: 0,
        events: Vec::new(),
    });
    let sequences = domains.sequences.iter().map(|sequence| Domain {
        id: sequence.id.clone(),
        kind: DomainKind::Sequence,
        source: sequence.path.clone(),
        package: sequence.package.clone(),
        needs: Vec::new(),
        parts: sequence.beats,
        silent: sequence.silent,
        events: sequence.events.clone(),
    });
    packages.chain(sequences).collect()
}

/// How a domain is referred to, whatever else has its id: `package:name` or `sequence:id`.
pub(crate) fn key(kind: DomainKind, id: &str) -> String {
    format!("{kind}:{id}")
}

pub(crate) fn key_of(domain: &Domain) -> String {
    key(domain.kind, &domain.id)
}

fn broken_targets(package: &Package) -> impl Iterator<Item = String> {
    let missing = package.targets.iter().filter(|target| !target.source.is_file());
    missing.map(|target| {
        format!(
            "package {}: the source of its target `{}` is missing: {}",
            package.name,
            target.name,
            target.source.display()
        )
    })
}

fn package_advice(package: &Package) -> Vec<String> {
    let mut advice = Vec::new();
    if !package.targets.iter().any(|target| matches!(target.kind, TargetKind::Library | TargetKind::Binary)) {
        advice.push("it has neither a library nor a program".to_owned());
    }
    if package.publishable && package.description.is_none() {
        advice.push("it may be published and has no description".to_owned());
    }
    advice
}

/// The sequences, what is wrong with them, and what could be better, by sequence.
type Sequences = (Vec<SequenceFile>, Vec<String>, BTreeMap<String, Vec<String>>);

/// Reads all sequences together and judges them by the rules of the format.
fn read_sequences(context: &BuildContext) -> Result<Sequences> {
    let mut files = Files::default();
    let mut owners = BTreeMap::new();
    for (path, package) in sequence_files(context)? {
        let bytes = files::read(&path)?;
        if is_sequence(&bytes) {
            let shown = files::portable(&files::relative(&context.root, &path));
            let (id, findings) = json::decode(&mut files.sources, shown, bytes);
            files.findings.extend(findings);
            owners.insert(id, package);
        }
    }
    Ok(compile(&files, |plan, findings| {
        let sequence = |sequence: &plan::Sequence<'_>| {
            let source = sequence.spec.source;
            let package = owners.get(&source).cloned().flatten();
            sequence_file(sequence, files.sources.get(source).path(), package)
        };
        let ids: BTreeMap<_, _> = plan.sequences.iter().map(|sequence| (sequence.spec.source, sequence.id)).collect();
        let (mut faults, mut advice) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
        for finding in &findings {
            let line = render::line(finding, &files.sources);
            match ids.get(&finding.primary.place.source) {
                Some(id) if !finding.severity().is_error() => {
                    advice.entry(key(DomainKind::Sequence, id)).or_default().push(line);
                }
                _ => faults.push(line),
            }
        }
        (plan.sequences.iter().map(sequence).collect(), faults, advice)
    }))
}

/// A folder of sequences may hold catalogues and settings beside them. What cannot be read is no such thing for sure.
fn is_sequence(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(bytes).map_or(true, |json| json.get("movements").is_some())
}

fn sequence_file(sequence: &plan::Sequence<'_>, path: &str, package: Option<String>) -> SequenceFile {
    let beats = || sequence.spec.movements.iter().flat_map(|movement| &movement.beats);
    let events = beats().filter_map(|beat| beat.event.as_ref()).map(|event| event.value.to_owned());
    let mut events: Vec<_> = events.collect();
    events.sort();
    events.dedup();
    SequenceFile {
        id: sequence.id.to_owned(),
        path: path.into(),
        package,
        movements: sequence.spec.movements.len(),
        beats: beats().count(),
        silent: beats().filter(|beat| beat.event.is_none()).count(),
        events,
    }
}

/// The files in the folders of sequences, with the package in whose folder they lie.
fn sequence_files(context: &BuildContext) -> Result<BTreeMap<PathBuf, Option<String>>> {
    let mut found = BTreeMap::new();
    let root = (None, context.root.as_path());
    let packages = context.packages.iter().map(|package| (Some(package.name.clone()), package.folder.as_path()));
    // A package at the root of its workspace comes later, and so answers for the sequences there.
    for (package, folder) in std::iter::once(root).chain(packages) {
        let files = files::below(&folder.join(SEQUENCES))?;
        let is_json = |path: &Path| path.extension().is_some_and(|extension| extension == "json");
        // A package may link to the sequences of its workspace; they are no other ones for that.
        let real = |path: PathBuf| path.canonicalize().unwrap_or(path);
        found.extend(files.into_iter().filter(|path| is_json(path)).map(|path| (real(path), package.clone())));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn validate_with(sequences: &[(&str, &str)]) -> Result<Domains> {
        let workspace = sample::workspace();
        for (path, text) in sequences {
            files::write(&workspace.path().join(path), text.as_bytes()).unwrap();
        }
        validate(&sample::context(workspace.path()))
    }

    #[test]
    #[cfg(unix)]
    fn a_link_to_the_sequences_of_the_workspace_is_no_second_one() {
        let workspace = sample::workspace();
        files::write(&workspace.path().join("sequences/song.json"), SOUND.as_bytes()).unwrap();
        std::os::unix::fs::symlink("../sequences", workspace.path().join("app/sequences")).unwrap();
        let domains = validate(&sample::context(workspace.path())).unwrap();
        assert_eq!(domains.sequences.len(), 1);
    }

    const SOUND: &str = r#"{ "id": "song", "beats": 2, "events": ["a:b", "a:c"], "movements": [
        { "id": "one", "beats": [ { "handler": "f", "event": "a:b" }, { "handler": "g" } ] } ] }"#;

    #[test]
    fn a_sound_sequence_is_a_domain() {
        let domains =
            validate_with(&[("app/sequences/deep/song.json", SOUND), ("sequences/index.json", "{}")]).unwrap();
        let [song] = domains.sequences.as_slice() else { panic!("{:?}", domains.sequences) };
        assert_eq!((song.id.as_str(), song.package.as_deref()), ("song", Some("app")));
        assert_eq!((song.movements, song.beats, song.silent), (1, 2, 1));
        assert_eq!(song.events, ["a:b"]);
        let advice = domains.advice["sequence:song"].join("\n");
        assert!(advice.contains("app/sequences/deep/song.json:1:"), "{advice}");
        assert!(advice.contains("no beat publishes `a:c`"), "{advice}");
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let error = validate_with(&[
            ("sequences/a.json", SOUND),
            ("app/sequences/b.json", SOUND),
            ("sequences/c.json", &SOUND.replace("song", "count").replace("\"beats\": 2", "\"beats\": 3")),
            ("sequences/d.json", "{"),
            ("sequences/e.json", r#"{ "id": "e", "movements": 1 }"#),
        ])
        .unwrap_err();
        let evidence = error.evidence().join("\n");
        for file in ["sequences/a.json", "sequences/c.json", "sequences/d.json", "sequences/e.json"] {
            assert!(evidence.contains(&format!("{file}:1:")), "{file}\n---\n{evidence}");
        }
        assert!(error.to_string().ends_with("faults in the domains of the workspace"), "{error}");
    }

    #[test]
    fn a_missing_source_is_found() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        std::fs::remove_file(workspace.path().join("base/src/lib.rs")).unwrap();
        let error = validate(&context).unwrap_err();
        assert!(
            error.evidence()[0].starts_with("package base: the source of its target `base` is missing"),
            "{error:?}"
        );
    }

    #[test]
    fn the_registry_has_packages_and_sequences() {
        let workspace = sample::workspace();
        files::write(&workspace.path().join("sequences/song.json"), SOUND.as_bytes()).unwrap();
        let context = sample::context(workspace.path());
        let registry = registry(&context, &validate(&context).unwrap());
        let ids: Vec<_> = registry.iter().map(|domain| files::portable(&domain.source)).collect();
        assert_eq!(ids, ["app/Cargo.toml", "base/Cargo.toml", "middle/Cargo.toml", "sequences/song.json"]);
    }
}
