//! Nagle's algorithm (RFC 9293 §3.7.4): a small segment, which more data may fill, waits until something is acknowledged.

use core::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::endpoint::Endpoint;
use crate::event::TcpEvent;
use crate::seq::Seq;

/// Which rule holds small segments back. In JSON `"off"` or `false`, `"minshall"` or `true`, `"rfc896"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nagle {
    /// None: every write goes at once, as with TCP_NODELAY.
    Off,
    /// Minshall's variant (draft-minshall-nagle), as in Linux and the BSDs: while a small segment of ours is
    /// unacknowledged. The end of one large write does not wait for its beginning.
    #[default]
    Minshall,
    /// As RFC 896 has it: while anything is unacknowledged.
    Rfc896,
}

/// What a switch can say is written as one, so that every program ever released reads it.
impl Serialize for Nagle {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Nagle::Off => to.serialize_bool(false),
            Nagle::Minshall => to.serialize_bool(true),
            Nagle::Rfc896 => to.serialize_str("rfc896"),
        }
    }
}

impl<'de> Deserialize<'de> for Nagle {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Nagle, D::Error> {
        struct Words;
        impl Visitor<'_> for Words {
            type Value = Nagle;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, \"off\", \"minshall\" or \"rfc896\"")
            }
            fn visit_bool<E: de::Error>(self, on: bool) -> Result<Nagle, E> {
                Ok(if on { Nagle::Minshall } else { Nagle::Off })
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Nagle, E> {
                match word {
                    "off" => Ok(Nagle::Off),
                    "minshall" => Ok(Nagle::Minshall),
                    "rfc896" => Ok(Nagle::Rfc896),
                    _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                }
            }
        }
        from.deserialize_any(Words)
    }
}

impl Endpoint {
    /// Whether a segment of `len` bytes must wait. `last` if the program has closed and nothing can come to fill it.
    pub(crate) fn nagle_holds(&mut self, len: u32, last: bool) -> bool {
        let is_small = len > 0 && len < self.mss && !last;
        let up_to = self.nagle_waits_for().filter(|_| is_small);
        if let Some(up_to) = up_to.filter(|_| !self.nagle_held) {
            self.events.push(TcpEvent::NagleHeld { bytes: len, up_to });
        }
        self.nagle_held = up_to.is_some();
        self.nagle_held
    }

    /// The end of what is under way that has a small segment wait. RFC 896 knows no exception ("unconditional");
    /// urgent data goes past the variant, as in Linux.
    fn nagle_waits_for(&self) -> Option<Seq> {
        match self.config.nagle {
            Nagle::Off => None,
            Nagle::Minshall => self.small_sent.filter(|_| self.snd_up.is_none()),
            Nagle::Rfc896 => (!self.flight.is_empty()).then_some(self.snd_nxt),
        }
    }

    /// New data up to `end` goes out in a segment with `len` bytes of payload.
    pub(crate) fn note_small(&mut self, len: u32, end: Seq) {
        if len > 0 && len < self.mss {
            self.small_sent = Some(end);
        }
    }

    /// A sequence number kept for ever would one day lie ahead again.
    pub(crate) fn forget_small(&mut self) {
        self.small_sent = self.small_sent.filter(|end| end.after(self.snd_una));
    }
}
