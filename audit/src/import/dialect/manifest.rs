//! `package.json`, `tsconfig.json` and the like, into which a sequence's keys were put.

use symphony_codegen::json::Node;

use super::{Dialect, Way};
use crate::import::notes::Notes;
use crate::import::rules::PACKAGE_MANIFEST;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "package", about: "a package's manifest", repeated: None, recognise, way: Way::Refuse(refuse) };

/// Keys of manifests and settings that no sequence has.
const OF_A_PACKAGE: [&str; 9] = [
    "scripts",
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "exports",
    "main",
    "workspaces",
    "compilerOptions",
    "engines",
];

fn recognise(root: &Node<'_>) -> bool {
    let is_package = OF_A_PACKAGE.iter().any(|key| root.get(key).is_some());
    is_package
        && ["movements", "phases", "steps", "sequences"].iter().all(|key| root.get(key).is_none())
        && !wraps(root)
}

fn wraps(root: &Node<'_>) -> bool {
    root.as_object().unwrap_or_default().iter().any(|member| !shape::movements(&member.value).is_empty())
}

fn refuse(root: &Node<'_>, notes: &mut Notes) {
    let keys: Vec<_> =
        OF_A_PACKAGE.iter().filter(|key| root.get(key).is_some()).map(|key| format!("`{key}`")).collect();
    let what = if root.get("id").is_some() { ", into which an `id` was put" } else { "" };
    let message = format!("this is a package's manifest{what}: it has {} and no movements", keys.join(", "));
    let at = root.get("id").or(Some(root));
    notes.add(&PACKAGE_MANIFEST, at, message, "leave it out");
}
