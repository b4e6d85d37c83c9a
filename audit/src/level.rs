//! What is done with a finding.

/// What a finding does to a check. It never changes a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is not shown.
    Allow,
    /// It is shown.
    Warn,
    /// It is shown, and the check fails.
    Deny,
}

impl Level {
    /// The level of a word of `symphony.toml`.
    ///
    /// ```
    /// use symphony_audit::level::Level;
    /// assert_eq!(Level::from_word("deny"), Some(Level::Deny));
    /// assert_eq!(Level::from_word("error"), None);
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Allow, Self::Warn, Self::Deny].into_iter().find(|level| level.word() == word)
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}
