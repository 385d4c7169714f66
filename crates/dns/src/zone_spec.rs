//! [`ZoneSpec`]: a zone as people write it in a scenario's file.

use core::fmt;
use core::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::name::Name;

/// A zone in short.
///
/// ```json
/// {"origin": "example.com", "records": [
///   {"name": "@", "ns": ["ns1", "ns2.other.net."]},
///   {"name": "ns1", "a": "198.51.100.53"},
///   {"name": "www", "a": "198.51.100.80", "ttl": 60},
///   {"name": "blog", "cname": "www"}
/// ]}
/// ```
///
/// Names are written as in a zone's file: `@` is the origin, a name without a dot at its end is
/// relative to it. A name that ends with the origin may lack the dot. `*` as the leftmost label makes a wildcard:
/// its records answer for names that do not exist (RFC 4592).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneSpec {
    /// The name the zone begins at.
    pub origin: Name,
    /// For how many seconds records may be remembered that do not say it themselves.
    #[serde(default = "default_ttl", skip_serializing_if = "is_default_ttl")]
    pub ttl: u32,
    /// What the SOA record says where it is not the usual.
    #[serde(default, skip_serializing_if = "SoaSpec::is_default")]
    pub soa: SoaSpec,
    /// What is in the zone.
    pub records: Vec<RecordSpec>,
}

/// Records of one name. At least one kind must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordSpec {
    /// Whose records they are.
    pub name: String,
    /// Its addresses: one, or a list.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        with = "crate::one_or_many"
    )]
    pub a: Vec<Ipv4Addr>,
    /// The servers of the zone that begins at it: one, or a list.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        with = "crate::one_or_many"
    )]
    pub ns: Vec<String>,
    /// The name that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cname: Option<String>,
    /// For how many seconds they may be remembered; none: as the zone says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<u32>,
}

/// What can be said of a zone's SOA record. Times are in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SoaSpec {
    /// The server that the zone is changed at; none: the first of its name servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mname: Option<String>,
    /// The mailbox of who looks after it.
    pub rname: String,
    /// Grows with each change.
    pub serial: u32,
    /// How often other servers of the zone ask for changes.
    pub refresh: u32,
    /// How soon they ask again if that failed.
    pub retry: u32,
    /// After how long without an answer they stop answering.
    pub expire: u32,
    /// How long it may be remembered that something is not there.
    pub minimum: u32,
}

impl Default for SoaSpec {
    fn default() -> SoaSpec {
        SoaSpec {
            mname: None,
            rname: "hostmaster".to_owned(),
            serial: 1,
            refresh: 3600,
            retry: 600,
            expire: 86_400,
            minimum: 60,
        }
    }
}

impl SoaSpec {
    fn is_default(&self) -> bool {
        *self == SoaSpec::default()
    }
}

impl ZoneSpec {
    /// How long records may be remembered unless told otherwise: five minutes.
    pub const DEFAULT_TTL: u32 = 300;
}

fn default_ttl() -> u32 {
    ZoneSpec::DEFAULT_TTL
}

fn is_default_ttl(ttl: &u32) -> bool {
    *ttl == ZoneSpec::DEFAULT_TTL
}

/// Why a zone cannot be, in words for whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// A name that cannot be read.
    #[error("zone {origin}: {error}")]
    BadName {
        /// The zone.
        origin: Name,
        /// What is wrong.
        error: crate::NameError,
    },
    /// A record of a name that is not in the zone.
    #[error("zone {origin}: {name} is not in it")]
    NotInZone {
        /// The zone.
        origin: Name,
        /// The name.
        name: Name,
    },
    /// A name with neither address, name server nor other name.
    #[error("zone {origin}: {name} needs \"a\", \"ns\" or \"cname\"")]
    NothingSaid {
        /// The zone.
        origin: Name,
        /// The name.
        name: Name,
    },
    /// Nobody serves the zone.
    #[error("zone {origin}: it needs a name server: {{\"name\": \"@\", \"ns\": \"ns1\"}}")]
    NoNameServer {
        /// The zone.
        origin: Name,
    },
    /// A name is another word for something and yet has records of its own (RFC 1034 §3.6.2).
    #[error("zone {origin}: {name} has a CNAME, so it can have no other record")]
    CnameNotAlone {
        /// The zone.
        origin: Name,
        /// The name.
        name: Name,
    },
    /// A name server in the zone whose address is not given.
    #[error(
        "zone {origin}: {name} is served by {server}, whose address is missing: add an \"a\"{hint}"
    )]
    NoAddress {
        /// The zone.
        origin: Name,
        /// What it serves.
        name: Name,
        /// The server.
        server: Name,
        /// What else might be meant.
        hint: Hint,
    },
    /// A CNAME that leads to a name that is not there, and looks as if its last dot were missing.
    #[error("zone {origin}: {name} leads to {target}, which is not there{hint}")]
    MissingDot {
        /// The zone.
        origin: Name,
        /// The name.
        name: Name,
        /// What it leads to.
        target: Name,
        /// What else might be meant.
        hint: Hint,
    },
    /// Something other than an address below a name that another zone begins at.
    #[error(
        "zone {origin}: {name} is below {cut}, which is another zone's: only addresses may stand here"
    )]
    BelowCut {
        /// The zone.
        origin: Name,
        /// The name.
        name: Name,
        /// Where the other zone begins.
        cut: Name,
    },
    /// Another zone cannot begin at a wildcard: what that would mean is left undefined (RFC 4592 §4.2).
    #[error(
        "zone {origin}: {name} cannot have an \"ns\": what a wildcard that begins another zone would mean is undefined (RFC 4592)"
    )]
    WildcardDelegation {
        /// The zone.
        origin: Name,
        /// The wildcard.
        name: Name,
    },
    /// A name server's name has an asterisk for a label.
    #[error(
        "zone {origin}: a name server cannot be called {server}: \"*\" stands for other names only where records are given, and a host's name has none"
    )]
    AsteriskHost {
        /// The zone.
        origin: Name,
        /// The server.
        server: Name,
    },
    /// A record that is no part of a zone's changeable content, or is of another type than it says.
    #[error("zone {origin}: {name} cannot be given such a {rtype} record")]
    BadData {
        /// The zone.
        origin: Name,
        /// The name.
        name: Name,
        /// The type.
        rtype: crate::RecordType,
    },
    /// More than a zone may hold.
    #[error("zone {origin}: it has more than {most} records")]
    TooManyRecords {
        /// The zone.
        origin: Name,
        /// The most.
        most: u32,
    },
    /// One server has two zones of one name.
    #[error("zone {origin} is there twice")]
    Twice {
        /// The zone.
        origin: Name,
    },
}

/// What may have been meant by a name whose last dot may be missing; it may be nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint(pub(crate) Option<String>);

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(text) => write!(f, ", or write \"{text}.\" with a dot at its end"),
            None => Ok(()),
        }
    }
}
