//! As generated from a sequence with everything in it: async, sendable.

#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    pub profile: String,
}

pub trait Handlers: Sync {
    /// What a handler fails with.
    type Error: ::core::fmt::Display + Send;
}

pub trait Opening: Handlers {
    fn load_context(
        // sequences/tour.json:12:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
        profile: &Profile,
    ) -> impl ::core::future::Future<Output = Result<Context, Self::Error>> + Send;
    fn judge(
        // sequences/tour.json:13:9
        &self,
        context: &Context,
    ) -> Result<u32, Self::Error>;
    fn notify(
        // sequences/tour.json:14:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
    ) -> impl ::core::future::Future<Output = Result<(), Self::Error>> + Send;
    fn fetch(
        // sequences/tour.json:15:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
        verdict: &u32,
    ) -> impl ::core::future::Future<Output = Result<u32, Self::Error>> + Send;
}

pub trait Bridge: Handlers {
    fn tick(
        // sequences/tour.json:20:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
    ) -> impl ::core::future::Future<Output = Result<(), Self::Error>> + Send;
    fn tock(
        // sequences/tour.json:21:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
    ) -> impl ::core::future::Future<Output = Result<(), Self::Error>> + Send;
}

pub trait Finale: Handlers {
    fn sign(
        // sequences/tour.json:28:9
        &self,
        beat: &mut ::symphony::Beat<'_>,
    ) -> impl ::core::future::Future<Output = Result<(), Self::Error>> + Send;
}

pub struct Input {
    pub profile: Profile,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    pub weight: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    ContextLoaded,
    Signed,
}

impl Event {
    pub const ALL: &'static [Self] = &[Self::ContextLoaded, Self::Signed];

    /// The event that a moment announces, where it is one of this sequence's.
    pub fn of(moment: &::symphony::Moment<'_>) -> Option<Self> {
        moment.event_of(&SEQUENCE).map(|index| Self::ALL[index])
    }
}

pub static SEQUENCE: ::symphony::spec::Sequence = ::symphony::spec::Sequence {
    id: "tour",
    name: "Tour",
    fingerprint: "01",
    tempo: 120.0,
    events: &["tour:context:loaded", "tour:signed"],
    floor: ::symphony::Dynamics::Mf,
    movements: &[
        ::symphony::spec::Movement {
            id: "opening",
            name: "Opening",
            beats: &[
                ::symphony::spec::Beat {
                    number: 1,
                    name: "Load Context",
                    handler: "loadContext",
                    event: Some(0),
                    kind: "io",
                    dynamics: ::symphony::Dynamics::Mf,
                    place: "sequences/tour.json:12:9",
                    budget: Some(::core::time::Duration::from_millis(100)),
                    data: "{\"depth\": 3}",
                    ..::symphony::spec::Beat::DEFAULT
                },
                ::symphony::spec::Beat {
                    number: 2,
                    name: "Judge",
                    handler: "judge",
                    kind: "pure",
                    dynamics: ::symphony::Dynamics::Mf,
                    place: "sequences/tour.json:13:9",
                    ..::symphony::spec::Beat::DEFAULT
                },
                ::symphony::spec::Beat {
                    number: 3,
                    name: "Notify",
                    handler: "notify",
                    kind: "io",
                    dynamics: ::symphony::Dynamics::Mf,
                    place: "sequences/tour.json:14:9",
                    on_error: ::symphony::spec::OnError::Continue,
                    ..::symphony::spec::Beat::DEFAULT
                },
                ::symphony::spec::Beat {
                    number: 4,
                    name: "Fetch",
                    handler: "fetch",
                    kind: "api",
                    dynamics: ::symphony::Dynamics::Mf,
                    place: "sequences/tour.json:15:9",
                    on_error: ::symphony::spec::OnError::Retry,
                    timeout: Some(::core::time::Duration::from_secs(1)),
                    retry: Some(::symphony::Retry {
                        limit: 2,
                        delay: ::core::time::Duration::from_millis(10),
                        factor: 3.0,
                        ..::symphony::Retry::DEFAULT
                    }),
                    ..::symphony::spec::Beat::DEFAULT
                },
            ],
            ..::symphony::spec::Movement::DEFAULT
        },
        ::symphony::spec::Movement {
            id: "bridge",
            name: "Bridge",
            tempo: Some(60.0),
            beats: &[
                ::symphony::spec::Beat {
                    number: 5,
                    name: "Tick",
                    handler: "tick",
                    kind: "io",
                    dynamics: ::symphony::Dynamics::Mf,
                    place: "sequences/tour.json:20:9",
                    pace: ::symphony::spec::Pace::Delayed,
                    ..::symphony::spec::Beat::DEFAULT
                },
                ::symphony::spec::Beat {
                    number: 6,
                    name: "Tock",
                    handler: "tock",
                    kind: "io",
                    dynamics: ::symphony::Dynamics::Mf,
                    place: "sequences/tour.json:21:9",
                    ..::symphony::spec::Beat::DEFAULT
                },
            ],
        },
        ::symphony::spec::Movement {
            id: "finale",
            name: "Finale",
            beats: &[
                ::symphony::spec::Beat {
                    number: 7,
                    name: "Inner",
                    handler: "inner",
                    kind: "sequence",
                    dynamics: ::symphony::Dynamics::Mf,
                    place: "sequences/tour.json:27:9",
                    timeout: Some(::core::time::Duration::from_secs(5)),
                    on_error: ::symphony::spec::OnError::Retry,
                    retry: Some(::symphony::Retry { limit: 1, ..::symphony::Retry::DEFAULT }),
                    ..::symphony::spec::Beat::DEFAULT
                },
                ::symphony::spec::Beat {
                    number: 8,
                    name: "Sign",
                    handler: "sign",
                    event: Some(1),
                    kind: "io",
                    dynamics: ::symphony::Dynamics::F,
                    place: "sequences/tour.json:28:9",
                    ..::symphony::spec::Beat::DEFAULT
                },
            ],
            ..::symphony::spec::Movement::DEFAULT
        },
    ],
    ..::symphony::spec::Sequence::DEFAULT
};

pub async fn perform<H, O, R>(
    handlers: &H,
    conductor: &::symphony::Conductor<O, R>,
    input: Input,
) -> Result<::symphony::Performance<Output>, ::symphony::Failure<<H as Handlers>::Error>>
where
    H: Opening + Bridge + Finale + super::inner::Checks,
    <H as Handlers>::Error: From<<H as super::inner::Handlers>::Error>,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    let mut run = conductor.start(&SEQUENCE);
    let played = play(handlers, &mut run, &input.profile).await;
    run.finish(played)
}

/// Performs the sequence as part of another one.
pub async fn play<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
    profile: &Profile,
) -> Result<Output, ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Opening + Bridge + Finale + super::inner::Checks,
    <H as Handlers>::Error: From<<H as super::inner::Handlers>::Error>,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open(&SEQUENCE)?;
    let fetched = movement_1(handlers, run, profile).await?;
    let ended = movement_2(handlers, run).await;
    run.carry_on(ended)?;
    let weight = movement_3(handlers, run, &fetched).await?;
    Ok(Output { weight })
}

async fn movement_1<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
    profile: &Profile,
) -> Result<u32, ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Opening,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open_movement(&SEQUENCE.movements[0])?;
    // 1 loadContext
    let mut beat = run.enter(&SEQUENCE.movements[0].beats[0])?;
    let limit = beat.limit();
    let outcome =
        ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.load_context(&mut beat, profile)).await;
    let context = run.leave(outcome)?;
    // 2 judge, pure
    let verdict = run.play(&SEQUENCE.movements[0].beats[1], |_| handlers.judge(&context))?;
    // 3 notify, continue
    let mut beat = run.enter(&SEQUENCE.movements[0].beats[2])?;
    let limit = beat.limit();
    let outcome = ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.notify(&mut beat)).await;
    run.leave_or_carry_on(outcome)?;
    // 4 fetch, retry
    let fetched = loop {
        let mut beat = run.enter(&SEQUENCE.movements[0].beats[3])?;
        let limit = beat.limit();
        let outcome = ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.fetch(&mut beat, &verdict)).await;
        match run.leave_or_retry(outcome)? {
            ::symphony::Next::Done(value) => break value,
            ::symphony::Next::Again(pause) => pause.await,
        }
    };
    run.close_movement();
    Ok(fetched)
}

async fn movement_2<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
) -> Result<(), ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Bridge,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open_movement(&SEQUENCE.movements[1])?;
    // 5 tick, paced
    run.pace(&SEQUENCE.movements[1].beats[0]).await;
    let mut beat = run.enter(&SEQUENCE.movements[1].beats[0])?;
    let limit = beat.limit();
    let outcome = ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.tick(&mut beat)).await;
    run.leave(outcome)?;
    // 6 tock
    let mut beat = run.enter(&SEQUENCE.movements[1].beats[1])?;
    let limit = beat.limit();
    let outcome = ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.tock(&mut beat)).await;
    run.leave(outcome)?;
    run.close_movement();
    Ok(())
}

async fn movement_3<H, O, R>(
    handlers: &H,
    run: &mut ::symphony::Run<'_, O, R>,
    fetched: &u32,
) -> Result<u32, ::symphony::Stop<<H as Handlers>::Error>>
where
    H: Finale + super::inner::Checks,
    <H as Handlers>::Error: From<<H as super::inner::Handlers>::Error>,
    O: ::symphony::Observer,
    R: ::symphony::Recording,
{
    run.open_movement(&SEQUENCE.movements[2])?;
    // 7 inner, performs another sequence, retry
    let inner = loop {
        run.enter(&SEQUENCE.movements[2].beats[0])?;
        let played = super::inner::play(handlers, run, fetched).await;
        let outcome = run.performed(played);
        match run.leave_or_retry(outcome)? {
            ::symphony::Next::Done(value) => break value,
            ::symphony::Next::Again(pause) => pause.await,
        }
    };
    // 8 sign, louder than the rest
    'beat: {
        if !run.plays(&SEQUENCE.movements[2].beats[1]) {
            break 'beat;
        }
        let mut beat = run.enter(&SEQUENCE.movements[2].beats[1])?;
        let limit = beat.limit();
        let outcome = ::symphony::contain(limit, ::core::pin::pin!(None), || handlers.sign(&mut beat)).await;
        run.leave(outcome)?;
    }
    run.close_movement();
    Ok(inner.weight)
}
