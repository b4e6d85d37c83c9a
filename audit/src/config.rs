//! `symphony.toml`: where the sequences of a package are, and where what is generated from them goes.

mod path;
mod rules;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Rule, Severity};
use symphony_codegen::source::{Place, Source, SourceId, Sources, Span};
use symphony_codegen::suggest::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Refused, Result};
use crate::level::Level;
pub(crate) use path::inside;
use path::plain;
pub use rules::{CONFIG_NOT_TOML, INVALID_OPTION, RULES, UNKNOWN_OPTION};

/// The name of the file.
pub const FILE: &str = "symphony.toml";

/// What a package chooses. Every path has `/` between folders and no `/` at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The files and folders of sequences, from the package on.
    pub sequences: Vec<String>,
    /// The folder of pages, the index and the provenance.
    pub docs: String,
    /// The folder of feature files.
    pub features: String,
    /// The folder of skeletons of tests.
    pub tests: String,
    /// The folder of templates that replace ours.
    pub templates: Option<String>,
    /// The file of the JSON Schema, where one is wanted.
    pub schema: Option<String>,
    /// Whether the steps of new skeletons are `async`.
    pub asynchronous: bool,
    /// Whether there are skeletons of tests for handlers.
    pub handlers: bool,
    /// The file of declared domains.
    pub domains: String,
    /// Whether somebody chose that file, which must be there then.
    pub has_domains: bool,
    /// The file of findings that are known and accepted for a time.
    pub baseline: String,
    /// How bad a finding must be to fail a check.
    pub deny: Severity,
    /// Below which score a check fails, where one is asked for.
    pub min_score: Option<f64>,
    /// What is done with the findings of single rules, by their codes.
    pub rules: BTreeMap<&'static str, Level>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            sequences: vec!["sequences".into()],
            docs: "docs/sequences".into(),
            features: "features".into(),
            tests: "tests".into(),
            templates: None,
            schema: None,
            asynchronous: false,
            handlers: true,
            domains: "domains.json".into(),
            has_domains: false,
            baseline: "symphony-baseline.json".into(),
            deny: Severity::Major,
            min_score: None,
            rules: BTreeMap::new(),
        }
    }
}

/// An option.
struct Key {
    section: &'static str,
    name: &'static str,
    shape: Shape,
    /// What it is without the option, as it is written.
    default: &'static str,
    what: &'static str,
}

/// What an option takes.
#[derive(Clone, Copy)]
enum Shape {
    /// A path that stays in the package.
    Inside(fn(&mut Config, String)),
    /// Paths that stay in the package.
    AllInside(fn(&mut Config, Vec<String>)),
    /// Any path, from the package on.
    Anywhere(fn(&mut Config, String)),
    Bool(fn(&mut Config, bool)),
    Severity(fn(&mut Config, Severity)),
    /// From 0 to 1.
    Score(fn(&mut Config, f64)),
}

impl Shape {
    fn wanted(self) -> &'static str {
        match self {
            Self::Inside(_) | Self::Anywhere(_) => "a path in quotes",
            Self::AllInside(_) => "a list of paths",
            Self::Bool(_) => "`true` or `false`",
            Self::Severity(_) => "\"info\", \"minor\", \"major\" or \"critical\"",
            Self::Score(_) => "a number from 0 to 1",
        }
    }
}

const GENERATE: &str = "generate";
const REGISTRY: &str = "registry";
const CHECK: &str = "check";
/// The section whose keys are the codes of rules.
const LEVELS: &str = "rules";

const SECTIONS: &[&str] = &[GENERATE, REGISTRY, CHECK];

const KEYS: &[Key] = &[
    Key {
        section: GENERATE,
        name: "sequences",
        shape: Shape::AllInside(|config, paths| config.sequences = paths),
        default: r#"["sequences"]"#,
        what: "files and folders of sequences",
    },
    Key {
        section: GENERATE,
        name: "docs",
        shape: Shape::Inside(|config, path| config.docs = path),
        default: r#""docs/sequences""#,
        what: "folder of pages, graphs, the index, provenance and the record of coverage",
    },
    Key {
        section: GENERATE,
        name: "features",
        shape: Shape::Inside(|config, path| config.features = path),
        default: r#""features""#,
        what: "folder of feature files",
    },
    Key {
        section: GENERATE,
        name: "tests",
        shape: Shape::Inside(|config, path| config.tests = path),
        default: r#""tests""#,
        what: "folder where skeletons of tests are put, which are yours then",
    },
    Key {
        section: GENERATE,
        name: "templates",
        shape: Shape::Anywhere(|config, path| config.templates = Some(path)),
        default: "none",
        what: "folder of templates, each of which replaces ours of its name",
    },
    Key {
        section: GENERATE,
        name: "schema",
        shape: Shape::Inside(|config, path| config.schema = Some(path)),
        default: "none",
        what: "file for the JSON Schema of sequences, for editors",
    },
    Key {
        section: GENERATE,
        name: "async",
        shape: Shape::Bool(|config, is| config.asynchronous = is),
        default: "false",
        what: "whether the steps of new skeletons are `async fn`",
    },
    Key {
        section: GENERATE,
        name: "handlers",
        shape: Shape::Bool(|config, is| config.handlers = is),
        default: "true",
        what: "whether there are skeletons of tests for handlers",
    },
    Key {
        section: REGISTRY,
        name: "domains",
        shape: Shape::Inside(|config, path| (config.domains, config.has_domains) = (path, true)),
        default: r#""domains.json""#,
        what: "file of declared domains, planned ones too",
    },
    Key {
        section: CHECK,
        name: "deny",
        shape: Shape::Severity(|config, severity| config.deny = severity),
        default: r#""major""#,
        what: "how bad a finding must be to fail a check: info, minor, major or critical",
    },
    Key {
        section: CHECK,
        name: "min-score",
        shape: Shape::Score(|config, score| config.min_score = Some(score)),
        default: "none",
        what: "below which score a check fails, from 0 to 1",
    },
    Key {
        section: CHECK,
        name: "baseline",
        shape: Shape::Inside(|config, path| config.baseline = path),
        default: r#""symphony-baseline.json""#,
        what: "file of findings that are known and accepted for a time",
    },
];

/// All options, with what they mean and what they are when nothing is said; for the help of a command.
///
/// ```
/// assert!(symphony_audit::config::reference().contains("docs = \"docs/sequences\""));
/// ```
#[must_use]
pub fn reference() -> String {
    let mut text = format!("Options of `{FILE}`, beside Cargo.toml, as they are when nothing is said:\n");
    for section in SECTIONS {
        let _ = writeln!(text, "\n  [{section}]");
        for key in KEYS.iter().filter(|key| key.section == *section) {
            let _ = writeln!(text, "  # {}\n  {} = {}", key.what, key.name, key.default);
        }
    }
    let _ = write!(
        text,
        "\n  [{LEVELS}]\n  # what is done with the findings of one rule: deny, warn or allow\n  # CODE = \"warn\"\n"
    );
    text
}

impl Config {
    /// The configuration of the package in a folder; what is usual where there is no file.
    ///
    /// # Errors
    /// Where the file cannot be read, or with everything that is wrong in it.
    pub fn read(package: &Path) -> Result<Self> {
        let text = match fs::read(package.join(FILE)) {
            Ok(bytes) => {
                String::from_utf8(bytes).map_err(|_| Error::usage(format!("`{FILE}` is no UTF-8: save it as UTF-8")))?
            }
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(fault) => return Err(Error::read(FILE, fault)),
        };
        Self::parse(&text)
    }

    /// Chooses what is done with the findings of a rule.
    ///
    /// # Errors
    /// Where that cannot be chosen.
    pub fn choose(&mut self, rule: &'static Rule, level: Level) -> Result<(), String> {
        if rule.severity == Severity::Critical && level < Level::Deny {
            return Err(format!("`{}` is CRITICAL, and what breaks it is always denied", rule.code));
        }
        self.rules.insert(rule.code, level);
        Ok(())
    }

    /// The configuration that a text says.
    ///
    /// # Errors
    /// With everything that is wrong in it.
    pub fn parse(text: &str) -> Result<Self> {
        let mut sources = Sources::new();
        let source = sources.add(Source::new(FILE, text));
        let mut reader = Reader { source, config: Self::default(), findings: Vec::new() };
        let (table, faults) = DeTable::parse_recoverable(text);
        for fault in &faults {
            let span = fault.span().unwrap_or(text.len()..text.len());
            reader.finding(Finding::new(&CONFIG_NOT_TOML, reader.place(span), fault.message()));
        }
        if faults.is_empty() {
            reader.file(table.get_ref());
        }
        let Reader { config, mut findings, .. } = reader;
        if findings.is_empty() {
            return Ok(config);
        }
        findings.sort_by_key(|finding| finding.primary.place);
        Err(Error::Config(Box::new(Refused { findings, sources })))
    }
}

fn all_sections() -> impl Iterator<Item = &'static str> + Clone {
    SECTIONS.iter().copied().chain([LEVELS])
}

/// The number, where it is one from 0 to 1.
fn score(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Float(it) => it.as_str(),
        DeValue::Integer(it) => it.as_str(),
        _ => return None,
    };
    text.parse().ok().filter(|score| (0.0..=1.0).contains(score))
}

struct Reader {
    source: SourceId,
    config: Config,
    findings: Vec<Finding>,
}

impl Reader {
    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { source: self.source, span: Span::new(span.start, span.end) }
    }

    fn finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn file(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            match value.get_ref() {
                DeValue::Table(section) if name.get_ref() == LEVELS => self.rules(section),
                DeValue::Table(section) if SECTIONS.contains(&name.get_ref().as_ref()) => {
                    self.section(name.get_ref(), section);
                }
                _ if all_sections().any(|section| section == name.get_ref()) => {
                    let section = name.get_ref();
                    self.invalid(value, format!("`{section}` is a section: `[{section}]`"));
                }
                _ => self.unknown(name, "section", all_sections()),
            }
        }
    }

    fn section(&mut self, section: &str, table: &DeTable<'_>) {
        let keys = KEYS.iter().filter(|key| key.section == section);
        for (name, value) in table {
            match keys.clone().find(|key| key.name == name.get_ref()) {
                Some(key) => self.option(key, value),
                None => self.unknown(name, "option", keys.clone().map(|key| key.name)),
            }
        }
    }

    fn rules(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let Some(rule) = crate::rule::rules().find(|rule| rule.code == name.get_ref()) else {
                self.unknown_rule(name);
                continue;
            };
            match value.get_ref().as_str().and_then(Level::from_word) {
                Some(level) => {
                    if let Err(why) = self.config.choose(rule, level) {
                        self.invalid(value, why);
                    }
                }
                None => self.invalid(value, format!("`{}` takes \"deny\", \"warn\" or \"allow\"", rule.code)),
            }
        }
    }

    fn unknown_rule(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>) {
        let place = self.place(name.span());
        let finding = Finding::new(&UNKNOWN_OPTION, place, format!("there is no rule `{}`", name.get_ref()));
        self.finding(match nearest(name.get_ref(), crate::rule::rules().map(|rule| rule.code)) {
            Some(meant) => {
                finding.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), place, meant)
            }
            None => finding.help("`cargo symphony explain` lists all rules"),
        });
    }

    fn option(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) {
        match (key.shape, value.get_ref()) {
            (Shape::Inside(set), DeValue::String(_)) => {
                if let Some(path) = self.path(key, value, inside) {
                    set(&mut self.config, path);
                }
            }
            (Shape::Anywhere(set), DeValue::String(_)) => {
                if let Some(path) = self.path(key, value, plain) {
                    set(&mut self.config, path);
                }
            }
            (Shape::AllInside(set), DeValue::Array(paths)) => {
                if paths.is_empty() {
                    return self.invalid(value, format!("`{}` names at least one path", key.name));
                }
                let paths: Vec<Option<String>> = paths.iter().map(|path| self.path(key, path, inside)).collect();
                if let Some(paths) = paths.into_iter().collect() {
                    set(&mut self.config, paths);
                }
            }
            (Shape::Bool(set), DeValue::Boolean(is)) => set(&mut self.config, *is),
            (Shape::Severity(set), DeValue::String(word)) if Severity::from_word(word).is_some() => {
                set(&mut self.config, Severity::from_word(word).unwrap_or(Severity::Critical));
            }
            (Shape::Score(set), DeValue::Float(_) | DeValue::Integer(_)) if score(value.get_ref()).is_some() => {
                set(&mut self.config, score(value.get_ref()).unwrap_or(1.0));
            }
            (Shape::Severity(_), DeValue::String(word)) => {
                let message = format!("`{}` takes {}, not \"{word}\"", key.name, key.shape.wanted());
                self.invalid(value, message);
            }
            (Shape::Score(_), DeValue::Float(_) | DeValue::Integer(_)) => {
                self.invalid(value, format!("`{}` takes {}", key.name, key.shape.wanted()));
            }
            (shape, value_of) => {
                let (name, wanted, found) = (key.name, shape.wanted(), value_of.type_str());
                self.invalid(value, format!("`{name}` takes {wanted}, not a value of type {found}"));
            }
        }
    }

    fn path(
        &mut self,
        key: &Key,
        value: &Spanned<DeValue<'_>>,
        read: fn(&str) -> Result<String, &'static str>,
    ) -> Option<String> {
        let Some(path) = value.get_ref().as_str() else {
            let (name, found) = (key.name, value.get_ref().type_str());
            self.invalid(value, format!("`{name}` takes paths in quotes, not a value of type {found}"));
            return None;
        };
        match read(path) {
            Ok(path) => Some(path),
            Err(why) => {
                self.invalid(value, format!("`{}` is a path from the package on, and this one {why}", key.name));
                None
            }
        }
    }

    fn invalid(&mut self, value: &Spanned<DeValue<'_>>, message: String) {
        self.finding(Finding::new(&INVALID_OPTION, self.place(value.span()), message));
    }

    fn unknown<'w>(
        &mut self,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        what: &str,
        known: impl Iterator<Item = &'w str> + Clone,
    ) {
        let place = self.place(name.span());
        let finding = Finding::new(&UNKNOWN_OPTION, place, format!("`{}` is no {what} of `{FILE}`", name.get_ref()));
        self.finding(match nearest(name.get_ref(), known.clone()) {
            Some(meant) => {
                finding.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), place, meant)
            }
            None => finding
                .help(format!("there are {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))),
        });
    }
}
