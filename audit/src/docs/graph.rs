//! A sequence as a mermaid flowchart.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use symphony_codegen::plan::{Action, BeatId, Sequence};

use super::flow;
use super::markdown::one_line;
use super::words::{beat_title, movement_title, sequence_title};
use crate::subject::Subject;

/// What mermaid draws at most, of text and of edges, unless a page says otherwise; pages of others cannot.
const MOST_TEXT: usize = 50_000;
const MOST_EDGES: usize = 500;

/// Longer labels are cut.
const LONGEST_LABEL: usize = 60;

/// How much is drawn: the most that fits.
#[derive(Clone, Copy)]
enum Detail {
    Values,
    Beats,
    Movements,
}

/// The graph of a sequence as a file of its own: movements as frames, beats as boxes in their order, dashed arrows for
/// values that skip a beat and for performed sequences.
pub fn graph(subject: &Subject<'_>) -> String {
    // A directive of mermaid's is one in a comment too.
    let header = one_line(subject.header).replace('{', "(").replace('}', ")");
    format!("%% {header}\n{}", flowchart(subject))
}

/// The graph, for a block in a page.
pub(super) fn flowchart(subject: &Subject<'_>) -> String {
    let drawn = |detail| draw(subject, detail);
    let fits = |chart: &Chart| chart.text.len() < MOST_TEXT && chart.edges < MOST_EDGES;
    let with_values = drawn(Detail::Values);
    if fits(&with_values) {
        return with_values.text;
    }
    let without = drawn(Detail::Beats);
    let chart = if fits(&without) { without } else { drawn(Detail::Movements) };
    format!("%% not everything is drawn: it is more than mermaid takes\n{}", chart.text)
}

#[derive(Default)]
struct Chart {
    text: String,
    edges: usize,
}

impl Chart {
    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = indent * 2);
    }

    fn edge(&mut self, line: &str) {
        self.edges += 1;
        self.line(1, line);
    }
}

fn draw(subject: &Subject<'_>, detail: Detail) -> Chart {
    let mut chart = Chart::default();
    chart.line(0, "flowchart TB");
    let sequence = subject.sequence;
    match detail {
        Detail::Movements => movements(&mut chart, sequence),
        Detail::Beats => {
            beats(&mut chart, sequence, &mut Vec::new());
            performed(&mut chart, subject);
        }
        Detail::Values => {
            let mut arrows = arrows(sequence);
            beats(&mut chart, sequence, &mut arrows);
            performed(&mut chart, subject);
            values(&mut chart, &arrows);
        }
    }
    chart
}

fn movements(chart: &mut Chart, sequence: &Sequence<'_>) {
    let fitting = sequence.movements.len().min(MOST_EDGES / 2);
    for (at, movement) in sequence.movements.iter().enumerate().take(fitting) {
        let title = label(movement_title(movement));
        chart.line(1, &format!("m{}[\"Movement {}: {title} ({} beats)\"]", at + 1, at + 1, movement.beats.len()));
    }
    let more = sequence.movements.len() - fitting;
    if more > 0 {
        chart.line(1, &format!("m{}[\"… and {more} more\"]", fitting + 1));
    }
    for at in 1..fitting + usize::from(more > 0) {
        chart.edge(&format!("m{at} --> m{}", at + 1));
    }
}

/// Values on their way from one box or frame to another.
struct Arrow<'n> {
    from: String,
    to: String,
    values: Vec<&'n str>,
}

impl Arrow<'_> {
    fn label(&self) -> String {
        self.values.iter().map(|name| label(name)).collect::<Vec<_>>().join(", ")
    }
}

/// The boxes in their order. What goes from one to the next is written at the arrow between them, and taken out of
/// `arrows`.
fn beats(chart: &mut Chart, sequence: &Sequence<'_>, arrows: &mut Vec<Arrow<'_>>) {
    for (at, movement) in sequence.movements.iter().enumerate() {
        let number = at + 1;
        chart.line(1, &format!("subgraph m{number}[\"Movement {number}: {}\"]", label(movement_title(movement))));
        for (position, beat) in movement.beats.iter().enumerate() {
            let node = node(BeatId { movement: at, beat: position });
            let title = label(&beat_title(beat));
            chart.line(2, &format!("{node}[\"{}: {title}\"]", beat.number));
        }
        chart.line(1, "end");
    }
    let nodes: Vec<String> = sequence.beats().map(|(id, _)| node(id)).collect();
    let mut with_order: HashMap<(String, String), String> = HashMap::new();
    let follows: HashMap<&str, &str> = nodes.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
    arrows.retain(|arrow| {
        let is_next = follows.get(arrow.from.as_str()) == Some(&arrow.to.as_str());
        if is_next {
            with_order.insert((arrow.from.clone(), arrow.to.clone()), arrow.label());
        }
        !is_next
    });
    for pair in nodes.windows(2) {
        match with_order.get(&(pair[0].clone(), pair[1].clone())) {
            Some(label) => chart.edge(&format!("{} -->|\"{label}\"| {}", pair[0], pair[1])),
            None => chart.edge(&format!("{} --> {}", pair[0], pair[1])),
        }
    }
}

/// The sequences that beats perform, each drawn once.
fn performed(chart: &mut Chart, subject: &Subject<'_>) {
    let mut callers: BTreeMap<usize, Vec<BeatId>> = BTreeMap::new();
    for (id, beat) in subject.sequence.beats() {
        if let Action::Sequence(at) = beat.action {
            callers.entry(at).or_default().push(id);
        }
    }
    for (number, (at, callers)) in (1..).zip(callers) {
        let title = label(sequence_title(&subject.plan.sequences[at]));
        chart.line(1, &format!("s{number}[[\"{title}\"]]"));
        for id in callers {
            chart.edge(&format!("{} -.->|performs| s{number}", node(id)));
        }
    }
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
                ends.push(format!("m{}", first.movement + 1));
            }
            few => ends.extend(few.iter().map(|id| node(*id))),
        }
    }
    ends
}

fn values(chart: &mut Chart, arrows: &[Arrow<'_>]) {
    for (end, title) in [("input", "Input"), ("output", "Output")] {
        if arrows.iter().any(|arrow| arrow.from == end || arrow.to == end) {
            chart.line(1, &format!("{end}([\"{title}\"])"));
        }
    }
    for arrow in arrows {
        chart.edge(&format!("{} -.->|\"{}\"| {}", arrow.from, arrow.label(), arrow.to));
    }
}

fn node(id: BeatId) -> String {
    format!("m{}b{}", id.movement + 1, id.beat + 1)
}

/// Text for a quoted label.
///
/// Mermaid reads labels as its own syntax, as Markdown and as HTML, so all but letters, digits and what is harmless in all
/// three is written as the number of the character.
fn label(text: &str) -> String {
    // An icon of Font Awesome is looked for in what is drawn, however it is written; this hyphen is none to mermaid.
    let line = one_line(text).replace(":fa-", ":fa\u{2011}");
    let mut label = String::with_capacity(line.len());
    let mut rest = line.chars().enumerate().peekable();
    let mut before = ' ';
    while let Some((at, c)) = rest.next() {
        if at == LONGEST_LABEL {
            label.push('…');
            break;
        }
        let next = rest.peek().map_or(' ', |(_, next)| *next);
        let is_plain = match c {
            ' ' | ',' | '?' | '\'' => true,
            ':' => next != '/',
            '-' | '_' | '/' => before.is_alphanumeric() && next.is_alphanumeric(),
            '.' | '(' | ')' | '!' => before.is_alphabetic() && next == ' ',
            _ => c.is_alphanumeric() || !c.is_ascii(),
        };
        if is_plain {
            label.push(c);
        } else {
            let _ = write!(label, "#{};", u32::from(c));
        }
        before = c;
    }
    label
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_have_no_syntax() {
        for (text, expected) in [
            ("Load Build Context", "Load Build Context"),
            ("build:context-loaded", "build:context-loaded"),
            ("\"quoted\" [x] {y} (z)", "#34;quoted#34; #91;x#93; #123;y#125; #40;z)"),
            ("1. `a` #35; <b>", "1#46; #96;a#96; #35;35#59; #60;b#62;"),
            ("- x", "#45; x"),
            ("http://a.b", "http#58;#47;#47;a#46;b"),
            ("fa:fa-car", "fa:fa\u{2011}car"),
            ("end\nend", "end end"),
            ("größe 数 🎵", "größe 数 🎵"),
        ] {
            assert_eq!(label(text), expected, "{text:?}");
        }
        assert_eq!(label(&"x".repeat(100)).chars().count(), 61);
    }
}
