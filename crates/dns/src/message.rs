//! [`Message`]: a question, or the answer to one.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::name::Name;
use crate::record::{Record, RecordType};

/// What is asked: everything of one type about one name, in class IN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Question {
    /// About which name.
    pub name: Name,
    /// Records of which type.
    pub rtype: RecordType,
}

impl Question {
    /// Asks for `rtype` records of `name`.
    pub fn new(name: Name, rtype: RecordType) -> Question {
        Question { name, rtype }
    }

    /// Asks for the addresses of `name`.
    pub fn address_of(name: Name) -> Question {
        Question::new(name, RecordType::A)
    }
}

/// `www.example.com A`.
impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.rtype)
    }
}

/// How an answer came out (RFC 1035 §4.1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rcode {
    /// No error. There may still be no record of the type asked for.
    #[default]
    NoError,
    /// The server could not read the question.
    FormErr,
    /// The server could not find out.
    ServFail,
    /// There is no such name.
    NxDomain,
    /// The server cannot do what was asked.
    NotImp,
    /// The server will not answer this.
    Refused,
    /// Any other, by its number.
    Other(u8),
}

/// The codes that have names here, each at its number.
const RCODES: [(Rcode, &str); 6] = [
    (Rcode::NoError, "NOERROR"),
    (Rcode::FormErr, "FORMERR"),
    (Rcode::ServFail, "SERVFAIL"),
    (Rcode::NxDomain, "NXDOMAIN"),
    (Rcode::NotImp, "NOTIMP"),
    (Rcode::Refused, "REFUSED"),
];

impl Rcode {
    /// The code of this number; a message has four bits for it.
    pub fn from_code(code: u8) -> Rcode {
        let code = code & 15;
        RCODES
            .get(usize::from(code))
            .map_or(Rcode::Other(code), |(rcode, _)| *rcode)
    }

    /// Its number in a message.
    pub fn code(self) -> u8 {
        match self {
            Rcode::NoError => 0,
            Rcode::FormErr => 1,
            Rcode::ServFail => 2,
            Rcode::NxDomain => 3,
            Rcode::NotImp => 4,
            Rcode::Refused => 5,
            Rcode::Other(code) => code & 15,
        }
    }
}

/// As `dig` writes it: `NOERROR`, `NXDOMAIN`.
impl fmt::Display for Rcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match RCODES.get(usize::from(self.code())) {
            Some((_, text)) => f.write_str(text),
            None => write!(f, "RESERVED{}", self.code()),
        }
    }
}

/// A whole message (RFC 1035 §4.1), taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Message {
    /// What ties an answer to its question.
    pub id: u16,
    /// It is an answer (QR).
    pub qr: bool,
    /// What kind of question; 0 is the usual one.
    pub opcode: u8,
    /// The answer comes from a server of the zone itself (AA).
    pub aa: bool,
    /// Something did not fit and is left out (TC).
    pub tc: bool,
    /// Who asks wants the server to go and find out (RD).
    pub rd: bool,
    /// The server would do so (RA).
    pub ra: bool,
    /// How it came out.
    pub rcode: Rcode,
    /// What is or was asked.
    pub question: Option<Question>,
    /// Records that answer it.
    pub answers: Vec<Record>,
    /// Records of the servers to ask instead, or of the zone in which there is nothing.
    pub authority: Vec<Record>,
    /// Records that spare whoever asks the next question, such as those servers' addresses.
    pub additional: Vec<Record>,
}

impl Message {
    /// The longest message over UDP without extensions (RFC 1035 §4.2.1).
    pub const MAX_UDP_BYTES: usize = 512;
    /// The longest message at all.
    pub const MAX_BYTES: usize = 65_535;

    /// A question; `rd` asks the server to find out what it does not know.
    pub fn query(id: u16, question: Question, rd: bool) -> Message {
        Message {
            id,
            rd,
            question: Some(question),
            ..Message::default()
        }
    }

    /// The beginning of an answer to this question: no records yet, and no error.
    pub fn reply(&self) -> Message {
        Message {
            id: self.id,
            qr: true,
            opcode: self.opcode,
            rd: self.rd,
            question: self.question.clone(),
            ..Message::default()
        }
    }

    /// As [`Message::reply`], with a code and nothing else.
    pub fn reply_with(&self, rcode: Rcode) -> Message {
        Message {
            rcode,
            ..self.reply()
        }
    }
}
