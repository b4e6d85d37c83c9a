//! What would change in a file, as a unified diff.

use similar::TextDiff;

/// Texts of which more lines differ are not compared line by line: nobody reads that, and it takes quadratic time.
const MOST_LINES: usize = 4000;

/// The unified diff of a file, from what it holds to what it should hold.
///
/// ```
/// let diff = symphony_audit::freshness::diff("a.md", "one\ntwo\n", "one\n2\n");
/// assert_eq!(diff, "--- a.md\n+++ generated\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
/// ```
#[must_use]
pub fn diff(path: &str, present: &str, wanted: &str) -> String {
    let differing = differing_lines(present, wanted);
    if differing > MOST_LINES {
        return format!("--- {path}\n+++ generated\n{differing} lines differ\n");
    }
    TextDiff::from_lines(present, wanted).unified_diff().context_radius(3).header(path, "generated").to_string()
}

/// How many lines there are, in both texts, between those at the start and at the end that are the same.
fn differing_lines(present: &str, wanted: &str) -> usize {
    let start = present.lines().zip(wanted.lines()).take_while(|(left, right)| left == right).count();
    let (left, right) = (present.lines().count() - start, wanted.lines().count() - start);
    let ends = present.lines().rev().take(left).zip(wanted.lines().rev().take(right));
    left + right - 2 * ends.take_while(|(left, right)| left == right).count()
}
