//! Whom a program turns to: by name or by address.

use core::fmt;
use core::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, SpecWhy};
use crate::transfer::is_unicast;

/// A name to look up, or an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Target {
    /// An address: nothing needs to be looked up.
    Address(Ipv4Addr),
    /// A name: the host's stub resolver looks it up first.
    Name(String),
}

impl Target {
    /// The longest name in its written form (RFC 1035 §3.1 allows 255 bytes on the wire).
    const MAX_NAME: usize = 253;

    /// Whether somebody can be there.
    ///
    /// # Errors
    /// Says why not.
    pub fn check(&self, field: &'static str) -> Result<(), SpecDefect> {
        let why = match self {
            Target::Address(address) if !is_unicast(*address) => SpecWhy::NoHostsAddress,
            Target::Name(name) if name.is_empty() => SpecWhy::NoTarget,
            Target::Name(name) if name.len() > Target::MAX_NAME => SpecWhy::NameTooLong {
                most: Target::MAX_NAME,
            },
            _ => return Ok(()),
        };
        Err(SpecDefect { field, why })
    }
}

impl From<String> for Target {
    fn from(text: String) -> Target {
        match text.parse() {
            Ok(address) => Target::Address(address),
            Err(_) => Target::Name(text),
        }
    }
}

impl From<Target> for String {
    fn from(target: Target) -> String {
        target.to_string()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Address(address) => address.fmt(f),
            Target::Name(name) => f.write_str(name),
        }
    }
}

/// Why a name led to no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LookupError {
    /// The host knows no name server.
    NoResolver,
    /// It is no name: a label is empty or longer than 63 bytes, or all of it is too long.
    BadName,
    /// There is no such name (NXDOMAIN).
    NoSuchName,
    /// The name exists but has no address (NODATA).
    NoAddress,
    /// The name server could not find out (SERVFAIL).
    ServerFailure,
    /// The name server will not say (REFUSED).
    #[serde(rename = "lookup-refused")]
    Refused,
    /// No name server answered.
    #[serde(rename = "lookup-timed-out")]
    TimedOut,
    /// No name server could be reached: no way leads there, or nobody listens.
    #[serde(rename = "lookup-unreachable")]
    Unreachable,
}
