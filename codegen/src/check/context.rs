//! What rules ask of a sequence that the plan does not say as it stands.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use super::order::Order;
use super::text;
use crate::diagnostic::Finding;
use crate::plan::types::{self, TypeExpr};
use crate::plan::{Action, BeatId, Plan, Sequence, Type, Value};
use crate::source::{Place, Span};
use crate::spec::{Text, TypeDefinition};
use crate::suggest;

/// One sequence and what rules want to know of it.
pub(super) struct Context<'p, 'n> {
    pub(super) plan: &'p Plan<'n>,
    pub(super) sequence: &'p Sequence<'n>,
    pub(super) doubts: Doubts,
    suggestions: &'p Suggestions,
    order: OnceCell<Order<'p>>,
    types: OnceCell<HashMap<&'p str, usize>>,
}

impl<'p, 'n> Context<'p, 'n> {
    pub(super) fn new(plan: &'p Plan<'n>, sequence: &'p Sequence<'n>, suggestions: &'p Suggestions) -> Self {
        let doubts = Doubts::of(sequence);
        Self { plan, sequence, doubts, suggestions, order: OnceCell::new(), types: OnceCell::new() }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        self.sequence.place(span)
    }

    /// Which beats ask to come after which.
    pub(super) fn order(&self) -> &Order<'p> {
        self.order.get_or_init(|| Order::new(self.sequence))
    }

    /// Where a value is given, in this sequence's file: one that a performed sequence names is given where it is performed.
    pub(super) fn given_at(&self, value: &Value<'_>) -> Place {
        match value.giver {
            Some(giver) if value.place.source != self.sequence.spec.source => {
                self.place(self.sequence.beat(giver).span)
            }
            _ => value.place,
        }
    }

    /// The declared type of that name.
    pub(super) fn declared(&self, name: &str) -> Option<&'p Type<'n>> {
        self.declared_position(name).map(|at| &self.sequence.types[at])
    }

    /// Where that is among the declared types.
    pub(super) fn declared_position(&self, name: &str) -> Option<usize> {
        let types = &self.sequence.types;
        if types.len() <= 8 {
            return types.iter().position(|ty| ty.name == name);
        }
        let by_name = || types.iter().enumerate().rev().map(|(at, ty)| (ty.name, at)).collect();
        self.types.get_or_init(by_name).get(name).copied()
    }

    /// Whether two types are one, the user's own types told by their paths. Where that is too long to say, they may be.
    pub(super) fn same_type(&self, left: &TypeExpr, right: &TypeExpr) -> bool {
        left.text == right.text
            || match (self.spelt_out(left), self.spelt_out(right)) {
                (Some(left), Some(right)) => left.text == right.text,
                _ => true,
            }
    }

    /// The type with declared paths in place of their names.
    fn spelt_out(&self, ty: &TypeExpr) -> Option<TypeExpr> {
        const ROUNDS: usize = 8;
        const LONGEST: usize = 4096;
        let mut ty = ty.clone();
        for _ in 0..ROUNDS {
            let mapped = ty.map_names(|name| match (self.declared(name)?, &self.declared(name)?.spec.definition) {
                (declared, TypeDefinition::Path(_)) => {
                    declared.parts.first()?.as_ref().ok().map(|path| path.text.clone())
                }
                _ => None,
            });
            if mapped.text == ty.text {
                return Some(ty);
            }
            if mapped.text.len() > LONGEST {
                return None;
            }
            ty = types::parse(&mapped.text).ok()?;
        }
        None
    }

    /// The known word that is nearest to a misspelt one.
    pub(super) fn nearest<'w>(&self, typed: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
        self.suggestions.nearest(typed, known)
    }

    /// Adds a did-you-mean for a whole string, where a known word is near.
    pub(super) fn suggest<'w>(
        &self,
        finding: Finding,
        typed: Text<'_>,
        known: impl IntoIterator<Item = &'w str>,
    ) -> Finding {
        match self.nearest(typed.value, known) {
            Some(meant) => did_you_mean(finding, self.place(typed.span), meant, meant),
            None => finding,
        }
    }

    /// How a beat is called in messages.
    pub(super) fn beat_name(&self, id: BeatId) -> String {
        let spec = self.sequence.beat(id).spec;
        let handler = spec.handler.as_ref().map(|handler| handler.name);
        match spec.id.or(spec.event).or(handler).or(spec.sequence) {
            Some(name) => text::shown(name.value),
            None => format!("beat {}", self.sequence.beat(id).number),
        }
    }
}

/// A did-you-mean with the edit that takes it: `replacement` in place of the whole string.
pub(super) fn did_you_mean(finding: Finding, place: Place, meant: &str, replacement: &str) -> Finding {
    let finding = finding.help(format!("did you mean `{}`?", text::shown(meant)));
    match text::literal(replacement) {
        Some(literal) => finding.fix(format!("replace it with `{}`", text::shown(replacement)), place, literal),
        None => finding,
    }
}

/// Looks for known words, within bounds: a file of a hundred thousand misspelt names must not take minutes.
pub(super) struct Suggestions {
    words_left: Cell<usize>,
}

impl Suggestions {
    pub(super) fn new() -> Self {
        Self { words_left: Cell::new(20_000) }
    }

    /// The known word that is nearest to a misspelt one; none when too many have been looked at.
    pub(super) fn nearest<'w>(&self, typed: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
        let is_similar = |word: &&str| {
            let (short, long) =
                if word.len() < typed.len() { (word.len(), typed.len()) } else { (typed.len(), word.len()) };
            (long - short) * 3 <= long.max(3)
        };
        let mut left = self.words_left.get();
        let counted = known.into_iter().take_while(|_| {
            left = left.saturating_sub(1);
            left > 0
        });
        let nearest = suggest::nearest(typed, counted.filter(is_similar));
        self.words_left.set(left);
        nearest
    }
}

/// What the reader refused or nobody knows, so that nothing is concluded from its absence.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // each is one question, and any of them can be in doubt
pub(super) struct Doubts {
    /// There may be more beats.
    pub(super) beats: bool,
    /// There may be more values.
    pub(super) givers: bool,
    /// There may be more who take a value.
    pub(super) takers: bool,
    /// The style may be the other one.
    pub(super) style: bool,
    /// There may be more events, ids and handlers.
    pub(super) names: bool,
}

impl Doubts {
    pub(super) fn of(sequence: &Sequence<'_>) -> Self {
        let spec = sequence.spec;
        let has = |refused: &[&str], keys: &[&str]| refused.iter().any(|key| keys.contains(key));
        let beats = has(&spec.refused, &["movements"])
            || spec.movements.iter().any(|movement| has(&movement.refused, &["beats"]));
        let mut doubts = Self {
            beats,
            givers: beats || has(&spec.refused, &["input"]),
            takers: beats || has(&spec.refused, &["output"]),
            style: beats || has(&spec.refused, &["baton"]),
            names: beats,
        };
        for movement in &sequence.movements {
            for beat in &movement.beats {
                let refused = &beat.spec.refused;
                if !refused.is_empty() {
                    doubts.givers |= has(refused, &["output", "sequence"]);
                    doubts.takers |= has(refused, &["input", "sequence"]);
                    doubts.style |= has(refused, &["input", "output"]);
                    doubts.names |= has(refused, &["id", "event", "handler", "beat", "number"]);
                }
                if beat.spec.sequence.is_some() && beat.action == Action::Nobody {
                    doubts.givers |= beat.spec.output.is_none();
                    doubts.takers |= beat.spec.input.is_none();
                }
            }
        }
        doubts
    }
}
