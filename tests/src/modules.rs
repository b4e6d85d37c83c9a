//! Generated code, compiled as a crate of its own.

use std::fmt::Write as _;

use symphony_codegen::emit::rust::INDEX;

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
        for flavour in 0..FLAVOURS.len() {
            self.add_flavour(name, flavour, compiled);
        }
        self.count += usize::from(!compiled.files[0].is_empty());
    }

    /// Adds one flavour, each time another one.
    pub(crate) fn add_in_turn(&mut self, name: &str, compiled: &Compiled) {
        self.add_flavour(name, self.count % FLAVOURS.len(), compiled);
        self.count += 1;
    }

    fn add_flavour(&mut self, name: &str, flavour: usize, compiled: &Compiled) {
        let (files, tests, (flavour, _)) = (&compiled.files[flavour], &compiled.tests[flavour], FLAVOURS[flavour]);
        if files.is_empty() {
            return;
        }
        for file in files {
            let beside = if file.path == INDEX { format!("#[allow(unused_imports)]\n{tests}") } else { String::new() };
            self.user.write(&format!("src/{name}/{flavour}/{}", file.path), &(file.text.clone() + &beside));
        }
        let index = format!("{name}/{flavour}/symphony.rs");
        writeln!(self.lib, "/// Of one flavour.\n#[path = {index:?}]\npub mod {name}_{flavour};").unwrap();
    }

    #[track_caller]
    pub(crate) fn check(&self) -> &UserCrate {
        self.user.write("src/lib.rs", &self.lib);
        self.user.silent(&["check"]);
        &self.user
    }
}

pub(crate) const MANIFEST: &str = r#"[package]
name = "$NAME"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
symphony-runtime = { path = "$WORKSPACE/runtime" }

[workspace]
"#;
