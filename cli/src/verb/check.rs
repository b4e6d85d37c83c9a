//! `check`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ValueEnum;
use symphony_audit::baseline::{Addition, Date, add, day, parse_day, prune};
use symphony_audit::check::{Options, check};
use symphony_audit::config::Config;
use symphony_audit::error::{Error, Result};
use symphony_audit::explain::rule;
use symphony_audit::format::{Format, View};
use symphony_audit::level::Level;
use symphony_audit::scope::Scope;
use symphony_audit::verdict::{Entry, Outcome, Verdict};
use symphony_codegen::rule::Severity;
use symphony_codegen::writer::replace;

use super::counted;
use crate::exit::Exit;
use crate::output::Output;

/// Check the sequences, and that everything generated from them is fresh; nothing is written but a baseline that is asked for
#[derive(clap::Args)]
pub(crate) struct Check {
    /// Only these sequences, generated files or folders; `-` is a sequence from standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Do not show warnings of rules, only what is stale
    #[arg(long)]
    freshness: bool,
    /// Only what changed since a revision of git, committed or not, and what performs it
    #[arg(long, value_name = "REV", conflicts_with = "baseline", allow_hyphen_values = true)]
    since: Option<String>,
    #[command(flatten)]
    report: Report,
    #[command(flatten)]
    levels: Levels,
    #[command(flatten)]
    accepting: Accepting,
}

/// How it is written.
#[derive(clap::Args)]
#[command(next_help_heading = "Report")]
struct Report {
    /// How it is written: human, short, json, sarif, github or junit; `FORMAT=FILE` goes into a file, and may be repeated
    #[arg(long = "format", value_name = "FORMAT[=FILE]")]
    formats: Vec<Wanted>,
    /// The file that gets what would go to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show notes (INFO) too
    #[arg(short, long)]
    verbose: bool,
}

/// What fails a check.
#[derive(clap::Args)]
#[command(next_help_heading = "What fails")]
struct Levels {
    /// How bad a finding must be to fail: info, minor, major or critical
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    deny: Option<Severity>,
    /// Below which score it fails, from 0 to 1
    #[arg(long, value_name = "SCORE", value_parser = score)]
    min_score: Option<f64>,
    /// Do not show the findings of this rule
    #[arg(short = 'A', long = "allow-rule", value_name = "CODE")]
    allow: Vec<String>,
    /// Show the findings of this rule, and do not fail for them
    #[arg(short = 'W', long = "warn-rule", value_name = "CODE")]
    warn: Vec<String>,
    /// Fail for the findings of this rule
    #[arg(short = 'D', long = "deny-rule", value_name = "CODE")]
    refuse: Vec<String>,
}

/// What is known and accepted.
#[derive(clap::Args)]
#[command(next_help_heading = "Baseline")]
struct Accepting {
    /// Add what fails now to the baseline, or remove from it what matches nothing
    #[arg(long, value_name = "ACTION")]
    baseline: Option<Action>,
    /// Why what is added is accepted
    #[arg(long, value_name = "TEXT", requires = "baseline")]
    reason: Option<String>,
    /// Who looks after what is added
    #[arg(long, value_name = "NAME", requires = "baseline")]
    owner: Option<String>,
    /// The last day on which what is added is accepted, such as 2027-01-31
    #[arg(long, value_name = "DAY", requires = "baseline", value_parser = parse_day)]
    until: Option<Date>,
    /// Leave the baseline out of account
    #[arg(long, conflicts_with = "baseline")]
    ignore_baseline: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    Write,
    Prune,
}

/// A format, and where it goes.
#[derive(Clone)]
struct Wanted {
    format: Format,
    file: Option<PathBuf>,
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file is named after `=`".into()),
            Some((word, file)) => (word, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = Format::from_word(word).ok_or_else(|| {
            let words: Vec<String> = Format::all().map(|(_, word, what)| format!("{word} ({what})")).collect();
            format!("there are {}", words.join(", "))
        })?;
        Ok(Self { format, file })
    }
}

fn severity(word: &str) -> Result<Severity, String> {
    Severity::from_word(word).ok_or_else(|| "there are info, minor, major and critical".into())
}

fn score(text: &str) -> Result<f64, String> {
    let score = text.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "a score is a number from 0 to 1".into())
}

impl Levels {
    /// Chooses for this time what `symphony.toml` chooses otherwise.
    fn choose(&self, config: &mut Config) -> Result {
        if let Some(severity) = self.deny {
            config.deny = severity;
        }
        config.min_score = self.min_score.or(config.min_score);
        for (codes, level) in [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.refuse, Level::Deny)] {
            for code in codes {
                config.choose(rule(code)?, level).map_err(Error::usage)?;
            }
        }
        Ok(())
    }
}

impl Check {
    pub(super) fn run(&self, from: &Path, output: &mut Output) -> Result<Exit> {
        let destinations = self.report.destinations()?;
        let today = today()?;
        if let Some(until) = self.accepting.until.filter(|until| *until < today) {
            let message = format!("`--until {until}` is over, since today is {today}: name a day that is to come");
            return Err(Error::usage(message));
        }
        let mut scope = self.scope(from)?;
        scope.configure(|config| self.levels.choose(config))?;
        let options =
            Options { ignore_baseline: self.accepting.ignore_baseline, today: Some(today), since: self.since.clone() };
        if let Some(action) = self.accepting.baseline {
            let verdict = check(&scope, &options)?;
            return self.accepting.act(action, &verdict, output);
        }
        let mut verdict = check(&scope, &options)?;
        if self.freshness {
            for judgement in &mut verdict.judgements {
                judgement.entries.retain(Entry::is_denied);
            }
        }
        for Wanted { format, file } in destinations {
            let quiet = output.is_quiet() || self.freshness;
            let view = View { verbose: self.report.verbose, quiet, color: file.is_none() };
            let text = format.write(&verdict, view);
            match file {
                Some(file) => {
                    // A device or a pipe is written to, and not replaced by a file.
                    let is_special = std::fs::metadata(&file).is_ok_and(|known| !known.is_file());
                    let written = if is_special { std::fs::write(&file, &text) } else { replace(&file, &text) };
                    written.map_err(|fault| Error::usage(format!("cannot write `{}`: {fault}", file.display())))?;
                }
                None => output.result(&text),
            }
        }
        Ok(match verdict.outcome() {
            Outcome::Passed => Exit::Fine,
            Outcome::Stale => Exit::Stale,
            Outcome::Failed | Outcome::Nothing => Exit::Findings,
        })
    }

    fn scope(&self, from: &Path) -> Result<Scope> {
        if self.paths.iter().all(|path| path != Path::new("-")) {
            return Scope::find(from, &self.paths);
        }
        if self.paths.len() > 1 {
            return Err(Error::usage("`-` is standard input, and goes with no other path"));
        }
        let mut text = Vec::new();
        let read = std::io::stdin().read_to_end(&mut text);
        read.map_err(|fault| Error::usage(format!("standard input cannot be read: {fault}")))?;
        Scope::text(Path::new("."), "<stdin>", text)
    }
}

impl Report {
    /// What is written where; one goes to standard output, or into the file that stands for it.
    fn destinations(&self) -> Result<Vec<Wanted>> {
        let mut all = self.formats.clone();
        let mut rest: Vec<&mut Wanted> = all.iter_mut().filter(|it| it.file.is_none()).collect();
        match rest.as_mut_slice() {
            [] => all.push(Wanted { format: Format::Human, file: self.output.clone() }),
            [one] => one.file.clone_from(&self.output),
            _ => {
                let message = "two formats cannot go to one place: name files, as in `--format sarif=check.sarif`";
                return Err(Error::usage(message));
            }
        }
        Ok(all)
    }
}

impl Accepting {
    fn act(&self, action: Action, verdict: &Verdict, output: &mut Output) -> Result<Exit> {
        let count = match action {
            Action::Write => {
                let reason = self.reason.as_deref().unwrap_or_default();
                add(verdict, &Addition { reason, owner: self.owner.as_deref(), until: self.until })?
            }
            Action::Prune => prune(verdict)?,
        };
        let verb = if action == Action::Write { "Accepted" } else { "Removed" };
        output.status(verb, &counted(count, "finding", "findings"));
        if action == Action::Write && count > 0 && self.reason.is_none() {
            output.warning("nobody knows why they are accepted: say it with `--reason`, or in the file");
        }
        Ok(Exit::Fine)
    }
}

/// The day by universal time; `SOURCE_DATE_EPOCH` says another one.
fn today() -> Result<Date> {
    let seconds = if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        text.parse().map_err(|_| {
            Error::usage(format!("`SOURCE_DATE_EPOCH` is a number of seconds, not `{}`", text.escape_debug()))
        })?
    } else {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    };
    day(seconds)
}
