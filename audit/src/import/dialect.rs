//! The dialects, each recognised by its shape. To add one, add a file and its line in the list.

mod container;
mod counts;
mod details;
mod flat;
mod keyed;
mod manifest;
mod native;
mod phases;
mod record;
mod references;
mod sequence_of_movement;
mod steps;
mod unhandled;
mod workflow;

use symphony_codegen::json::{Node, Value};

use super::draft::Draft;
use super::notes::Notes;
use super::rules::{COUNT_DIFFERS, SEVERAL_HANDLERS};

/// All dialects, in the order in which they are tried: what is no sequence, what names its beats otherwise, what only lacks
/// something, and version 1.
pub(super) static DIALECTS: &[Dialect] = &[
    manifest::DIALECT,
    record::DIALECT,
    details::DIALECT,
    sequence_of_movement::DIALECT,
    steps::DIALECT,
    counts::DIALECT,
    workflow::DIALECT,
    container::DIALECT,
    phases::DIALECT,
    flat::DIALECT,
    keyed::DIALECT,
    references::PURE,
    references::BESIDE_BEATS,
    unhandled::DIALECT,
    native::DIALECT,
];

/// One way in which sequences were written.
#[derive(Debug)]
pub struct Dialect {
    /// Its number in the census of the original system, or what it is.
    pub id: &'static str,
    /// What it looks like.
    pub about: &'static str,
    /// The key of the file that may be there twice.
    pub(super) repeated: Option<&'static str>,
    /// Whether a file is written in it.
    pub(super) recognise: fn(&Node<'_>) -> bool,
    /// What is done with it.
    pub(super) way: Way,
}

/// What is done with a file.
#[derive(Debug)]
pub(super) enum Way {
    /// It is version 1.
    AsItStands,
    /// It is no sequence: says why.
    Refuse(fn(&Node<'_>, &mut Notes)),
    /// It is put in the order of version 1. Keys and types are seen to afterwards, and so are names that are missing.
    Rewrite(for<'n> fn(Draft<'n>, &mut Notes) -> Vec<Draft<'n>>),
}

/// Makes what stands under `key` the beats of a movement; a number that stood there is set aside. Beats that are there stay.
fn under(key: &str, movement: &mut Draft<'_>, notes: &mut Notes) {
    if movement.get("beats").is_some_and(|beats| !beats.items().is_empty()) {
        return;
    }
    let actual = movement.get(key).map_or(0, |beats| beats.items().len());
    let count = movement.get("beats").and_then(|count| count.origin);
    if let Some(Value::Number(digits)) = count.map(|count| &count.value)
        && digits.parse() != Ok(actual)
    {
        let message = format!("`beats` says {digits}, but there are {actual}");
        notes.add(&COUNT_DIFFERS, count, message, "look whether beats were lost; the number is kept under `x-beats`");
    }
    movement.set_aside("beats");
    movement.rename(key, "beats");
    if movement.get("beats").is_none() {
        movement.put("beats", Draft::array(Vec::new()));
    }
}

/// Makes the only element of a beat's `handlers` its handler: a name, or a script. Several are kept as they are.
fn one_handler(beat: &mut Draft<'_>, notes: &mut Notes) {
    let Some(handlers) = beat.get("handlers") else { return };
    let count = handlers.items().len();
    if beat.get("handler").is_some() || count != 1 {
        if count > 1 {
            let message = format!("the beat has {count} handlers");
            notes.add(&SEVERAL_HANDLERS, handlers.origin, message, "they are kept under `x-handlers`: make them beats");
        }
        return;
    }
    let script = handlers.items()[0].get("script").and_then(Draft::as_words);
    let stem =
        script.and_then(|path| path.rsplit(['/', '\\']).next()).map(|name| name.split('.').next().unwrap_or(name));
    let stem = stem.map(str::to_owned);
    let Some(mut handler) = beat.take("handlers").and_then(|handlers| handlers.into_items().into_iter().next()) else {
        return;
    };
    if let Some(arguments) = handler.take("args") {
        beat.put("args", arguments);
    }
    if let Some(stem) = stem {
        handler.rename("script", "sourcePath");
        let origin = handler.get("sourcePath").and_then(|path| path.origin);
        handler.put_first("name", Draft::text(stem, origin));
    } else if handler.get("id").is_some() {
        // The name is for readers.
        handler.set_aside("name");
        handler.rename("id", "name");
    }
    beat.put("handler", handler);
}
