//! [`AppEvent`]: what programs did and learnt.

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
        /// What a program did or learnt of its own protocol.
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
