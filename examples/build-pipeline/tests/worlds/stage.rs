//! What the worlds stand on: the pipeline, performed on a workspace to throw away, as far as a criterion needs it.

use std::fs;
use std::path::PathBuf;

use build_pipeline::build_pipeline_symphony::{BuildRequest, Event, Input, Output, Profile, SEQUENCE, perform};
use build_pipeline::{Error, Pipeline};
use symphony::observer::from_fn;
use symphony::{BeatRecord, Budget, Cancellation, Cause, Conductor, Dynamics, Failure, Performance, Record, Status};

use crate::workspace_copy::Workspace;

/// The correlation id of the performance that a criterion is about.
const RUN: &str = "acceptance";

/// A workspace, what happens to it while it is built, and what came of that.
pub(crate) struct Stage {
    pub(crate) workspace: Workspace,
    cues: Vec<(Event, Cue)>,
    played: Option<Played>,
}

type Cue = Box<dyn Fn(&Workspace) + Sync>;
type Played = Result<Performance<Output>, Failure<Error>>;

impl Default for Stage {
    fn default() -> Self {
        Self { workspace: Workspace::new(), cues: Vec::new(), played: None }
    }
}

/// A place in the folder of the run that a criterion is about.
pub(crate) fn in_run(path: &str) -> String {
    format!("out/runs/{RUN}/{path}")
}

/// A place in the target folder.
pub(crate) fn in_target(path: &str) -> String {
    format!("out/build/debug/{path}")
}

/// What is given.
impl Stage {
    /// Holds the copy to what the criteria say of it.
    pub(crate) fn three_packages(&self) {
        for package in ["app", "base", "middle"] {
            assert!(self.workspace.read(&format!("{package}/Cargo.toml")).contains(&format!("name = \"{package}\"")));
        }
        assert!(!self.workspace.path("out").exists());
    }

    /// Lets the command build the workspace once before.
    pub(crate) fn stable_build(&self) {
        let built = self.workspace.run(&["--dynamics", "p", "--correlation-id", "stable", "--quiet"]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        assert_eq!(self.stable_state()["correlation_id"], "stable");
    }

    pub(crate) fn taken_run(&self) {
        fs::create_dir_all(self.workspace.path(&in_run(""))).unwrap();
    }

    /// A sequence of two beats that publish `a:b` and `a:c`.
    pub(crate) fn sequence(&self, path: &str, beats: usize) {
        let text = r#"{ "id": "song", "beats": COUNT, "movements": [ { "id": "one", "beats": [
            { "handler": "f", "event": "a:b" }, { "handler": "g", "event": "a:c" } ] } ] }"#;
        self.workspace.write(path, &text.replace("COUNT", &beats.to_string()));
    }

    /// Lets something happen to the workspace as soon as a beat was played.
    pub(crate) fn after(&mut self, event: Event, cue: impl Fn(&Workspace) + Sync + 'static) {
        self.cues.push((event, Box::new(cue)));
    }

    /// Removes a file of the workspace as soon as a beat was played.
    pub(crate) fn remove_after(&mut self, event: Event, path: &str) {
        let path = path.to_owned();
        self.after(event, move |workspace| fs::remove_file(workspace.path(&path)).unwrap());
    }

    /// Adds bytes to a file of the workspace as soon as a beat was played.
    pub(crate) fn corrupt_after(&mut self, event: Event, path: &str) {
        let path = path.to_owned();
        self.after(event, move |workspace| {
            let path = workspace.path(&path);
            fs::write(&path, [fs::read(&path).unwrap(), b"more".to_vec()].concat()).unwrap();
        });
    }

    /// Puts a folder where the run is to write a file.
    pub(crate) fn block_after(&mut self, event: Event, path: &str) {
        let path = in_run(path);
        self.after(event, move |workspace| fs::create_dir(workspace.path(&path)).unwrap());
    }
}

/// What is done.
impl Stage {
    /// Performs the pipeline whole.
    pub(crate) fn play(&mut self, level: Dynamics) {
        self.perform(level, None);
    }

    /// Performs the pipeline until a beat is played, as softly as it is played at all.
    pub(crate) fn play_to(&mut self, last: Event) {
        let mut beats = SEQUENCE.movements.iter().flat_map(|movement| movement.beats);
        let level = beats.find(|beat| beat.event_in(&SEQUENCE) == Some(last.name())).unwrap().dynamics;
        self.perform(level, Some(last));
    }

    fn perform(&mut self, level: Dynamics, last: Option<Event>) {
        let cancellation = Cancellation::new();
        let on_publication = from_fn(|moment| {
            let Some(event) = Event::of(moment) else { return };
            self.cues.iter().filter(|(cue, _)| *cue == event).for_each(|(_, act)| act(&self.workspace));
            if last == Some(event) {
                cancellation.cancel();
            }
        });
        let conductor = Conductor::new()
            .dynamics(level)
            .correlation_id(RUN)
            .cancellation(cancellation.clone())
            .observer(on_publication);
        let request = BuildRequest {
            path: self.workspace.root().to_owned(),
            out: Some(self.workspace.path("out")),
            profile: Profile::Dev,
            offline: true,
        };
        self.played = Some(perform(&Pipeline::default(), &conductor, Input { request }));
    }
}

/// What came of it.
impl Stage {
    fn played(&self) -> &Played {
        self.played.as_ref().expect("the pipeline was performed")
    }

    fn record(&self) -> &Record {
        match self.played() {
            Ok(performance) => &performance.record,
            Err(failure) => failure.record(),
        }
    }

    /// What a whole performance gives.
    pub(crate) fn output(&self) -> &Output {
        match self.played() {
            Ok(performance) => &performance.output,
            Err(failure) => panic!("{failure}"),
        }
    }

    pub(crate) fn beat(&self, event: Event) -> BeatRecord<'_> {
        self.record().beats().find(|beat| beat.event() == Some(event.name())).unwrap()
    }

    pub(crate) fn expect_played(&self, event: Event) {
        let beat = self.beat(event);
        assert_eq!(beat.status(), Status::Played, "{:?}", self.played().as_ref().err().map(ToString::to_string));
    }

    /// Expects the handler of a beat to have stopped the build, and each text in what it said, or in what proves it.
    pub(crate) fn expect_failed(&self, event: Event, texts: &[&str]) {
        let Err(failure) = self.played() else { panic!("the build was not stopped") };
        assert_eq!(failure.handler(), Some(self.beat(event).handler()), "{failure}");
        let Cause::Handler(error) = failure.cause() else { panic!("{failure}") };
        let said = format!("{error}\n{}", error.evidence().join("\n"));
        for text in texts {
            assert!(said.contains(text), "`{text}` is not in\n{said}");
        }
    }

    pub(crate) fn expect_nothing_after(&self, event: Event) {
        let after = self.record().beats().skip_while(|beat| beat.event() != Some(event.name())).skip(1);
        let reached: Vec<_> =
            after.filter(|beat| beat.status() != Status::NotReached).map(|beat| beat.handler()).collect();
        assert!(reached.is_empty(), "{reached:?}");
    }

    pub(crate) fn expect_nothing_compiled(&self) {
        assert_eq!(self.beat(Event::PackagesBuildCompleted).status(), Status::NotReached);
        assert!(!self.workspace.path(&in_target("")).exists());
    }

    pub(crate) fn expect_in_time(&self, event: Event, budget: Budget) {
        self.expect_played(event);
        let took = self.beat(event).duration();
        assert!(budget.allows(took), "it took {took:?}, it should {budget}");
    }

    /// Builds the workspace once more, by the command, and expects the failure to leave the stable state alone.
    pub(crate) fn expect_stable_as_it_was(&self) {
        let before = self.stable_state();
        assert_eq!(before["correlation_id"], "stable");
        let again = self.workspace.run(&["--correlation-id", "again", "--quiet"]);
        assert_eq!(again.status.code(), Some(1));
        assert_eq!(self.stable_state(), before);
    }

    /// All that a beat noted under a name.
    pub(crate) fn notes(&self, event: Event, key: &str) -> Vec<&str> {
        self.beat(event).notes().iter().filter(|note| note.key() == key).map(symphony::Note::value).collect()
    }

    /// The only thing that a beat noted under a name.
    pub(crate) fn note(&self, event: Event, key: &str) -> &str {
        let notes = self.notes(event, key);
        let [note] = notes.as_slice() else { panic!("{key}: {notes:?}") };
        note
    }

    pub(crate) fn steps(&self, event: Event) -> Vec<&str> {
        self.beat(event).steps().iter().map(symphony::StepRecord::name).collect()
    }

    pub(crate) fn stable_state(&self) -> serde_json::Value {
        self.workspace.json("out/stable.json")
    }

    pub(crate) fn run_has(&self, path: &str) -> bool {
        self.workspace.path(&in_run(path)).exists()
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.workspace.path(&in_target(&format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    }
}
