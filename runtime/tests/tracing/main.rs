//! Spans and events, as a subscriber sees them. In a process of its own and one test after the other, because `tracing`
//! remembers for the whole process who listens.
#![cfg(feature = "tracing")]
#![allow(missing_docs, unreachable_pub, dead_code)]

#[path = "../generated/mod.rs"]
mod generated;
#[path = "../scripted/mod.rs"]
mod scripted;

use std::cell::RefCell;
use std::fmt::{self, Write};
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use symphony::{Beat, Conductor};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::generated::{local, tour};
use crate::scripted::{Act, Scripted};

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Remembers each span's name and fields, who is inside whom, and the events with the span they happen in.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    spans: Vec<String>,
    inside: Vec<usize>,
    lines: Vec<String>,
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Seen {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        let mut text = span.metadata().name().to_owned();
        span.record(&mut Fields(&mut text));
        let parent = state.inside.last().map_or(String::new(), |parent| format!(" in {}", parent + 1));
        let id = state.spans.len() + 1;
        state.lines.push(format!("{id}: {text}{parent}"));
        state.spans.push(text);
        Id::from_u64(id as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut text = format!("{}:", span.into_u64());
        values.record(&mut Fields(&mut text));
        self.0.lock().unwrap().lines.push(text);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = format!("{}", event.metadata().level());
        event.record(&mut Fields(&mut text));
        let mut state = self.0.lock().unwrap();
        let place = state.inside.last().map_or(0, |span| span + 1);
        state.lines.push(format!("{text} in {place}"));
    }

    fn enter(&self, span: &Id) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        self.0.lock().unwrap().inside.push(index);
    }

    fn exit(&self, span: &Id) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        assert_eq!(self.0.lock().unwrap().inside.pop(), Some(index), "spans are left in reverse");
    }
}

#[test]
fn a_span_each_and_what_goes_wrong_as_events() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let seen = Seen::default();
    let script: &[(&str, &[Act])] = &[
        ("loadContext", &[Act::Take(150)]),
        ("notify", &[Act::Panic("down")]),
        ("fetch", &[Act::Fail("busy"), Act::Well]),
        ("tick", &[Act::Steps]),
    ];
    let scripted = Scripted::new(script);
    let conductor = Conductor::new().clock(scripted.clock.clone()).correlation_id("order-7").unrecorded();
    let input = tour::Input { profile: tour::Profile { name: "dev".to_owned() } };
    tracing::subscriber::with_default(seen.clone(), || {
        scripted.clock.block_on(tour::perform(&scripted, &conductor, input)).unwrap();
    });
    let state = seen.0.lock().unwrap();
    let expect = "\
1: sequence id=\"tour\" dynamics=\"mf\" correlation_id=\"order-7\"
2: movement id=\"opening\" in 1
3: beat number=1 name=\"Load Context\" handler=\"loadContext\" event=\"tour:context:loaded\" in 2
WARN message=over budget budget=100ms took=150ms in 3
INFO message=published event=\"tour:context:loaded\" in 3
3: status=\"played\"
4: beat number=2 name=\"Judge\" handler=\"judge\" in 2
4: status=\"played\"
5: beat number=3 name=\"Notify\" handler=\"notify\" in 2
ERROR message=failed status=\"panicked\" attempts=1 why=\"panicked: down\" in 5
5: status=\"panicked\"
6: beat number=4 name=\"Fetch\" handler=\"fetch\" in 2
WARN message=retried attempt=1 why=\"busy\" pause=10ms in 6
6: status=\"played\"
2: status=\"played\"
7: movement id=\"bridge\" in 1
8: beat number=5 name=\"Tick\" handler=\"tick\" in 7
WARN message=step failed step=\"second of 1\" why=\"no luck\" in 8
WARN message=step failed step=\"third\" why=\"not finished\" in 8
8: status=\"played\"
9: beat number=6 name=\"Tock\" handler=\"tock\" in 7
9: status=\"played\"
7: status=\"played\"
10: movement id=\"finale\" in 1
11: beat number=7 name=\"Inner\" handler=\"inner\" in 10
12: sequence id=\"inner\" dynamics=\"mf\" correlation_id=\"order-7\" in 11
13: movement id=\"checks\" in 12
14: beat number=1 name=\"Measure\" handler=\"measure\" event=\"inner:measured\" in 13
INFO message=published event=\"inner:measured\" in 14
14: status=\"played\"
15: beat number=2 name=\"Weigh\" handler=\"weigh\" in 13
15: status=\"played\"
13: status=\"played\"
12: status=\"played\"
11: status=\"played\"
10: status=\"played\"
1: status=\"played\"";
    assert_eq!(state.lines.join("\n"), expect);
    assert!(state.inside.is_empty());
}

/// Handlers that remember which spans they are inside of.
struct Watching {
    seen: Seen,
    inside: RefCell<Vec<String>>,
}

impl Watching {
    fn look(&self) {
        let state = self.seen.0.lock().unwrap();
        let names = state.inside.iter().map(|span| state.spans[*span].split(' ').next().unwrap_or_default());
        self.inside.borrow_mut().push(names.collect::<Vec<_>>().join("/"));
    }
}

impl local::Handlers for Watching {
    type Error = String;
    type Baton = ();
}

impl local::Relay for Watching {
    async fn take(&self, _: &mut Beat<'_>, (): &mut ()) -> Result<(), String> {
        self.look();
        let mut polled = false;
        poll_fn(|context| {
            context.waker().wake_by_ref();
            if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        self.look();
        Ok(())
    }

    fn count(&self, (): &mut ()) -> Result<(), String> {
        self.look();
        Ok(())
    }
}

#[test]
fn a_handler_is_inside_its_beat_with_every_poll() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let watching = Watching { seen: Seen::default(), inside: RefCell::default() };
    let performing = async {
        local::perform(&watching, &Conductor::default(), local::Input { baton: () }).await.unwrap();
    };
    tracing::subscriber::with_default(watching.seen.clone(), || symphony::block_on(performing));
    assert_eq!(*watching.inside.borrow(), ["sequence/movement/beat"; 3]);
}
