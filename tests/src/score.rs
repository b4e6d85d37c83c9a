//! Makes valid sequences of arbitrary choices: typed flow through movements, performed sequences, every option.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use serde_json::{Map, Value, json};

/// Sequences that are compiled together, and that have no fault.
pub(crate) fn scores() -> impl Strategy<Value = Vec<Value>> {
    vec(any::<u32>(), 0..600)
        .prop_map(|choices| Scores { choices: Choices { left: choices.into_iter() }, done: Vec::new() }.all())
}

/// Text that must stay text.
pub(crate) const PROSE: [&str; 8] = [
    "plain words",
    "\"quotes\" and \\ backslashes",
    "*/ } fn evil() {} /*",
    "line\nbreak\r\nand\u{2028}more",
    "```\nlet x: u8 = \"\";\n```\n    indented",
    "<script>alert(1)</script> [link](http://x) {Self} {0}",
    "bidi \u{202e} zero\u{200b}width \u{1f3b5}",
    "#![deny(x)] // \"# r#\"",
];

/// Numbers that somebody chose; when there are no more, zero.
struct Choices {
    left: std::vec::IntoIter<u32>,
}

impl Choices {
    /// One of `0..count`.
    fn below(&mut self, count: usize) -> usize {
        self.left.next().map_or(0, |choice| choice as usize % count.max(1))
    }

    /// Rarely, once in `count` times.
    fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A value that later beats may take.
#[derive(Clone)]
struct Given {
    name: String,
    ty: String,
    level: usize,
    /// A movement that may stop and be carried on from keeps its values to itself.
    only_in: Option<usize>,
}

/// A sequence that others may perform.
struct Done {
    id: String,
    baton: bool,
    /// The softest level at which it gives its outputs.
    floor: usize,
    outputs: Vec<String>,
}

struct Scores {
    choices: Choices,
    done: Vec<(Done, Value)>,
}

const LEVELS: [&str; 6] = ["pp", "p", "mp", "mf", "f", "ff"];
const MF: usize = 3;
const HANDLERS: [&str; 14] = [
    "loadData",
    "judge_it",
    "send-out",
    "price#weigh",
    "plugin.scope.run",
    "src/x#type",
    "match",
    "async",
    "self_check",
    "HTTPGet",
    "größe",
    "a1",
    "perform",
    "Handler9",
];
/// Some are words that the generated functions use, some are Rust's.
const VALUES: [&str; 14] = [
    "handlers",
    "run",
    "limit",
    "outcome",
    "given",
    "ended",
    "played",
    "type",
    "loop",
    "sizeInBytes",
    "x-ray",
    "y_1",
    "input",
    "Self9",
];
const TYPES: [&str; 13] = [
    "u8",
    "String",
    "Vec<String>",
    "Option<Vec<(u8, char)>>",
    "(u8, String)",
    "(bool,)",
    "[u8; 4]",
    "&'static str",
    "Box<dyn Fn(u8) -> u8 + Send + Sync>",
    "std::collections::BTreeMap<String, std::sync::Arc<u64>>",
    "fn(&'static str) -> Result<u8, String>",
    "::std::path::PathBuf",
    "()",
];
const DECLARED: [&str; 6] = ["Profile", "H", "O", "Beat", "Conductor", "Artifact9"];
const MOVEMENTS: [&str; 6] = ["intake", "2", "carry-on", "R", "Fin.ale", "the end"];

impl Scores {
    fn all(mut self) -> Vec<Value> {
        for at in 0..=self.choices.below(3) {
            let score = self.score(at);
            self.done.push(score);
        }
        self.done.into_iter().map(|(_, value)| value).collect()
    }

    fn score(&mut self, at: usize) -> (Done, Value) {
        let c = &mut self.choices;
        let id = format!("{}{at}", c.of(&["build", "a.b:c-", "Type", "x_"]));
        let baton = c.once_in(4);
        let default = if c.once_in(3) { Some(c.below(LEVELS.len())) } else { None };
        let declared: Vec<&str> = if baton { Vec::new() } else { DECLARED[..c.below(DECLARED.len() + 1)].to_vec() };
        let types: Vec<String> = TYPES.iter().chain(&declared).map(|ty| (*ty).to_owned()).collect();
        let mut writer = Writer {
            at,
            baton,
            default,
            types,
            known: Vec::new(),
            names: 0,
            events: Vec::new(),
            beats: 0,
            performed: Vec::new(),
        };
        let mut score = Map::new();
        score.insert("id".into(), json!(id));
        if !declared.is_empty() {
            let types: Map<_, _> = declared.iter().map(|name| ((*name).to_owned(), declaration(c))).collect();
            score.insert("types".into(), Value::Object(types));
        }
        if !baton && c.once_in(2) {
            let input: Map<_, _> =
                (0..c.below(4)).map(|_| writer.value(c, 0, None)).map(|it| (it.name, json!(it.ty))).collect();
            score.insert("input".into(), Value::Object(input));
        }
        let inputs = writer.known.len();
        let count = 1 + c.below(4);
        let movements: Vec<Value> = (0..count).map(|movement| writer.movement(c, movement, &self.done)).collect();
        score.insert("movements".into(), json!(movements));
        let outputs: Vec<Given> = writer.outputs(c, inputs);
        if !outputs.is_empty() {
            score.insert("output".into(), json!(outputs.iter().map(|it| &it.name).collect::<Vec<_>>()));
        }
        if baton {
            score.insert("baton".into(), json!(true));
        }
        if let Some(level) = default {
            score.insert("dynamics".into(), json!(LEVELS[level]));
        }
        if c.once_in(2) {
            score.insert("events".into(), json!(writer.events));
        }
        if c.once_in(2) {
            score.insert("beats".into(), json!(writer.beats));
        }
        for key in ["name", "title", "description", "purpose", "trigger", "version", "userStory", "x-note"] {
            if c.once_in(3) {
                score.insert(key.into(), json!(c.of(&PROSE)));
            }
        }
        if c.once_in(3) {
            score.insert("tempo".into(), json!(*c.of(&[60.0, 120.5, 1e-3])));
        }
        // What another takes would have to be there under the same name.
        let is_performable = inputs == 0;
        let floor = outputs.iter().map(|it| it.level).max().unwrap_or(0);
        let outputs = outputs.into_iter().map(|it| it.name).collect();
        (Done { id: if is_performable { id } else { String::new() }, baton, floor, outputs }, Value::Object(score))
    }
}

fn declaration(c: &mut Choices) -> Value {
    match c.below(3) {
        0 => json!(["one", "Two words", "three-3"][..=c.below(3)]),
        1 => {
            let fields = ["number", "type", "someLines", "x-y"];
            let fields = fields[..=c.below(fields.len())].iter();
            Value::Object(fields.map(|field| ((*field).to_owned(), json!(*c.of(&TYPES)))).collect())
        }
        _ => json!(*c.of(&TYPES)),
    }
}

/// One sequence in the making.
struct Writer {
    at: usize,
    baton: bool,
    default: Option<usize>,
    types: Vec<String>,
    known: Vec<Given>,
    names: usize,
    events: Vec<String>,
    beats: usize,
    performed: Vec<String>,
}

impl Writer {
    fn value(&mut self, c: &mut Choices, level: usize, only_in: Option<usize>) -> Given {
        self.names += 1;
        // Numbered, so that no two become the same name, here or in a sequence that performs this one.
        let name = if self.names <= 2 && self.at == 0 {
            VALUES[c.below(7) + 7 * (self.names - 1)].to_owned()
        } else {
            format!("{}{}_{}", c.of(&["v", "someValue", "x-"]), self.at, self.names)
        };
        let given = Given { name, ty: c.of(&self.types).clone(), level, only_in };
        self.known.push(given.clone());
        given
    }

    fn outputs(&self, c: &mut Choices, inputs: usize) -> Vec<Given> {
        let may = |it: &&Given| it.level <= MF && it.only_in.is_none();
        self.known[inputs..].iter().filter(may).filter(|_| c.once_in(2)).cloned().collect()
    }

    fn movement(&mut self, c: &mut Choices, at: usize, done: &[(Done, Value)]) -> Value {
        let mut movement = Map::new();
        let id = MOVEMENTS[(at + self.at) % MOVEMENTS.len()];
        movement.insert(if c.once_in(4) && id != "Fin.ale" { "name" } else { "id" }.into(), json!(id));
        let handling = if c.once_in(3) { Some(*c.of(&["abort", "abort-sequence", "continue", "retry"])) } else { None };
        if let Some(handling) = handling {
            movement.insert("errorHandling".into(), json!(handling));
        }
        for key in ["description", "purpose", "userStory", "completionCriteria"] {
            if c.once_in(4) {
                movement.insert(key.into(), json!(c.of(&PROSE)));
            }
        }
        if c.once_in(4) {
            movement.insert("tempo".into(), json!(90));
        }
        let count = if c.once_in(12) { 27 } else { 1 + c.below(5) };
        let only_in = (handling == Some("continue")).then_some(at);
        let beats: Vec<Value> = (0..count).map(|beat| self.beat(c, at, beat, only_in, done)).collect();
        movement.insert("beats".into(), json!(beats));
        Value::Object(movement)
    }

    fn beat(
        &mut self,
        c: &mut Choices,
        movement: usize,
        at: usize,
        only_in: Option<usize>,
        done: &[(Done, Value)],
    ) -> Value {
        self.beats += 1;
        let mut beat = Map::new();
        beat.insert("beat".into(), json!(at + 1));
        let marked = if c.once_in(4) { Some(c.below(LEVELS.len())) } else { None };
        let level = marked.or(self.default).unwrap_or(MF);
        if let Some(marked) = marked {
            beat.insert("dynamics".into(), json!(LEVELS[marked]));
        }
        let other = done.iter().map(|(done, _)| done).find(|it| {
            it.baton == self.baton && !it.id.is_empty() && it.floor <= level && !self.performed.contains(&it.id)
        });
        let continued = c.once_in(5);
        match other.filter(|_| c.once_in(3)) {
            Some(other) => {
                self.performed.push(other.id.clone());
                beat.insert("sequence".into(), json!(other.id));
                if !self.baton {
                    beat.insert("input".into(), json!([]));
                }
                if !continued {
                    // Their types have other names here, so nobody takes them.
                    beat.insert("output".into(), json!(other.outputs));
                }
                if self.baton {
                    beat.remove("output");
                }
            }
            None => self.handled(c, movement, at, level, continued, only_in, &mut beat),
        }
        if continued {
            beat.insert("errorHandling".into(), json!("continue"));
        }
        self.options(c, continued, &mut beat);
        Value::Object(beat)
    }

    #[allow(clippy::too_many_arguments)] // where a beat stands, and what was said of it
    fn handled(
        &mut self,
        c: &mut Choices,
        movement: usize,
        at: usize,
        level: usize,
        continued: bool,
        only_in: Option<usize>,
        beat: &mut Map<String, Value>,
    ) {
        // Numbered, so that each has its own flow.
        let name =
            if at == 0 { (*c.of(&HANDLERS)).to_owned() } else { format!("{}{at}", c.of(&["step", "ns#doIt", "x.y"])) };
        beat.insert(
            "handler".into(),
            if c.once_in(6) { json!({ "name": name, "scope": "plugin" }) } else { json!(name) },
        );
        if c.once_in(3) {
            beat.insert("kind".into(), json!(*c.of(&["pure", "io"])));
        }
        if self.baton {
            return;
        }
        let may = |it: &&Given| it.level <= level && it.only_in.is_none_or(|only| only == movement);
        let all: Vec<Given> = self.known.iter().filter(may).cloned().collect();
        let mut taken: Vec<&Given> = (0..c.below(4).min(4 * all.len())).map(|_| c.of(&all)).collect();
        taken.sort_by(|left, right| left.name.cmp(&right.name));
        taken.dedup_by(|left, right| left.name == right.name);
        let typed = c.once_in(4);
        beat.insert(
            "input".into(),
            if typed {
                Value::Object(taken.iter().map(|it| (it.name.clone(), json!(it.ty))).collect())
            } else {
                json!(taken.iter().map(|it| &it.name).collect::<Vec<_>>())
            },
        );
        if continued {
            return;
        }
        let given: Map<_, _> =
            (0..c.below(4)).map(|_| self.value(c, level, only_in)).map(|it| (it.name, json!(it.ty))).collect();
        if !given.is_empty() {
            beat.insert("output".into(), Value::Object(given));
        }
    }

    fn options(&mut self, c: &mut Choices, continued: bool, beat: &mut Map<String, Value>) {
        if c.once_in(4) {
            let event = format!("{}{}", c.of(&["thing:done-", "a.b/c ", "Type"]), self.events.len());
            beat.insert("event".into(), json!(event));
            self.events.push(event);
        }
        if c.once_in(4) {
            let words =
                ["immediate", "on-beat", "delayed", "synchronized", "< 100ms", "<=1.5s", "As soon as it can be"];
            beat.insert("timing".into(), json!(*c.of(&words)));
        }
        if c.once_in(5) {
            beat.insert("timeout".into(), if c.once_in(2) { json!(250) } else { json!("5s") });
        }
        if !continued && c.once_in(5) {
            beat.insert(
                "retry".into(),
                if c.once_in(2) {
                    json!(3)
                } else {
                    json!({ "limit": 2, "delay": "1ms", "factor": 1.5, "maxDelay": 20 })
                },
            );
        }
        if c.once_in(5) {
            beat.insert("data".into(), json!({ "text": c.of(&PROSE), "list": [1, null, true] }));
        }
        if c.once_in(5) {
            let steps = json!({ "given": [c.of(&PROSE)], "when": c.of(&PROSE), "then": [c.of(&PROSE), "done"] });
            beat.insert("acceptanceCriteria".into(), json!([c.of(&PROSE), steps]));
        }
        for key in ["name", "title", "description", "userStory", "scenario", "x-emoji"] {
            if c.once_in(6) {
                beat.insert(key.into(), json!(c.of(&PROSE)));
            }
        }
    }
}
