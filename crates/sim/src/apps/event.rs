//! [`AppEvent`]: what programs did and learnt.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::net::Ipv4Addr;

use hoplab_dns::{DnsEvent, LookupId};
use serde::Serialize;

use super::table;
use super::target::LookupError;
use crate::ids::ProgramId;

macro_rules! events {
    ($($folder:ident {
        $($(#[$doc:meta])* $number:literal $name:ident($event:ident);)*
    } $screens:tt $programs:tt)*) => {
        /// What a program did or learnt of its own protocol. Its English text is what the command line prints.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum AppEvent {
            /// About a name it needs the address of.
            Lookup(LookupEvent),
            /// What a resolver decided or met.
            Dns(DnsEvent),
            $($($(#[$doc])* $name(super::$folder::$event),)*)*
        }

        /// Each number once, or this does not compile.
        #[derive(Clone, Copy)]
        enum Number {
            Lookup = 0,
            Dns = 2,
            $($($name = $number,)*)*
        }

        /// By the numbers of the table, and not by the order of its rows.
        impl Hash for AppEvent {
            fn hash<H: Hasher>(&self, hasher: &mut H) {
                match self {
                    AppEvent::Lookup(event) => {
                        (Number::Lookup as isize).hash(hasher);
                        event.hash(hasher);
                    }
                    AppEvent::Dns(event) => {
                        (Number::Dns as isize).hash(hasher);
                        event.hash(hasher);
                    }
                    $($(AppEvent::$name(event) => {
                        (Number::$name as isize).hash(hasher);
                        event.hash(hasher);
                    })*)*
                }
            }
        }

        impl fmt::Display for AppEvent {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    AppEvent::Lookup(event) => event.fmt(f),
                    AppEvent::Dns(event) => event.kind.fmt(f),
                    $($(AppEvent::$name(event) => event.fmt(f),)*)*
                }
            }
        }
    };
}
table!(events);

/// A lookup of a host's stub resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StubLookup {
    /// The resolver.
    pub resolver: ProgramId,
    /// Which of its lookups.
    pub lookup: LookupId,
}

/// A program needs the address of a name before it can do anything.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LookupEvent {
    /// It asks the host's stub resolver.
    Asked {
        /// For this name.
        name: String,
    },
    /// It got addresses.
    Found {
        /// For this name.
        name: String,
        /// At least one.
        addresses: Vec<Ipv4Addr>,
        /// By this lookup.
        lookup: Option<StubLookup>,
    },
    /// It got none.
    Failed {
        /// For this name.
        name: String,
        /// Why.
        error: LookupError,
        /// The lookup that came to that, if one was begun.
        lookup: Option<StubLookup>,
    },
}

impl fmt::Display for LookupEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LookupEvent::Asked { name } => write!(
                f,
                "needs the address of {name} and asks the stub resolver of its own host"
            ),
            LookupEvent::Found {
                name, addresses, ..
            } => {
                write!(f, "{name} has the address")?;
                addresses.iter().try_for_each(|one| write!(f, " {one}"))
            }
            LookupEvent::Failed { name, error, .. } => write!(f, "no address for {name}: {error}"),
        }
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LookupError::NoResolver => "this host knows no name server",
            LookupError::BadName => "it is no possible name",
            LookupError::NoSuchName => "there is no such name (NXDOMAIN)",
            LookupError::NoAddress => "the name has no address",
            LookupError::ServerFailure => "the name server could not find out (SERVFAIL)",
            LookupError::Refused => "the name server will not say (REFUSED)",
            LookupError::TimedOut => "no name server answered",
            LookupError::Unreachable => "no name server could be reached",
        })
    }
}
