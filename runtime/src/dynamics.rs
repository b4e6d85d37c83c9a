//! How loud a performance is, and a beat.

use std::fmt;
use std::str::FromStr;

/// A dynamic level. A performance at one level plays the beats marked with it or softer.
///
/// ```
/// use symphony::Dynamics;
///
/// assert!(Dynamics::Pp < Dynamics::Ff);
/// assert_eq!(Dynamics::default(), Dynamics::Mf);
/// assert_eq!("mp".parse(), Ok(Dynamics::Mp));
/// assert_eq!(
///     "loud".parse::<Dynamics>().unwrap_err().to_string(),
///     "unknown dynamic level `loud`: expected one of pp, p, mp, mf, f, ff",
/// );
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Dynamics {
    /// Pianissimo, the softest.
    Pp,
    /// Piano.
    P,
    /// Mezzo piano.
    Mp,
    /// Mezzo forte, the default.
    #[default]
    Mf,
    /// Forte.
    F,
    /// Fortissimo, the loudest.
    Ff,
}

impl Dynamics {
    /// Every level, the softest first.
    pub const ALL: [Self; 6] = [Self::Pp, Self::P, Self::Mp, Self::Mf, Self::F, Self::Ff];

    /// The mark as it stands in a sequence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pp => "pp",
            Self::P => "p",
            Self::Mp => "mp",
            Self::Mf => "mf",
            Self::F => "f",
            Self::Ff => "ff",
        }
    }
}

impl fmt::Display for Dynamics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Dynamics {
    type Err = UnknownDynamics;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|level| level.as_str() == text).ok_or_else(|| UnknownDynamics(text.to_owned()))
    }
}

/// A text that is no dynamic level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDynamics(String);

impl fmt::Display for UnknownDynamics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown dynamic level `{}`: expected one of ", self.0)?;
        Dynamics::ALL
            .iter()
            .enumerate()
            .try_for_each(|(index, level)| write!(f, "{}{level}", if index == 0 { "" } else { ", " }))
    }
}

impl std::error::Error for UnknownDynamics {}
