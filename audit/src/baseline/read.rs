//! Reads a baseline, with a finding for everything in it that is wrong.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;

use jiff::civil::Date;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::json::{self, Node};
use symphony_codegen::source::{Place, SourceId, Sources, Span};
use symphony_codegen::suggest::nearest;

use super::rules::{BASELINE_INVALID, BASELINE_WITHOUT_REASON};
use super::{Baseline, Known, VERSION};
use crate::error::{Error, Result};
use crate::project::Package;

/// The keys of an entry.
const KEYS: [&str; 6] = ["fingerprint", "code", "element", "reason", "owner", "until"];

/// Reads the baseline of a package, where it has one, and adds its text to the sources.
pub(super) fn read(package: &Package, sources: &mut Sources) -> Result<Option<Baseline>> {
    let shown = &package.config.baseline;
    let bytes = match fs::read(package.root.join(shown)) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(Error::read(shown, fault)),
    };
    let (source, mut findings) = json::decode(sources, shown, bytes);
    let mut reader = Reader { source, known: Vec::new(), places: HashMap::new(), list: None, findings: Vec::new() };
    if findings.is_empty() {
        let parsed = json::parse(source, sources.get(source));
        findings = parsed.findings;
        match parsed.root {
            Some(root) if findings.is_empty() => reader.file(&root),
            _ => {}
        }
    }
    findings.append(&mut reader.findings);
    Ok(Some(Baseline { source, known: reader.known, list: reader.list, findings }))
}

struct Reader {
    source: SourceId,
    known: Vec<Known>,
    /// Where each fingerprint stands.
    places: HashMap<String, Place>,
    /// The array of the entries.
    list: Option<Span>,
    findings: Vec<Finding>,
}

impl Reader {
    fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }

    fn invalid(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let finding = Finding::new(&BASELINE_INVALID, self.place(span), message);
        self.findings.push(finding.help(help));
    }

    fn file(&mut self, root: &Node<'_>) {
        let Some(members) = root.as_object() else {
            return self.invalid(
                root.span,
                format!("a baseline is an object, not {}", root.kind()),
                format!("write `{{ \"version\": {VERSION}, \"entries\": [] }}`"),
            );
        };
        for member in members {
            match &*member.key {
                "version" => match member.value.value {
                    json::Value::Number(number) if number == VERSION.to_string() => {}
                    _ => self.invalid(
                        member.value.span,
                        "this is no version of a baseline that is known here",
                        format!("`version` is {VERSION}; a newer `cargo symphony` may know others"),
                    ),
                },
                "entries" => match member.value.as_array() {
                    Some(entries) => {
                        self.list = Some(member.value.span);
                        for entry in entries {
                            self.entry(entry);
                        }
                    }
                    None => self.invalid(
                        member.value.span,
                        format!("`entries` is an array, not {}", member.value.kind()),
                        "write `[]` where nothing is accepted",
                    ),
                },
                key => self.unknown(key, member.key_span, &["version", "entries"]),
            }
        }
        for key in ["version", "entries"] {
            if root.get(key).is_none() {
                self.invalid(root.span, format!("a baseline lacks `{key}`"), "`check --baseline write` writes one");
            }
        }
    }

    fn unknown(&mut self, key: &str, span: Span, known: &[&'static str]) {
        if key.starts_with("x-") {
            return;
        }
        let help = match nearest(key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "keys that begin with `x-` are yours, all others are ours".to_owned(),
        };
        self.invalid(span, format!("`{:.60}` is no key of a baseline", key.escape_debug().to_string()), help);
    }

    fn entry(&mut self, entry: &Node<'_>) {
        let Some(members) = entry.as_object() else {
            let message = format!("an entry is an object, not {}", entry.kind());
            return self.invalid(entry.span, message, "`check --baseline write` writes entries");
        };
        let faults = self.findings.len();
        for member in members {
            if KEYS.contains(&&*member.key) {
                if member.value.as_str().is_none() {
                    let message = format!("`{}` is a string, not {}", member.key, member.value.kind());
                    self.invalid(member.value.span, message, "put it in quotes");
                }
            } else {
                self.unknown(&member.key, member.key_span, &KEYS);
            }
        }
        for key in &KEYS[..4] {
            if entry.get(key).is_none() {
                self.invalid(entry.span, format!("an entry lacks `{key}`"), "`check --baseline write` writes entries");
            }
        }
        let text = |key: &str| entry.get(key).and_then(Node::as_str).map(str::to_owned);
        let until = self.until(entry.get("until"));
        self.code(entry.get("code"));
        if self.findings.len() > faults {
            return;
        }
        let (Some(fingerprint), Some(code), Some(element), Some(reason)) =
            (text("fingerprint"), text("code"), text("element"), text("reason"))
        else {
            return;
        };
        let place = self.place(entry.get("fingerprint").map_or(entry.span, |it| it.span));
        if let Some(before) = self.places.insert(fingerprint.clone(), place) {
            let finding = Finding::new(&BASELINE_INVALID, place, "this fingerprint is accepted twice");
            self.findings.push(finding.also(before, "here before").help("keep one of the entries"));
            return;
        }
        if reason.trim().is_empty() {
            let place = self.place(entry.get("reason").map_or(entry.span, |it| it.span));
            let message = format!("it is not said why `{code}` is accepted here");
            let finding = Finding::new(&BASELINE_WITHOUT_REASON, place, message);
            self.findings.push(finding.help("say in a sentence why it stays, and until when"));
        }
        self.known.push(Known {
            span: entry.span,
            place,
            fingerprint,
            code,
            element,
            reason,
            owner: text("owner"),
            until,
        });
    }

    fn until(&mut self, until: Option<&Node<'_>>) -> Option<(Date, Place)> {
        let (until, text) = until.and_then(|it| Some((it, it.as_str()?)))?;
        let date = super::parse_day(text).ok();
        if date.is_none() {
            self.invalid(until.span, "`until` is a day", "write it as `2027-01-31`; it is the last day that counts");
        }
        Some((date?, self.place(until.span)))
    }

    fn code(&mut self, code: Option<&Node<'_>>) {
        let Some((node, code)) = code.and_then(|it| Some((it, it.as_str()?))) else { return };
        if crate::rule::rules().all(|rule| rule.code != code) {
            let help = match nearest(code, crate::rule::rules().map(|rule| rule.code)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`cargo symphony explain` lists all rules".to_owned(),
            };
            self.invalid(node.span, format!("there is no rule `{:.60}`", code.escape_debug().to_string()), help);
        }
    }
}
