//! The enum of a sequence's events.

use super::code::Code;
use super::{Context, text};

pub(super) fn emit(code: &mut Code<'_, '_>, context: &Context<'_>) {
    let events = &context.sequence.events;
    code.blank();
    code.doc("The events of the sequence.");
    code.line("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]");
    if events.is_empty() {
        code.line("pub enum Event {}");
    } else {
        code.open("pub enum Event {");
        for event in events {
            code.doc(&text::cat(&[&text::code(event.name.value), "."]));
            code.parts(&[&event.variant, ","]);
        }
        code.close("}");
    }
    code.blank();
    code.open("impl Event {");
    code.doc("All of them, in the order of the JSON.");
    let all: Vec<String> = events.iter().map(|event| text::cat(&["Self::", &event.variant])).collect();
    code.array("pub const ALL: &'static [Self] = &", &all.iter().map(String::as_str).collect::<Vec<_>>(), ";");
    code.blank();
    code.doc("The name in the JSON.");
    code.open("pub const fn name(self) -> &'static str {");
    code.line(if events.is_empty() { "match self {}" } else { "SEQUENCE.events[self as usize]" });
    code.close("}");
    code.blank();
    code.doc("The event that a moment of a performance announces, where it is one of this sequence.");
    code.open(&format!("pub fn of(moment: &{}) -> Option<Self> {{", context.runtime("Moment<'_>")));
    code.line("moment.event_of(&SEQUENCE).map(|event| Self::ALL[event])");
    code.close("}");
    code.close("}");
}
