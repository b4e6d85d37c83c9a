//! The real losses, where the corpus is.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value, json};
use symphony_audit::import::import;
use symphony_audit::registry::{Kind, Loss, Registry, losses};
use symphony_codegen::json::decode;
use symphony_codegen::source::Sources;

use crate::of_texts;

/// The folder of the corpus, where it is.
fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = env::var_os("SYMPHONY_CORPUS").map_or_else(beside, PathBuf::from);
    if folder.join("manifest.csv").is_file() {
        return Some(folder);
    }
    println!("skipped: there is no corpus; `SYMPHONY_CORPUS` may name its folder");
    None
}

/// The sequences in a file, as version 1; none where it is refused.
fn sequences(bytes: &[u8]) -> Vec<String> {
    let mut sources = Sources::new();
    let (id, findings) = decode(&mut sources, "a.json", bytes.to_vec());
    assert_eq!(findings, []);
    let imported = import(id, sources.get(id));
    imported.map(|it| it.sequences.into_iter().map(|it| it.text).collect()).unwrap_or_default()
}

fn of_kind(lost: &[Loss], kind: Kind) -> usize {
    lost.iter().filter(|loss| loss.kind == kind).count()
}

#[test]
fn beats_that_became_numbers_are_all_lost() {
    let Some(folder) = folder() else { return };
    let read = |name: &str| fs::read(folder.join("pairs/E08").join(name)).unwrap();
    let old = of_texts(sequences(&read("old.json")).iter().map(String::as_str));
    let [only] = old.sequences.values().collect::<Vec<_>>()[..] else { panic!("{old:?}") };
    assert_eq!((only.has.count(Kind::Movement), only.has.count(Kind::Beat)), (8, 41));
    // The new file is refused by an import, since its beats are gone; so nothing of it is there.
    assert_eq!(sequences(&read("new.json")), [""; 0]);
    let lost = losses(&old, &Registry::default());
    assert_eq!(
        (of_kind(&lost, Kind::Sequence), of_kind(&lost, Kind::Movement), of_kind(&lost, Kind::Beat)),
        (1, 8, 41)
    );
    // And as it stands in a package, its movements are there, and have no beats.
    let new = String::from_utf8(read("new.json")).unwrap();
    let lost = losses(&old, &of_texts([new.as_str()]));
    assert_eq!(
        (of_kind(&lost, Kind::Sequence), of_kind(&lost, Kind::Movement), of_kind(&lost, Kind::Beat)),
        (0, 0, 41)
    );
}

/// The original registry: its domains say how many beats they have, and most list them.
struct Original {
    /// As sequences that can be imported: the phases that list their beats, as steps.
    sequences: Vec<String>,
    /// How many beats the domains claim, of those that list none.
    unlisted: u64,
    /// How many they claim in all.
    claimed: u64,
}

impl Original {
    fn read(path: &Path) -> Self {
        let file: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let mut original = Self { sequences: Vec::new(), unlisted: 0, claimed: 0 };
        for domain in file["domains"].as_array().unwrap() {
            let claimed = domain["beats"].as_u64().unwrap_or_default();
            original.claimed += claimed;
            let phases: Vec<Value> = domain["sketch"]["phases"].as_array().into_iter().flatten().map(phase).collect();
            if phases.iter().all(|phase| phase["steps"].as_array().unwrap().is_empty()) {
                original.unlisted += claimed;
            }
            let mut sequence = Map::new();
            for key in ["id", "name", "pluginId"] {
                sequence.extend(domain.get(key).map(|value| (key.to_owned(), value.clone())));
            }
            sequence.insert("phases".into(), phases.into());
            original.sequences.push(Value::from(sequence).to_string());
        }
        original
    }

    /// What it has, after an import.
    fn registry(&self) -> Registry {
        let imported: Vec<String> = self.sequences.iter().flat_map(|text| sequences(text.as_bytes())).collect();
        of_texts(imported.iter().map(String::as_str))
    }
}

/// A phase with its beats as steps; a number lists none.
fn phase(phase: &Value) -> Value {
    let step = |item: &Value| json!({ "id": item, "action": item });
    let items = phase["items"].as_array().into_iter().flatten().map(step).collect::<Vec<_>>();
    json!({ "name": phase["name"], "steps": items })
}

/// `R06`: the figures of the registry fell from 264 beats to 139. Of those 125, 90 had been listed, and each of them is
/// named as lost; the other 35 were 7 times 5 that the commit before had invented, and no file ever had them.
#[test]
fn the_registry_that_lost_its_beats() {
    let Some(folder) = folder() else { return };
    let [old, new] = ["old.json", "new.json"].map(|name| Original::read(&folder.join("pairs/R06").join(name)));
    assert_eq!((old.claimed, new.claimed), (264, 139));
    assert_eq!((old.unlisted, new.unlisted), (35, 0));
    let lost = losses(&old.registry(), &new.registry());
    assert_eq!(of_kind(&lost, Kind::Beat), 90);
    assert_eq!(of_kind(&lost, Kind::Beat) as u64 + old.unlisted - new.unlisted, 125);
    let mut sequences: Vec<&str> =
        lost.iter().filter(|loss| loss.kind == Kind::Beat).map(|loss| loss.sequence.as_str()).collect();
    sequences.dedup();
    assert_eq!(sequences, ["cag-agent-workflow", "orchestration-audit-session", "orchestration-audit-system"]);
}

/// In every other pair of registries a beat that is listed before and not after is a loss, and nothing else is.
#[test]
fn no_registry_loses_a_beat_unnoticed() {
    let Some(folder) = folder() else { return };
    let mut table = Vec::new();
    for pair in ["R02", "R03", "R05", "R06", "R08", "R09", "R11", "R12", "R14", "R15", "R17", "R18"] {
        let [old, new] =
            ["old.json", "new.json"].map(|name| Original::read(&folder.join("pairs").join(pair).join(name)));
        let (old, new) = (old.registry(), new.registry());
        let beats = |registry: &Registry| registry.sequences.values().map(|it| it.has.count(Kind::Beat)).sum::<usize>();
        let lost = of_kind(&losses(&old, &new), Kind::Beat);
        let gained = of_kind(&losses(&new, &old), Kind::Beat);
        assert_eq!(beats(&old) - lost + gained, beats(&new), "{pair}");
        table.push((pair, beats(&old), lost, beats(&new)));
    }
    assert_eq!(
        table,
        [
            ("R02", 175, 0, 199),
            ("R03", 199, 0, 199),
            ("R05", 229, 0, 229),
            ("R06", 229, 90, 139),
            ("R08", 139, 0, 139),
            ("R09", 139, 0, 139),
            ("R11", 139, 0, 139),
            ("R12", 139, 0, 139),
            ("R14", 139, 0, 139),
            ("R15", 139, 30, 109),
            ("R17", 109, 0, 213),
            ("R18", 213, 0, 763),
        ]
    );
}
