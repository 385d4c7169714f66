//! [`SpecDefect`]: why a program cannot be started with its settings.

use hoplab_dns::ZoneError;

/// A setting with which a program cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecDefect {
    /// The field.
    pub field: &'static str,
    /// What is wrong with it.
    pub why: SpecWhy,
}

/// What is wrong with a setting. Its English text is what the command line prints; quantities that are texts here are
/// written alike in every language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum SpecWhy {
    /// Of an address.
    #[error("no single host can have this address")]
    NoHostsAddress,
    /// Neither a name nor an address.
    #[error("a name or an address is missing")]
    NoTarget,
    /// A domain name.
    #[error("a name has at most {most} characters")]
    NameTooLong { most: usize },
    /// Port 0.
    #[error("port 0 is reserved: choose 1 to 65535")]
    PortZero,
    /// A number or a time outside these bounds.
    #[error("it is {least} to {most}")]
    NotBetween {
        least: &'static str,
        most: &'static str,
    },
    /// A number of frames outside these bounds.
    #[error("it is {least} to {most} frames")]
    NotBetweenFrames { least: u16, most: u16 },
    /// A time that is too long.
    #[error("it is at most {most}")]
    MoreThan { most: &'static str },
    /// A time that is too long.
    #[error("it is at most an hour")]
    MoreThanAnHour,
    /// An echo request that would need fragments.
    #[error("it is at most {most}: with the headers, 1500")]
    EchoTooLong { most: u16 },
    /// A TTL of 0.
    #[error("with 0 no packet leaves: choose 1 to 255")]
    TtlZero,
    /// A text that is too short or too long.
    #[error("it has {least} to {most} bytes")]
    Bytes { least: usize, most: usize },
    /// A text that is too long.
    #[error("it has at most {most} bytes")]
    TooManyBytes { most: usize },
    /// A path that is none.
    #[error("it begins with a slash")]
    NoSlash,
    /// A name that nobody can have in a chat.
    #[error("it has 1 to 30 bytes, no spaces and no colon, and begins with neither * nor !")]
    BadNick,
    /// Too many of something.
    #[error("there are at most {most}")]
    TooMany { most: usize },
    /// None, or too many of something.
    #[error("there are {least} to {most}")]
    Count { least: usize, most: usize },
    /// A line of a chat.
    #[error("a line has {least} to {most} bytes")]
    LineBytes { least: usize, most: usize },
    /// A line of a chat.
    #[error("a line has no control characters")]
    LineControl,
    /// A line of a chat.
    #[error("a line comes within 24 hours")]
    LineTooLate,
    /// A quote of the day.
    #[error("a quote has {least} to {most} bytes")]
    QuoteBytes { least: usize, most: usize },
    /// A quote of the day.
    #[error("a quote has no control characters but line ends")]
    QuoteControl,
    /// A name server's zones.
    #[error("a name server has {least} to {most} zones")]
    Zones { least: usize, most: usize },
    /// One of a name server's zones.
    #[error("{0}")]
    Zone(Box<ZoneError>),
    /// A resolver's root servers.
    #[error("a recursive resolver knows {least} to {most} root servers")]
    Roots { least: usize, most: usize },
    /// A root server's name.
    #[error(
        "\"*\" stands for other names only where a zone's records are given: a root server has a name of its own"
    )]
    RootAsterisk,
    /// A root server's address.
    #[error("no single host can have the address of one of these servers")]
    NoRootsAddress,
}

/// Whether a port can be listened on or sent to.
pub(crate) fn check_port(port: u16) -> Result<(), SpecDefect> {
    require(port != 0, "port", SpecWhy::PortZero)
}

/// Whether a setting is as it has to be; `why` says how that is.
pub(crate) fn require(fits: bool, field: &'static str, why: SpecWhy) -> Result<(), SpecDefect> {
    if fits {
        Ok(())
    } else {
        Err(SpecDefect { field, why })
    }
}

/// Whether a number or a time is within its bounds, `least` to `most` in writing.
pub(crate) fn require_between(
    fits: bool,
    field: &'static str,
    least: &'static str,
    most: &'static str,
) -> Result<(), SpecDefect> {
    require(fits, field, SpecWhy::NotBetween { least, most })
}

/// Whether a text has so many bytes.
pub(crate) fn check_length(
    field: &'static str,
    text: &str,
    least: usize,
    most: usize,
) -> Result<(), SpecDefect> {
    let why = if least == 0 {
        SpecWhy::TooManyBytes { most }
    } else {
        SpecWhy::Bytes { least, most }
    };
    require((least..=most).contains(&text.len()), field, why)
}
