//! The files that define the domains, kept beside the results of the build.

use std::path::{Path, PathBuf};

use crate::build_pipeline_symphony::{BuildContext, Domain, Source};
use crate::error::Result;
use crate::files;

/// What defines the workspace as a whole.
const SHARED: [&str; 2] = ["Cargo.toml", "Cargo.lock"];

/// Copies each file that defines a domain into the folder of the run, with its hash.
pub(crate) fn sync(context: &BuildContext, registry: &[Domain]) -> Result<Vec<Source>> {
    let shared = SHARED.iter().map(PathBuf::from).filter(|path| context.root.join(path).is_file());
    let mut paths: Vec<_> = shared.chain(registry.iter().map(|domain| domain.source.clone())).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().map(|path| copy(context, path)).collect()
}

fn copy(context: &BuildContext, path: PathBuf) -> Result<Source> {
    let bytes = files::read(&context.root.join(&path))?;
    files::write(&files::inside(&context.run.join("sources"), &path), &bytes)?;
    Ok(Source { sha256: files::sha256(&bytes), bytes: bytes.len() as u64, path })
}

/// The hash of a source.
pub(crate) fn sha256<'s>(sources: &'s [Source], path: &Path) -> Option<&'s str> {
    sources.iter().find(|source| source.path == path).map(|source| source.sha256.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn keeps_a_copy_of_each_source() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let sources = sync(&context, &sample::registry(&context)).unwrap();
        let paths: Vec<_> = sources.iter().map(|source| files::portable(&source.path)).collect();
        assert_eq!(paths, ["Cargo.lock", "Cargo.toml", "app/Cargo.toml", "base/Cargo.toml", "middle/Cargo.toml"]);
        assert_eq!(
            sha256(&sources, Path::new("base/Cargo.toml")),
            Some(files::sha256(sample::BASE.as_bytes()).as_str())
        );
        assert_eq!(files::read_text(&context.run.join("sources/base/Cargo.toml")).unwrap(), sample::BASE);
    }
}
