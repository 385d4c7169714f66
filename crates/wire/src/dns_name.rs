//! Names in DNS messages, with their compression (RFC 1035 sections 3.1 and 4.1.4).

use std::fmt::Write;

/// The longest name, in bytes as they lie in a message without compression.
const MAX_NAME: usize = 255;

/// A name read from a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The whole name without the dot at its end; `.` for the root.
    pub text: String,
    /// How many bytes of `text` are in the name's own labels; the rest is where the pointer leads.
    pub own_text: usize,
    /// Where the pointer is that ends the name's own bytes, and where it leads.
    pub pointer: Option<(usize, usize)>,
    /// Where in the message the name's own bytes end.
    pub end: usize,
}

/// Why bytes are no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadName {
    /// The message ends within it.
    Cut,
    /// A label begins with bits that mean nothing.
    Label,
    /// A pointer does not lead back: it could go round in circles.
    Pointer,
    /// It is longer than 255 bytes.
    TooLong,
}

/// Reads the name that begins `at` bytes into the message.
pub(crate) fn read(message: &[u8], at: usize) -> Result<Name, BadName> {
    let mut name = Name {
        text: String::new(),
        own_text: 0,
        pointer: None,
        end: at,
    };
    let (mut place, mut start, mut len) = (at, at, 0);
    loop {
        let first = usize::from(*message.get(place).ok_or(BadName::Cut)?);
        match first >> 6 {
            0 => {
                let label = message
                    .get(place + 1..place + 1 + first)
                    .ok_or(BadName::Cut)?;
                place += 1 + first;
                len += 1 + first;
                if len > MAX_NAME {
                    return Err(BadName::TooLong);
                }
                if name.pointer.is_none() {
                    name.end = place;
                }
                if first == 0 {
                    break;
                }
                push_label(&mut name.text, label);
                if name.pointer.is_none() {
                    name.own_text = name.text.len();
                }
            }
            3 => {
                let low = *message.get(place + 1).ok_or(BadName::Cut)?;
                let target = (first & 0x3f) << 8 | usize::from(low);
                // Each stretch begins before the one that leads to it, so this comes to an end.
                if target >= start {
                    return Err(BadName::Pointer);
                }
                if name.pointer.is_none() {
                    name.pointer = Some((place, target));
                    name.end = place + 2;
                }
                (place, start) = (target, target);
            }
            _ => return Err(BadName::Label),
        }
    }
    if name.text.is_empty() {
        name.text.push('.');
    }
    Ok(name)
}

/// Adds a label as zone files write it: what is not plain behind a backslash (RFC 1035 section 5.1).
fn push_label(text: &mut String, label: &[u8]) {
    if !text.is_empty() {
        text.push('.');
    }
    for byte in label {
        match byte {
            b'.' | b'\\' => text.extend(['\\', char::from(*byte)]),
            b'!'..=b'~' => text.push(char::from(*byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(text, "\\{byte:03}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pointer_is_followed_and_only_its_two_bytes_are_the_names_own() {
        let message = b"\x07example\x03com\0\x03www\xc0\x00\xc0\x0d";
        let www = read(message, 13).unwrap();
        assert_eq!(www.text, "www.example.com");
        assert_eq!((www.own_text, www.pointer, www.end), (3, Some((17, 0)), 19));
        let again = read(message, 19).unwrap();
        assert_eq!((again.text.as_str(), again.end), ("www.example.com", 21));
        assert_eq!(read(message, 12).unwrap().text, ".");
    }

    #[test]
    fn loops_reserved_bits_and_names_without_end_are_errors() {
        assert_eq!(read(b"\xc0\x00", 0), Err(BadName::Pointer));
        assert_eq!(read(b"\x01a\xc0\x00", 0), Err(BadName::Pointer));
        assert_eq!(read(b"\xc0\x02\xc0\x00", 2), Err(BadName::Pointer));
        assert_eq!(read(b"\x40a", 0), Err(BadName::Label));
        assert_eq!(read(b"\x05abc", 0), Err(BadName::Cut));
        assert_eq!(read(b"\xc0", 0), Err(BadName::Cut));
        let long = b"\x3f".iter().chain([b'a'; 63].iter()).copied();
        let long: Vec<u8> = long.collect::<Vec<_>>().repeat(4);
        assert_eq!(read(&long, 0), Err(BadName::TooLong));
    }

    #[test]
    fn bytes_that_are_not_plain_are_escaped() {
        let name = read(b"\x04a.\\\x07\0", 0).unwrap();
        assert_eq!(name.text, "a\\.\\\\\\007");
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_name_or_told_not_to_be(
            message in prop::collection::vec(prop_oneof![0u8..5, 0xc0u8..0xc1, any::<u8>()], 0..60),
            at in 0usize..70,
        ) {
            if let Ok(name) = read(&message, at) {
                prop_assert!(name.end > at && name.end <= message.len());
                prop_assert!(name.own_text <= name.text.len());
            }
        }
    }
}
