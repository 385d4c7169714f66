//! [`Record`] and what it holds: one fact about a name.

use core::fmt;
use core::net::Ipv4Addr;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::name::Name;

/// What a record tells (RFC 1035 §3.2.2). Its text is the usual mnemonic, or `TYPE65` (RFC 3597).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordType {
    /// An IPv4 address.
    A,
    /// A name server of a zone.
    Ns,
    /// The name is another word for a name.
    Cname,
    /// The beginning of a zone: who looks after it, and how long what is not there may be remembered.
    Soa,
    /// Any other, by its number; made by [`RecordType::from_code`], so that each type has one form.
    Other(u16),
}

impl RecordType {
    /// The type of this number.
    pub const fn from_code(code: u16) -> RecordType {
        match code {
            1 => RecordType::A,
            2 => RecordType::Ns,
            5 => RecordType::Cname,
            6 => RecordType::Soa,
            other => RecordType::Other(other),
        }
    }

    /// Its number in a message.
    pub const fn code(self) -> u16 {
        match self {
            RecordType::A => 1,
            RecordType::Ns => 2,
            RecordType::Cname => 5,
            RecordType::Soa => 6,
            RecordType::Other(code) => code,
        }
    }
}

/// Types that have a name but nothing special here.
const NAMED: [(u16, &str); 10] = [
    (1, "A"),
    (2, "NS"),
    (5, "CNAME"),
    (6, "SOA"),
    (12, "PTR"),
    (15, "MX"),
    (16, "TXT"),
    (28, "AAAA"),
    (41, "OPT"),
    (255, "ANY"),
];

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code();
        match NAMED.iter().find(|(named, _)| *named == code) {
            Some((_, text)) => f.write_str(text),
            None => write!(f, "TYPE{code}"),
        }
    }
}

/// A text that names no type of record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a type of record such as A, NS, CNAME or TYPE65")]
pub struct UnknownType(String);

impl FromStr for RecordType {
    type Err = UnknownType;
    fn from_str(text: &str) -> Result<RecordType, UnknownType> {
        let named = NAMED
            .iter()
            .find(|(_, name)| name.eq_ignore_ascii_case(text));
        let code = match named {
            Some((code, _)) => Some(*code),
            None => text.strip_prefix("TYPE").and_then(|n| n.parse().ok()),
        };
        code.map(RecordType::from_code)
            .ok_or_else(|| UnknownType(text.chars().take(40).collect()))
    }
}

impl Serialize for RecordType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RecordType, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What a record says of its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordData {
    /// The name's address.
    A(Ipv4Addr),
    /// A server of the zone that begins at the name.
    Ns(Name),
    /// The name that is meant.
    Cname(Name),
    /// The zone that begins at the name.
    Soa(Box<Soa>),
    /// Bytes of another type.
    Other {
        /// The type's number.
        rtype: u16,
        /// The data as the message has it; names in it are not compressed (RFC 3597 §4).
        bytes: Vec<u8>,
    },
}

impl RecordData {
    /// The type of record that has such data.
    pub const fn rtype(&self) -> RecordType {
        match self {
            RecordData::A(_) => RecordType::A,
            RecordData::Ns(_) => RecordType::Ns,
            RecordData::Cname(_) => RecordType::Cname,
            RecordData::Soa(_) => RecordType::Soa,
            RecordData::Other { rtype, .. } => RecordType::from_code(*rtype),
        }
    }
}

/// As in a zone's file and in what `dig` prints.
impl fmt::Display for RecordData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordData::A(address) => write!(f, "{address}"),
            RecordData::Ns(name) | RecordData::Cname(name) => write!(f, "{name:#}"),
            RecordData::Soa(soa) => {
                let Soa {
                    mname,
                    rname,
                    serial,
                    refresh,
                    retry,
                    expire,
                    minimum,
                } = &**soa;
                write!(f, "{mname:#} {rname:#} ")?;
                write!(f, "{serial} {refresh} {retry} {expire} {minimum}")
            }
            RecordData::Other { bytes, .. } => {
                write!(f, "\\# {}", bytes.len())?;
                let separator = if bytes.is_empty() { "" } else { " " };
                f.write_str(separator)?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
            }
        }
    }
}

/// What a SOA record says (RFC 1035 §3.3.13). Times are in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Soa {
    /// The server that the zone is changed at.
    pub mname: Name,
    /// The mailbox of who looks after it, with a dot for the `@`.
    pub rname: Name,
    /// Grows with each change.
    pub serial: u32,
    /// How often other servers of the zone ask for changes.
    pub refresh: u32,
    /// How soon they ask again if that failed.
    pub retry: u32,
    /// After how long without an answer they stop answering.
    pub expire: u32,
    /// How long it may be remembered that something is not there (RFC 2308 §4).
    pub minimum: u32,
}

/// One fact about a name, and how long it may be remembered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Record {
    /// Whom it is about: the owner.
    pub name: Name,
    /// For how many seconds it may be remembered.
    pub ttl: u32,
    /// What it says.
    pub data: RecordData,
}

impl Record {
    /// A record.
    pub fn new(name: Name, ttl: u32, data: RecordData) -> Record {
        Record { name, ttl, data }
    }

    /// Its type.
    pub const fn rtype(&self) -> RecordType {
        self.data.rtype()
    }
}

/// One line, as in a zone's file: `www.example.com. 300 IN A 198.51.100.80`.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Record { name, ttl, data } = self;
        write!(f, "{name:#} {ttl} IN {} {data}", data.rtype())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_reads_back_as_it_is_written() {
        for code in 0..=u16::MAX {
            let rtype = RecordType::from_code(code);
            assert_eq!(rtype.code(), code);
            assert_eq!(rtype.to_string().parse(), Ok(rtype));
        }
        assert!("HELLO".parse::<RecordType>().is_err());
    }

    #[test]
    fn a_record_is_written_as_in_a_zone_file() {
        let name: Name = "www.Example.com".parse().unwrap();
        let record = |data| Record::new(name.clone(), 300, data).to_string();
        let address = Ipv4Addr::new(198, 51, 100, 80);
        assert_eq!(
            record(RecordData::A(address)),
            "www.Example.com. 300 IN A 198.51.100.80"
        );
        let other = RecordData::Other {
            rtype: 65,
            bytes: vec![0, 171],
        };
        assert_eq!(record(other), "www.Example.com. 300 IN TYPE65 \\# 2 00AB");
    }
}
