//! What a rule is: the one record from which explanations, reports and its test are made.

use std::fmt;

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Several sequences together.
    Orchestration,
    /// One sequence in itself.
    Sequence,
    /// Beats and who handles them.
    Handler,
    /// Policies and metrics.
    Governance,
    /// What a sequence needs from elsewhere.
    Dependency,
}

/// How bad a finding is. `Critical` and `Major` stop a build; the others are warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Works, but says something it does not mean.
    Minor,
    /// Would be performed otherwise than it reads.
    Major,
    /// Cannot be compiled.
    Critical,
}

impl Severity {
    /// Whether a finding of this severity stops a build.
    #[must_use]
    pub fn is_error(self) -> bool {
        self >= Self::Major
    }
}

impl Severity {
    /// The severity that a word says, in any case.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Info, Self::Minor, Self::Major, Self::Critical]
            .into_iter()
            .find(|severity| severity.word().eq_ignore_ascii_case(word))
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "INFO",
            Self::Minor => "MINOR",
            Self::Major => "MAJOR",
            Self::Critical => "CRITICAL",
        }
    }
}

impl Family {
    /// Its word, in lower case.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Orchestration => "orchestration",
            Self::Sequence => "sequence",
            Self::Handler => "handler",
            Self::Governance => "governance",
            Self::Dependency => "dependency",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One rule. `bad` is a sequence that breaks it, `good` the same one mended; both run as its test.
#[derive(Debug)]
pub struct Rule {
    /// `SCREAMING_SNAKE`, stable for ever.
    pub code: &'static str,
    /// What it looks at.
    pub family: Family,
    /// How bad breaking it is.
    pub severity: Severity,
    /// What it asks for, in one sentence.
    pub what: &'static str,
    /// Why, in one or two sentences.
    pub why: &'static str,
    /// A file that breaks it, and no other rule; several files are parted by a line `---`, as [`files`] reads them.
    pub bad: &'static str,
    /// The same file, mended.
    pub good: &'static str,
}

/// The files of a rule's example, each a sequence.
///
/// ```
/// let files: Vec<&str> = symphony_codegen::rule::files("{ 1 }\n---\n{ 2 }").collect();
/// assert_eq!(files, ["{ 1 }", "{ 2 }"]);
/// ```
pub fn files(example: &str) -> impl Iterator<Item = &str> {
    example.split("\n---\n")
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}
