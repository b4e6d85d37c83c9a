//! Who handles the beats of `sequences/report.json`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use symphony::Beat;

use crate::report::{Counted, Handlers, ReportWriting, WordCounting};

/// Handles the beats. What they share, such as a client or a configuration, becomes a field of it.
#[derive(Clone, Debug, Default)]
pub struct Desk;

impl Handlers for Desk {
    type Error = io::Error;
}

#[symphony::handlers]
impl WordCounting for Desk {
    async fn load_text(&self, _beat: &mut Beat<'_>, source: &PathBuf) -> io::Result<String> {
        fs::read_to_string(source).map_err(|fault| about(source, &fault))
    }

    fn count_words(&self, text: &String) -> io::Result<Vec<Counted>> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for word in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
        Ok(counts
            .into_iter()
            .map(|(word, count)| Counted { word, count })
            .collect())
    }
}

#[symphony::handlers]
impl ReportWriting for Desk {
    fn compose_report(&self, counts: &Vec<Counted>, most: &usize) -> io::Result<String> {
        let mut counts: Vec<&Counted> = counts.iter().collect();
        counts.sort_by_key(|it| Reverse(it.count));
        let mut report = String::new();
        for Counted { word, count } in counts.into_iter().take(*most) {
            let _ = writeln!(report, "{count:>6} {word}");
        }
        Ok(report)
    }

    async fn save_report(
        &self,
        _beat: &mut Beat<'_>,
        report: &String,
        target: &PathBuf,
    ) -> io::Result<()> {
        fs::write(target, report).map_err(|fault| about(target, &fault))
    }
}

/// The error, which says by itself what is wrong but not with which file.
fn about(path: &Path, fault: &io::Error) -> io::Error {
    io::Error::new(fault.kind(), format!("`{}`: {fault}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::Desk;
    use crate::report::{ReportWriting, WordCounting};

    #[test]
    fn words_are_counted_whatever_is_between_them() {
        let counts = Desk
            .count_words(&"b, a;b".to_owned())
            .expect("nothing can fail");
        let counts: Vec<_> = counts
            .iter()
            .map(|it| (it.word.as_str(), it.count))
            .collect();
        assert_eq!(counts, [("a", 1), ("b", 2)]);
    }

    #[test]
    fn words_that_are_used_equally_often_are_sorted() {
        let counts = Desk
            .count_words(&"c b a".to_owned())
            .expect("nothing can fail");
        let report = Desk.compose_report(&counts, &2).expect("nothing can fail");
        assert_eq!(report, "     1 a\n     1 b\n");
    }
}
