//! Names for what has none: handlers after what their beats say, ids after names, files after ids.

use std::collections::BTreeMap;

use symphony_codegen::plan::handlers::segments;
use symphony_codegen::plan::naming;

use super::draft::Draft;
use super::notes::Notes;
use super::rules::{HANDLER_NAMED, WITHOUT_ID};

/// Names a handler for every beat that says neither a handler nor a sequence; within a movement no two get the same.
pub(super) fn handlers(sequence: &mut Draft<'_>, notes: &mut Notes) {
    let mut named = 0;
    let mut first = None;
    for movement in sequence.each_mut("movements") {
        let Some(beats) = movement.get_mut("beats") else { continue };
        let mut methods = Names::of(beats.items());
        for (at, beat) in beats.items_mut().iter_mut().enumerate().filter(|(_, beat)| is_unhandled(beat)) {
            let said = said(beat);
            let name = methods.take(said.and_then(Draft::as_words), at);
            let name = Draft::text(name, said.and_then(|said| said.origin));
            first = first.or(beat.origin);
            named += 1;
            match beat.get_mut("handler") {
                Some(handler) => handler.put_first("name", name),
                None => beat.put("handler", name),
            }
        }
    }
    if named > 0 {
        let beats = if named == 1 { "a beat names".into() } else { format!("{named} beats name") };
        let message = format!("{beats} no handler");
        let help = "handlers were named after events and titles: look whether they say it";
        notes.add(&HANDLER_NAMED, first, message, help);
    }
}

/// Whether nothing says who handles a beat; a handler with a scope and no name does not.
fn is_unhandled(beat: &Draft<'_>) -> bool {
    let is_nameless = |handler: &Draft<'_>| handler.is_object() && handler.get("name").is_none();
    beat.is_object() && beat.get("handler").is_none_or(is_nameless) && beat.get("sequence").is_none()
}

/// Makes the id of a handler its name, where it has no other.
pub(super) fn of_handlers(sequence: &mut Draft<'_>) {
    for movement in sequence.each_mut("movements") {
        for beat in movement.each_mut("beats") {
            if let Some(handler) = beat.get_mut("handler")
                && handler.get("name").is_none()
                && handler.get("id").is_some_and(|id| id.as_words().is_some())
            {
                handler.rename("id", "name");
            }
        }
    }
}

/// What a beat's handler is named after.
fn said<'d, 'n>(beat: &'d Draft<'n>) -> Option<&'d Draft<'n>> {
    let keys = ["event", "name", "title", "id", "scenario"];
    keys.iter().filter_map(|key| beat.get(key)).find(|value| value.as_words().is_some())
}

fn handler<'d>(beat: &'d Draft<'_>) -> Option<&'d str> {
    let handler = beat.get("handler")?;
    handler.as_str().or_else(|| handler.get("name")?.as_str())
}

fn method(handler: &str) -> String {
    naming::snake(segments(handler).0)
}

/// The handlers of a movement.
struct Names {
    /// The methods that are taken, and the number that the next one of that name gets.
    taken: BTreeMap<String, usize>,
    /// How many beats would get a short name.
    short: BTreeMap<String, usize>,
}

impl Names {
    fn of(beats: &[Draft<'_>]) -> Self {
        let mut short = BTreeMap::new();
        for (at, beat) in beats.iter().enumerate().filter(|(_, beat)| is_unhandled(beat)) {
            *short.entry(self::short(said(beat).and_then(Draft::as_words), at)).or_default() += 1;
        }
        Self { taken: beats.iter().filter_map(handler).map(|name| (method(name), 2)).collect(), short }
    }

    /// A name for the handler of the beat at a position, which says a text: short where only this one is called so.
    fn take(&mut self, text: Option<&str>, at: usize) -> String {
        let short = short(text, at);
        let long = text.and_then(identifier).unwrap_or_else(|| short.clone());
        let is_one = self.short.get(&short) == Some(&1) && !self.taken.contains_key(&method(&short));
        let plain = if is_one { short } else { long };
        let mut number = self.taken.get(&method(&plain)).copied();
        let mut name = plain.clone();
        while let Some(at) = number.filter(|_| self.taken.contains_key(&method(&name))) {
            name = format!("{plain}{at}");
            number = Some(at + 1);
        }
        self.taken.insert(method(&plain), number.unwrap_or(2));
        self.taken.entry(method(&name)).or_insert(2);
        name
    }
}

/// `cag:phase2:verify-rules` is an event of `verify-rules`.
fn short(text: Option<&str>, at: usize) -> String {
    let text = text.unwrap_or_default();
    let last = if text.contains(' ') { text } else { text.rsplit([':', '.', '/']).next().unwrap_or(text) };
    identifier(last).unwrap_or_else(|| format!("beat{}", at + 1))
}

/// Words as one in lower camel case; nothing where there are none.
fn identifier(text: &str) -> Option<String> {
    let camel = naming::camel(&naming::words(text));
    let mut characters = camel.chars();
    let first = characters.next()?;
    let name: String = first.to_lowercase().chain(characters).collect();
    Some(if naming::check(&name, &[]).is_ok() { name } else { format!("step{camel}") })
}

/// Sees to it that a sequence has an id.
pub(super) fn sequence(sequence: &mut Draft<'_>, notes: &mut Notes) {
    if sequence.get("id").is_some() || sequence.get("sequenceId").is_some() {
        return;
    }
    let said = ["name", "title"].iter().filter_map(|key| sequence.get(key)).find(|value| value.as_words().is_some());
    let id = said.and_then(Draft::as_words).map(kebab).filter(|id| !id.is_empty());
    let id = id.unwrap_or_else(|| "sequence".to_owned());
    let message = "the sequence has no `id`";
    notes.add(&WITHOUT_ID, sequence.origin, message, format!("it is called `{id}`: look whether that says it"));
    let origin = said.and_then(|said| said.origin);
    sequence.put_first("id", Draft::text(id, origin));
}

/// What the file of a sequence is called, without its ending: its id, or its name; `text` gives what stands under a key.
pub(super) fn called<'t>(text: impl Fn(&str) -> Option<&'t str>) -> String {
    let said = ["id", "sequenceId", "name"].iter().filter_map(|key| text(key));
    said.map(file).find(|name| !name.is_empty()).unwrap_or_else(|| "sequence".to_owned())
}

/// The name of a file, without its ending: nothing that a file system or a shell takes amiss.
fn file(id: &str) -> String {
    const LONGEST: usize = 100;
    let keep = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = id.chars().map(keep).take(LONGEST).collect();
    name.trim_matches(['.', '-']).to_owned()
}

fn kebab(text: &str) -> String {
    naming::words(text).split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{file, identifier, kebab};

    #[test]
    fn names_are_made_of_words() {
        for (text, name) in [
            ("verify-root-goal", Some("verifyRootGoal")),
            ("List candidate handlers", Some("listCandidateHandlers")),
            ("baseline.collect.metrics", Some("baselineCollectMetrics")),
            ("Run tests (100%)", Some("runTests100")),
            ("3D tour", Some("step3dTour")),
            ("self", Some("stepSelf")),
            ("→ …", None),
        ] {
            assert_eq!(identifier(text).as_deref(), name, "{text}");
        }
        assert_eq!(kebab("SAFe Continuous Delivery: now"), "safe-continuous-delivery-now");
    }

    #[test]
    fn a_file_stays_in_its_folder() {
        for (id, name) in
            [("../../etc/passwd", "etc-passwd"), ("a b", "a-b"), ("..", ""), ("ä.b", "ä.b"), ("a\\b:c", "a-b-c")]
        {
            assert_eq!(file(id), name);
        }
        assert_eq!(file(&"ä".repeat(300)).chars().count(), 100);
    }
}
