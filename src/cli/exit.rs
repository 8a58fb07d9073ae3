//! How a command ended, by the numbers of sysexits.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// As it should.
    Ok,
    /// Mistakes were found, or tests failed.
    Mistakes,
    /// The command line makes no sense.
    Usage,
    /// The system does not give what is needed.
    System,
    /// Something cannot be created.
    CannotCreate,
    /// Reading or writing failed.
    Io,
    /// Not now; later perhaps.
    TryAgain,
    /// The settings make no sense.
    Configuration,
    /// Somebody pressed Ctrl-C twice.
    Interrupted,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Mistakes => 1,
            Self::Usage => 64,
            Self::System => 71,
            Self::CannotCreate => 73,
            Self::Io => 74,
            Self::TryAgain => 75,
            Self::Configuration => 78,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
