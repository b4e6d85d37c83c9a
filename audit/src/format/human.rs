//! For people: findings by package and file with the text around them, then what else there is to know, then one line.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use symphony_codegen::render::{self, human};
use symphony_codegen::rule::Severity;
use symphony_codegen::source::SourceId;

use super::hotspot::hotspots;
use super::tally::{Tally, remedies, summary, word};
use super::{Location, View, counted, disarmed, one_line, stale};
use crate::score::{Dimension, Scores};
use crate::verdict::{Entry, Judgement, Outcome, Verdict};

const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const CYAN: Style = AnsiColor::Cyan.on_default();
const BOLD: Style = Style::new().bold();

/// How many sequences are named with their scores, the lowest first.
const MOST_SCORES: usize = 5;

struct Report {
    text: String,
    view: View,
}

pub(super) fn write(verdict: &Verdict, view: View) -> String {
    let mut report = Report { text: String::new(), view };
    for judgement in &verdict.judgements {
        if verdict.judgements.len() > 1 {
            report.package(judgement);
        }
        report.findings(judgement);
        report.stale(judgement);
        report.unevaluated(judgement);
        if !view.quiet {
            report.scores(judgement);
        }
    }
    report.end(verdict);
    disarmed(&report.text)
}

impl Report {
    fn styled(&self, style: Style, text: &str) -> String {
        if self.view.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn heading(&mut self, words: &str) {
        let words = self.styled(BOLD, words);
        self.line(&words);
    }

    fn package(&mut self, judgement: &Judgement) {
        let package = &judgement.package;
        let name = match (package.is_cargo, package.folder.as_str()) {
            (false, _) => "files of no package".to_owned(),
            (true, "") => format!("package {}", package.name),
            (true, folder) => format!("package {} ({folder})", package.name),
        };
        self.heading(&one_line(&name));
        self.line("");
    }

    fn findings(&mut self, judgement: &Judgement) {
        let is_shown = |entry: &&Entry| {
            let is_note = entry.finding.severity() == Severity::Info && !entry.is_denied();
            entry.is_shown() && (self.view.verbose || !is_note)
        };
        let shown: Vec<&Entry> = judgement.entries.iter().filter(is_shown).collect();
        let style = if self.view.color { render::Style::Ansi } else { render::Style::Plain };
        let mut file: Option<SourceId> = None;
        for (at, entry) in shown.iter().enumerate() {
            let source = entry.finding.primary.place.source;
            if file != Some(source) {
                file = Some(source);
                let of_file = shown[at..].iter().take_while(|it| it.finding.primary.place.source == source);
                let (count, path) = (of_file.count(), judgement.sources.get(source).path());
                self.heading(&format!("{}: {}", one_line(path), counted(count, "finding", "findings")));
            }
            let finding = human(&entry.finding, &judgement.sources, style);
            self.line(&finding);
            self.line("");
        }
    }

    fn stale(&mut self, judgement: &Judgement) {
        for file in judgement.stale.iter().flatten() {
            let is_diff = matches!(file.what, crate::freshness::What::Differs { .. });
            for line in stale::text(file).lines() {
                let style = match line.as_bytes().first() {
                    _ if !is_diff => Style::new(),
                    _ if line.starts_with("--- ") || line.starts_with("+++ ") => BOLD,
                    Some(b'+') => GREEN,
                    Some(b'-') => RED,
                    Some(b'@') => CYAN,
                    _ => Style::new(),
                };
                let line = if style == Style::new() { line.to_owned() } else { self.styled(style, line) };
                self.line(&line);
            }
        }
        if judgement.stale.iter().flatten().next().is_some() {
            self.line("");
        }
    }

    fn unevaluated(&mut self, judgement: &Judgement) {
        let all = judgement.all_unevaluated();
        if all.is_empty() {
            return;
        }
        self.heading("not evaluated, and so not passed:");
        for it in all {
            let place = it.place.map(|place| Location::of(judgement, place).line() + ": ").unwrap_or_default();
            self.line(&format!("  {place}{}: {}", one_line(&it.what), one_line(&it.reason)));
        }
        self.line("");
    }

    fn scores(&mut self, judgement: &Judgement) {
        match &judgement.scores {
            Ok(scores) => self.known_scores(scores),
            Err(why) => self.heading(&format!("no scores: {why}")),
        }
        for hotspot in hotspots(judgement) {
            let codes: Vec<&str> = hotspot.codes.into_iter().collect();
            let element = if hotspot.element.is_empty() { "the package".into() } else { one_line(&hotspot.element) };
            self.line(&format!("  {:>6} points in {element}: {}", hotspot.points, codes.join(", ")));
        }
        self.line("");
    }

    fn known_scores(&mut self, scores: &Scores) {
        let score = scores.score();
        self.heading(&format!("score {score} ({})", score.band()));
        let dimensions = Dimension::ALL.map(|it| format!("{} {}", it.word(), scores.dimension(it)));
        self.line(&format!("  {}", dimensions.join(", ")));
        let mut lowest: Vec<_> = scores.sequences.iter().map(|(id, points)| (points.score(), id, points)).collect();
        lowest.sort_by(|left, right| left.0.value().total_cmp(&right.0.value()));
        let lowest = lowest.into_iter().filter(|(score, id, _)| score.value() < 1.0 && !id.is_empty());
        for (score, id, points) in lowest.take(MOST_SCORES) {
            let losses = if points.losses > 0 {
                format!(", {}", counted(points.losses, "loss that is not reviewed", "losses that are not reviewed"))
            } else {
                String::new()
            };
            self.line(&format!("  {score} {} ({}){losses}", one_line(id), score.band()));
        }
    }

    fn end(&mut self, verdict: &Verdict) {
        let (tally, outcome) = (Tally::of(verdict), verdict.outcome());
        if tally.notes > 0 && !self.view.verbose && !self.view.quiet {
            self.line(&format!("{} (INFO): --verbose shows them", counted(tally.notes, "note", "notes")));
        }
        if self.view.quiet && outcome == Outcome::Passed {
            return;
        }
        let style = match outcome {
            Outcome::Passed => GREEN,
            Outcome::Stale => YELLOW,
            Outcome::Failed | Outcome::Nothing => RED,
        };
        let line = summary(verdict);
        let ended = self.styled(style.bold(), word(outcome));
        let rest = line.strip_prefix(word(outcome)).unwrap_or(&line);
        let remedies: Vec<String> = remedies(verdict).into_iter().map(|it| format!("`{it}`")).collect();
        if !remedies.is_empty() {
            let _ = writeln!(self.text, "what is stale is mended by {}", remedies.join(", then "));
        }
        self.line(&format!("{ended}{rest}"));
    }
}
