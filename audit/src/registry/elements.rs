//! What a sequence is made of, as names that stay the same while a file is reformatted, reordered or moved.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::{Deserialize, Serialize};
use symphony_codegen::plan::{self, Sequence};

/// What something in a registry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the words of the format
pub enum Kind {
    Sequence,
    Movement,
    Beat,
    Handler,
    Criterion,
    Event,
    Policy,
    Metric,
    Completion,
    Implementation,
    Test,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Sequence,
        Self::Movement,
        Self::Beat,
        Self::Handler,
        Self::Criterion,
        Self::Event,
        Self::Policy,
        Self::Metric,
        Self::Completion,
        Self::Implementation,
        Self::Test,
    ];

    /// What several of them are called.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Sequence => "sequences",
            Self::Movement => "movements",
            Self::Beat => "beats",
            Self::Handler => "handlers",
            Self::Criterion => "criteria",
            Self::Event => "events",
            Self::Policy => "policies",
            Self::Metric => "metrics",
            Self::Completion => "completion criteria",
            Self::Implementation => "implementations",
            Self::Test => "tests",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sequence => "sequence",
            Self::Movement => "movement",
            Self::Beat => "beat",
            Self::Handler => "handler",
            Self::Criterion => "criterion",
            Self::Event => "event",
            Self::Policy => "policy",
            Self::Metric => "metric",
            Self::Completion => "completion criterion",
            Self::Implementation => "implementation",
            Self::Test => "test",
        })
    }
}

/// Everything that can be lost of a sequence, by its names in the sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Elements {
    /// Movements, by id, name or position.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub movements: BTreeSet<String>,
    /// Beats, as `movement/beat`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub beats: BTreeMap<String, Beat>,
    /// Handlers, as the file names them.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub handlers: BTreeSet<String>,
    /// Ids of criteria.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub criteria: BTreeSet<String>,
    /// Events.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub events: BTreeSet<String>,
    /// Policies, in their words.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub policies: BTreeSet<String>,
    /// Metrics, in their words.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub metrics: BTreeSet<String>,
    /// Completion criteria of the sequence and its movements, in their words.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub completions: BTreeSet<String>,
    /// Handlers that have code, as `movement/method`.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub implementations: BTreeSet<String>,
    /// Tests: criteria whose steps have code, tests of handlers, and what a beat names as its test.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub tests: BTreeSet<String>,
}

/// What is known of a beat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beat {
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<String>,
    /// The sequence that it performs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<String>,
    /// What it publishes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

impl Elements {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// How many there are of a kind; a sequence has itself.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.iter().filter(|(of, _)| *of == kind).count()
    }

    /// All of them, kind by kind.
    pub fn iter(&self) -> impl Iterator<Item = (Kind, &str)> {
        of(Kind::Movement, &self.movements)
            .chain(self.beats.keys().map(|name| (Kind::Beat, name.as_str())))
            .chain(of(Kind::Handler, &self.handlers))
            .chain(of(Kind::Criterion, &self.criteria))
            .chain(of(Kind::Event, &self.events))
            .chain(of(Kind::Policy, &self.policies))
            .chain(of(Kind::Metric, &self.metrics))
            .chain(of(Kind::Completion, &self.completions))
            .chain(of(Kind::Implementation, &self.implementations))
            .chain(of(Kind::Test, &self.tests))
    }

    fn sets(&mut self) -> [(Kind, &mut BTreeSet<String>); 9] {
        [
            (Kind::Movement, &mut self.movements),
            (Kind::Handler, &mut self.handlers),
            (Kind::Criterion, &mut self.criteria),
            (Kind::Event, &mut self.events),
            (Kind::Policy, &mut self.policies),
            (Kind::Metric, &mut self.metrics),
            (Kind::Completion, &mut self.completions),
            (Kind::Implementation, &mut self.implementations),
            (Kind::Test, &mut self.tests),
        ]
    }

    /// Only those that `keep` wants.
    pub fn retain(&mut self, keep: impl Fn(Kind, &str) -> bool) {
        self.beats.retain(|name, _| keep(Kind::Beat, name));
        for (kind, names) in self.sets() {
            names.retain(|name| keep(kind, name));
        }
    }

    /// These, and those of `other`.
    #[must_use]
    pub(super) fn and(mut self, mut other: Self) -> Self {
        for (name, beat) in std::mem::take(&mut other.beats) {
            self.beats.entry(name).or_insert(beat);
        }
        for ((_, own), (_, more)) in self.sets().into_iter().zip(other.sets()) {
            own.append(more);
        }
        self
    }

    /// These without those of `other`.
    #[must_use]
    pub(super) fn without(mut self, other: &Self) -> Self {
        self.retain(|kind, name| !other.has(kind, name));
        self
    }

    /// Whether one of that kind and name is there.
    #[must_use]
    pub fn has(&self, kind: Kind, name: &str) -> bool {
        match kind {
            Kind::Sequence => false,
            Kind::Movement => self.movements.contains(name),
            Kind::Beat => self.beats.contains_key(name),
            Kind::Handler => self.handlers.contains(name),
            Kind::Criterion => self.criteria.contains(name),
            Kind::Event => self.events.contains(name),
            Kind::Policy => self.policies.contains(name),
            Kind::Metric => self.metrics.contains(name),
            Kind::Completion => self.completions.contains(name),
            Kind::Implementation => self.implementations.contains(name),
            Kind::Test => self.tests.contains(name),
        }
    }
}

fn of(kind: Kind, names: &BTreeSet<String>) -> impl Iterator<Item = (Kind, &str)> {
    names.iter().map(move |name| (kind, name.as_str()))
}

/// What each movement is known by: its id, or its name, or else its position. A name that is there twice is counted.
#[must_use]
pub fn movement_paths(sequence: &Sequence<'_>) -> Vec<String> {
    let own = |(at, movement): (usize, &plan::Movement<'_>)| match movement.id {
        "" => (at + 1).to_string(),
        id => id.to_owned(),
    };
    counted(sequence.movements.iter().enumerate().map(own))
}

/// What each beat is known by, movement by movement: `movement/beat`, where the beat's part is its id, or who does it, or
/// its event, or else its number. Where several of a movement have one name, their events part them, then their order.
#[must_use]
pub fn beat_paths(sequence: &Sequence<'_>) -> Vec<Vec<String>> {
    let movements = movement_paths(sequence);
    let of = |(movement, path): (&plan::Movement<'_>, &String)| {
        let names: Vec<String> = movement.beats.iter().map(|beat| name(beat)).collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for name in &names {
            *times.entry(name).or_default() += 1;
        }
        let parted = movement.beats.iter().zip(&names).map(|(beat, name)| match beat.spec.event {
            Some(event) if times[name.as_str()] > 1 && event.value != name => format!("{name}@{}", event.value),
            _ => name.clone(),
        });
        counted(parted).into_iter().map(|name| format!("{path}/{name}")).collect()
    };
    sequence.movements.iter().zip(&movements).map(of).collect()
}

fn name(beat: &plan::Beat<'_>) -> String {
    let spec = beat.spec;
    let handler = spec.handler.as_ref().map(|handler| handler.name);
    let names = [spec.id, handler, spec.sequence, spec.event, spec.name];
    let said = names.into_iter().flatten().map(|text| text.value.trim()).find(|name| !name.is_empty());
    said.map_or_else(|| beat.number.to_string(), str::to_owned)
}

/// The names, each of which is there once: the second of a name gets its count.
fn counted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::new();
    for name in names {
        let count = times.entry(name.clone()).or_default();
        let mut own = name.clone();
        loop {
            *count += 1;
            if *count > 1 {
                own = format!("{name}#{count}");
            }
            if known.insert(own.clone()) {
                break;
            }
        }
        all.push(own);
    }
    all
}
