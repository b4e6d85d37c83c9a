//! `fix`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use symphony_audit::error::{Error, Result, shown};
use symphony_audit::fix::{
    Git, Options, Outcome, Phase, PhaseReport, Report, Trigger, fix, judge, may_change, preview,
};
use symphony_audit::scope::Scope;
use symphony_audit::transaction::{Session, Store};

use super::counted;
use crate::exit::Exit;
use crate::output::Output;

/// Mend what `check` finds, in phases, each of which is done as a whole or not at all
///
/// Only the bytes of an edit change. After each phase everything is checked again: where something is worse than before, it
/// takes too long, or git refuses the commit, the phase is rolled back.
#[derive(clap::Args)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub(crate) struct Fix {
    /// Only these files or folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Make the edits too that somebody has to look at: guesses, and stubs in your code
    #[arg(long = "unsafe")]
    with_unsafe: bool,
    /// Print what would change as a diff, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Bring back what files held before the last run that is not undone yet, of `fix` or `import --in-place`
    #[arg(long, conflicts_with_all = ["with_unsafe", "dry_run", "phase", "commit"])]
    undo: bool,
    /// Undo although files were changed since
    #[arg(long, requires = "undo")]
    force: bool,
    /// Only this phase; may be given more than once
    #[arg(long, value_name = "PHASE")]
    phase: Vec<Only>,
    /// The longest that a phase may take, such as `500ms`, `60s` or `2m`
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration)]
    timeout: Duration,
    /// Make a git commit of each phase
    #[arg(long)]
    commit: bool,
    /// Fix although there are changes that are not committed
    #[arg(long)]
    allow_dirty: bool,
    /// Fix although there is no git repository
    #[arg(long)]
    allow_no_vcs: bool,
}

/// A phase, as an argument.
#[derive(Clone, Copy, ValueEnum)]
enum Only {
    Domain,
    Sequence,
    Handler,
}

impl From<Only> for Phase {
    fn from(only: Only) -> Self {
        match only {
            Only::Domain => Self::Domain,
            Only::Sequence => Self::Sequence,
            Only::Handler => Self::Handler,
        }
    }
}

/// A number and `ms`, `s` or `m`.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: Option<u64> = number.parse().ok();
    let time = number.and_then(|number| match unit {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        _ => None,
    });
    time.ok_or_else(|| "write a number and `ms`, `s` or `m`, such as `60s`".into())
}

impl Fix {
    pub(super) fn run(&self, from: &Path, output: &mut Output) -> Result<Exit> {
        let store = Store::around(self.paths.first().map_or(from, PathBuf::as_path));
        if self.undo {
            return self.undo(&store, output);
        }
        let scope = Scope::find(from, &self.paths)?;
        let mut options = Options { with_unsafe: self.with_unsafe, timeout: Some(self.timeout), ..Options::default() };
        if !self.phase.is_empty() {
            options.phases = self.phase.iter().map(|only| Phase::from(*only)).collect();
        }
        options.commit = self.commit;
        let judge = |texts: &_| judge(&scope, texts);
        if self.dry_run {
            if store.is_unfinished() {
                output.warning("a run that was killed is not rolled back yet: `cargo symphony fix` does that first");
            }
            let report = preview(&judge, &options)?;
            return Ok(show(&report, output));
        }
        let mut session = open(&store, "fix", output)?;
        let folder = scope.all().next().map_or(from, |package| package.root.as_path());
        let git = Git::around(folder)?;
        if self.commit && git.is_none() {
            return Err(Error::usage("there is no git repository here, so `--commit` has nothing to commit to"));
        }
        may_change(git.as_ref(), self.allow_dirty, self.allow_no_vcs)?;
        let report = fix(&judge, &options, &mut session, git.as_ref())?;
        Ok(show(&report, output))
    }

    fn undo(&self, store: &Store, output: &mut Output) -> Result<Exit> {
        let mut session = open(store, "fix --undo", output)?;
        match session.undo(self.force)? {
            Some(undone) => {
                undone.files.iter().for_each(|path| output.status("Restored", &shown(from_here(path))));
                let verb = undone.run.records.first().map_or("", |record| record.verb.as_str());
                let files = counted(undone.files.len(), "file", "files");
                output.status("Undone", &format!("run {} (`{verb}`): {files}", undone.run.number));
                Ok(Exit::Fine)
            }
            None if session.recovered().is_some() => Ok(Exit::Fine),
            None => Err(Error::usage("there is nothing to undo")),
        }
    }
}

/// A path from the current folder on, where it is below that.
fn from_here(path: &Path) -> &Path {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    here.ok().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path)
}

/// Takes the lock, and says what was rolled back.
pub(super) fn open(store: &Store, verb: &str, output: &mut Output) -> Result<Session> {
    let session = store.open(verb, |holder| output.status("Waiting", &format!("for {holder}, which changes files")))?;
    if let Some(reverted) = session.recovered() {
        let files = counted(reverted.files.len(), "file holds", "files hold");
        output.warning(&format!("a run that was killed is rolled back: {files} the old bytes again"));
        for path in &reverted.kept {
            output.warning(&format!("`{}` was changed since by somebody else, and stays as it is", shown(path)));
        }
    }
    Ok(session)
}

fn show(report: &Report, output: &mut Output) -> Exit {
    let mut exit = Exit::Fine;
    for phase in &report.phases {
        exit = exit.and(show_phase(phase, output));
    }
    if report.phases.iter().all(|phase| phase.outcome == Outcome::Nothing) {
        output.status("Fixed", "nothing: there is no edit to make");
    }
    if report.phases.iter().any(|phase| matches!(phase.outcome, Outcome::Done { .. })) {
        output.status("Kept", "what was there: `cargo symphony fix --undo` brings it back");
    }
    if report.unsafe_left > 0 {
        let edits = counted(report.unsafe_left, "edit", "edits");
        output.status("Left", &format!("{edits} that somebody has to look at: `--unsafe` makes them"));
    }
    let denied = report.left.iter().filter(|note| note.is_denied).count();
    if denied > 0 {
        output.error(&format!(
            "{} left: `cargo symphony check` shows them",
            counted(denied, "finding is", "findings are")
        ));
        exit = exit.and(Exit::Findings);
    }
    exit
}

fn show_phase(report: &PhaseReport, output: &mut Output) -> Exit {
    let phase = report.phase.word();
    let count: usize = report.fixed.values().sum();
    let what =
        || format!("{phase}: {} in {}", counted(count, "edit", "edits"), counted(report.files.len(), "file", "files"));
    if let [_, ..] = report.guesses_left_out.as_slice() {
        let why = report.guesses_left_out.join("\n  ");
        output.warning(&format!(
            "{phase}: guesses are left out, since what they leave is worse than what is there\n  {why}"
        ));
    }
    match &report.outcome {
        Outcome::Nothing => Exit::Fine,
        Outcome::Possible => {
            report.files.iter().for_each(|file| output.diff(&file.diff()));
            output.status("Would fix", &what());
            Exit::Fine
        }
        Outcome::Done { snapshot, is_committed } => {
            report.titles.iter().for_each(|title| output.status("Edited", title));
            let commit = if *is_committed { ", committed" } else { "" };
            output.status("Fixed", &format!("{} (snapshot {snapshot}{commit})", what()));
            for file in &report.not_committed {
                output.warning(&format!("`{file}` is fixed, and in no commit: git ignores it"));
            }
            Exit::Fine
        }
        Outcome::RolledBack(trigger) => {
            output.error(&format!("{}: the phase `{phase}` is rolled back: {trigger}", trigger.code()));
            match trigger {
                Trigger::ValidationFailed(_) => Exit::Findings,
                Trigger::HandlerTimeout(_) | Trigger::GitCommitFailed(_) => Exit::Usage,
            }
        }
    }
}
