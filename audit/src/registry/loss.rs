//! What is known and not there any more.

use std::fmt;

use super::{Beat, Elements, Entry, Kind, Registry};

/// Something that a registry knows and the files no longer have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The sequence.
    pub sequence: String,
    /// Its file, as it is known.
    pub file: String,
    /// What it is.
    pub kind: Kind,
    /// Its name in the sequence; that of the sequence itself is its id.
    pub name: String,
    /// What is known of it, where it is a beat.
    pub beat: Option<Beat>,
}

impl Loss {
    /// By what it is reviewed: `sequence`, or `sequence/kind:name`.
    #[must_use]
    pub fn id(&self) -> String {
        match self.kind {
            Kind::Sequence => self.sequence.clone(),
            kind => format!("{}/{kind}:{}", self.sequence, self.name),
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} `{}`", self.kind, self.name)?;
        let Some(beat) = &self.beat else { return Ok(()) };
        let parts = [("handler", &beat.handler), ("sequence", &beat.sequence), ("event", &beat.event)];
        let mut before = " (";
        for (word, name) in parts {
            if let Some(name) = name {
                write!(f, "{before}{word} `{name}`")?;
                before = ", ";
            }
        }
        f.write_str(if before == ", " { ")" } else { "" })
    }
}

/// What is known once `present` is what there is: all of it, and as lost everything else that `known` knows. So it never
/// knows less than before.
///
/// ```
/// use symphony_audit::registry::{Entry, Registry, losses, merged};
///
/// let mut known = Registry::default();
/// known.sequences.insert("a".into(), Entry::default());
/// let merged = merged(&known, &Registry::default());
/// assert!(merged.sequences["a"].is_lost);
/// assert_eq!(losses(&merged, &Registry::default())[0].id(), "a");
/// assert_eq!(losses(&merged, &known), []);
/// ```
#[must_use]
pub fn merged(known: &Registry, present: &Registry) -> Registry {
    let mut merged = Registry::default();
    for (id, entry) in &known.sequences {
        merged.sequences.insert(id.clone(), forgotten(entry));
    }
    for (id, now) in &present.sequences {
        let before = merged.sequences.remove(id).unwrap_or_default();
        let mut entry = now.clone();
        // What is promised is promised until a version or somebody says otherwise.
        if !before.interface.broken_by(&now.interface).is_empty() {
            entry.interface = before.interface;
        }
        entry.lost = before.lost.and(entry.lost).without(&entry.has);
        merged.sequences.insert(id.clone(), entry);
    }
    merged
}

/// A sequence of which nothing is there.
fn forgotten(entry: &Entry) -> Entry {
    let lost = entry.has.clone().and(entry.lost.clone());
    Entry { has: Elements::default(), lost, is_lost: true, ..entry.clone() }
}

/// Everything that is lost, sequence by sequence: what `known` knows and `present` does not have. It is what is lost in
/// the [`merged`] registry.
#[must_use]
pub fn losses(known: &Registry, present: &Registry) -> Vec<Loss> {
    let mut losses = Vec::new();
    for (id, entry) in &known.sequences {
        match present.sequences.get(id) {
            Some(now) => {
                let is_there = |(kind, name)| now.has.has(kind, name);
                // Mostly everything is, and nothing need be copied to know it.
                if !entry.has.iter().chain(entry.lost.iter()).all(is_there) {
                    let lost = entry.has.clone().and(entry.lost.clone()).without(&now.has);
                    losses.extend(Entry { lost, is_lost: false, ..about(entry) }.lost(id));
                }
            }
            None => losses.extend(forgotten(entry).lost(id)),
        }
    }
    losses
}

/// What is known of a sequence, but for what it is made of.
fn about(entry: &Entry) -> Entry {
    Entry { file: entry.file.clone(), ..Entry::default() }
}

impl Registry {
    /// Everything in it that is lost.
    #[must_use]
    pub fn lost(&self) -> Vec<Loss> {
        self.sequences.iter().flat_map(|(id, entry)| entry.lost(id)).collect()
    }
}

impl Entry {
    /// Everything of a sequence that is lost.
    #[must_use]
    pub fn lost(&self, id: &str) -> Vec<Loss> {
        let loss = |(kind, name): (Kind, &str)| Loss {
            sequence: id.to_owned(),
            file: self.file.clone(),
            kind,
            name: name.to_owned(),
            beat: (kind == Kind::Beat).then(|| self.lost.beats.get(name).cloned()).flatten(),
        };
        let itself = self.is_lost.then_some((Kind::Sequence, id));
        itself.into_iter().chain(self.lost.iter()).map(loss).collect()
    }
}
