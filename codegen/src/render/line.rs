//! One line for each finding, for logs and greps.

use crate::diagnostic::Finding;
use crate::source::Sources;

/// `path:line:column: error[CODE]: message`.
#[must_use]
pub fn line(finding: &Finding, sources: &Sources) -> String {
    let level = if finding.severity().is_error() { "error" } else { "warning" };
    let place = sources.locate(finding.primary.place);
    format!("{place}: {level}[{}]: {}", finding.rule.code, finding.message)
}
