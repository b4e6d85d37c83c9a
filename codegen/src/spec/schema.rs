//! The JSON Schema of the format, made from the tables that the reader uses.

use super::keys::SEQUENCE;
use super::shape::{EXTENSION_PREFIX, LARGEST_COUNT, Record, Shape};

/// The JSON Schema (draft 2020-12) of format version 1, indented, with a final newline.
///
/// It accepts what [`read`](super::read) accepts without a finding.
///
/// ```
/// assert!(symphony_codegen::spec::schema().contains("\"movements\""));
/// ```
#[must_use]
pub fn schema() -> String {
    let mut writer = Writer { text: String::new(), depth: 0 };
    let mut records = Vec::new();
    collect(&SEQUENCE, &mut records);
    writer.object(|it| {
        it.member("$schema", |it| it.string("https://json-schema.org/draft/2020-12/schema"));
        it.member("title", |it| it.string("Symphony sequence, format version 1"));
        it.member("$ref", |it| it.string("#/$defs/sequence"));
        it.member("$defs", |it| {
            it.object(|it| {
                for record in &records {
                    it.member(&definition(record), |it| it.record(record));
                }
            });
        });
    });
    writer.text.push('\n');
    writer.text
}

/// Every table that can be reached, each once, in the order in which it is met.
fn collect(record: &'static Record, records: &mut Vec<&'static Record>) {
    if records.iter().any(|known| std::ptr::eq(*known, record)) {
        return;
    }
    records.push(record);
    for field in record.fields {
        collect_shape(&field.shape, records);
    }
}

fn collect_shape(shape: &'static Shape, records: &mut Vec<&'static Record>) {
    match shape {
        Shape::Record(record) => collect(record, records),
        Shape::List(inner) | Shape::Map(inner) => collect_shape(inner, records),
        Shape::Either(shapes) => shapes.iter().for_each(|shape| collect_shape(shape, records)),
        Shape::Any | Shape::Text | Shape::Word(_) | Shape::Flag | Shape::Number | Shape::Count => {}
    }
}

fn definition(record: &Record) -> String {
    let name = record.name;
    let name = name.strip_prefix("an ").or_else(|| name.strip_prefix("a ")).unwrap_or(name);
    name.replace(' ', "-")
}

struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn record(&mut self, record: &Record) {
        self.object(|it| {
            it.member("description", |it| it.string(record.doc));
            it.member("type", |it| it.string("object"));
            it.member("properties", |it| {
                it.object(|it| {
                    for field in record.fields {
                        it.member(field.key, |it| it.property(&field.shape, field.doc));
                    }
                });
            });
            it.member("patternProperties", |it| {
                it.object(|it| it.member(&format!("^{EXTENSION_PREFIX}"), |it| it.text.push_str("true")));
            });
            it.member("additionalProperties", |it| it.text.push_str("false"));
            if !record.required.is_empty() {
                it.member("allOf", |it| it.array(record.required, Self::any_of_keys));
            }
        });
    }

    fn any_of_keys(&mut self, group: &&[&str]) {
        self.object(|it| {
            it.member("anyOf", |it| {
                it.array(group, |it, key| {
                    it.object(|it| it.member("required", |it| it.array(&[key], |it, key| it.string(key))));
                });
            });
        });
    }

    fn property(&mut self, shape: &Shape, doc: &str) {
        self.object(|it| {
            let doc = if doc.is_empty() { "Kept as it stands; the format gives it no meaning." } else { doc };
            it.member("description", |it| it.string(doc));
            it.shape_members(shape);
        });
    }

    fn shape(&mut self, shape: &Shape) {
        self.object(|it| it.shape_members(shape));
    }

    fn shape_members(&mut self, shape: &Shape) {
        let of_type = |it: &mut Self, name: &str| it.member("type", |it| it.string(name));
        match shape {
            Shape::Any => {}
            Shape::Text => of_type(self, "string"),
            Shape::Word(words) => self.member("enum", |it| it.array(words, |it, word| it.string(word))),
            Shape::Flag => of_type(self, "boolean"),
            Shape::Number => of_type(self, "number"),
            Shape::Count => {
                of_type(self, "integer");
                self.member("minimum", |it| it.text.push('0'));
                self.member("maximum", |it| it.text.push_str(&LARGEST_COUNT.to_string()));
            }
            Shape::List(inner) => {
                of_type(self, "array");
                self.member("items", |it| it.shape(inner));
            }
            Shape::Map(inner) => {
                of_type(self, "object");
                self.member("additionalProperties", |it| it.shape(inner));
            }
            Shape::Record(record) => {
                self.member("$ref", |it| it.string(&format!("#/$defs/{}", definition(record))));
            }
            Shape::Either(shapes) => self.member("anyOf", |it| it.array(shapes, Self::shape)),
        }
    }

    fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.bracketed('{', '}', members);
    }

    fn array<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.bracketed('[', ']', |it| {
            for item in items {
                it.next_line();
                write(it, item);
            }
        });
    }

    fn member(&mut self, key: &str, value: impl FnOnce(&mut Self)) {
        self.next_line();
        self.string(key);
        self.text.push_str(": ");
        value(self);
    }

    fn bracketed(&mut self, open: char, close: char, inside: impl FnOnce(&mut Self)) {
        self.text.push(open);
        self.depth += 1;
        let start = self.text.len();
        inside(self);
        self.depth -= 1;
        if self.text.len() > start {
            self.indent();
        }
        self.text.push(close);
    }

    fn next_line(&mut self) {
        if !self.text.ends_with(['{', '[']) {
            self.text.push(',');
        }
        self.indent();
    }

    fn indent(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(self.depth));
    }

    /// The tables hold no character that JSON escapes but the backslash and the quote.
    fn string(&mut self, text: &str) {
        self.text.push('"');
        self.text.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
        self.text.push('"');
    }
}
