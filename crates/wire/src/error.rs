//! Why bytes could not be read as a header, or a payload could not be sent.

use std::fmt;

/// The header a [`ParseError`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Ethernet II.
    Ethernet,
    /// IPv4, RFC 791.
    Ipv4,
    /// ICMP, RFC 792.
    Icmp,
    /// UDP, RFC 768.
    Udp,
    /// TCP, RFC 9293.
    Tcp,
    /// DNS, RFC 1035.
    Dns,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Layer::Ethernet => "Ethernet",
            Layer::Ipv4 => "IPv4",
            Layer::Icmp => "ICMP",
            Layer::Udp => "UDP",
            Layer::Tcp => "TCP",
            Layer::Dns => "DNS",
        })
    }
}

/// A header field that contradicts the rest of the packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Defect {
    /// IPv4: the version is not 4.
    Version,
    /// IPv4: the header claims fewer than 20 bytes.
    HeaderLength,
    /// IPv4: the total length is shorter than the header.
    TotalLength,
    /// UDP: the length is under 8, or differs from the length of the IP payload.
    Length,
    /// TCP: the data offset claims a header under 20 bytes.
    DataOffset,
    /// DNS: a label begins with bits that mean nothing.
    Label,
    /// DNS: a compression pointer does not lead back.
    Pointer,
    /// DNS: a name is longer than 255 bytes.
    NameLength,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Defect::Version => "the version is not 4",
            Defect::HeaderLength => "the header length is under 20 bytes",
            Defect::TotalLength => "the total length is shorter than the header",
            Defect::Length => "the length does not match the bytes that arrived",
            Defect::DataOffset => "the data offset is under 20 bytes",
            Defect::Label => "a label of a name begins with bits that mean nothing",
            Defect::Pointer => "a compression pointer does not lead back",
            Defect::NameLength => "a name is longer than 255 bytes",
        })
    }
}

/// Why bytes are not a good header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParseError {
    /// The bytes end before the header, or before the length it states.
    Truncated {
        /// Whose bytes are missing.
        layer: Layer,
        /// Bytes the header needs or states.
        need: usize,
        /// Bytes there are.
        have: usize,
    },
    /// The checksum does not fit the bytes: something changed them on the way.
    BadChecksum {
        /// Whose checksum it is.
        layer: Layer,
        /// What the header carries.
        found: u16,
        /// What it would carry over these bytes.
        expected: u16,
    },
    /// A field holds a value no sender may send.
    Malformed {
        /// Whose field it is.
        layer: Layer,
        /// Which field, and what is wrong with it.
        defect: Defect,
    },
}

impl ParseError {
    /// The header the error is about.
    pub fn layer(&self) -> Layer {
        match *self {
            ParseError::Truncated { layer, .. }
            | ParseError::BadChecksum { layer, .. }
            | ParseError::Malformed { layer, .. } => layer,
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseError::Truncated { layer, need, have } => {
                write!(
                    f,
                    "{layer} is cut off: it needs {need} bytes, {have} are there"
                )
            }
            ParseError::BadChecksum {
                layer,
                found,
                expected,
            } => write!(
                f,
                "the {layer} checksum is wrong: the header says {found:#06x}, the bytes add up to {expected:#06x}"
            ),
            ParseError::Malformed { layer, defect } => {
                let part = match layer {
                    Layer::Dns => "message",
                    _ => "header",
                };
                write!(f, "the {layer} {part} is wrong: {defect}")
            }
        }
    }
}

impl std::error::Error for ParseError {}

/// A payload that does not fit: an IPv4 packet's length is a 16-bit number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TooLong {
    /// Length of the payload given, in bytes.
    pub len: usize,
    /// Length of the longest payload that would fit, in bytes.
    pub max: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TooLong { len, max } = self;
        write!(
            f,
            "the payload is {len} bytes long; at most {max} fit in one packet"
        )
    }
}

impl std::error::Error for TooLong {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_in_plain_words_what_is_wrong() {
        let cut = ParseError::Truncated {
            layer: Layer::Tcp,
            need: 20,
            have: 8,
        };
        assert_eq!(
            cut.to_string(),
            "TCP is cut off: it needs 20 bytes, 8 are there"
        );
        let bad = ParseError::BadChecksum {
            layer: Layer::Udp,
            found: 0x12,
            expected: 0xabcd,
        };
        assert_eq!(
            bad.to_string(),
            "the UDP checksum is wrong: the header says 0x0012, the bytes add up to 0xabcd"
        );
        let long = TooLong {
            len: 70_000,
            max: 65_507,
        };
        assert_eq!(
            long.to_string(),
            "the payload is 70000 bytes long; at most 65507 fit in one packet"
        );
    }
}
