//! Our own report: everything that a verdict knows, in a versioned form with a published schema.

use serde::Serialize;
use symphony_codegen::diagnostic::{Applicability, Label};
use symphony_codegen::source::{LineColumn, Place};

use super::hotspot::hotspots;
use super::tally::{Tally, counts, remedies, summary, word};
use super::{Location, in_workspace, stale};
use crate::score::{Dimension, Points, Score, Scores};
use crate::verdict::{Counts, Entry, Judgement, Suppression, Unevaluated, Verdict};

/// The version of the form. What is added to it leaves it as it is; what goes or means something else raises it.
const VERSION: u32 = 1;

/// The JSON Schema of the report.
///
/// ```
/// assert!(symphony_audit::format::schema().contains("\"schemaVersion\""));
/// ```
#[must_use]
pub fn schema() -> &'static str {
    include_str!("report.schema.json")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportJson {
    #[serde(rename = "$schema")]
    schema: &'static str,
    schema_version: u32,
    tool: ToolJson,
    outcome: &'static str,
    summary: String,
    counts: CountsJson,
    findings: TallyJson,
    score: Option<ScoreJson>,
    left_out: Option<LeftOutJson>,
    remedies: Vec<&'static str>,
    packages: Vec<PackageJson>,
}

#[derive(Serialize)]
struct ToolJson {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct CountsJson {
    files: usize,
    sequences: usize,
    movements: usize,
    beats: usize,
    criteria: usize,
    rules: usize,
}

#[derive(Serialize)]
struct TallyJson {
    denied: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    ignored: usize,
}

#[derive(Serialize)]
struct LeftOutJson {
    since: String,
    sequences: usize,
    findings: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PackageJson {
    name: String,
    folder: String,
    counts: CountsJson,
    scores: Option<ScoresJson>,
    no_scores: Option<&'static str>,
    min_score: Option<f64>,
    hotspots: Vec<HotspotJson>,
    findings: Vec<FindingJson>,
    /// `null` where it is not known.
    stale: Option<Vec<StaleJson>>,
    not_evaluated: Vec<UnevaluatedJson>,
}

#[derive(Serialize)]
struct ScoreJson {
    value: f64,
    band: &'static str,
}

#[derive(Serialize)]
struct ScoresJson {
    #[serde(flatten)]
    score: ScoreJson,
    dimensions: DimensionsJson,
    sequences: Vec<SequenceJson>,
}

#[derive(Serialize)]
struct DimensionsJson {
    orchestration: f64,
    handler: f64,
    governance: f64,
    traceability: f64,
    dependency: f64,
}

#[derive(Serialize)]
struct SequenceJson {
    id: String,
    #[serde(flatten)]
    score: ScoreJson,
    dimensions: DimensionsJson,
    losses: usize,
}

#[derive(Serialize)]
struct HotspotJson {
    element: String,
    points: u64,
    codes: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingJson {
    code: &'static str,
    family: &'static str,
    dimension: &'static str,
    severity: &'static str,
    level: &'static str,
    message: String,
    label: Option<String>,
    help: Option<String>,
    sequence: Option<String>,
    id_path: Option<String>,
    pointer: Option<String>,
    fingerprint: String,
    place: PlaceJson,
    related: Vec<RelatedJson>,
    fixes: Vec<FixJson>,
    suppression: Option<SuppressionJson>,
    baseline_state: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceJson {
    file: String,
    byte_start: usize,
    byte_end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct RelatedJson {
    message: String,
    place: PlaceJson,
}

#[derive(Serialize)]
struct FixJson {
    title: String,
    applicability: &'static str,
    edits: Vec<EditJson>,
}

#[derive(Serialize)]
struct EditJson {
    place: PlaceJson,
    text: String,
}

#[derive(Serialize)]
struct SuppressionJson {
    by: &'static str,
    reason: String,
    owner: Option<String>,
    until: Option<String>,
    place: Option<PlaceJson>,
}

#[derive(Serialize)]
struct StaleJson {
    file: String,
    reason: String,
    remedy: Option<&'static str>,
    sources: Vec<String>,
}

#[derive(Serialize)]
struct UnevaluatedJson {
    what: String,
    reason: String,
    place: Option<PlaceJson>,
}

pub(super) fn write(verdict: &Verdict) -> String {
    let tally = Tally::of(verdict);
    super::json(&ReportJson {
        schema: "symphony-report-v1.schema.json",
        schema_version: VERSION,
        tool: ToolJson { name: "cargo-symphony", version: env!("CARGO_PKG_VERSION") },
        outcome: word(verdict.outcome()),
        summary: summary(verdict),
        counts: counted(counts(verdict)),
        findings: TallyJson {
            denied: tally.denied,
            warnings: tally.warnings,
            notes: tally.notes,
            suppressed: tally.suppressed,
            ignored: tally.ignored,
        },
        score: verdict.score().map(score),
        left_out: verdict.left_out.as_ref().map(|it| LeftOutJson {
            since: it.since.clone(),
            sequences: it.sequences,
            findings: it.findings,
        }),
        remedies: remedies(verdict),
        packages: verdict.judgements.iter().map(package).collect(),
    })
}

fn counted(counts: Counts) -> CountsJson {
    let Counts { files, sequences, movements, beats, criteria, rules } = counts;
    CountsJson { files, sequences, movements, beats, criteria, rules }
}

fn package(judgement: &Judgement) -> PackageJson {
    let package = &judgement.package;
    let hotspots = hotspots(judgement).into_iter();
    let stale = judgement.stale.as_ref().map(|stale| {
        let one = |it: &crate::freshness::Stale| StaleJson {
            file: in_workspace(judgement, &it.path),
            reason: stale::reason(it),
            remedy: Some(it.remedy()).filter(|remedy| !remedy.is_empty()),
            sources: it.sources.iter().map(|source| in_workspace(judgement, source)).collect(),
        };
        stale.iter().map(one).collect()
    });
    PackageJson {
        name: package.name.clone(),
        folder: package.folder.clone(),
        counts: counted(judgement.counts),
        scores: judgement.scores.as_ref().ok().map(scores),
        no_scores: judgement.scores.as_ref().err().copied(),
        min_score: package.config.min_score,
        hotspots: hotspots
            .map(|it| HotspotJson { element: it.element, points: it.points, codes: it.codes.into_iter().collect() })
            .collect(),
        findings: judgement.entries.iter().map(|entry| finding(judgement, entry)).collect(),
        stale,
        not_evaluated: judgement.all_unevaluated().into_iter().map(|it| unevaluated(judgement, it)).collect(),
    }
}

fn score(score: Score) -> ScoreJson {
    ScoreJson { value: score.value(), band: score.band() }
}

fn dimensions(of: impl Fn(Dimension) -> Score) -> DimensionsJson {
    let of = |dimension| of(dimension).value();
    DimensionsJson {
        orchestration: of(Dimension::Orchestration),
        handler: of(Dimension::Handler),
        governance: of(Dimension::Governance),
        traceability: of(Dimension::Traceability),
        dependency: of(Dimension::Dependency),
    }
}

fn scores(scores: &Scores) -> ScoresJson {
    let sequence = |(id, points): (&String, &Points)| SequenceJson {
        id: id.clone(),
        score: score(points.score()),
        dimensions: dimensions(|it| points.dimension(it)),
        losses: points.losses,
    };
    ScoresJson {
        score: score(scores.score()),
        dimensions: dimensions(|it| scores.dimension(it)),
        sequences: scores.sequences.iter().map(sequence).collect(),
    }
}

fn place(judgement: &Judgement, place: Place) -> PlaceJson {
    let Location { file, bytes, start, end } = Location::of(judgement, place);
    let LineColumn { line, column } = start;
    let (end_line, end_column) = (end.line, end.column);
    PlaceJson { file, byte_start: bytes.start, byte_end: bytes.end, line, column, end_line, end_column }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn finding(judgement: &Judgement, entry: &Entry) -> FindingJson {
    let (finding, identity) = (&entry.finding, &entry.identity);
    let related = |it: &Label| RelatedJson { message: it.text.clone(), place: place(judgement, it.place) };
    let fixes = finding.fix.iter().map(|fix| FixJson {
        title: fix.title.clone(),
        applicability: applicability(fix.applicability),
        edits: vec![EditJson { place: place(judgement, fix.place), text: fix.text.clone() }],
    });
    FindingJson {
        code: finding.rule.code,
        family: finding.rule.family.word(),
        dimension: Dimension::of(finding.rule).word(),
        severity: finding.rule.severity.word(),
        level: entry.level.word(),
        message: finding.message.clone(),
        label: some(&finding.primary.text),
        help: finding.help.clone(),
        sequence: some(&identity.sequence),
        id_path: some(&identity.path),
        pointer: some(&identity.pointer),
        fingerprint: identity.fingerprint.clone(),
        place: place(judgement, finding.primary.place),
        related: finding.secondary.iter().map(related).collect(),
        fixes: fixes.collect(),
        suppression: entry.suppression.as_ref().map(|it| suppression(judgement, it)),
        baseline_state: entry.is_known.map(|is_known| if is_known { "unchanged" } else { "new" }),
    }
}

fn applicability(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    }
}

fn suppression(judgement: &Judgement, suppression: &Suppression) -> SuppressionJson {
    match suppression.clone() {
        Suppression::Allow { place: at, reason } => {
            SuppressionJson { by: "allow", reason, owner: None, until: None, place: Some(place(judgement, at)) }
        }
        Suppression::Baseline { reason, owner, until } => {
            SuppressionJson { by: "baseline", reason, owner, until, place: None }
        }
    }
}

fn unevaluated(judgement: &Judgement, it: Unevaluated) -> UnevaluatedJson {
    UnevaluatedJson { what: it.what, reason: it.reason, place: it.place.map(|at| place(judgement, at)) }
}
