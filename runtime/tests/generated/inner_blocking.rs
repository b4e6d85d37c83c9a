//! As generated from a sequence that another one performs: blocking.

pub trait Handlers {
    /// What a handler fails with.
    type Error: ::core::fmt::Display;
}

pub trait Checks: Handlers {
    fn measure(
        // sequences/inner.json:8:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
        amount: &u32,
    ) -> Result<u32, Self::Error>;
    fn weigh(
        // sequences/inner.json:9:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
        measured: &u32,
    ) -> Result<u32, Self::Error>;
}

pub struct Output {
    pub weight: u32,
}

pub static SEQUENCE: ::symphony::spec::Sequence = ::symphony::spec::Sequence {
    id: "inner",
    name: "Inner",
    fingerprint: "02",
    tempo: 120.0,
    events: &["inner:measured"],
    floor: ::symphony::Dynamics::Mf,
    movements: &[::symphony::spec::Movement {
        id: "checks",
        name: "Checks",
        beats: &[
            ::symphony::spec::Beat {
                number: 1,
                name: "Measure",
                handler: "measure",
                event: Some(0),
                kind: "io",
                dynamics: ::symphony::Dynamics::Mf,
                place: "sequences/inner.json:8:9",
                ..::symphony::spec::Beat::DEFAULT
            },
            ::symphony::spec::Beat {
                number: 2,
                name: "Weigh",
                handler: "weigh",
                kind: "io",
                dynamics: ::symphony::Dynamics::Mf,
                place: "sequences/inner.json:9:9",
                on_error: ::symphony::spec::OnError::Retry,
                ..::symphony::spec::Beat::DEFAULT
            },
        ],
        ..::symphony::spec::Movement::DEFAULT
    }],
    ..::symphony::spec::Sequence::DEFAULT
};

/// Performs the sequence as part of another one.
pub fn play<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
    amount: &u32,
) -> Result<Output, ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Checks,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open(&SEQUENCE)?;
    let weight = movement_1(handlers, run, amount)?;
    Ok(Output { weight })
}

fn movement_1<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
    amount: &u32,
) -> Result<u32, ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Checks,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open_movement(&SEQUENCE.movements[0])?;
    // 1 measure
    let measured = run.play(&SEQUENCE.movements[0].beats[0], |beat| handlers.measure(beat, amount))?;
    // 2 weigh
    let weight = loop {
        let mut beat = run.enter(&SEQUENCE.movements[0].beats[1])?;
        let limit = beat.limit();
        let outcome = ::symphony::blocking::contain(limit, || handlers.weigh(&mut beat, &measured));
        match run.leave_or_retry(outcome)? {
            ::symphony::Next::Done(value) => break value,
            ::symphony::Next::Again(pause) => pause.block(),
        }
    };
    run.close_movement();
    Ok(weight)
}
