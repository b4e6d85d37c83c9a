//! The steps of a fix.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use symphony_codegen::diagnostic::Applicability;

use super::report::{Changed, Outcome, PhaseReport, Report, Trigger};
use super::{Edit, Git, Judge, Opinion, Options, Phase, Texts, edit, git, verify};
use crate::error::{Error, Result, shown};
use crate::transaction::{Change, Session};

/// How often a phase looks for edits: one that mends what another leaves takes a round each.
const MOST_ROUNDS: usize = 100;

/// A fix, as far as it has come. Its steps are taken in the order in which they stand here, once for each phase; those of a
/// phase that has nothing to do, or has stopped, do nothing.
pub(crate) struct Work<'w> {
    judge: &'w Judge<'w>,
    options: &'w Options,
    /// By which files are replaced; nothing where they are not.
    session: Option<&'w mut Session>,
    git: Option<&'w Git>,
    /// What files would hold, where they are not replaced.
    texts: Texts,
    /// What is thought of the files as they are.
    opinion: Option<Opinion>,
    open: Option<Open>,
    reports: Vec<PhaseReport>,
}

/// A phase that has begun.
struct Open {
    report: PhaseReport,
    deadline: Deadline,
    before: Opinion,
    draft: Option<Draft>,
    is_over: bool,
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

impl<'w> Work<'w> {
    pub(super) fn new(
        judge: &'w Judge<'w>,
        options: &'w Options,
        session: Option<&'w mut Session>,
        git: Option<&'w Git>,
    ) -> Self {
        Self { judge, options, session, git, texts: Texts::new(), opinion: None, open: None, reports: Vec::new() }
    }

    /// Begins a phase, where it is asked for and no phase before it was rolled back.
    pub(crate) fn open(&mut self, phase: Phase) {
        let has_failed = self.reports.iter().any(|report| matches!(report.outcome, Outcome::RolledBack(_)));
        self.open = (self.options.phases.contains(&phase) && !has_failed).then(|| {
            let clock = self.options.clock;
            let deadline = Deadline { start: clock(), limit: self.options.timeout, clock };
            let report = PhaseReport {
                phase,
                fixed: BTreeMap::new(),
                titles: Vec::new(),
                files: Vec::new(),
                guesses_left_out: Vec::new(),
                not_committed: Vec::new(),
                outcome: Outcome::Nothing,
            };
            Open { report, deadline, before: Opinion::default(), draft: None, is_over: false }
        });
    }

    /// Looks at the files, where what is thought of them is not known from the phase before.
    pub(crate) fn scan(&mut self) -> Result {
        if self.opinion.is_none() {
            self.opinion = Some((self.judge)(&self.texts)?);
        }
        Ok(())
    }

    /// Finds out whether there is something to mend.
    pub(crate) fn analyze(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        open.before = self.opinion.clone().unwrap_or_default();
        let with_unsafe = self.options.with_unsafe;
        open.is_over = !open.before.edits.iter().any(|edit| is_wanted(open.report.phase, edit, with_unsafe));
        self.open = Some(open);
    }

    /// Makes edits in memory until none is left.
    pub(crate) fn draft(&mut self) -> Result {
        self.step(|work, open| {
            let draft = work.drafted(open, work.options.with_unsafe)?;
            work.take(open, draft)
        })
    }

    /// Looks whether what the edits leave is worse than what is there. Where guesses are among them, the others are tried
    /// without those: nobody gets less for allowing more.
    pub(crate) fn validate(&mut self) -> Result {
        self.step(|work, open| {
            let Some(draft) = &open.draft else { return Ok(()) };
            let objections = match Self::validated(&open.before, draft, open.deadline) {
                Err(Stop::Trigger(Trigger::ValidationFailed(objections))) if draft.has_unsafe => objections,
                validated => return validated,
            };
            let safe = work.drafted(open, false)?;
            if safe.shown.is_empty() {
                return Err(Trigger::ValidationFailed(objections).into());
            }
            Self::validated(&open.before, &safe, open.deadline)?;
            open.report.guesses_left_out = objections;
            work.take(open, safe)
        })
    }

    /// Replaces the files, looks at them again, and keeps the phase or takes it back as a whole.
    pub(crate) fn keep(&mut self) -> Result {
        self.step(|work, open| {
            let Some(draft) = open.draft.take() else { return Ok(()) };
            let (outcome, opinion) = work.kept(open, &draft)?;
            open.report.outcome = outcome;
            if work.session.is_none() {
                work.texts = draft.texts;
            }
            work.opinion = Some(opinion.unwrap_or(draft.opinion));
            Ok(())
        })
    }

    /// Ends the phase.
    pub(crate) fn close(&mut self) {
        self.reports.extend(self.open.take().map(|open| open.report));
    }

    /// What became of it all.
    pub(crate) fn into_report(self) -> Report {
        let opinion = self.opinion.unwrap_or_default();
        let unsafe_left = opinion.edits.iter().filter(|edit| edit.applicability == Applicability::Unsafe);
        let unsafe_left = if self.options.with_unsafe { 0 } else { unsafe_left.count() };
        Report { phases: self.reports, left: opinion.notes, unsafe_left }
    }

    /// Takes a step of the phase that is open. Where something stands in its way, the phase is over.
    fn step(&mut self, step: impl FnOnce(&mut Self, &mut Open) -> Result<(), Stop>) -> Result {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        if !open.is_over {
            match step(self, &mut open) {
                Ok(()) => {}
                Err(Stop::Fault(fault)) => return Err(fault),
                Err(Stop::Trigger(trigger)) => {
                    open.report.outcome = Outcome::RolledBack(trigger);
                    open.is_over = true;
                }
            }
        }
        self.open = Some(open);
        Ok(())
    }

    /// Reports what a draft changes, and goes on with it.
    fn take(&self, open: &mut Open, draft: Draft) -> Result<(), Stop> {
        open.report.files = changes(&draft, &self.texts)?;
        open.report.fixed.clone_from(&draft.fixed);
        open.report.titles.clone_from(&draft.titles);
        open.draft = Some(draft);
        Ok(())
    }

    fn drafted(&self, open: &Open, with_unsafe: bool) -> Result<Draft, Stop> {
        let Open { report, before, deadline, .. } = open;
        let mut draft = Draft {
            texts: self.texts.clone(),
            opinion: before.clone(),
            fixed: BTreeMap::new(),
            titles: Vec::new(),
            shown: BTreeMap::new(),
            has_unsafe: false,
        };
        let is_wanted = |edit: &Edit| is_wanted(report.phase, edit, with_unsafe);
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

    fn validated(before: &Opinion, draft: &Draft, deadline: Deadline) -> Result<(), Stop> {
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

    /// What became of the phase, and what is thought of the files then.
    fn kept(&mut self, open: &mut Open, draft: &Draft) -> Result<(Outcome, Option<Opinion>), Stop> {
        let Open { report, before, deadline, .. } = open;
        let Some(session) = self.session.as_deref_mut() else { return Ok((Outcome::Possible, None)) };
        let git = self.git.filter(|_| self.options.commit);
        let mut committed: Vec<&Changed> = report.files.iter().collect();
        if let Some(git) = git {
            let (dirty, ignored) = (git.dirty()?, git.ignored(committed.iter().map(|file| file.path.as_path()))?);
            let is_among =
                |paths: &[String], file: &Changed| git.path(&file.path).is_some_and(|it| paths.contains(&it));
            if let Some(file) = committed.iter().find(|file| is_among(&dirty, file)) {
                let reason = format!("`{}` has changes of yours that are not committed", shown(&file.path));
                return Err(Trigger::GitCommitFailed(reason).into());
            }
            committed.retain(|file| !is_among(&ignored, file));
            let left_out = report.files.iter().filter(|file| is_among(&ignored, file));
            report.not_committed = left_out.map(|file| file.shown.clone()).collect();
        }
        let changes: Vec<Change> = report.files.iter().map(Change::from).collect();
        let applied = session.apply(report.phase.word(), &changes)?;
        let snapshot = applied.id();
        let opinion = match looked_at_again(self.judge, before, draft, *deadline) {
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
        if let Some(git) = git.filter(|_| !committed.is_empty()) {
            if let Err(reason) = git.commit(&git::message(report.phase, &report.fixed, &snapshot), &committed) {
                // What a hook made of the files stays where taking it back would lose it.
                let kept = session.undo_last().err().map(|fault| format!("\n{fault}")).unwrap_or_default();
                return Err(Trigger::GitCommitFailed(reason + &kept).into());
            }
            is_committed = true;
        }
        Ok((Outcome::Done { snapshot, is_committed }, Some(opinion)))
    }
}

fn is_wanted(phase: Phase, edit: &Edit, with_unsafe: bool) -> bool {
    Phase::of(edit.rule.family) == phase && (with_unsafe || edit.applicability == Applicability::Safe)
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
