//! The static `SEQUENCE`: what the runtime and its observers know of the sequence.

use std::time::Duration;

use super::code::Code;
use super::{Context, text};
use crate::fingerprint::fingerprint;
use crate::plan::timing::{Pace, Timing};
use crate::plan::{Beat, BeatId, Dynamics, Movement, OnError, Retry};

pub(super) fn emit(code: &mut Code<'_, '_>, context: &Context<'_>) {
    let sequence = context.sequence;
    let spec = sequence.spec;
    let ty = context.runtime("spec::Sequence");
    code.blank();
    code.doc("What the sequence says of itself.");
    code.open(&format!("pub static SEQUENCE: {ty} = {ty} {{"));
    field(code, "id", &text::literal(sequence.id));
    field(code, "name", &text::literal(spec.name.or(spec.title).map_or(sequence.id, |name| name.value)));
    field(code, "fingerprint", &text::literal(&fingerprint(context.sources.get(spec.source).text())));
    if let Some(tempo) = spec.tempo {
        field(code, "tempo", &format!("{:?}", tempo.value));
    }
    let events: Vec<String> = sequence.events.iter().map(|event| text::literal(event.name.value)).collect();
    code.array("events: &", &events.iter().map(String::as_str).collect::<Vec<_>>(), ",");
    field(code, "floor", &dynamics(context, sequence.floor));
    if sequence.movements.is_empty() {
        field(code, "movements", "&[]");
    } else {
        code.open("movements: &[");
        for (at, item) in sequence.movements.iter().enumerate() {
            movement(code, context, at, item);
        }
        code.close("],");
    }
    code.line(&format!("..{ty}::DEFAULT"));
    code.close("};");
}

fn movement(code: &mut Code<'_, '_>, context: &Context<'_>, at: usize, movement: &Movement<'_>) {
    let ty = context.runtime("spec::Movement");
    // With a comment between, rustfmt keeps the only element of an array on lines of its own.
    code.parts(&["// ", &movement.trait_name]);
    code.open(&format!("{ty} {{"));
    field(code, "id", &text::literal(movement.id));
    field(code, "name", &text::literal(movement.spec.name.map_or(movement.id, |name| name.value)));
    if let Some(tempo) = movement.spec.tempo {
        field(code, "tempo", &format!("Some({:?})", tempo.value));
    }
    if movement.beats.is_empty() {
        field(code, "beats", "&[]");
    } else {
        code.open("beats: &[");
        for (position, item) in movement.beats.iter().enumerate() {
            beat(code, context, BeatId { movement: at, beat: position }, item);
        }
        code.close("],");
    }
    code.line(&format!("..{ty}::DEFAULT"));
    code.close("},");
}

fn beat(code: &mut Code<'_, '_>, context: &Context<'_>, id: BeatId, beat: &Beat<'_>) {
    let ty = context.runtime("spec::Beat");
    let performer = beat.spec.handler.as_ref().map(|handler| handler.name).or(beat.spec.sequence);
    let performer = performer.map_or("", |name| name.value);
    code.parts(&["// beat ", &beat.number.to_string()]);
    code.open_parts(&[&ty, " {"]);
    field(code, "number", &u32::try_from(beat.number).unwrap_or(u32::MAX).to_string());
    field(code, "name", &text::literal(beat.spec.name.or(beat.spec.title).map_or(performer, |name| name.value)));
    field(code, "handler", &text::literal(performer));
    if let Some(event) = beat.event {
        code.parts(&["event: Some(", &event.to_string(), "),"]);
    }
    if let Some(kind) = beat.kind() {
        field(code, "kind", &text::literal(kind));
    }
    if beat.dynamics != Dynamics::default() {
        field(code, "dynamics", &dynamics(context, beat.dynamics));
    }
    field(code, "place", &text::literal(context.beat_place(id)));
    match beat.timing {
        Ok(Timing::Budget(budget)) => field(code, "budget", &format!("Some({})", duration(budget))),
        Ok(Timing::Paced(pace)) => field(code, "pace", &context.runtime(&format!("spec::Pace::{}", pace_name(pace)))),
        _ => {}
    }
    if let Some(timeout) = beat.timeout {
        field(code, "timeout", &format!("Some({})", duration(timeout)));
    }
    match beat.on_error {
        OnError::Abort => {}
        OnError::Continue => field(code, "on_error", &context.runtime("spec::OnError::Continue")),
        OnError::Retry(how) => {
            field(code, "on_error", &context.runtime("spec::OnError::Retry"));
            retry(code, context, how);
        }
    }
    if let Some(data) = beat.spec.data {
        let source = context.sources.get(context.sequence.spec.source).text();
        field(code, "data", &text::literal(&source[data.span.range()]));
    }
    code.parts(&["..", &ty, "::DEFAULT"]);
    code.close("},");
}

/// What the spec says of the retry; nothing where it leaves all to the conductor.
fn retry(code: &mut Code<'_, '_>, context: &Context<'_>, retry: Retry) {
    if retry == Retry::default() {
        return;
    }
    let ty = context.runtime("spec::Retry");
    code.open(&format!("retry: Some({ty} {{"));
    if let Some(limit) = retry.limit {
        // The format counts all attempts, the runtime those after the first.
        field(code, "limit", &u32::try_from(limit.saturating_sub(1)).unwrap_or(u32::MAX).to_string());
    }
    if let Some(delay) = retry.delay {
        field(code, "delay", &duration(delay));
    }
    if let Some(factor) = retry.factor {
        field(code, "factor", &format!("{factor:?}"));
    }
    if let Some(longest) = retry.max_delay {
        field(code, "max_delay", &duration(longest));
    }
    code.line(&format!("..{ty}::DEFAULT"));
    code.close("}),");
}

fn field(code: &mut Code<'_, '_>, name: &str, value: &str) {
    code.parts(&[name, ": ", value, ","]);
}

fn dynamics(context: &Context<'_>, dynamics: Dynamics) -> String {
    context.runtime(&format!("Dynamics::{dynamics:?}"))
}

fn pace_name(pace: Pace) -> &'static str {
    match pace {
        Pace::OnBeat => "OnBeat",
        Pace::Delayed => "Delayed",
        Pace::Synchronized => "Synchronized",
    }
}

fn duration(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    let (unit, count) = match nanos {
        nanos if nanos % 1_000_000_000 == 0 => ("secs", nanos / 1_000_000_000),
        nanos if nanos % 1_000_000 == 0 => ("millis", nanos / 1_000_000),
        nanos => ("nanos", nanos),
    };
    format!("::core::time::Duration::from_{unit}({count})")
}
