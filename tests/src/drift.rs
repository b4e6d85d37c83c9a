//! What a user sees when a sequence and its code drift apart, with a build script and `include_sequences!`.

mod cases;

use std::fs;

use crate::golden::{Goldens, folder};
use crate::mistakes::mistakes;
use crate::user_crate::UserCrate;

/// A mistake: what is edited in a crate that was right.
struct Drift {
    name: &'static str,
    edits: &'static [Edit],
}

/// A file, a text in it, and what is put in its place.
type Edit = (&'static str, &'static str, &'static str);

pub(crate) const JSON: &str = "sequences/invoice.json";
pub(crate) const CODE: &str = "src/lib.rs";

/// With `async` handlers.
pub(crate) const ASYNC: Flavour = Flavour { name: "async", of: str::to_owned, drifts: cases::ASYNC };

/// With plain functions.
pub(crate) const BLOCKING: Flavour = Flavour { name: "blocking", of: blocking_text, drifts: cases::BLOCKING };

#[test]
fn asynchronous() {
    check(&ASYNC);
}

#[test]
fn blocking() {
    check(&BLOCKING);
}

/// A flavour, and what a file of the template is in it.
pub(crate) struct Flavour {
    name: &'static str,
    of: fn(&str) -> String,
    drifts: &'static [Drift],
}

fn blocking_text(text: &str) -> String {
    text.replace("async fn", "fn").replace(".await", "").replace("Builder::new()", "Builder::new().blocking(true)")
}

fn check(flavour: &Flavour) {
    let template = Template::new(flavour);
    let user = UserCrate::new(&format!("drift-{}", flavour.name), "drift");
    let mut goldens = Goldens::default();
    template.write(&user, &[]);
    user.silent(&["check"]);
    for drift in cases::ALL.iter().chain(flavour.drifts) {
        template.write(&user, drift.edits);
        let output = user.cargo(&["check"]);
        if output.success {
            goldens.fault(format!("{} is built", drift.name));
        }
        goldens.check(&format!("drift/{}/{}.stderr", flavour.name, drift.name), &output.stderr);
    }
    template.write(&user, &[]);
    for mistake in mistakes() {
        user.set("sequences", &mistake.files);
        let output = user.cargo(&["check"]);
        goldens.check(&format!("mistakes/{}/build.stderr", mistake.name), &output.stderr);
    }
    goldens.finish();
}

/// The crate that is right.
pub(crate) struct Template {
    files: Vec<(&'static str, String)>,
}

impl Template {
    pub(crate) fn new(flavour: &Flavour) -> Self {
        let read = |path| {
            let text = fs::read_to_string(folder().join("drift/template").join(path)).unwrap();
            (path, if path == JSON { text } else { (flavour.of)(&text) })
        };
        Self { files: ["Cargo.toml", "build.rs", JSON, CODE].map(read).to_vec() }
    }

    /// Writes it, edited.
    pub(crate) fn write(&self, user: &UserCrate, edits: &[Edit]) {
        for (path, text) in &self.files {
            let mut text = text.clone();
            for (_, from, to) in edits.iter().filter(|(edited, ..)| edited == path) {
                // What is edited may read otherwise in this flavour.
                let is_there = text.contains(from);
                let (from, to) = if is_there {
                    ((*from).to_owned(), (*to).to_owned())
                } else {
                    (blocking_text(from), blocking_text(to))
                };
                assert!(text.contains(&from), "`{from}` is not in {path}");
                text = text.replace(&from, &to);
            }
            user.write(path, &text);
        }
    }
}
