//! As generated in baton style without `Send`.

pub trait Handlers {
    /// What a handler fails with.
    type Error: ::core::fmt::Display;
    /// What the handlers hand on.
    type Baton;
}

pub trait Relay: Handlers {
    fn take(
        // sequences/relay.json:7:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
        baton: &mut Self::Baton,
    ) -> impl ::core::future::Future<Output = Result<(), Self::Error>>;
    fn count(
        // sequences/relay.json:8:9
        &self,
        baton: &mut Self::Baton,
    ) -> Result<(), Self::Error>;
}

pub struct Input<B> {
    pub baton: B,
}

pub static SEQUENCE: ::symphony::spec::Sequence = ::symphony::spec::Sequence {
    id: "relay",
    name: "Relay",
    movements: &[::symphony::spec::Movement {
        id: "relay",
        name: "Relay",
        beats: &[
            ::symphony::spec::Beat {
                number: 1,
                name: "Take",
                handler: "take",
                kind: "io",
                place: "sequences/relay.json:7:9",
                ..::symphony::spec::Beat::DEFAULT
            },
            ::symphony::spec::Beat {
                number: 2,
                name: "Count",
                handler: "count",
                kind: "pure",
                place: "sequences/relay.json:8:9",
                ..::symphony::spec::Beat::DEFAULT
            },
        ],
        ..::symphony::spec::Movement::DEFAULT
    }],
    ..::symphony::spec::Sequence::DEFAULT
};

pub async fn perform<H, O, R>(
    handlers: &H,
    conductor: &::symphony::Conductor<O, R>,
    input: Input<<H as Handlers>::Baton>,
) -> Result<::symphony::Performance<<H as Handlers>::Baton>, ::symphony::Failure<<H as Handlers>::Error>>
where
    H: Relay,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    let mut run = conductor.start(&SEQUENCE);
    let mut baton = input.baton;
    let played = play(handlers, &mut run, &mut baton).await;
    run.finish(played.map(|()| baton))
}

/// Performs the sequence as part of another one.
pub async fn play<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
    baton: &mut <H as Handlers>::Baton,
) -> Result<(), ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Relay,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open(&SEQUENCE)?;
    movement_1(handlers, run, baton).await?;
    Ok(())
}

async fn movement_1<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
    baton: &mut <H as Handlers>::Baton,
) -> Result<(), ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Relay,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open_movement(&SEQUENCE.movements[0])?;
    // 1 take
    let mut beat = run.enter(&SEQUENCE.movements[0].beats[0])?;
    let limit = beat.limit();
    let outcome = ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.take(&mut beat, baton)).await;
    run.leave(outcome)?;
    // 2 count, pure
    run.play(&SEQUENCE.movements[0].beats[1], |_| handlers.count(baton))?;
    run.close_movement();
    Ok(())
}
