//! What Symphony adds to a beat: forty beats, beside straight calls of the same trait methods and beside boxed dispatch.
#![allow(missing_docs, unreachable_pub, clippy::pedantic)]

use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use criterion::{Criterion, criterion_group, criterion_main};
use symphony::{Beat, Conductor, Failure, Observer, Performance, Recording, Run, Stop, spec};

#[derive(Debug)]
pub struct Odd(u64);

impl std::fmt::Display for Odd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "odd {}", self.0)
    }
}

/// About 60 ns of work, what a small allocation and a look into a hash map cost.
const ROUNDS: u32 = 32;

/// What each handler does: a little work that may fail and may panic, as far as the compiler can tell.
#[inline(never)]
fn work(beat: &mut Beat<'_>, value: u64) -> Result<u64, Odd> {
    let mut mixed = black_box(value) | u64::from(beat.number());
    for _ in 0..ROUNDS {
        mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    }
    assert!(mixed != 0, "cannot be");
    if mixed & 1 == 0 { Err(Odd(mixed)) } else { Ok(mixed) }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// A sequence of movements and beats, as generated, in one of two flavours.
macro_rules! sequence {
    ($flavour:ident, $($trait:ident $movement:ident $m:literal: $($beat:ident $b:literal),*;)*) => {
        mod $flavour {
            use super::*;

            $(pub trait $trait: Sync {
                $(declare!($flavour $beat);)*
            })*

            pub struct Work;

            static WORK: Work = Work;

            $(impl $trait for Work {
                $(function! { $flavour
                    fn $beat(&self, beat: &mut Beat<'_>, value: &u64) -> Result<u64, Odd> {
                        work(beat, *value)
                    }
                })*
            })*

            static SEQUENCE: spec::Sequence = spec::Sequence {
                id: stringify!($flavour),
                movements: &[$(spec::Movement {
                    id: stringify!($trait),
                    beats: &[$(spec::Beat {
                        number: $m * 10 + $b,
                        handler: stringify!($beat),
                        ..spec::Beat::DEFAULT
                    }),*],
                    ..spec::Movement::DEFAULT
                }),*],
                ..spec::Sequence::DEFAULT
            };

            function! { $flavour
                pub fn perform<H: $($trait +)* Sync, O: Observer, R: Recording>(
                    handlers: &H,
                    conductor: &Conductor<O, R>,
                    value: u64,
                ) -> Result<Performance<u64>, Failure<Odd>> {
                    let mut run = conductor.start(&SEQUENCE);
                    let played = done!($flavour, play(handlers, &mut run, &value));
                    run.finish(played)
                }
            }

            function! { $flavour
                fn play<H: $($trait +)* Sync, O: Observer, R: Recording>(
                    handlers: &H,
                    run: &mut Run<'_, O, R>,
                    value: &u64,
                ) -> Result<u64, Stop<Odd>> {
                    run.open(&SEQUENCE)?;
                    let value = *value;
                    $(let value = done!($flavour, $movement(handlers, run, &value))?;)*
                    Ok(value)
                }
            }

            $(function! { $flavour
                fn $movement<H: $trait, O: Observer, R: Recording>(
                    handlers: &H,
                    run: &mut Run<'_, O, R>,
                    value: &u64,
                ) -> Result<u64, Stop<Odd>> {
                    run.open_movement(&SEQUENCE.movements[$m])?;
                    let value = *value;
                    $(
                        let value = play!($flavour, run, &SEQUENCE.movements[$m].beats[$b], handlers.$beat, value);
                    )*
                    run.close_movement();
                    Ok(value)
                }
            })*

            /// The same calls written by hand.
            pub mod straight {
                use super::*;

                function! { $flavour
                    pub fn perform<H: $($trait +)* Sync>(
                        handlers: &H,
                        beat: &mut Beat<'_>,
                        value: u64,
                    ) -> Result<u64, Odd> {
                        $(let value = done!($flavour, $movement(handlers, beat, &value))?;)*
                        Ok(value)
                    }
                }

                $(function! { $flavour
                    fn $movement<H: $trait>(handlers: &H, beat: &mut Beat<'_>, value: &u64) -> Result<u64, Odd> {
                        let value = *value;
                        $(let value = done!($flavour, handlers.$beat(beat, &value))?;)*
                        Ok(value)
                    }
                })*
            }

            /// The same calls through pointers.
            pub fn boxed() -> Vec<boxed!($flavour)> {
                vec![$($({
                    boxed!($flavour fn $beat);
                    Box::new($beat) as boxed!($flavour)
                }),*),*]
            }

            pub fn with_beat<T>(call: impl FnOnce(&mut Beat<'_>) -> T) -> T {
                let conductor = Conductor::default();
                let mut run = conductor.start(&SEQUENCE);
                run.open(&SEQUENCE).unwrap();
                run.open_movement(&SEQUENCE.movements[0]).unwrap();
                call(&mut run.enter(&SEQUENCE.movements[0].beats[0]).unwrap())
            }
        }
    };
}

macro_rules! function {
    (asynchronous $visibility:vis fn $($rest:tt)*) => { $visibility async fn $($rest)* };
    (blocking $($rest:tt)*) => { $($rest)* };
}

macro_rules! declare {
    (asynchronous $beat:ident) => {
        fn $beat(&self, beat: &mut Beat<'_>, value: &u64) -> impl Future<Output = Result<u64, Odd>> + Send;
    };
    (blocking $beat:ident) => {
        fn $beat(&self, beat: &mut Beat<'_>, value: &u64) -> Result<u64, Odd>;
    };
}

macro_rules! done {
    (asynchronous, $call:expr) => {
        $call.await
    };
    (blocking, $call:expr) => {
        $call
    };
}

macro_rules! boxed {
    (asynchronous) => {
        BoxedAsync
    };
    (blocking) => {
        Boxed
    };
    (asynchronous fn $beat:ident) => {
        fn $beat<'a>(beat: &'a mut Beat<'_>, value: &'a u64) -> BoxedFuture<'a> {
            Box::pin(WORK.$beat(beat, value))
        }
    };
    (blocking fn $beat:ident) => {
        fn $beat(beat: &mut Beat<'_>, value: &u64) -> Result<u64, Odd> {
            WORK.$beat(beat, value)
        }
    };
}

/// A beat as it is generated.
macro_rules! play {
    (asynchronous, $run:ident, $description:expr, $handlers:ident.$beat:ident, $value:ident) => {{
        let mut beat = $run.enter($description)?;
        let limit = beat.limit();
        let outcome = symphony::contain(limit, pin!(None), || $handlers.$beat(&mut beat, &$value)).await;
        $run.leave(outcome)?
    }};
    (blocking, $run:ident, $description:expr, $handlers:ident.$beat:ident, $value:ident) => {
        $run.play($description, |beat| $handlers.$beat(beat, &$value))?
    };
}

macro_rules! forty_beats {
    ($flavour:ident) => {
        sequence!($flavour,
            First first 0: a0 0, a1 1, a2 2, a3 3, a4 4, a5 5, a6 6, a7 7, a8 8, a9 9;
            Second second 1: b0 0, b1 1, b2 2, b3 3, b4 4, b5 5, b6 6, b7 7, b8 8, b9 9;
            Third third 2: c0 0, c1 1, c2 2, c3 3, c4 4, c5 5, c6 6, c7 7, c8 8, c9 9;
            Fourth fourth 3: d0 0, d1 1, d2 2, d3 3, d4 4, d5 5, d6 6, d7 7, d8 8, d9 9;
        );
    };
}

forty_beats!(blocking);
forty_beats!(asynchronous);

type Boxed = Box<dyn Fn(&mut Beat<'_>, &u64) -> Result<u64, Odd>>;
type BoxedFuture<'a> = Pin<Box<dyn Future<Output = Result<u64, Odd>> + Send + 'a>>;
type BoxedAsync = Box<dyn for<'a> Fn(&'a mut Beat<'_>, &'a u64) -> BoxedFuture<'a>>;

fn blocking_beats(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("blocking, 40 beats");
    let (recorded, silent) = (Conductor::default(), Conductor::default().unrecorded());
    blocking::with_beat(|beat| {
        group.bench_function("straight", |b| {
            b.iter(|| blocking::straight::perform(black_box(&blocking::Work), beat, black_box(3)).unwrap());
        });
    });
    group.bench_function("unrecorded", |b| {
        b.iter(|| blocking::perform(black_box(&blocking::Work), black_box(&silent), black_box(3)).unwrap().output);
    });
    group.bench_function("recorded", |b| {
        b.iter(|| blocking::perform(black_box(&blocking::Work), black_box(&recorded), black_box(3)).unwrap());
    });
    let boxed = blocking::boxed();
    blocking::with_beat(|beat| {
        group.bench_function("boxed", |b| {
            b.iter(|| black_box(&boxed).iter().try_fold(black_box(3), |value, call| call(beat, &value)).unwrap());
        });
    });
    group.finish();
}

fn async_beats(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("async, 40 beats");
    let (recorded, silent) = (Conductor::default(), Conductor::default().unrecorded());
    let handlers = asynchronous::Work;
    asynchronous::with_beat(|beat| {
        group.bench_function("straight", |b| {
            b.iter(|| block_on(asynchronous::straight::perform(black_box(&handlers), beat, black_box(3))).unwrap());
        });
    });
    group.bench_function("unrecorded", |b| {
        b.iter(|| {
            block_on(asynchronous::perform(black_box(&handlers), black_box(&silent), black_box(3))).unwrap().output
        });
    });
    group.bench_function("recorded", |b| {
        b.iter(|| block_on(asynchronous::perform(black_box(&handlers), black_box(&recorded), black_box(3))).unwrap());
    });
    let boxed = asynchronous::boxed();
    asynchronous::with_beat(|beat| {
        group.bench_function("boxed", |b| {
            b.iter(|| {
                block_on(async {
                    let mut value = black_box(3);
                    for call in black_box(&boxed) {
                        value = call(beat, &value).await.unwrap();
                    }
                    value
                })
            });
        });
    });
    group.finish();
}

criterion_group!(benches, blocking_beats, async_beats);
criterion_main!(benches);
