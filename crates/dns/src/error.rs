//! [`DnsError`] and [`NameError`]: what can be wrong with a message and with a name.

use serde::Serialize;

/// Why bytes are not a DNS message. Positions count from the message's first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum DnsError {
    /// It ends in the middle of something.
    #[error("the message ends at byte {at}, in the middle of {part}")]
    Truncated {
        /// How many bytes there are.
        at: u32,
        /// What is cut off.
        part: &'static str,
    },
    /// A compression pointer points forwards or back into its own name, which would never end
    /// (RFC 1035 §4.1.4).
    #[error("the compression pointer at byte {at} points to byte {to}: its name would never end")]
    CompressionLoop {
        /// Where the pointer is.
        at: u32,
        /// Where it points to.
        to: u32,
    },
    /// A label begins with neither a length up to 63 nor a pointer.
    #[error(
        "the label at byte {at} begins with {first:#04x}: neither a length up to 63 nor a pointer"
    )]
    LabelTooLong {
        /// Where the label begins.
        at: u32,
        /// Its first byte.
        first: u8,
    },
    /// A name has more than 255 bytes (RFC 1035 §3.1).
    #[error("the name at byte {at} is longer than 255 bytes")]
    NameTooLong {
        /// Where the name begins.
        at: u32,
    },
    /// A record's data does not fill the length that is given for it.
    #[error("the data of the {rtype} record at byte {at} does not fit its length of {length}")]
    RecordData {
        /// Where the data begins.
        at: u32,
        /// The record's type.
        rtype: crate::RecordType,
        /// The length that the record gives.
        length: u16,
    },
    /// Something follows the last record.
    #[error("{count} bytes follow the last record")]
    TrailingBytes {
        /// How many.
        count: u32,
    },
    /// More than one question, which no server answers (RFC 9619).
    #[error("there are {count} questions in one message; there may be one")]
    SeveralQuestions {
        /// How many.
        count: u16,
    },
    /// A class other than IN, the internet's.
    #[error("class {class} is not IN, the internet's, which is 1")]
    ForeignClass {
        /// The class.
        class: u16,
    },
    /// Longer than a message can be: over TCP its length has 16 bits.
    #[error("a message of {length} bytes is longer than 65535")]
    TooLong {
        /// How many bytes.
        length: u32,
    },
}

/// Why a text is not a domain name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was written.
    #[error("a name is missing; the root is written as a dot")]
    Empty,
    /// Two dots with nothing between them, or a dot at the beginning.
    #[error("\"{text}\" has nothing between two dots, or before the first")]
    EmptyLabel {
        /// What was written, shortened.
        text: String,
    },
    /// A part between dots is too long.
    #[error("\"{text}\" has a part of {length} bytes between dots; the most is 63")]
    LabelTooLong {
        /// What was written, shortened.
        text: String,
        /// How long the part is.
        length: u32,
    },
    /// All of it is too long.
    #[error("\"{text}\" is longer than the 255 bytes of a name")]
    TooLong {
        /// What was written, shortened.
        text: String,
    },
    /// A backslash without a character or three digits up to 255 behind it.
    #[error("\"{text}\": a backslash needs a character or three digits up to 255 behind it")]
    BadEscape {
        /// What was written, shortened.
        text: String,
    },
    /// A blank or another character that names are written without.
    #[error(
        "\"{text}\": {found:?} cannot stand in a name; other alphabets are written as xn--… (punycode)"
    )]
    BadCharacter {
        /// What was written, shortened.
        text: String,
        /// The character.
        found: char,
    },
}
