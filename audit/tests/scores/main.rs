//! The laws of scores, as `docs/scores.md` says them.

use proptest::prelude::*;
use proptest::sample::select;
use symphony_audit::check::{Options, check};
use symphony_audit::scope::Scope;
use symphony_audit::score::{Dimension, Points, Score, Scores, penalty};
use symphony_codegen::rule::{Rule, Severity};

fn rules() -> Vec<&'static Rule> {
    symphony_audit::rule::rules().collect()
}

fn findings() -> impl Strategy<Value = Vec<&'static Rule>> {
    prop::collection::vec(select(rules()), 0..40)
}

fn points(findings: &[&Rule]) -> Points {
    let mut points = Points::default();
    for rule in findings {
        points.add(rule);
    }
    points
}

/// Each score of a sequence: of its dimensions, and of itself.
fn all(points: &Points) -> Vec<f64> {
    let dimensions = Dimension::ALL.into_iter().map(|it| points.dimension(it));
    dimensions.chain([points.score()]).map(Score::value).collect()
}

#[track_caller]
fn assert_not_higher(left: &[f64], right: &[f64]) {
    for (left, right) in left.iter().zip(right) {
        assert!(left <= right, "{left} > {right}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_finding_more_never_raises_and_one_mended_never_lowers(found in findings(), rule in select(rules())) {
        let more: Vec<&Rule> = found.iter().copied().chain([rule]).collect();
        let (fewer, more) = (points(&found), points(&more));
        assert_not_higher(&all(&more), &all(&fewer));
        prop_assert!(more.dimension(Dimension::of(rule)) < fewer.dimension(Dimension::of(rule)), "it costs something");
        for other in Dimension::ALL.into_iter().filter(|it| *it != Dimension::of(rule)) {
            prop_assert_eq!(more.dimension(other), fewer.dimension(other));
        }
    }

    #[test]
    fn the_order_of_findings_means_nothing(found in findings()) {
        let reversed: Vec<&Rule> = found.iter().rev().copied().collect();
        prop_assert_eq!(points(&found), points(&reversed));
    }

    #[test]
    fn a_worse_finding_costs_more(left in select(rules()), right in select(rules())) {
        let by_severity = left.severity.cmp(&right.severity);
        prop_assert_eq!(by_severity, penalty(left.severity).cmp(&penalty(right.severity)));
    }

    #[test]
    fn sound_sequences_make_up_for_nothing(found in findings(), sound in 0_usize..200) {
        let mut scores = Scores::default();
        scores.sequences.insert("a".into(), points(&found));
        let alone = scores.score();
        scores.sequences.extend((0..sound).map(|at| (format!("sound{at}"), Points::default())));
        prop_assert_eq!(scores.score(), alone);
        for dimension in Dimension::ALL {
            prop_assert_eq!(scores.dimension(dimension), scores.sequences["a"].dimension(dimension));
        }
    }

    #[test]
    fn a_loss_weighs_at_least_what_it_hid(found in findings(), losses in 1_usize..5) {
        let mut lost = Points::default();
        lost.losses = losses;
        assert_not_higher(&all(&lost), &all(&points(&found)));
        prop_assert_eq!(lost.score(), Score::NONE);
    }

    #[test]
    fn every_score_is_in_one_band(points in any::<u64>()) {
        let score = Score::of(points);
        prop_assert!((0.0..=1.0).contains(&score.value()));
        let bands = [(0.95, 2.0, "excellent"), (0.85, 0.95, "good"), (0.75, 0.85, "acceptable"), (0.65, 0.75, "needs attention"), (0.0, 0.65, "critical")];
        let of: Vec<&str> = bands.iter().filter(|(from, to, _)| (*from..*to).contains(&score.value())).map(|it| it.2).collect();
        prop_assert_eq!(of, [score.band()]);
        // What is shown lies in the band that is named beside it.
        let shown: f64 = score.to_string().parse().unwrap();
        prop_assert!(shown <= score.value() + 1e-9);
    }
}

#[test]
fn bands_meet_where_they_should() {
    // Around each boundary, by single points.
    for (points, band) in [
        (0, "excellent"),
        (52, "excellent"),
        (53, "good"),
        (176, "good"),
        (177, "acceptable"),
        (333, "acceptable"),
        (334, "needs attention"),
        (538, "needs attention"),
        (539, "critical"),
        (u64::MAX, "critical"),
    ] {
        assert_eq!(Score::of(points).band(), band, "{points}");
    }
    let mut last = f64::INFINITY;
    for points in 0..5000 {
        let value = Score::of(points).value();
        assert!(value < last, "each point costs something");
        last = value;
    }
}

#[test]
fn severities_cost_what_the_page_says() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/scores.md")).unwrap();
    for severity in [Severity::Info, Severity::Minor, Severity::Major, Severity::Critical] {
        let (penalty, score) = (penalty(severity), Score::of(penalty(severity)));
        let row = format!("| {severity} | {penalty} | {score} |");
        assert!(page.contains(&row), "{row}");
    }
    for points in [0, 53, 177, 334, 539] {
        assert!(page.contains(&format!("| {} |", Score::of(points).band())), "{points}");
    }
    for dimension in Dimension::ALL {
        assert!(page.contains(&format!("| {} |", dimension.word())));
    }
}

#[test]
fn size_does_not_dilute() {
    let beat = |at: usize, more: &str| {
        format!(r#"{{ "beat": {at}, "handler": "run{at}", "event": "g:e{at}", "kind": "pure"{more} }}"#)
    };
    let score = |beats: usize| {
        let beats: Vec<String> =
            (1..=beats).map(|at| beat(at, if at == 1 { r#", "timing": "soonish""# } else { "" })).collect();
        let text = format!(r#"{{ "id": "g", "movements": [{{ "id": "m", "beats": [{}] }}] }}"#, beats.join(", "));
        let verdict =
            check(&Scope::text(std::path::Path::new("."), "g.json", text.into()).unwrap(), &Options::default());
        let verdict = verdict.unwrap();
        let found: Vec<&Rule> = verdict.entries().map(|it| it.finding.rule).collect();
        assert!(found.iter().any(|it| it.code == "UNKNOWN_TIMING"), "{found:?}");
        points(&found).dimension(Dimension::Orchestration).value()
    };
    let one = score(1);
    for beats in [2, 10, 100] {
        assert!(score(beats) <= one, "{beats} beats around a fault make it weigh less");
    }
}
