//! As generated from a sequence that another one performs: async, sendable.

pub trait Handlers: Sync {
    /// What a handler fails with.
    type Error: ::core::fmt::Display + Send;
}

pub trait Checks: Handlers {
    fn measure(
        // sequences/inner.json:8:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
        amount: &u32,
    ) -> impl ::core::future::Future<Output = Result<u32, Self::Error>> + Send;
    fn weigh(
        // sequences/inner.json:9:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
        measured: &u32,
    ) -> impl ::core::future::Future<Output = Result<u32, Self::Error>> + Send;
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
pub async fn play<H, O, R>(
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
    let weight = movement_1(handlers, run, amount).await?;
    Ok(Output { weight })
}

async fn movement_1<H, O, R>(
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
    let mut beat = run.enter(&SEQUENCE.movements[0].beats[0])?;
    let limit = beat.limit();
    let outcome = ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.measure(&mut beat, amount)).await;
    let measured = run.leave(outcome)?;
    // 2 weigh
    let weight = loop {
        let mut beat = run.enter(&SEQUENCE.movements[0].beats[1])?;
        let limit = beat.limit();
        let outcome =
            ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.weigh(&mut beat, &measured)).await;
        match run.leave_or_retry(outcome)? {
            ::symphony::Next::Done(value) => break value,
            ::symphony::Next::Again(pause) => pause.await,
        }
    };
    run.close_movement();
    Ok(weight)
}
