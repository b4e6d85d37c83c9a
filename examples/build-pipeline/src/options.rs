//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use symphony::Dynamics;

use crate::build_pipeline_symphony::{BuildRequest, Profile};

/// Builds a Cargo workspace: validates it, writes its manifests, builds its packages and programs, hashes the artifacts,
/// and judges the result.
#[derive(Debug, Parser)]
#[command(name = "build-pipeline", version)]
pub struct Options {
    /// A folder within the workspace, or its Cargo.toml
    #[arg(default_value = ".")]
    path: PathBuf,
    /// How much is done: p develops, mf also verifies, f admits no warning, ff also archives
    #[arg(long, value_name = "p|mf|f|ff", default_value_t)]
    pub(crate) dynamics: Dynamics,
    /// The folder to keep everything in [default: `symphony` in the workspace's target folder]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// The profile to build with
    #[arg(long, value_enum, default_value_t = Speed::Dev)]
    profile: Speed,
    /// Build without the network
    #[arg(long)]
    offline: bool,
    /// The id of this build, which names its folder [default: a new one]
    #[arg(long, value_name = "ID", value_parser = correlation_id)]
    pub(crate) correlation_id: Option<String>,
    /// Print no progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Speed {
    Dev,
    Release,
}

impl Options {
    pub(crate) fn request(&self) -> BuildRequest {
        BuildRequest {
            path: self.path.clone(),
            out: self.out.clone(),
            profile: match self.profile {
                Speed::Dev => Profile::Dev,
                Speed::Release => Profile::Release,
            },
            offline: self.offline,
        }
    }
}

/// The id names a folder, so it has to be one name.
fn correlation_id(text: &str) -> Result<String, String> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    if text.is_empty() || text.starts_with('.') || !text.chars().all(is_plain) {
        return Err("use letters, digits, `-`, `_` and, except at its start, `.`".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Options::command().debug_assert();
        let options =
            Options::try_parse_from(["build-pipeline", "--dynamics", "ff", "--profile", "release", "a"]).unwrap();
        assert_eq!(options.dynamics, Dynamics::Ff);
        let request = options.request();
        assert_eq!((request.profile, request.path), (Profile::Release, PathBuf::from("a")));
        assert_eq!(Options::parse_from(["build-pipeline"]).dynamics, Dynamics::Mf);
    }

    #[test]
    fn an_id_never_leaves_its_folder() {
        for id in ["..", "../up", "a/b", ".hidden", "", "a b"] {
            assert!(correlation_id(id).is_err(), "{id}");
        }
        assert_eq!(correlation_id("ci-1.2_3").as_deref(), Ok("ci-1.2_3"));
    }

    #[test]
    fn an_unknown_level_is_refused_with_the_known_ones() {
        let error = Options::try_parse_from(["build-pipeline", "--dynamics", "loud"]).unwrap_err().to_string();
        assert!(error.contains("expected one of pp, p, mp, mf, f, ff"), "{error}");
    }
}
