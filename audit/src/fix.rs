//! Mends what a check finds, in phases, each of which is done as a whole or not at all.
//!
//! A phase makes the edits of its findings in memory until no edit is left, looks whether the files got better and nothing
//! got lost, replaces them in one [transaction](crate::transaction), and looks again at what is on the disk. Whatever
//! stands in its way is a [`Trigger`]: all files of the phase are then as they were.

mod diff;
mod edit;
pub(crate) mod git;
mod judge;
mod opinion;
mod phase;
mod verify;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use symphony_codegen::diagnostic::Applicability;

use crate::error::{Error, Result, shown};
use crate::transaction::{Change, Session};
pub use git::Git;
pub use judge::judge;
pub use opinion::{Counts, Edit, Judge, Note, Opinion, Texts};
pub use phase::Phase;

/// How often a phase looks for edits: one that mends what another leaves takes a round each.
const MOST_ROUNDS: usize = 100;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether edits are made that somebody should look at.
    pub with_unsafe: bool,
    /// The phases.
    pub phases: Vec<Phase>,
    /// The longest that a phase may take.
    pub timeout: Option<Duration>,
    /// Whether each phase becomes a commit.
    pub commit: bool,
    /// The time, to measure phases with.
    pub clock: fn() -> Instant,
}

impl Default for Options {
    fn default() -> Self {
        Self { with_unsafe: false, phases: Phase::ALL.to_vec(), timeout: None, commit: false, clock: Instant::now }
    }
}

/// Why a phase was rolled back, by the guide's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Something would be wrong or missing afterwards that is not now.
    ValidationFailed(Vec<String>),
    /// It took longer than it may.
    HandlerTimeout(Duration),
    /// What git said.
    GitCommitFailed(String),
}

impl Trigger {
    /// The guide's name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ValidationFailed(_) => "VALIDATION_FAILED",
            Self::HandlerTimeout(_) => "HANDLER_TIMEOUT",
            Self::GitCommitFailed(_) => "GIT_COMMIT_FAILED",
        }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ValidationFailed(objections) => {
                f.write_str("what it would leave is worse than what is there")?;
                objections.iter().try_for_each(|objection| write!(f, "\n  {objection}"))
            }
            Self::HandlerTimeout(limit) => {
                write!(f, "it takes longer than {} ms: give it more with `--timeout`", limit.as_millis())
            }
            Self::GitCommitFailed(reason) => write!(f, "git made no commit: {reason}"),
        }
    }
}

/// What became of a phase.
#[derive(Clone, Debug)]
pub struct PhaseReport {
    /// Which.
    pub phase: Phase,
    /// How many edits were made for each rule.
    pub fixed: BTreeMap<&'static str, usize>,
    /// What the edits do, in the order in which they were made.
    pub titles: Vec<String>,
    /// The files that changed, or would.
    pub files: Vec<Changed>,
    /// How it ended.
    pub outcome: Outcome,
}

/// A file that a phase changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Where it is.
    pub path: PathBuf,
    /// The same, as it is shown.
    pub shown: String,
    /// What it held.
    pub before: String,
    /// What it holds now, or would.
    pub after: String,
}

/// How a phase ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing to do.
    Nothing,
    /// It would be done; nothing is written.
    Possible,
    /// It is done.
    Done {
        /// By what the snapshot of the old bytes is known.
        snapshot: String,
        /// Whether there is a commit of it.
        is_committed: bool,
    },
    /// The files are as they were.
    RolledBack(Trigger),
}

/// What became of a fix.
#[derive(Clone, Debug)]
pub struct Report {
    /// The phases, up to the first that was rolled back.
    pub phases: Vec<PhaseReport>,
    /// What is still wrong.
    pub left: Vec<Note>,
    /// How many findings that are left have an edit which is made with `--unsafe` only.
    pub unsafe_left: usize,
}

impl Report {
    /// Why a phase was rolled back, where one was.
    pub fn trigger(&self) -> Option<(Phase, &Trigger)> {
        self.phases.iter().find_map(|it| match &it.outcome {
            Outcome::RolledBack(trigger) => Some((it.phase, trigger)),
            _ => None,
        })
    }
}

/// Whether files may be changed where git would not have them back.
///
/// # Errors
/// Where files in the repository are not committed, unless `allow_dirty`; where there is no repository, unless
/// `allow_no_vcs`.
pub fn may_change(git: Option<&Git>, allow_dirty: bool, allow_no_vcs: bool) -> Result {
    let Some(git) = git else {
        return if allow_no_vcs {
            Ok(())
        } else {
            Err(Error::usage(
                "there is no git repository here, which would show what is changed: use `--allow-no-vcs` to fix all the same",
            ))
        };
    };
    let dirty = if allow_dirty { Vec::new() } else { git.dirty()? };
    if dirty.is_empty() {
        return Ok(());
    }
    let files: String = dirty.iter().map(|path| format!("\n  {path}")).collect();
    Err(Error::usage(format!(
        "there are changes that are not committed, and what is fixed could not be told from them: commit them, or use \
         `--allow-dirty`{files}"
    )))
}

/// Says what would be fixed; nothing is written.
///
/// # Errors
/// Where a file cannot be read, or edits go round in a circle.
pub fn preview(judge: &Judge<'_>, options: &Options) -> Result<Report> {
    Work { judge, options, session: None, git: None }.run()
}

/// Mends what can be mended, phase by phase. A phase that is rolled back is the last.
///
/// # Errors
/// Where a file cannot be read or written, or edits go round in a circle: the files of that phase are as they were.
pub fn fix(judge: &Judge<'_>, options: &Options, session: &mut Session, git: Option<&Git>) -> Result<Report> {
    Work { judge, options, session: Some(session), git }.run()
}

struct Work<'w> {
    judge: &'w Judge<'w>,
    options: &'w Options,
    session: Option<&'w mut Session>,
    git: Option<&'w Git>,
}

/// Edits that were made in memory, and what is thought of it.
struct Draft {
    texts: Texts,
    opinion: Opinion,
    fixed: BTreeMap<&'static str, usize>,
    titles: Vec<String>,
    shown: BTreeMap<PathBuf, String>,
    has_unsafe: bool,
}

/// Why a phase ends before its end.
enum Stop {
    Trigger(Trigger),
    Fault(Error),
}

impl From<Error> for Stop {
    fn from(fault: Error) -> Self {
        Self::Fault(fault)
    }
}

impl From<Trigger> for Stop {
    fn from(trigger: Trigger) -> Self {
        Self::Trigger(trigger)
    }
}

/// When a phase has to end.
#[derive(Clone, Copy)]
struct Deadline {
    start: Instant,
    limit: Option<Duration>,
    clock: fn() -> Instant,
}

impl Deadline {
    fn check(self) -> Result<(), Stop> {
        match self.limit {
            Some(limit) if (self.clock)().duration_since(self.start) >= limit => {
                Err(Trigger::HandlerTimeout(limit).into())
            }
            _ => Ok(()),
        }
    }
}

impl Work<'_> {
    fn run(mut self) -> Result<Report> {
        let mut phases = Vec::new();
        let mut texts = Texts::new();
        let mut opinion = (self.judge)(&texts)?;
        for phase in Phase::ALL.into_iter().filter(|phase| self.options.phases.contains(phase)) {
            let (report, after) = self.phase(phase, &opinion, &texts)?;
            let is_over = matches!(report.outcome, Outcome::RolledBack(_));
            phases.push(report);
            if let Some((changed, judged)) = after {
                (texts, opinion) = (changed, judged);
            }
            if is_over {
                break;
            }
        }
        let unsafe_left = opinion.edits.iter().filter(|edit| edit.applicability == Applicability::Unsafe);
        let unsafe_left = if self.options.with_unsafe { 0 } else { unsafe_left.count() };
        Ok(Report { phases, left: opinion.notes, unsafe_left })
    }

    /// One phase, and what is thought afterwards where something changed.
    fn phase(
        &mut self,
        phase: Phase,
        before: &Opinion,
        texts: &Texts,
    ) -> Result<(PhaseReport, Option<(Texts, Opinion)>)> {
        let clock = self.options.clock;
        let deadline = Deadline { start: clock(), limit: self.options.timeout, clock };
        let mut report = PhaseReport {
            phase,
            fixed: BTreeMap::new(),
            titles: Vec::new(),
            files: Vec::new(),
            outcome: Outcome::Nothing,
        };
        let draft = match self.draft(phase, before, texts, deadline) {
            Ok(draft) if draft.fixed.is_empty() => return Ok((report, None)),
            Ok(draft) => draft,
            Err(stop) => return stopped(report, stop),
        };
        report.files = changes(&draft, texts)?;
        report.fixed.clone_from(&draft.fixed);
        report.titles.clone_from(&draft.titles);
        match self.validated(before, &draft, deadline).and_then(|()| self.done(&report, before, &draft, deadline)) {
            Ok((outcome, opinion)) => {
                report.outcome = outcome;
                let texts = if self.session.is_some() { Texts::new() } else { draft.texts };
                Ok((report, Some((texts, opinion.unwrap_or(draft.opinion)))))
            }
            Err(stop) => stopped(report, stop),
        }
    }

    /// Makes edits in memory until none is left.
    fn draft(&self, phase: Phase, before: &Opinion, texts: &Texts, deadline: Deadline) -> Result<Draft, Stop> {
        let mut draft = Draft {
            texts: texts.clone(),
            opinion: before.clone(),
            fixed: BTreeMap::new(),
            titles: Vec::new(),
            shown: BTreeMap::new(),
            has_unsafe: false,
        };
        let is_wanted = |edit: &Edit| {
            Phase::of(edit.rule.family) == phase
                && (self.options.with_unsafe || edit.applicability == Applicability::Safe)
        };
        let mut rounds: Vec<(Texts, BTreeSet<&'static str>)> = vec![(draft.texts.clone(), BTreeSet::new())];
        loop {
            deadline.check()?;
            let made = edit::apply(&draft.opinion, is_wanted, &mut draft.texts)?;
            if made.is_empty() {
                return Ok(draft);
            }
            let codes: BTreeSet<&'static str> = made.iter().map(|edit| edit.rule.code).collect();
            for edit in made {
                *draft.fixed.entry(edit.rule.code).or_default() += 1;
                draft.titles.push(edit.title.clone());
                draft.shown.insert(edit.path.clone(), edit.shown.clone());
                draft.has_unsafe |= edit.applicability == Applicability::Unsafe;
            }
            let again = rounds.iter().position(|(texts, _)| *texts == draft.texts);
            rounds.push((draft.texts.clone(), codes));
            if let Some(since) = again.or((rounds.len() > MOST_ROUNDS).then_some(MOST_ROUNDS - 2)) {
                return Err(circle(rounds[since + 1..].iter().flat_map(|(_, codes)| codes).copied().collect()).into());
            }
            deadline.check()?;
            draft.opinion = (self.judge)(&draft.texts)?;
        }
    }

    fn validated(&self, before: &Opinion, draft: &Draft, deadline: Deadline) -> Result<(), Stop> {
        deadline.check()?;
        let mut objections = verify::objections(before, &draft.opinion, draft.has_unsafe);
        let rust = draft.texts.iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "rs"));
        for (path, text) in rust {
            if let Err(fault) = syn::parse_file(&String::from_utf8_lossy(text)) {
                objections.push(format!("{}: is no Rust any more: {fault}", draft.shown[path]));
            }
        }
        if objections.is_empty() { Ok(()) } else { Err(Trigger::ValidationFailed(objections).into()) }
    }

    /// Replaces the files, looks at what is there now, and makes it last. Gives what is thought of it then.
    fn done(
        &mut self,
        report: &PhaseReport,
        before: &Opinion,
        draft: &Draft,
        deadline: Deadline,
    ) -> Result<(Outcome, Option<Opinion>), Stop> {
        let Some(session) = self.session.as_deref_mut() else { return Ok((Outcome::Possible, None)) };
        let files: Vec<&Path> = report.files.iter().map(|file| file.path.as_path()).collect();
        if self.options.commit
            && let Some(git) = self.git
        {
            let dirty = git.dirty()?;
            let is_dirty = |file: &&Path| git.path(file).is_some_and(|path| dirty.contains(&path));
            if let Some(file) = files.iter().copied().find(is_dirty) {
                let reason = format!("`{}` has changes of yours that are not committed", shown(file));
                return Err(Trigger::GitCommitFailed(reason).into());
            }
        }
        let changes: Vec<Change> = report.files.iter().map(Change::from).collect();
        let applied = session.apply(report.phase.word(), &changes)?;
        let snapshot = applied.id();
        let opinion = match looked_at_again(self.judge, before, draft, deadline) {
            Ok(opinion) => opinion,
            Err(stop) => {
                // What somebody changed meanwhile is theirs, and stays.
                let kept = applied.roll_back()?.kept;
                return Err(match kept.first() {
                    Some(path) => changed_meanwhile(path).into(),
                    None => stop,
                });
            }
        };
        applied.commit()?;
        let mut is_committed = false;
        if self.options.commit
            && let Some(git) = self.git
        {
            if let Err(reason) = git.commit(&git::message(report.phase, &report.fixed, &snapshot), &files) {
                session.undo_last()?;
                return Err(Trigger::GitCommitFailed(reason).into());
            }
            is_committed = true;
        }
        Ok((Outcome::Done { snapshot, is_committed }, Some(opinion)))
    }
}

/// What is thought of the files as they are on the disk now.
fn looked_at_again(judge: &Judge<'_>, before: &Opinion, draft: &Draft, deadline: Deadline) -> Result<Opinion, Stop> {
    deadline.check()?;
    let opinion = judge(&Texts::new())?;
    deadline.check()?;
    let objections = verify::objections(before, &opinion, draft.has_unsafe);
    if objections.is_empty() { Ok(opinion) } else { Err(Trigger::ValidationFailed(objections).into()) }
}

fn changed_meanwhile(path: &Path) -> Error {
    Error::usage(format!(
        "`{}` was changed by somebody else meanwhile, and stays so; the others are as they were",
        shown(path)
    ))
}

impl From<&Changed> for Change {
    fn from(changed: &Changed) -> Self {
        Self {
            path: changed.path.clone(),
            before: changed.before.clone().into_bytes(),
            after: changed.after.clone().into_bytes(),
        }
    }
}

fn stopped(mut report: PhaseReport, stop: Stop) -> Result<(PhaseReport, Option<(Texts, Opinion)>)> {
    match stop {
        Stop::Fault(fault) => Err(fault),
        Stop::Trigger(trigger) => {
            report.outcome = Outcome::RolledBack(trigger);
            Ok((report, None))
        }
    }
}

/// The files that differ between two sets of texts.
fn changes(draft: &Draft, texts: &Texts) -> Result<Vec<Changed>> {
    let mut files = Vec::new();
    let mut known = HashSet::new();
    for (path, shown) in &draft.shown {
        // Two packages may share a folder of sequences through a link.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if !known.insert((real, &draft.texts[path])) {
            continue;
        }
        let before = String::from_utf8_lossy(&edit::present(path, texts)?).into_owned();
        let after = String::from_utf8_lossy(&draft.texts[path]).into_owned();
        if before != after {
            files.push(Changed { path: path.clone(), shown: shown.clone(), before, after });
        }
    }
    Ok(files)
}

fn circle(codes: BTreeSet<&'static str>) -> Error {
    let codes = codes.into_iter().collect::<Vec<_>>().join("` and `");
    Error::usage(format!(
        "the fixes of `{codes}` go round in a circle, so nothing is changed: mend one of them by hand, and report this"
    ))
}
