//! The parts of a fix, each of which is done as a whole or not at all.

use symphony_codegen::rule::Family;

/// A part of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Domains, orchestration, policies and dependencies.
    Domain,
    /// The sequences themselves.
    Sequence,
    /// Handlers, and the tests of criteria.
    Handler,
}

impl Phase {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Domain, Self::Sequence, Self::Handler];

    /// The phase that mends what rules of a family find.
    #[must_use]
    pub fn of(family: Family) -> Self {
        match family {
            Family::Orchestration | Family::Governance | Family::Dependency => Self::Domain,
            Family::Sequence => Self::Sequence,
            Family::Handler => Self::Handler,
        }
    }

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Sequence => "sequence",
            Self::Handler => "handler",
        }
    }
}
