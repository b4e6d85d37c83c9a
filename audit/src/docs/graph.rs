//! A sequence as a graph: movements as frames, beats as boxes in their order, dashed arrows for values that skip a beat and
//! for performed sequences.

mod dot;
mod mermaid;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use symphony_codegen::plan::{Action, BeatId, Sequence};

pub use dot::dot;
pub(super) use mermaid::flowchart;
pub(crate) use mermaid::label;
pub use mermaid::mermaid;

use super::flow;
use super::markdown::one_line;
use super::words::{beat_title, movement_title, sequence_title};
use crate::subject::Subject;

/// Longer texts are cut.
const LONGEST: usize = 60;

/// A graph in the order of drawing. Texts are as the sequence has them: who draws makes them harmless.
struct Chart<'n>(Vec<Part<'n>>);

enum Part<'n> {
    /// The beats of a movement.
    Frame {
        id: String,
        title: Title<'n>,
        boxes: Vec<(String, Title<'n>)>,
    },
    Box {
        id: String,
        shape: Shape,
        title: Title<'n>,
    },
    Arrow {
        from: String,
        to: String,
        is_dashed: bool,
        label: Label<'n>,
    },
}

/// Words of the sequence between words of ours.
#[derive(Default)]
struct Title<'n> {
    lead: String,
    words: Cow<'n, str>,
    tail: String,
}

#[derive(Clone, Copy)]
enum Shape {
    Plain,
    /// A sequence that is performed.
    Sequence,
    /// Where values come from or go to.
    End,
}

enum Label<'n> {
    None,
    Performs,
    Values(Vec<&'n str>),
}

impl<'n> Chart<'n> {
    /// Every beat and every value.
    fn whole(subject: &Subject<'n>) -> Self {
        let mut chart = Self(Vec::new());
        let mut arrows = arrows(subject.sequence);
        chart.beats(subject.sequence, &mut arrows);
        chart.performed(subject);
        chart.values(arrows);
        chart
    }

    /// Every beat.
    fn of_beats(subject: &Subject<'n>) -> Self {
        let mut chart = Self(Vec::new());
        chart.beats(subject.sequence, &mut Vec::new());
        chart.performed(subject);
        chart
    }

    /// The first movements.
    fn of_movements(subject: &Subject<'n>, most: usize) -> Self {
        let mut chart = Self(Vec::new());
        let sequence = subject.sequence;
        let fitting = sequence.movements.len().min(most);
        let mut add = |at: usize, title| {
            chart.0.push(Part::Box { id: frame(at), shape: Shape::Plain, title });
        };
        for (at, movement) in sequence.movements.iter().enumerate().take(fitting) {
            let tail = format!(" ({} beats)", movement.beats.len());
            add(at, Title { lead: lead(at), words: movement_title(movement).into(), tail });
        }
        let more = sequence.movements.len() - fitting;
        if more > 0 {
            add(fitting, Title { lead: format!("… and {more} more"), ..Title::default() });
        }
        for at in 1..fitting + usize::from(more > 0) {
            chart.arrow(frame(at - 1), frame(at), false, Label::None);
        }
        chart
    }

    fn arrow(&mut self, from: String, to: String, is_dashed: bool, label: Label<'n>) {
        self.0.push(Part::Arrow { from, to, is_dashed, label });
    }

    /// The boxes in their order. What goes from one to the next is written at the arrow between them, and taken out of
    /// `arrows`.
    fn beats(&mut self, sequence: &Sequence<'n>, arrows: &mut Vec<Arrow<'n>>) {
        for (at, movement) in sequence.movements.iter().enumerate() {
            let boxes = movement.beats.iter().enumerate().map(|(position, beat)| {
                let title = Title { lead: format!("{}: ", beat.number), words: beat_title(beat), ..Title::default() };
                (node(BeatId { movement: at, beat: position }), title)
            });
            let title = Title { lead: lead(at), words: movement_title(movement).into(), ..Title::default() };
            self.0.push(Part::Frame { id: frame(at), title, boxes: boxes.collect() });
        }
        let nodes: Vec<String> = sequence.beats().map(|(id, _)| node(id)).collect();
        let mut with_order: HashMap<(String, String), Vec<&'n str>> = HashMap::new();
        let follows: HashMap<&str, &str> = nodes.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
        arrows.retain(|arrow| {
            let is_next = follows.get(arrow.from.as_str()) == Some(&arrow.to.as_str());
            if is_next {
                with_order.insert((arrow.from.clone(), arrow.to.clone()), arrow.values.clone());
            }
            !is_next
        });
        for pair in nodes.windows(2) {
            let (from, to) = (pair[0].clone(), pair[1].clone());
            let values = with_order.remove(&(from.clone(), to.clone()));
            self.arrow(from, to, false, values.map_or(Label::None, Label::Values));
        }
    }

    /// The sequences that beats perform, each drawn once.
    fn performed(&mut self, subject: &Subject<'n>) {
        let mut callers: BTreeMap<usize, Vec<BeatId>> = BTreeMap::new();
        for (id, beat) in subject.sequence.beats() {
            if let Action::Sequence(at) = beat.action {
                callers.entry(at).or_default().push(id);
            }
        }
        for (number, (at, callers)) in (1..).zip(callers) {
            let id = format!("s{number}");
            let title = Title { words: sequence_title(&subject.plan.sequences[at]).into(), ..Title::default() };
            self.0.push(Part::Box { id: id.clone(), shape: Shape::Sequence, title });
            for caller in callers {
                self.arrow(node(caller), id.clone(), true, Label::Performs);
            }
        }
    }

    fn values(&mut self, arrows: Vec<Arrow<'n>>) {
        for (end, title) in [("input", "Input"), ("output", "Output")] {
            if arrows.iter().any(|arrow| arrow.from == end || arrow.to == end) {
                let title = Title { lead: title.to_owned(), ..Title::default() };
                self.0.push(Part::Box { id: end.to_owned(), shape: Shape::End, title });
            }
        }
        for Arrow { from, to, values } in arrows {
            self.arrow(from, to, true, Label::Values(values));
        }
    }
}

/// Values on their way from one box or frame to another.
struct Arrow<'n> {
    from: String,
    to: String,
    values: Vec<&'n str>,
}

/// An arrow for each pair of a giver and a taker. Where several beats of another movement take a value, the arrow goes to
/// the frame of the movement: a value that all beats take would bury everything else under its arrows.
fn arrows<'n>(sequence: &Sequence<'n>) -> Vec<Arrow<'n>> {
    let mut arrows: Vec<Arrow<'n>> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    let takers = flow::takers(sequence);
    for (at, value) in sequence.values.iter().enumerate() {
        let from = value.giver.map_or_else(|| "input".to_owned(), node);
        let is_output = sequence.outputs.contains(&Some(at));
        let ends = ends(value.giver, &takers[at]).into_iter().chain(is_output.then(|| "output".to_owned()));
        for to in ends {
            let arrow = *known.entry((from.clone(), to.clone())).or_insert_with(|| {
                arrows.push(Arrow { from: from.clone(), to, values: Vec::new() });
                arrows.len() - 1
            });
            arrows[arrow].values.push(value.name.value);
        }
    }
    arrows
}

/// Where the arrows of a value end.
fn ends(giver: Option<BeatId>, takers: &[BeatId]) -> Vec<String> {
    let mut ends = Vec::new();
    for of_movement in takers.chunk_by(|left, right| left.movement == right.movement) {
        match of_movement {
            [first, _, ..] if giver.is_none_or(|giver| giver.movement != first.movement) => {
                ends.push(frame(first.movement));
            }
            few => ends.extend(few.iter().map(|id| node(*id))),
        }
    }
    ends
}

fn node(id: BeatId) -> String {
    format!("{}b{}", frame(id.movement), id.beat + 1)
}

fn frame(movement: usize) -> String {
    format!("m{}", movement + 1)
}

fn lead(movement: usize) -> String {
    format!("Movement {}: ", movement + 1)
}

/// The text in one line that is not too long.
fn cut(text: &str) -> Cow<'_, str> {
    let line = one_line(text);
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => Cow::Owned(format!("{}…", &line[..at])),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn long_texts_are_cut() {
        let exact = "x".repeat(60);
        for (text, expect) in [("a\n b", "a b"), (&exact, &exact), (&"ü".repeat(61), &format!("{}…", "ü".repeat(60)))]
        {
            assert_eq!(cut(text), expect, "{text:?}");
        }
    }
}
