//! Which beats ask to come after which: by `after:<event>` and by `dependencies`.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use super::graph::{self, Cycles};
use crate::plan::handlers::segments;
use crate::plan::timing::Timing;
use crate::plan::{BeatId, Sequence};
use crate::source::Span;
use crate::spec::Reference;

/// What all beats of a sequence ask for, in the order of the file.
pub(super) struct Order<'p> {
    pub(super) needs: Vec<Need<'p>>,
    /// Where each movement's beats start when all are counted.
    offsets: Vec<usize>,
    count: usize,
    cycles: OnceCell<Option<Cycles>>,
}

/// A beat asks to come after another.
pub(super) struct Need<'p> {
    pub(super) beat: BeatId,
    pub(super) wanted: Wanted<'p>,
    /// Where it asks.
    pub(super) span: Span,
    /// The beat that is meant.
    pub(super) found: Option<BeatId>,
}

/// What a beat asks for.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'p> {
    /// An event, by `timing`.
    Event(&'p str),
    /// A beat, by `dependencies`.
    Beat(Reference<'p>),
}

impl<'p> Order<'p> {
    pub(super) fn new(sequence: &'p Sequence<'_>) -> Self {
        let mut needs = Vec::new();
        let mut offsets = Vec::with_capacity(sequence.movements.len());
        let mut count = 0;
        for (at, movement) in sequence.movements.iter().enumerate() {
            offsets.push(count);
            count += movement.beats.len();
            for (position, beat) in movement.beats.iter().enumerate() {
                let id = BeatId { movement: at, beat: position };
                if let (Ok(Timing::After(event)), Some(timing)) = (beat.timing, beat.spec.timing) {
                    needs.push(Need { beat: id, wanted: Wanted::Event(event), span: timing.span, found: None });
                }
                for reference in &beat.spec.dependencies {
                    let wanted = Wanted::Beat(reference.value);
                    needs.push(Need { beat: id, wanted, span: reference.span, found: None });
                }
            }
        }
        if !needs.is_empty() {
            let names = Names::new(sequence);
            for need in &mut needs {
                need.found = names.find(need);
            }
        }
        Self { needs, offsets, count, cycles: OnceCell::new() }
    }

    /// The beats that wait for each other; none where every beat waits for earlier ones only.
    pub(super) fn cycles(&self) -> Option<&Cycles> {
        let find = || {
            let asks = || self.needs.iter().filter_map(|need| Some((need.beat, need.found?)));
            asks().any(|(beat, wanted)| wanted >= beat).then(|| {
                let mut edges: Vec<Vec<usize>> = vec![Vec::new(); self.count];
                for (beat, wanted) in asks() {
                    edges[self.node(beat)].push(self.node(wanted));
                }
                for targets in &mut edges {
                    targets.sort_unstable();
                    targets.dedup();
                }
                graph::cycles(&edges)
            })
        };
        self.cycles.get_or_init(find).as_ref()
    }

    pub(super) fn is_in_cycle(&self, from: BeatId, to: BeatId) -> bool {
        self.cycles().is_some_and(|cycles| cycles.has_edge(self.node(from), self.node(to)))
    }

    fn node(&self, id: BeatId) -> usize {
        self.offsets[id.movement] + id.beat
    }

    pub(super) fn beat(&self, node: usize) -> BeatId {
        let movement = self.offsets.partition_point(|start| *start <= node) - 1;
        BeatId { movement, beat: node - self.offsets[movement] }
    }

    /// Where each beat asks to come after each other one.
    pub(super) fn edges(&self) -> BTreeMap<(usize, usize), Span> {
        let edges = self.needs.iter().filter_map(|need| {
            let edge = (self.node(need.beat), self.node(need.found?));
            Some((edge, need.span))
        });
        edges.rev().collect()
    }
}

/// The first two beats of each name: a beat that has the name itself means the other one.
type ByName<'p> = HashMap<&'p str, (BeatId, Option<BeatId>)>;

/// What beats can be called by, the surest first.
struct Names<'p> {
    ids: ByName<'p>,
    events: ByName<'p>,
    handlers: ByName<'p>,
    segments: ByName<'p>,
    numbers: HashMap<(usize, u64), (BeatId, Option<BeatId>)>,
}

impl<'p> Names<'p> {
    fn new(sequence: &'p Sequence<'_>) -> Self {
        let mut names = Self {
            ids: HashMap::new(),
            events: HashMap::new(),
            handlers: HashMap::new(),
            segments: HashMap::new(),
            numbers: HashMap::new(),
        };
        for (id, beat) in sequence.beats() {
            let performer = beat.spec.handler.as_ref().map(|handler| handler.name).or(beat.spec.sequence);
            for (map, name) in [
                (&mut names.ids, beat.spec.id.map(|name| name.value)),
                (&mut names.events, beat.spec.event.map(|name| name.value)),
                (&mut names.handlers, performer.map(|name| name.value)),
                (&mut names.segments, performer.map(|name| segments(name.value).0)),
            ] {
                if let Some(name) = name {
                    add(map, name, id);
                }
            }
            add(&mut names.numbers, (id.movement, beat.number), id);
        }
        names
    }

    fn find(&self, need: &Need<'_>) -> Option<BeatId> {
        let found = match need.wanted {
            Wanted::Event(event) => self.events.get(event),
            Wanted::Beat(Reference::Number(number)) => self.numbers.get(&(need.beat.movement, number)),
            Wanted::Beat(Reference::Name(name)) => {
                [&self.ids, &self.events, &self.handlers, &self.segments].into_iter().find_map(|map| map.get(name))
            }
        };
        found.map(|(first, second)| if *first == need.beat { second.unwrap_or(*first) } else { *first })
    }
}

fn add<K: std::hash::Hash + Eq>(map: &mut HashMap<K, (BeatId, Option<BeatId>)>, name: K, id: BeatId) {
    let entry = map.entry(name).or_insert((id, None));
    if entry.0 != id && entry.1.is_none() {
        entry.1 = Some(id);
    }
}
