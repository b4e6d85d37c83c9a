//! Generated code, compiled as a crate of its own.

use std::fmt::Write as _;

use crate::compiled::{Compiled, FLAVOURS};
use crate::user_crate::UserCrate;

/// A crate of generated modules, in every flavour, that must compile without a warning.
pub(crate) struct Modules {
    user: UserCrate,
    lib: String,
    pub(crate) count: usize,
}

impl Modules {
    pub(crate) fn new(name: &str) -> Self {
        let user = UserCrate::new("modules", name);
        user.write("Cargo.toml", MANIFEST);
        let lib = "//! Generated code, and nothing else.\n#![deny(warnings)]\n#![deny(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]\n";
        Self { user, lib: lib.to_owned(), count: 0 }
    }

    /// Adds what was generated, unless nothing was.
    pub(crate) fn add(&mut self, name: &str, compiled: &Compiled) {
        for ((flavour, _), files) in FLAVOURS.iter().zip(&compiled.files).filter(|(_, files)| !files.is_empty()) {
            for file in files {
                self.user.write(&format!("src/{name}/{flavour}/{}", file.path), &file.text);
            }
            let (index, module) = (format!("{name}/{flavour}/symphony.rs"), format!("{name}_{flavour}"));
            writeln!(self.lib, "/// Of one flavour.\n#[path = {index:?}]\npub mod {module};").unwrap();
        }
        self.count += usize::from(!compiled.files[0].is_empty());
    }

    #[track_caller]
    pub(crate) fn check(&self) -> &UserCrate {
        self.user.write("src/lib.rs", &self.lib);
        self.user.silent(&["check"]);
        &self.user
    }
}

const MANIFEST: &str = r#"[package]
name = "$NAME"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
symphony-runtime = { path = "$WORKSPACE/runtime" }

[workspace]
"#;
