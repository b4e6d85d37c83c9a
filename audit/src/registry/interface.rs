//! What a sequence promises to who performs it, and what breaks that.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use symphony_codegen::plan::{Sequence, Value};
use symphony_codegen::spec::{TypeDefinition, Typed};

/// What a sequence takes, gives and publishes, at a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Interface {
    /// The version that promises it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The names of its inputs, with their types.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub input: BTreeMap<String, String>,
    /// The names of its outputs, with their types.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub output: BTreeMap<String, String>,
    /// The types that it declares, with their definitions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, String>,
    /// What it publishes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub events: BTreeSet<String>,
}

/// A change of an interface that whoever uses it notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// There is an input that was not asked for.
    InputAdded(String),
    /// An input is not taken any more.
    InputRemoved(String),
    /// An output is not given any more.
    OutputRemoved(String),
    /// A declared type is not there any more.
    TypeRemoved(String),
    /// An input, an output or a declared type is of another type.
    TypeChanged {
        /// What it is: `input`, `output` or `type`.
        what: &'static str,
        /// Its name.
        name: String,
        /// The type that was promised.
        was: String,
        /// The type now.
        is: String,
    },
    /// An event is not published any more.
    EventRemoved(String),
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InputAdded(name) => write!(f, "the input `{name}` was added"),
            Self::InputRemoved(name) => write!(f, "the input `{name}` was removed"),
            Self::OutputRemoved(name) => write!(f, "the output `{name}` was removed"),
            Self::TypeRemoved(name) => write!(f, "the type `{name}` was removed"),
            Self::TypeChanged { what, name, was, is } => {
                write!(f, "the {what} `{name}` was `{was}` and is `{is}`")
            }
            Self::EventRemoved(name) => write!(f, "the event `{name}` was removed"),
        }
    }
}

impl Interface {
    /// What a sequence promises now.
    #[must_use]
    pub fn of(sequence: &Sequence<'_>) -> Self {
        let outputs = sequence.outputs.iter().flatten().map(|at| &sequence.values[*at]);
        let of = |value: &Value<'_>| {
            let ty = value.ty.as_ref().and_then(|ty| ty.as_ref().ok()).map(|ty| ty.text.clone());
            (value.name.value.to_owned(), ty.unwrap_or_default())
        };
        let types = sequence.types.iter();
        Self {
            version: sequence.spec.version.map(|version| version.value.to_owned()),
            input: sequence.inputs().map(|(_, value)| of(value)).collect(),
            output: outputs.map(of).collect(),
            types: types.map(|ty| (ty.name.to_owned(), definition(&ty.spec.definition))).collect(),
            events: sequence.events.iter().map(|event| event.name.value.to_owned()).collect(),
        }
    }

    /// Whether it promises nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What of it `now` breaks without a version that says so. A sequence without a version promises nothing; of a version
    /// `0.x` the second number is the one that must rise.
    #[must_use]
    pub fn broken_by(&self, now: &Self) -> Vec<Break> {
        let Some(promised) = &self.version else { return Vec::new() };
        if now.version.as_ref().is_some_and(|version| is_raised(promised, version)) {
            return Vec::new();
        }
        let mut breaks = Vec::new();
        breaks.extend(added(&self.input, &now.input).map(|name| Break::InputAdded(name.clone())));
        breaks.extend(added(&now.input, &self.input).map(|name| Break::InputRemoved(name.clone())));
        breaks.extend(added(&now.output, &self.output).map(|name| Break::OutputRemoved(name.clone())));
        breaks.extend(added(&now.types, &self.types).map(|name| Break::TypeRemoved(name.clone())));
        breaks.extend(changed("input", &self.input, &now.input));
        breaks.extend(changed("output", &self.output, &now.output));
        breaks.extend(changed("type", &self.types, &now.types));
        breaks.extend(self.events.difference(&now.events).map(|name| Break::EventRemoved(name.clone())));
        breaks
    }
}

/// The names in `right` that are not in `left`.
fn added<'n>(
    left: &'n BTreeMap<String, String>,
    right: &'n BTreeMap<String, String>,
) -> impl Iterator<Item = &'n String> {
    right.keys().filter(|name| !left.contains_key(*name))
}

fn changed<'n>(
    what: &'static str,
    was: &'n BTreeMap<String, String>,
    is: &'n BTreeMap<String, String>,
) -> impl Iterator<Item = Break> + 'n {
    let change = move |(name, was): (&String, &String)| {
        let is = is.get(name).filter(|is| *is != was)?;
        Some(Break::TypeChanged { what, name: name.clone(), was: was.clone(), is: is.clone() })
    };
    was.iter().filter_map(change)
}

/// Whether the first number that is not 0 rose, or one before it did.
fn is_raised(from: &str, to: &str) -> bool {
    let (from, to) = (numbers(from), numbers(to));
    let decisive = from.iter().position(|number| *number > 0).unwrap_or(2);
    to[..=decisive] > from[..=decisive]
}

/// The three numbers of a version; 0 for what is none.
fn numbers(version: &str) -> [u64; 3] {
    let core = version.trim().trim_start_matches('v').split(['-', '+']).next().unwrap_or_default();
    let mut parts = core.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// A type's definition in a line, in which the order of fields and variants does not matter.
fn definition(definition: &TypeDefinition<'_>) -> String {
    let sorted = |mut parts: Vec<String>| {
        parts.sort_unstable();
        parts
    };
    match definition {
        TypeDefinition::Enum(variants) => {
            sorted(variants.iter().map(|variant| variant.value.to_owned()).collect()).join(" | ")
        }
        TypeDefinition::Struct(fields) => {
            let field = |field: &Typed<'_>| {
                format!("{}: {}", field.name.value, field.ty.map(|ty| ty.value).unwrap_or_default())
            };
            format!("{{ {} }}", sorted(fields.iter().map(field).collect()).join(", "))
        }
        TypeDefinition::Path(path) => path.value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Interface, is_raised};

    #[test]
    fn a_breaking_version_is_one_that_says_so() {
        for (from, to, expected) in [
            ("1.0.0", "2.0.0", true),
            ("1.0.0", "1.9.0", false),
            ("2.0.0", "1.0.0", false),
            ("0.1.0", "0.2.0", true),
            ("0.1.0", "0.1.9", false),
            ("0.1.9", "1.0.0", true),
            ("0.0.1", "0.0.2", true),
            ("0.0.0", "0.0.1", true),
            ("v1", "v2", true),
            ("1.0.0-beta", "1.0.0", false),
            ("1", "next", false),
        ] {
            assert_eq!(is_raised(from, to), expected, "{from} to {to}");
        }
    }

    #[test]
    fn what_breaks_a_promise_is_named() {
        let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, ty)| ((*name).to_owned(), (*ty).to_owned())).collect()
        };
        let promised = Interface {
            version: Some("1.0.0".into()),
            input: map(&[("a", "u8"), ("b", "u8")]),
            output: map(&[("c", "u8")]),
            types: map(&[("T", "x | y"), ("U", "x")]),
            events: ["e".to_owned()].into(),
        };
        let now = Interface {
            version: Some("1.1.0".into()),
            input: map(&[("a", "u16"), ("d", "u8")]),
            output: map(&[("new", "u8")]),
            types: map(&[("T", "x"), ("V", "x")]),
            ..Interface::default()
        };
        let breaks: Vec<String> = promised.broken_by(&now).iter().map(ToString::to_string).collect();
        assert_eq!(
            breaks,
            [
                "the input `d` was added",
                "the input `b` was removed",
                "the output `c` was removed",
                "the type `U` was removed",
                "the input `a` was `u8` and is `u16`",
                "the type `T` was `x | y` and is `x`",
                "the event `e` was removed",
            ]
        );
        assert_eq!(promised.broken_by(&Interface { version: Some("2.0.0".into()), ..now.clone() }), []);
        assert_eq!(promised.broken_by(&promised), []);
        assert_eq!(Interface { version: None, ..promised }.broken_by(&now), []);
    }
}
