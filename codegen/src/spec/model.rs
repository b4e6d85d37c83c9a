//! Format version 1 as types, with the place of every part.
//!
//! The model holds what the file says, doubles and all, and judges nothing.

use crate::json::{Member, Node};
use crate::source::{Place, SourceId, Span};

/// A value and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A string and where it stands.
pub type Text<'n> = Spanned<&'n str>;

/// A pipeline.
#[derive(Debug)]
pub struct Sequence<'n> {
    /// The file.
    pub source: SourceId,
    /// The whole object.
    pub span: Span,
    /// `id`, or its double.
    pub id: Option<Text<'n>>,
    /// `sequenceId`.
    pub sequence_id: Option<Text<'n>>,
    /// `name`.
    pub name: Option<Text<'n>>,
    /// `title`.
    pub title: Option<Text<'n>>,
    /// `description`.
    pub description: Option<Text<'n>>,
    /// `purpose`.
    pub purpose: Option<Text<'n>>,
    /// `trigger`.
    pub trigger: Option<Text<'n>>,
    /// `version`.
    pub version: Option<Text<'n>>,
    /// `kind`.
    pub kind: Option<Text<'n>>,
    /// `status`.
    pub status: Option<Text<'n>>,
    /// `category`.
    pub category: Option<Text<'n>>,
    /// `domainId`.
    pub domain_id: Option<Text<'n>>,
    /// `packageName`.
    pub package_name: Option<Text<'n>>,
    /// `pluginId`.
    pub plugin_id: Option<Text<'n>>,
    /// `key`.
    pub key: Option<Text<'n>>,
    /// `tempo`, in beats a minute.
    pub tempo: Option<Spanned<f64>>,
    /// `timeSignature`.
    pub time_signature: Option<Text<'n>>,
    /// `beats`: the declared total.
    pub declared_beats: Option<Spanned<u64>>,
    /// `userStory`.
    pub user_story: Option<UserStory<'n>>,
    /// `persona`.
    pub persona: Option<Text<'n>>,
    /// `businessValue`.
    pub business_value: Option<Text<'n>>,
    /// `governance.policies`.
    pub policies: Vec<Text<'n>>,
    /// `governance.metrics`.
    pub metrics: Vec<Text<'n>>,
    /// `events`, where the key is there.
    pub events: Option<Vec<Text<'n>>>,
    /// `dynamics`, where it is the mark of beats that have none.
    pub dynamics: Option<Text<'n>>,
    /// `dynamics`, where it says what each level means.
    pub dynamics_meaning: Vec<(Text<'n>, Text<'n>)>,
    /// `types`.
    pub types: Vec<TypeDeclaration<'n>>,
    /// `input`.
    pub input: Vec<Typed<'n>>,
    /// `output`.
    pub output: Vec<Text<'n>>,
    /// `baton`.
    pub baton: Option<Spanned<bool>>,
    /// `requires`: a name and, in the object form, a version.
    pub requires: Vec<(Text<'n>, Option<Text<'n>>)>,
    /// `completionCriteria`.
    pub completion_criteria: Vec<Text<'n>>,
    /// `metadata`.
    pub metadata: Option<&'n Node<'n>>,
    /// `movements`.
    pub movements: Vec<Movement<'n>>,
    /// `allow`.
    pub allow: Vec<Allow<'n>>,
    /// The other keys, which are kept and passed through.
    pub extra: Vec<&'n Member<'n>>,
    /// Keys whose values were refused or that a misspelt key was meant for: nothing follows from their absence.
    pub refused: Vec<&'static str>,
}

/// A phase.
#[derive(Debug)]
pub struct Movement<'n> {
    /// The whole object.
    pub span: Span,
    /// `id`.
    pub id: Option<Text<'n>>,
    /// `name`.
    pub name: Option<Text<'n>>,
    /// `description`.
    pub description: Option<Text<'n>>,
    /// `purpose`.
    pub purpose: Option<Text<'n>>,
    /// `tempo`.
    pub tempo: Option<Spanned<f64>>,
    /// `errorHandling`.
    pub error_handling: Option<Text<'n>>,
    /// `userStory`.
    pub user_story: Option<UserStory<'n>>,
    /// `completionCriteria`.
    pub completion_criteria: Vec<Text<'n>>,
    /// `maxConcurrency`.
    pub max_concurrency: Option<Spanned<u64>>,
    /// `atomic`.
    pub atomic: Option<Spanned<bool>>,
    /// `beats`.
    pub beats: Vec<Beat<'n>>,
    /// `allow`.
    pub allow: Vec<Allow<'n>>,
    /// The other keys.
    pub extra: Vec<&'n Member<'n>>,
    /// Keys whose values were refused or that a misspelt key was meant for: nothing follows from their absence.
    pub refused: Vec<&'static str>,
}

/// A step.
#[derive(Debug)]
pub struct Beat<'n> {
    /// The whole object.
    pub span: Span,
    /// `beat`, or its double.
    pub number: Option<Spanned<u64>>,
    /// `number`, where `beat` is there too.
    pub number_double: Option<Spanned<u64>>,
    /// `id`.
    pub id: Option<Text<'n>>,
    /// `event`.
    pub event: Option<Text<'n>>,
    /// `name`.
    pub name: Option<Text<'n>>,
    /// `title`.
    pub title: Option<Text<'n>>,
    /// `description`.
    pub description: Option<Text<'n>>,
    /// `handler`.
    pub handler: Option<Handler<'n>>,
    /// `handlerDef`.
    pub handler_def: Option<HandlerDef<'n>>,
    /// `kind`.
    pub kind: Option<Text<'n>>,
    /// `dynamics`.
    pub dynamics: Option<Text<'n>>,
    /// `timing`.
    pub timing: Option<Text<'n>>,
    /// `timeout`.
    pub timeout: Option<Spanned<Duration<'n>>>,
    /// `retry`.
    pub retry: Option<Retry<'n>>,
    /// `errorHandling`.
    pub error_handling: Option<Text<'n>>,
    /// `errors`.
    pub errors: Vec<Text<'n>>,
    /// `dependencies`.
    pub dependencies: Vec<Spanned<Reference<'n>>>,
    /// `compensate`.
    pub compensate: Option<Text<'n>>,
    /// `sequence`.
    pub sequence: Option<Text<'n>>,
    /// `input`, where the key is there.
    pub input: Option<Vec<Typed<'n>>>,
    /// `output`, where the key is there.
    pub output: Option<Vec<Typed<'n>>>,
    /// `data`.
    pub data: Option<&'n Node<'n>>,
    /// `userStory`.
    pub user_story: Option<UserStory<'n>>,
    /// `scenario`.
    pub scenario: Option<Text<'n>>,
    /// `acceptanceCriteria`, then its double in the native dialects.
    pub criteria: Vec<Criterion<'n>>,
    /// `testFile`.
    pub test_file: Option<Text<'n>>,
    /// `testCase`.
    pub test_case: Option<Text<'n>>,
    /// `allow`.
    pub allow: Vec<Allow<'n>>,
    /// The other keys.
    pub extra: Vec<&'n Member<'n>>,
    /// Keys whose values were refused or that a misspelt key was meant for: nothing follows from their absence.
    pub refused: Vec<&'static str>,
}

/// Who does a beat.
#[derive(Debug)]
pub struct Handler<'n> {
    /// The name, in both forms.
    pub name: Text<'n>,
    /// `scope`.
    pub scope: Option<Text<'n>>,
    /// `kind`.
    pub kind: Option<Text<'n>>,
    /// `sourcePath`.
    pub source_path: Option<Text<'n>>,
}

/// The double of a handler in the native dialects.
#[derive(Debug)]
pub struct HandlerDef<'n> {
    /// `id`.
    pub id: Option<Text<'n>>,
    /// `scope`.
    pub scope: Option<Text<'n>>,
    /// `kind`.
    pub kind: Option<Text<'n>>,
}

/// Who wants what, and why.
#[derive(Debug)]
pub enum UserStory<'n> {
    /// A sentence.
    Sentence(Text<'n>),
    /// Its parts.
    Parts {
        /// The whole object.
        span: Span,
        /// `persona`.
        persona: Option<Text<'n>>,
        /// `goal`.
        goal: Option<Text<'n>>,
        /// `benefit`.
        benefit: Option<Text<'n>>,
    },
}

/// How a beat is accepted.
#[derive(Debug)]
pub enum Criterion<'n> {
    /// A sentence, or several.
    Sentence(Text<'n>),
    /// Its steps.
    Steps(Steps<'n>),
}

/// The steps of a structured criterion.
#[derive(Debug)]
pub struct Steps<'n> {
    /// The whole object.
    pub span: Span,
    /// `id`.
    pub id: Option<Text<'n>>,
    /// `title`.
    pub title: Option<Text<'n>>,
    /// `given`.
    pub given: Vec<Text<'n>>,
    /// `when`.
    pub when: Vec<Text<'n>>,
    /// `then`.
    pub then: Vec<Text<'n>>,
    /// `and`.
    pub and: Vec<Text<'n>>,
    /// `tags`.
    pub tags: Vec<Text<'n>>,
    /// `ignore`.
    pub ignore: Option<Text<'n>>,
}

/// A value's name and, where it is said, its type.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'n> {
    /// The name.
    pub name: Text<'n>,
    /// The Rust type expression.
    pub ty: Option<Text<'n>>,
}

/// An entry of `types`.
#[derive(Debug)]
pub struct TypeDeclaration<'n> {
    /// The name.
    pub name: Text<'n>,
    /// What it is.
    pub definition: TypeDefinition<'n>,
}

/// What a declared type is.
#[derive(Debug)]
pub enum TypeDefinition<'n> {
    /// An array: its variants.
    Enum(Vec<Text<'n>>),
    /// An object: its fields.
    Struct(Vec<Typed<'n>>),
    /// A string: a type that the user has.
    Path(Text<'n>),
}

/// A length of time as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Duration<'n> {
    /// A number and a unit, such as `5s`.
    Text(&'n str),
    /// Milliseconds.
    Milliseconds(f64),
}

/// How a beat is tried again.
#[derive(Debug)]
pub struct Retry<'n> {
    /// The whole value.
    pub span: Span,
    /// `limit`: attempts in all.
    pub limit: Option<Spanned<u64>>,
    /// `delay`.
    pub delay: Option<Spanned<Duration<'n>>>,
    /// `factor`.
    pub factor: Option<Spanned<f64>>,
    /// `maxDelay`.
    pub max_delay: Option<Spanned<Duration<'n>>>,
}

/// How a beat names another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reference<'n> {
    /// By id, event or handler.
    Name(&'n str),
    /// By number, in the same movement.
    Number(u64),
}

/// A code that is not reported at an element.
#[derive(Debug)]
pub struct Allow<'n> {
    /// The code.
    pub code: Text<'n>,
    /// Why.
    pub reason: Text<'n>,
}

impl Sequence<'_> {
    /// The place of a span of this sequence.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }

    /// All beats, movement by movement.
    pub fn beats(&self) -> impl Iterator<Item = &Beat<'_>> {
        self.movements.iter().flat_map(|movement| &movement.beats)
    }
}
