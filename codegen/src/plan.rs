//! What a set of sequences comes to: every name is a Rust name, every reference an index, every flow a pair of places.
//!
//! Planning judges nothing and never fails. Where the spec is broken the plan has a gap (`None`), and a rule of
//! [`check`](crate::check) says so; so names and flow are worked out in one place, for the rules and the emitters.

pub mod acceptance;
pub mod budget;
pub mod handlers;
pub mod naming;
mod resolve;
mod sentence;
mod step_name;
pub mod timing;
pub mod types;

use std::time::Duration;

pub use resolve::plan;

use crate::source::{Place, Span};
use crate::spec;
use handlers::Method;
use timing::{Timing, TimingFault};
use types::{TypeExpr, TypeFault};

/// All sequences that are compiled together.
#[derive(Debug)]
pub struct Plan<'n> {
    /// The sequences, in the order of the files.
    pub sequences: Vec<Sequence<'n>>,
}

/// How loud a beat is marked, or a performance plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the words of music
pub enum Dynamics {
    Pp,
    P,
    Mp,
    #[default]
    Mf,
    F,
    Ff,
}

impl Dynamics {
    /// The level of a word of the format.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "pp" => Self::Pp,
            "p" => Self::P,
            "mp" => Self::Mp,
            "mf" => Self::Mf,
            "f" => Self::F,
            "ff" => Self::Ff,
            _ => return None,
        })
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        spec::DYNAMICS[self as usize]
    }
}

/// How values get from beat to beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// By name and type.
    Flow,
    /// All beats share one mutable baton.
    Baton,
}

/// One sequence, resolved.
#[derive(Debug)]
pub struct Sequence<'n> {
    /// What the file says.
    pub spec: &'n spec::Sequence<'n>,
    /// The id; empty where there is none.
    pub id: &'n str,
    /// The module.
    pub module: String,
    /// How values flow.
    pub style: Style,
    /// The declared types.
    pub types: Vec<Type<'n>>,
    /// Every value: first what the sequence takes, then what its beats give, in their order.
    pub values: Vec<Value<'n>>,
    /// What the sequence gives, one for each of the spec's `output`.
    pub outputs: Vec<Option<ValueId>>,
    /// The declared events, then those that only beats name; each once.
    pub events: Vec<Event<'n>>,
    /// The movements.
    pub movements: Vec<Movement<'n>>,
    /// The softest mark of its beats: below it nothing is played.
    pub base: Dynamics,
    /// The softest level at which its outputs are given.
    pub floor: Dynamics,
}

/// The most values that a sequence takes, and the most that it gives, when it is performed by another one. A rule
/// refuses more; here the limit keeps a small file from asking for a plan of gigabytes.
pub const MOST_VALUES: usize = 100;

/// The index of a value in [`Sequence::values`].
pub type ValueId = usize;

/// A declared type.
#[derive(Debug)]
pub struct Type<'n> {
    /// The declaration.
    pub spec: &'n spec::TypeDeclaration<'n>,
    /// Its name, in the file and in Rust.
    pub name: &'n str,
    /// The types in it: one for each field of a struct, one for a path, none for an enum.
    pub parts: Vec<Result<TypeExpr, TypeFault>>,
}

/// A value that flows.
#[derive(Debug)]
pub struct Value<'n> {
    /// Its name, where it is given.
    pub name: spec::Text<'n>,
    /// The file and place in which that stands; a value of a performed sequence is named in its file.
    pub place: Place,
    /// Its Rust name.
    pub ident: String,
    /// Its type, as this sequence's module names it.
    pub ty: Option<Result<TypeExpr, TypeFault>>,
    /// Where the type stands, for findings.
    pub ty_span: Option<Span>,
    /// The beat that gives it; `None` for an input of the sequence.
    pub giver: Option<BeatId>,
    /// Whether a performance may go without it.
    pub conditional: bool,
    /// The first value of the same name, where this one gives it again.
    pub first: Option<ValueId>,
}

/// An event.
#[derive(Debug)]
pub struct Event<'n> {
    /// Its name, where it stands first.
    pub name: spec::Text<'n>,
    /// Its variant.
    pub variant: String,
    /// Whether the sequence declares it.
    pub declared: bool,
    /// Whether a beat publishes it.
    pub published: bool,
}

/// A movement and a beat in it, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BeatId {
    /// The position of the movement.
    pub movement: usize,
    /// The position of the beat in it.
    pub beat: usize,
}

/// One movement, resolved.
#[derive(Debug)]
pub struct Movement<'n> {
    /// What the file says.
    pub spec: &'n spec::Movement<'n>,
    /// The id, or the name where there is none.
    pub id: &'n str,
    /// Where that stands.
    pub id_span: Span,
    /// The trait.
    pub trait_name: String,
    /// The methods of the trait, in the order of the beats that need them first.
    pub methods: Vec<Method<'n>>,
    /// The beats.
    pub beats: Vec<Beat<'n>>,
    /// Whether the next movement is played when this one stops.
    pub continues: bool,
}

/// One beat, resolved.
#[derive(Debug)]
pub struct Beat<'n> {
    /// What the file says.
    pub spec: &'n spec::Beat<'n>,
    /// Its number: what the file says, or its position from 1.
    pub number: u64,
    /// Who does it.
    pub action: Action,
    /// What it takes.
    pub takes: Vec<Take<'n>>,
    /// What it gives.
    pub gives: Vec<ValueId>,
    /// Its mark.
    pub dynamics: Dynamics,
    /// Whether it is louder than the softest beat of the sequence.
    pub conditional: bool,
    /// When it is played.
    pub timing: Result<Timing<'n>, TimingFault>,
    /// The longest it may take.
    pub timeout: Option<Duration>,
    /// What happens when it fails.
    pub on_error: OnError,
    /// The event that it publishes.
    pub event: Option<usize>,
    /// Where it stands: its handler, or what performs it.
    pub span: Span,
}

/// Who does a beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A method of the movement's trait, by position.
    Method(usize),
    /// Another sequence of the plan, by position.
    Sequence(usize),
    /// A sequence that there is not, or nobody.
    Nobody,
}

/// A value that a beat takes.
#[derive(Debug)]
pub struct Take<'n> {
    /// The name by which it is taken.
    pub name: spec::Text<'n>,
    /// The value of that name.
    pub value: Option<ValueId>,
    /// The type that the taker expects, where it says so.
    pub ty: Option<Result<TypeExpr, TypeFault>>,
    /// Where that stands.
    pub ty_span: Option<Span>,
}

/// What happens when a beat fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OnError {
    /// The sequence stops.
    Abort,
    /// It is recorded, and the next beat is played.
    Continue,
    /// It is tried again.
    Retry(Retry),
}

/// How a beat is tried again; what is not said is the conductor's default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Retry {
    /// Attempts in all.
    pub limit: Option<u64>,
    /// The wait before the second attempt.
    pub delay: Option<Duration>,
    /// What the wait is multiplied by each time.
    pub factor: Option<f64>,
    /// The longest wait.
    pub max_delay: Option<Duration>,
}

impl Beat<'_> {
    /// What kind of step it is; the handler's double counts where the beat says nothing.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        let double = || self.spec.handler.as_ref().and_then(|handler| handler.kind);
        self.spec.kind.or_else(double).map(|kind| kind.value)
    }

    /// Whether its handler is a plain function of its inputs.
    #[must_use]
    pub fn is_pure(&self) -> bool {
        self.kind() == Some("pure")
    }
}

impl<'n> Sequence<'n> {
    /// The beat of an id.
    #[must_use]
    pub fn beat(&self, id: BeatId) -> &Beat<'n> {
        &self.movements[id.movement].beats[id.beat]
    }

    /// All beats with their ids, in order.
    pub fn beats(&self) -> impl Iterator<Item = (BeatId, &Beat<'n>)> {
        self.movements.iter().enumerate().flat_map(|(movement, it)| {
            it.beats.iter().enumerate().map(move |(beat, it)| (BeatId { movement, beat }, it))
        })
    }

    /// The values that a performance starts from.
    pub fn inputs(&self) -> impl Iterator<Item = (ValueId, &Value<'n>)> {
        self.values.iter().enumerate().take_while(|(_, value)| value.giver.is_none())
    }

    /// The place of a span of this sequence.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.spec.place(span)
    }
}
