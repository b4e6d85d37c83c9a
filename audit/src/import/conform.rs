//! Holds a draft against the tables of version 1: what has no home there is kept under `x-…`, in its place.

use std::collections::BTreeSet;

use symphony_codegen::json::Value;
use symphony_codegen::spec::keys::SEQUENCE;
use symphony_codegen::spec::shape::{EXTENSION_PREFIX, LARGEST_COUNT, Record, Shape};

use super::draft::{Content, Draft, aside};
use super::notes::Notes;
use super::rules::VALUE_SET_ASIDE;

/// Makes a sequence one that the reader takes: no unknown key, no value of another type than its key's.
pub(super) fn conform(sequence: &mut Draft<'_>, notes: &mut Notes) {
    record(sequence, &SEQUENCE, notes);
}

fn record(draft: &mut Draft<'_>, table: &'static Record, notes: &mut Notes) {
    // Only keys that are set aside can meet each other.
    let mut kept: BTreeSet<String> =
        draft.members().iter().map(|(key, _)| key).filter(|key| key.starts_with(EXTENSION_PREFIX)).cloned().collect();
    for (key, value) in draft.members_mut() {
        if key.starts_with(EXTENSION_PREFIX) {
            continue;
        }
        let field = table.position(key).map(|position| &table.fields[position]);
        if let Some(field) = field
            && fits(value, &field.shape)
        {
            inside(value, &field.shape, notes);
            continue;
        }
        let aside = aside(key, |name| kept.contains(name));
        if let Some(field) = field {
            let message = format!("this `{key}` is not {}", field.shape.expected());
            notes.add(
                &VALUE_SET_ASIDE,
                value.origin,
                message,
                format!("it is kept under `{aside}`, which nothing reads"),
            );
        }
        kept.insert(aside.clone());
        *key = aside;
    }
}

/// Looks at the objects in a value that fits.
fn inside(draft: &mut Draft<'_>, shape: &'static Shape, notes: &mut Notes) {
    match shape {
        Shape::Record(table) => record(draft, table, notes),
        Shape::List(shape) => draft.items_mut().iter_mut().for_each(|item| inside(item, shape, notes)),
        Shape::Map(shape) => draft.members_mut().iter_mut().for_each(|(_, value)| inside(value, shape, notes)),
        Shape::Either(shapes) => {
            if let Some(shape) = shapes.iter().find(|shape| is_type(draft, shape)) {
                inside(draft, shape, notes);
            }
        }
        _ => {}
    }
}

/// Whether the reader takes the value there.
fn fits(draft: &Draft<'_>, shape: &Shape) -> bool {
    match shape {
        Shape::Word(words) => draft.as_str().is_some_and(|word| words.contains(&word)),
        Shape::Count => is_count(draft),
        Shape::List(shape) => draft.is_array() && draft.items().iter().all(|item| fits(item, shape)),
        Shape::Map(shape) => draft.is_object() && draft.members().iter().all(|(_, value)| fits(value, shape)),
        Shape::Either(shapes) => shapes.iter().find(|shape| is_type(draft, shape)).is_some_and(|it| fits(draft, it)),
        _ => is_type(draft, shape),
    }
}

/// Whether the value has the JSON type that the shape asks for.
fn is_type(draft: &Draft<'_>, shape: &Shape) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Text | Shape::Word(_) => draft.as_str().is_some(),
        Shape::Flag => matches!(draft.value(), Some(Value::Bool(_))),
        Shape::Number | Shape::Count => {
            matches!(draft.content, Content::Number(_)) || matches!(draft.value(), Some(Value::Number(_)))
        }
        Shape::List(_) => draft.is_array(),
        Shape::Map(_) | Shape::Record(_) => draft.is_object(),
        Shape::Either(shapes) => shapes.iter().any(|shape| is_type(draft, shape)),
    }
}

fn is_count(draft: &Draft<'_>) -> bool {
    match (&draft.content, draft.value()) {
        (Content::Number(_), _) => true,
        (_, Some(Value::Number(digits))) => match digits.parse::<u64>() {
            Ok(count) => count <= LARGEST_COUNT,
            // `3.0` and `3e0` are whole numbers too.
            Err(_) => digits
                .parse::<f64>()
                .is_ok_and(|value| value.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&value)),
        },
        _ => false,
    }
}
