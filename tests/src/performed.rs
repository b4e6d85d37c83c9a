//! The generated code of `golden/rust`, compiled and performed: what comes back, and what the record says of it.

use std::fmt::Write as _;
use std::sync::Mutex;

use symphony::{Conductor, Dynamics, Record};

use crate::golden::Goldens;
use crate::model::Money;

macro_rules! generated {
    ($($module:ident $folder:literal,)*) => {$(
        #[deny(warnings, clippy::all, clippy::pedantic)]
        mod $module {
            include!(concat!("../golden/rust/", $folder, "/symphony.rs"));
        }
    )*};
}

generated! {
    parts_async "parts/async",
    parts_blocking "parts/blocking",
    parts_local "parts/local",
    relay_async "relay/async",
    relay_blocking "relay/blocking",
    relay_local "relay/local",
    tour_async "tour/async",
    tour_blocking "tour/blocking",
    tour_local "tour/local",
}

/// Handles everything, and fails where the sequences say how to go on.
#[derive(Default)]
struct Post {
    calls: Mutex<Vec<String>>,
}

impl Post {
    /// Takes down a call, and gives how often there was one before.
    fn call(&self, name: &str) -> usize {
        let mut calls = self.calls.lock().unwrap();
        calls.push(name.to_owned());
        calls.iter().filter(|call| *call == name).count() - 1
    }
}

/// The handlers of all sequences, `async` or not.
macro_rules! handlers {
    ($tour:ident, $relay:ident, $parts:ident, $($asynchronous:ident)?) => {
        impl $tour::grand_tour::Handlers for Post {
            type Error = String;
        }

        #[symphony::handlers]
        impl $tour::grand_tour::Intake for Post {
            $($asynchronous)? fn find_parcel(
                &self,
                beat: &mut symphony::Beat<'_>,
                profile: &$tour::grand_tour::Profile,
                r#match: &u32,
            ) -> Result<$tour::grand_tour::Parcel, Self::Error> {
                if self.call("find_parcel") == 0 {
                    return Err("the shelf is empty".into());
                }
                beat.step("look").done();
                beat.note("data", beat.data());
                Ok($tour::grand_tour::Parcel { number: *r#match, r#type: profile.to_string(), sender_address: None })
            }

            fn weigh(&self, parcel: &$tour::grand_tour::Parcel) -> Result<$tour::grand_tour::WeighOutput, Self::Error> {
                let size = u64::from(parcel.number);
                Ok($tour::grand_tour::WeighOutput { size, weight: 2.5, r#loop: None })
            }

            $($asynchronous)? fn clerk_type(
                &self,
                _: &mut symphony::Beat<'_>,
                _: &Option<Box<[u8; 4]>>,
                names: &$tour::grand_tour::Names,
            ) -> Result<(), Self::Error> {
                if names.is_empty() { Err("nothing to type".into()) } else { Ok(()) }
            }

            $($asynchronous)? fn machine_type(&self, _: &mut symphony::Beat<'_>, _: &f64) -> Result<(), Self::Error> {
                Ok(())
            }
        }

        impl $tour::grand_tour::Movement2 for Post {
            $($asynchronous)? fn stamp(
                &self,
                _: &mut symphony::Beat<'_>,
                _: &$tour::grand_tour::Parcel,
                size: &u64,
            ) -> Result<$tour::grand_tour::Stamp, Self::Error> {
                Ok($tour::grand_tour::Stamp { money: Money { cents: size * 10 }, size: *size })
            }

            $($asynchronous)? fn notify(&self, beat: &mut symphony::Beat<'_>) -> Result<(), Self::Error> {
                beat.note("number", beat.number());
                Ok(())
            }

            $($asynchronous)? fn photograph(
                &self,
                _: &mut symphony::Beat<'_>,
                _: &$tour::grand_tour::Parcel,
            ) -> Result<Vec<u8>, Self::Error> {
                Ok(vec![1, 2, 3])
            }

            fn frame(
                &self,
                picture: &Vec<u8>,
                stamp: &$tour::grand_tour::Stamp,
            ) -> Result<$tour::grand_tour::FrameOutput, Self::Error> {
                let cost = Money { cents: stamp.money.cents * 2 };
                Ok($tour::grand_tour::FrameOutput { framed: format!("{picture:?}"), cost })
            }

            $($asynchronous)? fn hang(
                &self,
                _: &mut symphony::Beat<'_>,
                _: &String,
                cost: &Money,
                _: &Vec<u8>,
            ) -> Result<(), Self::Error> {
                assert!(self.call("hang") > 0, "the wall is too soft for {} cents", cost.cents);
                Ok(())
            }
        }

        impl $tour::grand_tour::CarryOnWhateverHappens for Post {
            $($asynchronous)? fn risk_a_bit(
                &self,
                _: &mut symphony::Beat<'_>,
                _: &$tour::grand_tour::Stamp,
            ) -> Result<(), Self::Error> {
                Err("too risky".into())
            }

            $($asynchronous)? fn never_reached(&self, _: &mut symphony::Beat<'_>) -> Result<(), Self::Error> {
                unreachable!()
            }
        }

        impl $tour::grand_tour::Sending for Post {
            fn sum(&self, distance: &u64, parcel: &$tour::grand_tour::Parcel) -> Result<String, Self::Error> {
                Ok(format!("{} went {distance} miles", parcel.r#type))
            }
        }

        impl $tour::tour_leg::Handlers for Post {
            type Error = &'static str;
        }

        impl $tour::tour_leg::Flight for Post {
            $($asynchronous)? fn fly(&self, _: &mut symphony::Beat<'_>, size: &u64) -> Result<u64, Self::Error> {
                Ok(size * 100)
            }
        }

        impl $tour::tour_leg_back::Handlers for Post {
            type Error = &'static str;
        }

        impl $tour::tour_leg_back::Return for Post {
            fn rest(&self, _: &u64) -> Result<(), Self::Error> {
                Ok(())
            }

            $($asynchronous)? fn self_check(
                &self,
                _: &mut symphony::Beat<'_>,
            ) -> Result<$tour::tour_leg_back::SelfCheckOutput, Self::Error> {
                Ok($tour::tour_leg_back::SelfCheckOutput { run: 1, handlers: 2 })
            }

            $($asynchronous)? fn r#box(&self, _: &mut symphony::Beat<'_>, run: &u8, handlers: &u8) -> Result<(), Self::Error> {
                assert_eq!((*run, *handlers), (1, 2));
                Ok(())
            }
        }

        impl $relay::relay::Handlers for Post {
            type Error = String;
            type Baton = Vec<&'static str>;
        }

        impl $relay::relay::First for Post {
            $($asynchronous)? fn start(&self, _: &mut symphony::Beat<'_>, baton: &mut Self::Baton) -> Result<(), Self::Error> {
                baton.push("start");
                Ok(())
            }

            fn count(&self, baton: &mut Self::Baton) -> Result<(), Self::Error> {
                baton.push("count");
                Ok(())
            }

            $($asynchronous)? fn shout(&self, _: &mut symphony::Beat<'_>, baton: &mut Self::Baton) -> Result<(), Self::Error> {
                baton.push("shout");
                Ok(())
            }
        }

        impl $relay::leg::Handlers for Post {
            type Error = String;
            type Baton = Vec<&'static str>;
        }

        impl $relay::leg::Run for Post {
            $($asynchronous)? fn run(&self, _: &mut symphony::Beat<'_>, baton: &mut Self::Baton) -> Result<(), Self::Error> {
                baton.push("run");
                if self.call("run") == 0 { Ok(()) } else { Err("out of breath".into()) }
            }
        }

        impl $parts::parts::Handlers for Post {
            type Error = std::convert::Infallible;
        }

        steps! { $parts, $($asynchronous)?;
            step1 v0, step2 v1, step3 v2, step4 v3, step6 v5, step7 v6, step8 v7, step9 v8, step10 v9, step11 v9,
            step12 v11, step13 v12, step14 v13, step15 v14, step16 v15, step17 v16, step18 v17, step19 v18, step20 v19,
            step21 v20, step22 v21, step23 v22, step24 v23, step25 v24
        }
    };
}

/// Handlers that add one.
macro_rules! steps {
    ($parts:ident, $($asynchronous:ident)?; $($step:ident $taken:ident),*) => {
        impl $parts::parts::Long for Post {
            $(fn $step(&self, $taken: &u64) -> Result<u64, Self::Error> {
                Ok($taken + 1)
            })*

            $($asynchronous)? fn step5(
                &self,
                _: &mut symphony::Beat<'_>,
                v4: &u64,
            ) -> Result<$parts::parts::Step5Output, Self::Error> {
                Ok($parts::parts::Step5Output { v5: v4 + 1, aside: "aside".into() })
            }

            $($asynchronous)? fn step26(&self, _: &mut symphony::Beat<'_>, loud: &u64, v25: &u64) -> Result<(), Self::Error> {
                assert_eq!((*loud, *v25), (10, 24));
                Ok(())
            }

            fn step27(&self, v25: &u64, v2: &u64, aside: &String) -> Result<u64, Self::Error> {
                Ok(v25 + v2 + aside.len() as u64)
            }
        }
    };
}

handlers! { tour_async, relay_async, parts_async, async }
handlers! { tour_blocking, relay_blocking, parts_blocking, }
handlers! { tour_local, relay_local, parts_local, async }

const LEVELS: [Dynamics; 3] = [Dynamics::P, Dynamics::Mf, Dynamics::Ff];

/// Performs at every level, and says what came of it.
macro_rules! perform {
    ($tour:ident, $relay:ident, $parts:ident, $wait:expr) => {{
        let mut said = String::new();
        for level in LEVELS {
            let conductor = Conductor::default().dynamics(level).correlation_id("42");
            let input = $tour::grand_tour::Input {
                profile: $tour::grand_tour::Profile::ReleaseCandidate,
                r#match: 7,
                names: $tour::grand_tour::Names::new(),
            };
            let events = Mutex::new(Vec::new());
            let observer = symphony::observer::from_fn(|moment| {
                events.lock().unwrap().extend($tour::grand_tour::Event::of(moment).map(|event| event.name()));
            });
            let tour =
                $wait($tour::grand_tour::perform(&Post::default(), &conductor.clone().observer(observer), input));
            match tour {
                Ok(it) => tell(&mut said, level, &format!("{:?}", it.output), &it.record),
                Err(failure) => tell(&mut said, level, &failure.to_string(), failure.record()),
            }
            writeln!(said, "events: {:?}", events.into_inner().unwrap()).unwrap();
            let input = $relay::relay::Input { baton: Vec::new() };
            match $wait($relay::relay::perform(&Post::default(), &conductor, input)) {
                Ok(it) => tell(&mut said, level, &format!("{:?}", it.output), &it.record),
                Err(failure) => tell(&mut said, level, &failure.to_string(), failure.record()),
            }
            match $wait($parts::parts::perform(&Post::default(), &conductor, $parts::parts::Input { v0: 0 })) {
                Ok(it) => tell(&mut said, level, &format!("{:?}", it.output), &it.record),
                Err(failure) => tell(&mut said, level, &failure.to_string(), failure.record()),
            }
        }
        said
    }};
}

fn tell(said: &mut String, level: Dynamics, output: &str, record: &Record) {
    writeln!(said, "\n{} at {level}, {}: {output}", record.sequence(), record.status()).unwrap();
    tell_beats(said, record, "  ");
}

/// Everything of a record but times.
fn tell_beats(said: &mut String, record: &Record, indent: &str) {
    for movement in record.movements() {
        writeln!(said, "{indent}movement {}: {}", movement.id(), movement.status()).unwrap();
    }
    for beat in record.beats() {
        write!(said, "{indent}{} {} {}", beat.movement(), beat.number(), beat.name()).unwrap();
        write!(said, ": {}, attempts {}", beat.status(), beat.attempts()).unwrap();
        if let Some(why) = beat.why() {
            write!(said, ", why {why:?}").unwrap();
        }
        for (is_so, word) in [(beat.is_published(), "published"), (beat.is_unpaced(), "unpaced")] {
            write!(said, "{}{}", if is_so { ", " } else { "" }, if is_so { word } else { "" }).unwrap();
        }
        let steps: Vec<&str> = beat.steps().iter().map(symphony::StepRecord::name).collect();
        let notes: Vec<_> = beat.notes().iter().map(|note| (note.key(), note.value())).collect();
        writeln!(said, ", steps {steps:?}, notes {notes:?}").unwrap();
        if let Some(record) = beat.performed() {
            tell_beats(said, record, &format!("{indent}  "));
        }
    }
}

#[test]
fn every_flavour_performs_the_same() {
    let asynchronous = perform!(tour_async, relay_async, parts_async, symphony::block_on);
    let mut goldens = Goldens::default();
    goldens.check("golden/performed.txt", &asynchronous);
    goldens.check(
        "golden/performed.txt",
        &perform!(tour_blocking, relay_blocking, parts_blocking, std::convert::identity),
    );
    goldens.check("golden/performed.txt", &perform!(tour_local, relay_local, parts_local, symphony::block_on));
    goldens.finish();
}

/// What an executor of several threads asks for.
#[test]
fn an_asynchronous_performance_can_be_sent() {
    fn sendable<F: Send>(future: F) -> F {
        future
    }
    let conductor = Conductor::default();
    let input = tour_async::grand_tour::Input {
        profile: tour_async::grand_tour::Profile::Dev,
        r#match: 1,
        names: std::iter::once(("a".to_owned(), Vec::new())).collect(),
    };
    let post = Post::default();
    let performance = symphony::block_on(sendable(tour_async::grand_tour::perform(&post, &conductor, input))).unwrap();
    assert_eq!(performance.output.summary, "dev went 100 miles");
}
