//! Whether artifacts are what they are said to be.

use std::collections::BTreeMap;

use crate::build_pipeline_symphony::{BuildContext, BuildEnvironment, HashedArtifact, Seal, Signatures};
use crate::error::{Result, counted, none_of};
use crate::files;
use crate::format::{self, Format};

/// Checks each artifact against its hash and its format, and against the last stable build.
pub(crate) fn validate(
    context: &BuildContext,
    environment: &BuildEnvironment,
    hashed: &[HashedArtifact],
) -> Result<Signatures> {
    verify(environment, hashed)?;
    let mut findings: Vec<_> = hashed.iter().filter_map(|hashed| wrong_format(environment, hashed)).collect();
    let before = context.previous.as_ref().map_or_else(BTreeMap::new, |previous| previous.artifacts.clone());
    let signatures = compare(&before, hashed);
    findings.extend(hashed.iter().filter_map(|hashed| altered(&before, hashed)));
    none_of(findings, |number| format!("{} not what it should be", counted(number, "artifact")))?;
    Ok(signatures)
}

/// Checks each artifact against its hash.
pub(crate) fn verify(environment: &BuildEnvironment, hashed: &[HashedArtifact]) -> Result<()> {
    let mut findings = Vec::new();
    for hashed in hashed {
        let found = files::sha256_of(&environment.target_dir.join(&hashed.artifact.path))?;
        if found != hashed.sha256 {
            let path = files::portable(&hashed.artifact.path);
            findings.push(format!("{path}: its hash was {} and is {found}", hashed.sha256));
        }
    }
    none_of(findings, |number| format!("{} changed since hashing", counted(number, "artifact")))
}

fn wrong_format(environment: &BuildEnvironment, hashed: &HashedArtifact) -> Option<String> {
    let path = &hashed.artifact.path;
    let expected = Format::expected(path)?;
    let found = format::of(&environment.target_dir.join(path));
    let said = found.map_or_else(|| "an unknown format".to_owned(), |found| found.to_string());
    (found != Some(expected)).then(|| format!("{}: it should be {expected} and is {said}", files::portable(path)))
}

/// A compiler that writes a file also gives it a new time; whoever keeps the time wants the change not to be seen.
fn altered(before: &BTreeMap<String, Seal>, hashed: &HashedArtifact) -> Option<String> {
    let path = files::portable(&hashed.artifact.path);
    let seal = before.get(&path)?;
    (seal.modified == hashed.artifact.modified && seal.sha256 != hashed.sha256).then(|| {
        format!("{path}: it was altered since the last stable build and bears the old time; remove and rebuild it")
    })
}

fn compare(before: &BTreeMap<String, Seal>, hashed: &[HashedArtifact]) -> Signatures {
    let now: BTreeMap<_, _> =
        hashed.iter().map(|hashed| (files::portable(&hashed.artifact.path), &hashed.sha256)).collect();
    let mut signatures =
        Signatures { verified: hashed.len(), unchanged: 0, changed: Vec::new(), added: Vec::new(), gone: Vec::new() };
    for (path, sha256) in &now {
        match before.get(path) {
            Some(seal) if seal.sha256 == **sha256 => signatures.unchanged += 1,
            Some(_) => signatures.changed.push(path.clone()),
            None => signatures.added.push(path.clone()),
        }
    }
    signatures.gone = before.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
    signatures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build_pipeline_symphony::StableState;
    use crate::sample;

    fn validate_with(
        files: &[(&str, &str)],
        change: impl FnOnce(&BuildEnvironment, &mut Vec<HashedArtifact>),
        before: impl FnOnce(&[HashedArtifact]) -> BTreeMap<String, Seal>,
    ) -> Result<Signatures> {
        let workspace = sample::workspace();
        let mut context = sample::context(workspace.path());
        let built = sample::built(files);
        let artifacts = crate::artifacts::collect(&built.environment, &[], &built.build)?;
        let mut hashed = crate::artifacts::hash(&built.environment, &artifacts)?;
        context.previous = Some(StableState { artifacts: before(&hashed), ..sample::stable_state() });
        change(&built.environment, &mut hashed);
        validate(&context, &built.environment, &hashed)
    }

    const SOUND: [(&str, &str); 2] = [("a.rlib", "!<arch>\na"), ("b", "\u{7f}ELF")];

    fn seal(hashed: &HashedArtifact) -> Seal {
        Seal { sha256: hashed.sha256.clone(), modified: hashed.artifact.modified }
    }

    #[test]
    fn compares_with_the_stable_build() {
        let before = |hashed: &[HashedArtifact]| {
            let mut other = seal(&hashed[1]);
            other.modified -= 1;
            other.sha256 = "other".to_owned();
            BTreeMap::from([
                ("a.rlib".to_owned(), seal(&hashed[0])),
                ("b".to_owned(), other.clone()),
                ("c".to_owned(), other),
            ])
        };
        let signatures = validate_with(&SOUND, |_, _| (), before).unwrap();
        assert_eq!((signatures.verified, signatures.unchanged), (2, 1));
        assert_eq!(
            (signatures.changed, signatures.added, signatures.gone),
            (vec!["b".into()], vec![], vec!["c".into()])
        );
        let signatures = validate_with(&SOUND, |_, _| (), |_| BTreeMap::new()).unwrap();
        assert_eq!(signatures.added, ["a.rlib", "b"]);
    }

    #[test]
    fn finds_a_file_that_changed_after_it_was_hashed() {
        let change = |environment: &BuildEnvironment, _: &mut Vec<_>| {
            files::write(&environment.target_dir.join("b"), b"\x7fELF!").unwrap();
        };
        let error = validate_with(&SOUND, change, |_| BTreeMap::new()).unwrap_err();
        assert_eq!(error.to_string(), "1 artifact changed since hashing");
        assert!(error.evidence()[0].starts_with("b: its hash was "), "{error:?}");
    }

    #[test]
    fn finds_a_file_of_another_format() {
        let error =
            validate_with(&[("a.rlib", "\u{7f}ELF"), ("b.rmeta", "none")], |_, _| (), |_| BTreeMap::new()).unwrap_err();
        assert_eq!(
            error.evidence(),
            ["a.rlib: it should be archive and is ELF", "b.rmeta: it should be Rust metadata and is an unknown format"]
        );
    }

    #[test]
    fn finds_a_file_that_was_altered_and_bears_its_old_time() {
        let before = |hashed: &[HashedArtifact]| {
            BTreeMap::from([("b".to_owned(), Seal { sha256: "other".to_owned(), ..seal(&hashed[1]) })])
        };
        let error = validate_with(&SOUND, |_, _| (), before).unwrap_err();
        assert!(error.evidence()[0].starts_with("b: it was altered since the last stable build"), "{error:?}");
    }
}
