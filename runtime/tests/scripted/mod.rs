//! Handlers that do what a script says and remember what they did, and the comparison of that with the record.

use std::collections::{HashMap, VecDeque};
use std::fmt::{self, Write};
use std::future::pending;
use std::sync::Mutex;
use std::time::Duration;

use symphony::{
    Beat, Cancellation, Clock, Conductor, Failure, ManualClock, Moment, Performance, Record, Status, observer,
};

use crate::generated::{inner, inner_blocking, tour, tour_blocking};

/// What a handler does in one call.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    Well,
    Fail(&'static str),
    Panic(&'static str),
    /// Takes this long, in milliseconds, and then goes well.
    Take(u64),
    /// Takes steps and notes: one goes well, one fails, one is left.
    Steps,
    /// Cancels the performance, and then waits for ever; a blocking handler comes back at once.
    Cancel,
    /// Cancels the performance, and fails.
    CancelAndFail,
    /// Waits for ever, and panics when dropped; a blocking handler panics at once.
    PanicWhenDropped,
}

/// How a handler's call ended, as the handler saw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    Well,
    Failed,
    Panicked,
    Dropped,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Broken(pub String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct InnerBroken(pub String);

impl fmt::Display for InnerBroken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<InnerBroken> for Broken {
    fn from(InnerBroken(text): InnerBroken) -> Self {
        Self(text)
    }
}

#[derive(Default)]
pub struct Scripted {
    pub clock: ManualClock,
    pub cancellation: Cancellation,
    acts: Mutex<HashMap<&'static str, VecDeque<Act>>>,
    calls: Mutex<Vec<(&'static str, Option<End>)>>,
}

impl Scripted {
    pub fn new(script: &[(&'static str, &[Act])]) -> Self {
        let acts = script.iter().map(|(handler, acts)| (*handler, acts.iter().copied().collect())).collect();
        Self { acts: Mutex::new(acts), ..Self::default() }
    }

    /// Every call in order, with its end.
    pub fn calls(&self) -> Vec<(&'static str, End)> {
        self.calls.lock().unwrap().iter().map(|(handler, end)| (*handler, end.expect("every call has ended"))).collect()
    }

    fn begin(&self, handler: &'static str) -> (Call<'_>, Act) {
        let act = self.acts.lock().unwrap().get_mut(handler).and_then(VecDeque::pop_front).unwrap_or(Act::Well);
        let mut calls = self.calls.lock().unwrap();
        calls.push((handler, None));
        (Call { scripted: self, index: calls.len() - 1 }, act)
    }

    async fn act<E>(&self, beat: &Beat<'_>, error: fn(String) -> E) -> Result<(), E> {
        let (call, act) = self.begin(beat.handler());
        let result = match act {
            Act::Take(millis) => {
                self.clock.sleep(Duration::from_millis(millis)).await;
                Ok(())
            }
            Act::Cancel => {
                self.cancellation.cancel();
                pending().await
            }
            Act::PanicWhenDropped => {
                let _bomb = Bomb;
                pending().await
            }
            act => self.at_once(&act, Some(beat)),
        };
        call.end(result.map_err(|text| error(text.to_owned())))
    }

    fn act_blocking<E>(&self, handler: &'static str, beat: Option<&Beat<'_>>, error: fn(String) -> E) -> Result<(), E> {
        let (call, act) = self.begin(handler);
        let result = self.at_once(&act, beat);
        call.end(result.map_err(|text| error(text.to_owned())))
    }

    fn at_once(&self, act: &Act, beat: Option<&Beat<'_>>) -> Result<(), &'static str> {
        match act {
            Act::Well => {}
            Act::Fail(text) => return Err(text),
            Act::Panic(text) => panic!("{text}"),
            Act::PanicWhenDropped => panic!("dropped"),
            Act::Take(millis) => self.clock.advance(Duration::from_millis(*millis)),
            Act::Cancel => self.cancellation.cancel(),
            Act::CancelAndFail => {
                self.cancellation.cancel();
                return Err("given up");
            }
            Act::Steps => {
                let beat = beat.expect("only a handler with a beat takes steps");
                let first = beat.step("first");
                let second = beat.step(format!("second of {}", beat.attempt()));
                self.clock.advance(Duration::from_millis(5));
                first.done();
                second.failed("no luck");
                drop(beat.step("third"));
                beat.note("level", beat.dynamics());
            }
        }
        Ok(())
    }
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

struct Call<'a> {
    scripted: &'a Scripted,
    index: usize,
}

impl Call<'_> {
    fn end<E>(self, result: Result<(), E>) -> Result<(), E> {
        self.set(if result.is_ok() { End::Well } else { End::Failed });
        result
    }

    fn set(&self, end: End) {
        self.scripted.calls.lock().unwrap()[self.index].1 = Some(end);
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        if self.scripted.calls.lock().unwrap()[self.index].1.is_none() {
            self.set(if std::thread::panicking() { End::Panicked } else { End::Dropped });
        }
    }
}

impl tour::Handlers for Scripted {
    type Error = Broken;
}

impl inner::Handlers for Scripted {
    type Error = InnerBroken;
}

impl tour::Opening for Scripted {
    async fn load_context(&self, beat: &mut Beat<'_>, profile: &tour::Profile) -> Result<tour::Context, Broken> {
        self.act(beat, Broken).await?;
        Ok(tour::Context { profile: profile.name.clone() })
    }

    fn judge(&self, context: &tour::Context) -> Result<u32, Broken> {
        self.act_blocking("judge", None, Broken)?;
        Ok(u32::try_from(context.profile.len()).unwrap())
    }

    async fn notify(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act(beat, Broken).await
    }

    async fn fetch(&self, beat: &mut Beat<'_>, verdict: &u32) -> Result<u32, Broken> {
        self.act(beat, Broken).await?;
        Ok(verdict + 1)
    }
}

impl tour::Bridge for Scripted {
    async fn tick(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act(beat, Broken).await
    }

    async fn tock(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act(beat, Broken).await
    }
}

impl tour::Finale for Scripted {
    async fn sign(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act(beat, Broken).await
    }
}

impl inner::Checks for Scripted {
    async fn measure(&self, beat: &mut Beat<'_>, amount: &u32) -> Result<u32, InnerBroken> {
        self.act(beat, InnerBroken).await?;
        Ok(amount * 10)
    }

    async fn weigh(&self, beat: &mut Beat<'_>, measured: &u32) -> Result<u32, InnerBroken> {
        self.act(beat, InnerBroken).await?;
        Ok(*measured)
    }
}

impl tour_blocking::Handlers for Scripted {
    type Error = Broken;
}

impl inner_blocking::Handlers for Scripted {
    type Error = InnerBroken;
}

impl tour_blocking::Opening for Scripted {
    fn load_context(
        &self,
        beat: &mut Beat<'_>,
        profile: &tour_blocking::Profile,
    ) -> Result<tour_blocking::Context, Broken> {
        self.act_blocking(beat.handler(), Some(beat), Broken)?;
        Ok(tour_blocking::Context { profile: profile.name.clone() })
    }

    fn judge(&self, context: &tour_blocking::Context) -> Result<u32, Broken> {
        self.act_blocking("judge", None, Broken)?;
        Ok(u32::try_from(context.profile.len()).unwrap())
    }

    fn notify(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act_blocking(beat.handler(), Some(beat), Broken)
    }

    fn fetch(&self, beat: &mut Beat<'_>, verdict: &u32) -> Result<u32, Broken> {
        self.act_blocking(beat.handler(), Some(beat), Broken)?;
        Ok(verdict + 1)
    }
}

impl tour_blocking::Bridge for Scripted {
    fn tick(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act_blocking(beat.handler(), Some(beat), Broken)
    }

    fn tock(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act_blocking(beat.handler(), Some(beat), Broken)
    }
}

impl tour_blocking::Finale for Scripted {
    fn sign(&self, beat: &mut Beat<'_>) -> Result<(), Broken> {
        self.act_blocking(beat.handler(), Some(beat), Broken)
    }
}

impl inner_blocking::Checks for Scripted {
    fn measure(&self, beat: &mut Beat<'_>, amount: &u32) -> Result<u32, InnerBroken> {
        self.act_blocking(beat.handler(), Some(beat), InnerBroken)?;
        Ok(amount * 10)
    }

    fn weigh(&self, beat: &mut Beat<'_>, measured: &u32) -> Result<u32, InnerBroken> {
        self.act_blocking(beat.handler(), Some(beat), InnerBroken)?;
        Ok(*measured)
    }
}

/// What a performance of `tour` came to, in either flavour: the weight that it gives, and its record.
pub struct Outcome {
    pub result: Result<u32, Failure<Broken>>,
    pub record: Record,
    pub calls: Vec<(&'static str, End)>,
    /// What an observer was told, one line each.
    pub moments: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flavour {
    Async,
    Blocking,
}

pub const FLAVOURS: [Flavour; 2] = [Flavour::Async, Flavour::Blocking];

/// Performs `tour`, with the script's clock, and compares the record with what the handlers saw.
pub fn perform(
    flavour: Flavour,
    script: &[(&'static str, &[Act])],
    configure: impl Fn(Conductor) -> Conductor,
) -> Outcome {
    let scripted = Scripted::new(script);
    let moments = Mutex::new(Vec::new());
    let watch = observer::from_fn(|moment| moments.lock().unwrap().push(line(moment)));
    let conductor = configure(Conductor::new().clock(scripted.clock.clone()))
        .cancellation(scripted.cancellation.clone())
        .observer(&watch);
    let name = "dev".to_owned();
    let performed = match flavour {
        Flavour::Async => {
            let input = tour::Input { profile: tour::Profile { name } };
            let performed = scripted.clock.block_on(tour::perform(&scripted, &conductor, input));
            performed.map(|Performance { output, record }| (output.weight, record))
        }
        Flavour::Blocking => {
            let input = tour_blocking::Input { profile: tour_blocking::Profile { name } };
            let performed = tour_blocking::perform(&scripted, &conductor, input);
            performed.map(|Performance { output, record }| (output.weight, record))
        }
    };
    let (result, record) = match performed {
        Ok((weight, record)) => (Ok(weight), record),
        Err(failure) => {
            let record = failure.record().clone();
            (Err(failure), record)
        }
    };
    let calls = scripted.calls();
    verify(&record, &calls);
    let moments = moments.lock().unwrap().clone();
    Outcome { result, record, calls, moments }
}

/// Performs in both flavours and compares the result and the record, as text.
pub fn check(script: &[(&'static str, &[Act])], configure: impl Fn(Conductor) -> Conductor, expect: &str) {
    for flavour in FLAVOURS {
        let outcome = perform(flavour, script, &configure);
        let expect: Vec<_> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(outcome.text(), expect.join("\n"), "\nin flavour {flavour:?}");
    }
}

impl Outcome {
    pub fn text(&self) -> String {
        let mut text = match &self.result {
            Ok(weight) => format!("gives {weight}"),
            Err(failure) => failure.to_string(),
        };
        write_record(&mut text, &self.record).unwrap();
        text
    }
}

fn write_record(text: &mut String, record: &Record) -> fmt::Result {
    write!(text, "\n{} {} in {:?}", record.sequence(), record.status(), record.duration())?;
    for (index, movement) in record.movements().iter().enumerate() {
        write!(text, "\n{} {}:", movement.id(), movement.status())?;
        for beat in record.beats().filter(|beat| beat.movement() == index) {
            write!(text, " {} {}", beat.number(), beat.status())?;
            if beat.attempts() > 1 {
                write!(text, " x{}", beat.attempts())?;
            }
            if !beat.duration().is_zero() {
                write!(text, " {:?}", beat.duration())?;
            }
            if let Some(why) = beat.why() {
                write!(text, " ({why})")?;
            }
            text.push(';');
        }
    }
    record.beats().filter_map(|beat| beat.performed()).try_for_each(|performed| write_record(text, performed))
}

fn line(moment: &Moment<'_>) -> String {
    let mut line = "  ".repeat(moment.depth) + moment.sequence.id;
    if let Some(movement) = moment.movement {
        write!(line, " {}", movement.id).unwrap();
    }
    if let Some(beat) = moment.beat {
        write!(line, " {}", beat.number).unwrap();
    }
    write!(line, " {:?}", moment.kind).unwrap();
    line
}

/// Compares a record with what the handlers saw.
pub fn verify(record: &Record, calls: &[(&'static str, End)]) {
    for beat in record.beats() {
        if let Some(performed) = beat.performed() {
            verify(performed, calls);
            assert_eq!(performed.status(), beat.status(), "beat {} ends as what it performed", beat.number());
            continue;
        }
        let ends: Vec<_> = calls.iter().filter(|call| call.0 == beat.handler()).map(|call| call.1).collect();
        // A sequence that is tried again leaves the record of its last attempt.
        let attempts = beat.attempts() as usize;
        let is_tried_again = record.sequence() == "inner";
        assert!(is_tried_again || attempts == ends.len(), "{} was called {ends:?}: {beat:?}", beat.handler());
        assert_eq!(beat.status().ran(), attempts > 0, "{beat:?}");
        assert_eq!(beat.why().is_some(), beat.status().ran() && beat.status() != Status::Played, "{beat:?}");
        assert!(ends.len() >= attempts, "{beat:?}");
        let Some(last) = ends.last().filter(|_| attempts > 0) else { continue };
        match beat.status() {
            Status::Played => assert_eq!(*last, End::Well),
            Status::Failed => assert_eq!(*last, End::Failed),
            // A panic while the handler is dropped is a panic, too.
            Status::Panicked => assert!(matches!(last, End::Panicked | End::Dropped)),
            // A blocking handler that is too late does not know; and an outer beat's time may be up in a pause.
            Status::TimedOut => assert!(is_tried_again || matches!(last, End::Dropped | End::Well)),
            // In a pause before the next attempt, the handler has come back.
            Status::Cancelled => assert!(matches!(last, End::Dropped | End::Failed | End::Panicked)),
            Status::Skipped | Status::NotReached => unreachable!("no handler was called"),
        }
    }
    let summary = record.summary();
    assert_eq!(summary.total.total() as usize, record.beats().len());
    assert_eq!(summary.movements.iter().map(symphony::Tally::ran).sum::<u32>(), summary.total.ran());
}
