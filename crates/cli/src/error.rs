//! What can go wrong, and the exit code that says so.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use hoplab_scenario::ScenarioError;
use hoplab_scenario::file::FileError;
use hoplab_scenario::library::UnknownScenario;
use hoplab_scenario::link::LinkError;
use hoplab_scenario::query::QueryError;

/// Why there is no run, or no output. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Neither a scenario of the library, nor a file, nor a link.
    #[error("{0}\n(`hoplab list` shows all; a file's name ends in .json; a link begins with #s=)")]
    UnknownScenario(UnknownScenario),
    /// A file that cannot be read.
    #[error("{}: {}", path.display(), read_problem(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that holds no scenario, or one that cannot be.
    #[error("{origin}: {problem}")]
    Scenario {
        /// The file or the link.
        origin: String,
        /// What is wrong with it.
        problem: ScenarioError,
    },
    /// A file that holds a run, and one that cannot be.
    #[error("{origin}: {}", told_of_file(error))]
    Run {
        /// The file.
        origin: String,
        /// What is wrong with it.
        error: LinkError,
    },
    /// A file that is neither scenario nor run.
    #[error("{origin}: {}", FileError::Neither)]
    Neither {
        /// The file.
        origin: String,
    },
    /// A run that is too long for a link.
    #[error(
        "{0}\n(write it to a file: `hoplab link ... --file run.json`; the page opens it by \"Share\", \"Open a file\", and `hoplab run run.json` runs it)"
    )]
    DoesNotFit(LinkError),
    /// A link that cannot be read.
    #[error("{0}")]
    Link(#[from] LinkError),
    /// A readable link with a parameter that makes no sense.
    #[error("{0}")]
    Query(#[from] QueryError),
    /// An address that says nothing of a run.
    #[error("this address names no scenario: it should hold #s=1d... or ?scenario=broken-line")]
    NothingAsked,
    /// Two things for one standard output.
    #[error(
        "only one of --trace -, --pcap -, --hash and --summary can go to standard output: give the others a file"
    )]
    TwoOnStdout,
    /// Output that could not be written.
    #[error("{to}: cannot be written: {source}")]
    Write {
        /// The file, or `standard output`.
        to: String,
        /// What the system says.
        source: io::Error,
    },
}

/// A file's bounds are told as a link's are.
fn told_of_file(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { what, most } => {
            format!("there are too many {what}: the most is {most}")
        }
        error => error.to_string(),
    }
}

fn read_problem(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder, not a scenario file".to_owned(),
        io::ErrorKind::InvalidData => {
            "this is not text in UTF-8, so it is no scenario file".to_owned()
        }
        io::ErrorKind::FileTooLarge => "this is too long for a scenario file".to_owned(),
        _ => format!("cannot be read: {source}"),
    }
}

impl Error {
    /// Whether the reader of our output has gone away, as `head` does: nobody needs to be told.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// 2 for bad input, 1 for output that could not be written.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Error::Write { .. } => ExitCode::from(1),
            _ => ExitCode::from(2),
        }
    }
}
