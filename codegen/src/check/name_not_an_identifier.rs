//! What becomes a Rust name can be one.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::handlers::segments;
use crate::plan::naming::{self, NameFault};
use crate::plan::{Action, Beat, BeatId, Movement, types};
use crate::rule::{Family, Rule, Severity};
use crate::spec::{Text, TypeDefinition};

pub(super) const CHECK: Check =
    Check { sequence: Some(of_sequence), movement: Some(of_movement), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "NAME_NOT_AN_IDENTIFIER",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "ids, handlers, events, types, variants, fields and values are made of letters, digits, `_` and `-`, and start with a letter; \
           ids may have `.` and `:` between words, those of movements and events also spaces, events also `/`",
    why: "each becomes a name in the generated code, and a name that had to be bent further could not be found again",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "2ndTry" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "secondTry" }] }] }"#,
};

/// Names are shorter; those of modules are names of files, too.
const LONGEST: usize = 200;

pub(super) const SEQUENCE_ID: &[char] = &['.', ':'];
const MOVEMENT_ID: &[char] = &['.', ':', ' '];
pub(super) const EVENT: &[char] = &['.', ':', '/', ' '];

/// What may stand in a name besides letters and digits; in prose that is anything.
const OF_WORDS: &str = ", `_` and `-`";
const OF_MOVEMENTS: &str = ", `_`, `-`, `.`, `:` and spaces";
const OF_EVENTS: &str = ", `_`, `-`, `.`, `:`, `/` and spaces";

fn of_sequence(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    let mut judge = Judge { context, findings };
    if let Some(id) = sequence.spec.id {
        judge.name("sequence id", id, fault(id.value, SEQUENCE_ID, naming::snake), Some(", `_`, `-`, `.` and `:`"));
    }
    for event in sequence.spec.events.iter().flatten() {
        judge.name("event", *event, fault(event.value, EVENT, naming::camel), Some(OF_EVENTS));
    }
    for ty in &sequence.types {
        judge.name("type", ty.spec.name, type_fault(ty.name), Some(" and `_`"));
        match &ty.spec.definition {
            TypeDefinition::Enum(variants) => {
                for variant in variants {
                    judge.name("variant", *variant, prose_fault(variant.value), None);
                }
            }
            TypeDefinition::Struct(fields) => {
                for field in fields {
                    judge.name("field", field.name, fault(field.name.value, &[], naming::snake), Some(OF_WORDS));
                }
            }
            TypeDefinition::Path(_) => {}
        }
    }
    for value in &sequence.values {
        if value.place.source == sequence.spec.source {
            judge.name("value", value.name, fault(value.name.value, &[], naming::snake), Some(OF_WORDS));
        }
    }
}

fn of_movement(context: &Context<'_, '_>, movement: &Movement<'_>, findings: &mut Vec<Finding>) {
    let mut judge = Judge { context, findings };
    match (movement.spec.id, movement.spec.name) {
        (Some(id), _) => {
            let fault = fault(id.value, MOVEMENT_ID, naming::camel);
            judge.name("movement id", id, fault.filter(|_| !is_number(&naming::camel(id.value))), Some(OF_MOVEMENTS));
        }
        (None, Some(name)) => {
            let fault = prose_fault(name.value);
            let is_number = |_: &NameFault| is_number(&naming::camel(&naming::words(name.value)));
            judge.name("movement's name", name, fault.filter(|fault| !is_number(fault)), None);
        }
        (None, None) => {}
    }
}

fn of_beat(context: &Context<'_, '_>, id: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let mut judge = Judge { context, findings };
    if let (Action::Method(method), Some(handler)) = (beat.action, &beat.spec.handler) {
        let method = &context.sequence.movements[id.movement].methods[method];
        judge.name("handler", handler.name, handler_fault(handler.name.value, &method.name), Some(OF_WORDS));
    }
    if let Some(event) = beat.spec.event {
        judge.name("event", event, fault(event.value, EVENT, naming::camel), Some(OF_EVENTS));
    }
    if let Some(handler) = beat.spec.compensate {
        judge.name("handler", handler, fault(segments(handler.value).0, &[], naming::snake), Some(OF_WORDS));
    }
}

struct Judge<'c, 'p, 'n> {
    context: &'c Context<'p, 'n>,
    findings: &'c mut Vec<Finding>,
}

impl Judge<'_, '_, '_> {
    fn name(&mut self, what: &str, name: Text<'_>, fault: Option<NameFault>, allowed: Option<&str>) {
        let finding = |message: &str| {
            let message = format!("the {what} `{}` {message}", text::shown(name.value));
            Finding::new(&RULE, self.context.place(name.span), message)
        };
        if let Some(fault) = fault {
            let help = match (fault, allowed) {
                (NameFault::Reserved, _) => "give it another name".to_owned(),
                (_, Some(allowed)) => format!("start with a letter, and use only letters, digits{allowed}"),
                (_, None) => "start with a letter".to_owned(),
            };
            self.findings.push(finding("makes no Rust name").label(fault.to_string()).help(help));
        } else if name.value.len() > LONGEST {
            let label = format!("has {} bytes, and {LONGEST} is the most", name.value.len());
            self.findings.push(finding("is too long for a name").label(label));
        }
    }
}

/// Why a name cannot become what `make` makes of it.
pub(super) fn fault(name: &str, separators: &[char], make: fn(&str) -> String) -> Option<NameFault> {
    if naming::is_plain(name.as_bytes(), separators) {
        return None;
    }
    match naming::check(name, separators) {
        Err(fault) => Some(fault),
        Ok(()) => fault_of_made(name, || make(name)),
    }
}

/// Why a text has no words to make a name of.
fn prose_fault(prose: &str) -> Option<NameFault> {
    match naming::check_prose(prose) {
        Err(fault) => Some(fault),
        Ok(()) => fault_of_made(prose, || naming::camel(&naming::words(prose))),
    }
}

/// Beyond ASCII there are letters that are lost on the way to snake or camel case.
fn fault_of_made(name: &str, make: impl FnOnce() -> String) -> Option<NameFault> {
    if name.is_ascii() {
        return None;
    }
    let identifier = make();
    let mut characters = identifier.trim_start_matches("r#").chars();
    match characters.next() {
        None => Some(NameFault::Empty),
        Some(first) if !unicode_ident::is_xid_start(first) => Some(NameFault::LeadingDigit),
        Some(_) => characters.find(|c| !unicode_ident::is_xid_continue(*c)).map(NameFault::Character),
    }
}

/// The last segment is the method; the one before counts only where it joined in.
fn handler_fault(handler: &str, method: &str) -> Option<NameFault> {
    let (last, before) = segments(handler);
    fault(last, &[], naming::snake).or_else(|| {
        let fault = fault(before?, &[], naming::snake)?;
        (naming::snake(last) != method).then_some(fault)
    })
}

/// A type keeps its name as it stands.
fn type_fault(name: &str) -> Option<NameFault> {
    if types::parse(name).is_ok_and(|ty| ty.text == name && ty.bare.len() == 1) {
        return None;
    }
    fault(name, &[], str::to_owned)
        .or(name.contains('-').then_some(NameFault::Character('-')))
        .or(Some(NameFault::Reserved))
}

/// A number alone gets a word before it.
fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}
