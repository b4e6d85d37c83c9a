//! Templates of a user's: what they replace, and what is said of a bad one.

use std::fmt::Write as _;
use std::fs;

use symphony_audit::docs::page;
use symphony_audit::template::Templates;
use symphony_audit::template::shape::{Fields, Shape};

use crate::golden;
use crate::subjects::{Given, file, subjects};

/// A folder with a file in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What is said of templates.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let folder = folder(files);
    let root = folder.path().display().to_string().replace('\\', "/");
    let error = Templates::load(Some(folder.path())).unwrap_err();
    let found: Vec<String> =
        error.faults.iter().map(|fault| fault.to_string().replace(&format!("{root}/"), "")).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\ndoes not start with\n{expected}");
    }
}

#[test]
fn unknown_fields_are_found_wherever_they_stand() {
    check(
        &[("beat.md.hbs", "{{number}}\n{{#if nothing}}{{/if}}\n{{#if title}}x{{else}} {{titel}}{{/if}}\n")],
        &[
            "beat.md.hbs:2:1: there is no field `nothing` here (there are `number`, `title`, `anchor`,",
            "beat.md.hbs:3:24: there is no field `titel` here; did you mean `title`? (there are `number`, `title`,",
        ],
    );
    check(
        &[(
            "page.md.hbs",
            "{{#each movements}}{{nmae}} {{../title}} {{../nmae}} {{@root.ttle}}{{/each}}{{code (len valeus)}}",
        )],
        &[
            "page.md.hbs:1:20: there is no field `nmae` here (there are `number`, `title`, `id`,",
            "page.md.hbs:1:42: there is no field `nmae` here (there are `header`, `title`,",
            "page.md.hbs:1:54: there is no field `ttle` here; did you mean `title`?",
            "page.md.hbs:1:77: there is no field `valeus` here; did you mean `values`?",
        ],
    );
}

#[test]
fn everything_wrong_is_said_at_once() {
    check(
        &[
            ("beat.md.hbs", "{{#each title}}{{/each}}{{#with criteria}}{{/with}}"),
            ("index.md.hbs", "\n  {{#if sequences}}"),
            ("page.md.hbs", "{{title.text}} {{movements}} {{> beat}} {{cod id}} {{#repeat id}}{{/repeat}} {{@index}}"),
            ("pge.md.hbs", ""),
        ],
        &[
            "pge.md.hbs: replaces no template; did you mean `page.md.hbs`? (the templates `beat.md.hbs`, `index.md.hbs`,",
            "beat.md.hbs:1:1: `each` needs a list, which this is not",
            "beat.md.hbs:1:25: `with` needs an object, which this is not",
            "index.md.hbs:",
            "page.md.hbs:1:1: there is no field `text` here",
            "page.md.hbs:1:16: `movements` is a list; write `{{#each movements}} … {{/each}}`",
            "page.md.hbs:1:30: `beat` is another template, and templates do not include each other",
            "page.md.hbs:1:41: there is no helper `cod` here; did you mean `code`?",
            "page.md.hbs:1:52: there is no block `repeat` here (there are `each`, `if`, `unless`, `with`)",
            "page.md.hbs:1:78: there is no variable `@index` here",
        ],
    );
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let folder = folder(&[]);
    let missing = folder.path().join("none");
    let error = Templates::load(Some(&missing)).unwrap_err().to_string();
    assert!(error.ends_with("(os error 2)") && error.contains("none: cannot be read: "), "{error}");
}

#[test]
fn a_template_of_the_user_replaces_ours() {
    let folder =
        folder(&[("beat.md.hbs", "{{#each criteria as |criterion at|}}{{at}}{{criterion.state}}{{/each}}{{title}}!")]);
    fs::write(folder.path().join(".hidden"), "{{").unwrap();
    let templates = Templates::load(Some(folder.path())).unwrap();
    let texts = ["flowers.json", "greeting.json"].map(|name| (name, file(name)));
    let text = subjects(&texts, &Given::default(), |subjects| page(&templates, &subjects[1]).unwrap());
    assert!(text.contains("\n0undefined1undefined2undefinedWrite Letter!\n"), "{text}");
    assert!(text.contains("# Greeting\n"), "the page is still ours: {text}");
}

#[test]
fn the_fingerprint_is_of_all_templates() {
    let ours = Templates::load(None).unwrap().fingerprint().to_owned();
    let same = Templates::load(Some(folder(&[]).path())).unwrap().fingerprint().to_owned();
    assert_eq!(ours, same);
    let other = Templates::load(Some(folder(&[("beat.md.hbs", "x")]).path())).unwrap().fingerprint().to_owned();
    assert_ne!(ours, other);
    assert!(ours.len() == 64 && ours.bytes().all(|byte| byte.is_ascii_hexdigit()), "{ours}");
}

/// What each template has, for people who write their own.
#[test]
fn the_fields_are_as_blessed() {
    fn list(fields: &Fields, depth: usize, out: &mut String) {
        for field in fields {
            let (sort, inner) = match &field.shape {
                Shape::Value => ("", None),
                Shape::Fields(inner) => (" (object)", Some(inner)),
                Shape::List(item) => match &**item {
                    Shape::Fields(inner) => (" (list of objects)", Some(inner)),
                    _ => (" (list)", None),
                },
            };
            let _ = writeln!(out, "{}- `{}`{sort}:{}", "  ".repeat(depth), field.name, field.about);
            if let Some(inner) = inner {
                list(inner, depth + 1, out);
            }
        }
    }
    let mut text = String::new();
    for (name, fields) in Templates::all() {
        let _ = write!(text, "## `{name}`\n\n");
        list(&fields, 0, &mut text);
        text.push('\n');
    }
    golden::check("docs/golden/fields.md", &text);
}
