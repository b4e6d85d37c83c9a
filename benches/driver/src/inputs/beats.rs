//! The beats of a made-up sequence, from which its JSON and programs are written.

use std::fmt::Write as _;

use super::{capitalised, words};

const THEMES: [&str; 10] = [
    "intake",
    "validation",
    "planning",
    "assembly",
    "inspection",
    "packaging",
    "delivery",
    "billing",
    "review",
    "closing",
];

/// What flows: a type and a value of it.
const TYPES: [Type; 7] = [
    ("Order", "Order { id: 1, lines: Vec::new() }"),
    ("Vec<String>", "Vec::new()"),
    ("Customer", "Customer { name: String::new(), address: None, mode: Mode::Draft }"),
    ("u64", "1"),
    ("Bill", "Bill { order: Order { id: 1, lines: Vec::new() }, total: 1.0, paid: false }"),
    ("Option<Bill>", "None"),
    ("String", "String::new()"),
];

type Type = (&'static str, &'static str);

/// How many beats a sequence has, and how many of them a movement.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) beats: usize,
    pub(crate) movement: usize,
}

impl Shape {
    /// Four movements of ten beats.
    pub(crate) const USUAL: Self = Self { beats: 40, movement: 10 };
}

/// How handlers are written.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Flavour {
    Async,
    Blocking,
}

impl Flavour {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Async => "async",
            Self::Blocking => "blocking",
        }
    }
}

/// A beat, by its position in the sequence.
pub(super) struct Beat {
    pub(super) position: usize,
    /// Names and types.
    pub(super) takes: Vec<(String, &'static str)>,
    /// The name of what it gives.
    pub(super) gives: Option<String>,
}

impl Beat {
    /// Whether it is a plain function of what it takes.
    pub(super) fn is_pure(&self) -> bool {
        self.position % 5 == 2
    }

    /// The method that handles it.
    pub(super) fn method(&self) -> String {
        let (verb, noun) = words(self.position);
        format!("{verb}_{noun}")
    }

    /// What the method takes besides what all take.
    pub(super) fn parameters(&self, prefix: &str) -> String {
        let mut parameters = String::new();
        for (name, ty) in &self.takes {
            let _ = write!(parameters, ", {prefix}{name}: &{ty}");
        }
        parameters
    }

    /// The type that the method gives, and a value of it.
    pub(super) fn result(&self) -> Type {
        if self.gives.is_some() { TYPES[self.position % TYPES.len()] } else { ("()", "()") }
    }
}

/// All beats: each takes what the last one gave, and some of the request besides; each fifth gives nothing.
pub(super) fn beats(shape: Shape) -> Vec<Beat> {
    let mut last: Option<(String, &str)> = None;
    let mut beats = Vec::with_capacity(shape.beats);
    for position in 0..shape.beats {
        let mut takes: Vec<_> = last.clone().into_iter().collect();
        if position % 3 == 0 {
            takes.push(("request".into(), "Order"));
        }
        if position % 7 == 0 {
            takes.push(("mode".into(), "Mode"));
        }
        let gives = (position % 5 != 4 || position + 1 == shape.beats).then(|| value(position));
        let beat = Beat { position, takes, gives };
        if let Some(name) = &beat.gives {
            last = Some((name.clone(), beat.result().0));
        }
        beats.push(beat);
    }
    beats
}

/// The value that a beat gives.
pub(super) fn value(position: usize) -> String {
    format!("{}_{position}", words(position).1)
}

/// The id of a movement: a theme, and from the second round of themes the number of the round.
pub(super) fn movement_id(movement: usize) -> String {
    let (theme, round) = (THEMES[movement % THEMES.len()], movement / THEMES.len());
    if round == 0 { theme.to_owned() } else { format!("{theme}-{round}") }
}

/// The trait of a movement.
pub(super) fn trait_name(movement: usize) -> String {
    capitalised(&movement_id(movement).replace('-', ""))
}
