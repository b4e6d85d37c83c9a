//! Verdicts that were made by hand, so that no rule's words are in their golden files.

use std::path::PathBuf;

use symphony_audit::config::Config;
use symphony_audit::dependency::Manifest;
use symphony_audit::freshness::{Stale, What};
use symphony_audit::generate::OrphanState;
use symphony_audit::identity::Identity;
use symphony_audit::level::Level;
use symphony_audit::project::Package;
use symphony_audit::score::{Points, Scores};
use symphony_audit::verdict::{Counts, Entry, Judgement, LeftOut, Suppression, Unevaluated, Verdict};
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::{Place, Source, SourceId, Sources, Span};

/// What a reader of any format could take for something of its own.
pub(crate) const HOSTILE: &str = "]]> </failure> \u{1b}[2J\u{7} ::error::x %0A \"q\" 'a' <b>&amp; {0} [a](b) \u{202e}evil\u{2066} \u{e0041} \\ `\n::error::second";

/// Where the package is said to lie, which nothing may say.
pub(crate) const ROOT: &str = "/somewhere/secret";

const SPEC: &str =
    "{ \"id\": \"größe\",\n  \"beats\": 3,\n  \"movements\": [{ \"id\": \"m\", \"beats\": [{ \"id\": \"b\" }] }] }\n";

const fn rule(code: &'static str, family: Family, severity: Severity) -> Rule {
    let (what, why) = ("a thing is what it says | of itself", "who reads it takes it for that");
    Rule { code, family, severity, what, why, bad: "{ \"a\": 1 }", good: "{ \"a\": 2 }" }
}

static WRONG: Rule = rule("EXAMPLE_WRONG", Family::Sequence, Severity::Major);
static ODD: Rule = rule("EXAMPLE_ODD", Family::Handler, Severity::Minor);
static NOTE: Rule = rule("EXAMPLE_EVENT_NOTE", Family::Governance, Severity::Info);
static BROKEN: Rule = rule("EXAMPLE_BROKEN", Family::Dependency, Severity::Critical);

pub(crate) fn package(name: &str, folder: &str) -> Package {
    Package {
        name: name.into(),
        root: PathBuf::from(ROOT).join(folder),
        library: None,
        target_folder: PathBuf::from(ROOT).join("target"),
        targets: Vec::new(),
        config: Config::default(),
        folder: folder.into(),
        manifest: Manifest::default(),
        is_cargo: !name.is_empty(),
    }
}

fn at(source: SourceId, text: &str, piece: &str) -> Place {
    let start = text.find(piece).unwrap();
    Place { source, span: Span::new(start, start + piece.len()) }
}

fn entry(finding: Finding, path: &str, pointer: &str, level: Level) -> Entry {
    let fingerprint = format!("{:016x}", finding.rule.code.len() * 1000 + finding.message.len());
    let sequence = path.split('/').next().unwrap().to_owned();
    let identity = Identity { sequence, path: path.into(), pointer: pointer.into(), fingerprint };
    Entry { finding, identity, level, suppression: None, is_known: Some(false) }
}

/// Everything that can be in a verdict, with hostile words wherever a sequence may have put them.
pub(crate) fn hostile() -> Verdict {
    let mut sources = Sources::new();
    let good = sources.add(Source::new("sequences/größe.json", SPEC));
    let evil_text = format!("{{ \"id\": {} }}", serde_json::to_string(HOSTILE).unwrap());
    let evil = sources.add(Source::new("sequences/a b,:%0A;\u{202e}é.json", evil_text.as_str()));
    sources.add(Source::new("sequences/sound.json", "{}"));
    let code = sources.add(Source::new("src/lib.rs", "impl Thing for Other {}\n"));

    let count = at(good, SPEC, "3");
    let wrong = Finding::new(&WRONG, count, "`beats` says 3, but there is 1")
        .label("there is 1")
        .also(at(good, SPEC, "{ \"id\": \"b\" }"), "this one")
        .also(Place { source: code, span: Span::new(5, 10) }, "its code")
        .help("set it to 1")
        .safe_fix("set it to 1", count, "1");
    let odd = Finding::new(&ODD, at(good, SPEC, "\"b\""), "this is odd").help("look at it");
    let guess = Finding::new(&ODD, at(good, SPEC, "\"größe\""), "a name with an umlaut").fix(
        "write it without",
        at(good, SPEC, "größe"),
        "groesse",
    );
    let insert = Finding::new(&ODD, at(good, SPEC, "\"m\""), "something is missing here").safe_fix(
        "add it",
        Place { source: good, span: Span::new(0, 0) },
        "\n",
    );
    let hostile = Finding::new(&BROKEN, Place { source: evil, span: Span::new(2, evil_text.len() - 1) }, HOSTILE)
        .label(HOSTILE)
        .help(HOSTILE)
        .fix(HOSTILE, Place { source: evil, span: Span::new(2, 6) }, HOSTILE);
    let lines = Finding::new(&NOTE, Place { source: good, span: Span::new(0, SPEC.len()) }, "over several lines");

    let mut allowed = entry(guess, "größe", "/id", Level::Warn);
    allowed.suppression = Some(Suppression::Allow { place: at(good, SPEC, "\"id\""), reason: HOSTILE.into() });
    let mut known = entry(insert, "größe/m", "/movements/0/id", Level::Deny);
    let (owner, until) = (Some(HOSTILE.into()), Some("2027-01-31".into()));
    known.suppression = Some(Suppression::Baseline { reason: HOSTILE.into(), owner, until });
    known.is_known = Some(true);
    let entries = vec![
        entry(lines, "größe", "", Level::Warn),
        entry(wrong, "größe", "/beats", Level::Deny),
        allowed,
        known,
        entry(odd.clone(), "größe/m/b", "/movements/0/beats/0/id", Level::Warn),
        entry(Finding { message: "and ignored".into(), ..odd }, "größe/m/b", "/movements/0/beats/0", Level::Allow),
        entry(hostile, HOSTILE, "/id", Level::Deny),
    ];
    let mut scores = Scores::default();
    for entry in &entries {
        scores.sequences.entry(entry.identity.sequence.clone()).or_default().add(entry.finding.rule);
    }
    scores.sequences.entry("lost".into()).or_default().losses = 2;
    let stale = |path: &str, what| Stale { path: path.into(), sources: vec!["sequences/größe.json".into()], what };
    let (present, wanted) = (format!("one\n{HOSTILE}\n"), "one\ntwo\n".to_owned());
    let mut package = package("hello", "crates/hello");
    package.config.min_score = Some(0.9);
    let first = Judgement {
        package,
        sources,
        entries,
        stale: Some(vec![
            stale("docs/a.md", What::Missing { wanted: wanted.clone() }),
            stale("docs/b.md", What::Differs { present, wanted }),
            stale("docs/c.md", What::Orphan(OrphanState::Changed)),
        ]),
        unevaluated: vec![
            Unevaluated { what: HOSTILE.into(), place: Some(count), reason: HOSTILE.into() },
            Unevaluated { what: "a metric".into(), place: None, reason: "nothing measures it".into() },
        ],
        counts: Counts { files: 3, sequences: 3, movements: 1, beats: 1, criteria: 4, rules: 60 },
        scores: Ok(scores),
    };
    let left_out = Some(LeftOut { since: "main`\u{1b}".into(), sequences: 1, findings: 2 });
    Verdict { judgements: vec![first, loose()], left_out }
}

/// Files of no package, of which nothing is generated and nothing is wrong.
fn loose() -> Judgement {
    let mut sources = Sources::new();
    sources.add(Source::new("other/a.json", "{}"));
    Judgement {
        package: package("", ""),
        sources,
        entries: Vec::new(),
        stale: None,
        unevaluated: Vec::new(),
        counts: Counts { files: 1, sequences: 1, movements: 1, beats: 2, criteria: 0, rules: 60 },
        scores: Err("there is no registry"),
    }
}

/// Nothing is wrong.
pub(crate) fn passed() -> Verdict {
    let mut scores = Scores::default();
    scores.sequences.insert("a".into(), Points::default());
    let judgement = Judgement { scores: Ok(scores), ..loose() };
    Verdict { judgements: vec![judgement], left_out: None }
}

/// Nothing was looked at.
pub(crate) fn nothing() -> Verdict {
    Verdict::default()
}

/// So many findings of each kind.
pub(crate) fn many(count: usize) -> Verdict {
    let mut verdict = passed();
    let judgement = &mut verdict.judgements[0];
    let (source, _) = judgement.sources.iter().next().unwrap();
    let place = Place { source, span: Span::new(0, 1) };
    for at in 0..count {
        for (rule, level) in [(&WRONG, Level::Deny), (&ODD, Level::Warn), (&NOTE, Level::Warn)] {
            judgement.entries.push(entry(Finding::new(rule, place, format!("number {at}")), "a", "", level));
        }
    }
    verdict
}

pub(crate) fn all() -> [(&'static str, Verdict); 3] {
    [("hostile", hostile()), ("passed", passed()), ("nothing", nothing())]
}
