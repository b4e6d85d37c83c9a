//! What a fix changes in a file, as a unified diff.

use similar::TextDiff;

use super::Changed;

impl Changed {
    /// The diff, as `git apply` and `patch -p1` take it.
    #[must_use]
    pub fn diff(&self) -> String {
        let (old, new) = (format!("a/{}", self.shown), format!("b/{}", self.shown));
        TextDiff::from_lines(&self.before, &self.after).unified_diff().context_radius(3).header(&old, &new).to_string()
    }
}
