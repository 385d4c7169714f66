//! [`Name`]: a domain name, always absolute.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::NameError;

/// A domain name in wire form (RFC 1035 §3.1), at most 255 bytes in labels of at most 63.
///
/// It keeps the letters as they were written, and compares, orders and hashes without regard to
/// their case. The order is that of RFC 4034 §6.1: a name stands right before all names below it.
/// Cloning is cheap. Its text leaves the last dot off (`{:#}` writes it); the root is `.`.
#[derive(Clone)]
pub struct Name(Arc<[u8]>);

impl Name {
    /// The longest name in wire form, the root's byte included.
    pub const MAX_BYTES: usize = 255;
    /// The longest label.
    pub const MAX_LABEL_BYTES: usize = 63;
    /// The label that makes a wildcard of the name it begins (RFC 4592 §2.1.1).
    const ASTERISK: &[u8] = b"*";

    /// The root, the name of no labels.
    pub fn root() -> Name {
        Name(Arc::from([0].as_slice()))
    }

    /// The name of these labels, the leftmost first; `None` if one is empty or too long, or all are.
    pub fn from_labels<'a>(labels: impl IntoIterator<Item = &'a [u8]>) -> Option<Name> {
        let mut wire = Vec::new();
        for label in labels {
            if label.is_empty() || label.len() > Name::MAX_LABEL_BYTES {
                return None;
            }
            wire.push(label.len() as u8);
            wire.extend_from_slice(label);
        }
        wire.push(0);
        (wire.len() <= Name::MAX_BYTES).then(|| Name(wire.into()))
    }

    /// The bytes of the name as a message carries them uncompressed.
    pub fn as_wire(&self) -> &[u8] {
        &self.0
    }

    /// Its labels, the leftmost first, without the root's empty one.
    pub fn labels(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &*self.0;
        core::iter::from_fn(move || {
            let (length, behind) = rest.split_first()?;
            let (label, behind) = behind.split_at_checked(usize::from(*length))?;
            rest = behind;
            (!label.is_empty()).then_some(label)
        })
    }

    /// How many labels it has; the root has none.
    pub fn label_count(&self) -> u8 {
        // At most 127: each takes two bytes.
        self.labels().count() as u8
    }

    /// Whether it is the root.
    pub fn is_root(&self) -> bool {
        self.0.len() == 1
    }

    /// The name without its leftmost label; `None` for the root.
    pub fn parent(&self) -> Option<Name> {
        let first = self.labels().next()?;
        Some(Name(Arc::from(&self.0[first.len() + 1..])))
    }

    /// The name itself, its parent and so on, up to the root.
    pub fn and_parents(&self) -> impl Iterator<Item = Name> {
        core::iter::successors(Some(self.clone()), Name::parent)
    }

    /// Whether its leftmost label is an asterisk label: a wildcard domain name (RFC 4592 §2.1.1).
    pub fn is_wildcard(&self) -> bool {
        self.labels().next() == Some(Name::ASTERISK)
    }

    /// Whether any of its labels is an asterisk label. `a*` and `**` are none (RFC 4592 §2.1.2).
    pub fn has_asterisk(&self) -> bool {
        self.labels().any(|label| label == Name::ASTERISK)
    }

    /// The wildcard right below it, `*.<name>`; `None` if that is too long to be a name.
    pub fn wildcard_below(&self) -> Option<Name> {
        Name::from_labels(core::iter::once(Name::ASTERISK).chain(self.labels()))
    }

    /// Whether it is `zone` or a name below it.
    pub fn is_in(&self, zone: &Name) -> bool {
        let Some(from) = self.0.len().checked_sub(zone.0.len()) else {
            return false;
        };
        // The tails must be equal and begin at a label: `badexample.com` is not in `example.com`.
        self.0[from..].eq_ignore_ascii_case(&zone.0) && self.begins_label(from)
    }

    fn begins_label(&self, at: usize) -> bool {
        let mut start = 0;
        for label in self.labels() {
            if start >= at {
                break;
            }
            start += label.len() + 1;
        }
        start == at
    }

    /// Reads a name as a zone's file has it: relative to `origin` unless it ends with a dot; `@` is
    /// the origin itself (RFC 1035 §5.1).
    pub fn parse_in(text: &str, origin: &Name) -> Result<Name, NameError> {
        if text == "@" {
            return Ok(origin.clone());
        }
        let (mut wire, absolute) = read_labels(text)?;
        if !absolute {
            wire.extend_from_slice(&origin.0);
        } else {
            wire.push(0);
        }
        if wire.len() > Name::MAX_BYTES {
            return Err(NameError::TooLong {
                text: shortened(text),
            });
        }
        Ok(Name(wire.into()))
    }

    /// The name as a zone's file of this origin would have it: what [`Name::parse_in`] reads back.
    pub fn text_in(&self, origin: &Name) -> String {
        if self == origin {
            return "@".to_owned();
        }
        if origin.is_root() || !self.is_in(origin) {
            return format!("{self:#}");
        }
        let below = self.label_count() - origin.label_count();
        let mut text = String::new();
        for label in self.labels().take(usize::from(below)) {
            if !text.is_empty() {
                text.push('.');
            }
            write_label(label, &mut text);
        }
        // A name that is nothing but `@` would read as the origin.
        if text == "@" { "\\@".to_owned() } else { text }
    }
}

/// The labels of a text in wire form, without the root's byte, and whether a dot ends it.
fn read_labels(text: &str) -> Result<(Vec<u8>, bool), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if text == "." {
        return Ok((Vec::new(), true));
    }
    let mut wire = vec![0];
    // Where the length of the label under way goes.
    let mut start = 0;
    let mut rest = text.bytes();
    let mut absolute = false;
    while let Some(byte) = rest.next() {
        absolute = byte == b'.';
        let byte = match byte {
            b'.' => {
                end_label(&mut wire, start, text)?;
                start = wire.len();
                wire.push(0);
                continue;
            }
            b'\\' => unescape(&mut rest).ok_or_else(|| NameError::BadEscape {
                text: shortened(text),
            })?,
            b'!'..=b'~' => byte,
            _ => {
                let found = text.chars().find(|char| !matches!(char, '!'..='~'));
                return Err(NameError::BadCharacter {
                    text: shortened(text),
                    found: found.unwrap_or(' '),
                });
            }
        };
        wire.push(byte);
    }
    if absolute {
        wire.pop();
    } else {
        end_label(&mut wire, start, text)?;
    }
    Ok((wire, absolute))
}

/// Writes the length of the label that began at `start`.
fn end_label(wire: &mut [u8], start: usize, text: &str) -> Result<(), NameError> {
    let length = wire.len() - start - 1;
    if length == 0 {
        return Err(NameError::EmptyLabel {
            text: shortened(text),
        });
    }
    if length > Name::MAX_LABEL_BYTES {
        return Err(NameError::LabelTooLong {
            text: shortened(text),
            length: length as u32,
        });
    }
    wire[start] = length as u8;
    Ok(())
}

/// What stands behind a backslash: a character for itself, or three digits for a byte.
fn unescape(rest: &mut core::str::Bytes<'_>) -> Option<u8> {
    let first = rest.next()?;
    if !first.is_ascii_digit() {
        return matches!(first, b'!'..=b'~').then_some(first);
    }
    let mut value = u32::from(first - b'0');
    for _ in 0..2 {
        let digit = rest.next().filter(u8::is_ascii_digit)?;
        value = value * 10 + u32::from(digit - b'0');
    }
    u8::try_from(value).ok()
}

/// An error goes on screen: it must stay short however long the input was.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn write_label(label: &[u8], out: &mut impl fmt::Write) {
    // Whoever cannot take more text says so to the one who began to write.
    let _ = try_write_label(label, out);
}

fn try_write_label(label: &[u8], out: &mut impl fmt::Write) -> fmt::Result {
    for byte in label {
        match byte {
            // What would end a name or mean something else in a zone's file.
            b'.' | b'\\' | b'"' | b'(' | b')' | b';' | b'$' => {
                out.write_char('\\')?;
                out.write_char(char::from(*byte))?;
            }
            b'!'..=b'~' => out.write_char(char::from(*byte))?,
            _ => write!(out, "\\{byte:03}")?,
        }
    }
    Ok(())
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() {
            return f.write_str(".");
        }
        for (index, label) in self.labels().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            try_write_label(label, f)?;
        }
        if f.alternate() {
            f.write_str(".")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self:#})")
    }
}

impl FromStr for Name {
    type Err = NameError;
    /// Reads `www.example.com`, with or without the last dot; `\.` and `\046` stand for a byte that
    /// would mean something else (RFC 1035 §5.1).
    fn from_str(text: &str) -> Result<Name, NameError> {
        // `@` stands for an origin, and here is none.
        if text == "@" {
            return Ok(Name([1, b'@', 0].as_slice().into()));
        }
        Name::parse_in(text, &Name::root())
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        // The lengths between the letters are below 64, so none can be taken for a letter.
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // In one piece, and without a length of its own: the root's byte ends it.
        let mut lower = [0; Name::MAX_BYTES];
        let lower = &mut lower[..self.0.len()];
        lower.copy_from_slice(&self.0);
        lower.make_ascii_lowercase();
        state.write(lower);
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        let (ours, theirs) = (self.starts(), other.starts());
        let mut theirs = theirs.iter().rev().filter(|start| **start != NO_LABEL);
        for start in ours.iter().rev().filter(|start| **start != NO_LABEL) {
            let Some(their) = theirs.next() else {
                return Ordering::Greater;
            };
            let lower = |name: &Name, start: u8| {
                let at = usize::from(start);
                let label = &name.0[at + 1..at + 1 + usize::from(name.0[at])];
                let mut lower = [0; Name::MAX_LABEL_BYTES];
                lower[..label.len()].copy_from_slice(label);
                lower.make_ascii_lowercase();
                (lower, label.len())
            };
            let (ours, our_length) = lower(self, *start);
            let (their, their_length) = lower(other, *their);
            match ours[..our_length].cmp(&their[..their_length]) {
                Ordering::Equal => {}
                different => return different,
            }
        }
        match theirs.next() {
            Some(_) => Ordering::Less,
            None => Ordering::Equal,
        }
    }
}

/// No label begins here: a name's last byte is the root's.
const NO_LABEL: u8 = u8::MAX;

impl Name {
    /// Where each label begins, the leftmost first.
    fn starts(&self) -> [u8; 127] {
        let mut starts = [NO_LABEL; 127];
        let mut at = 0;
        for (start, label) in starts.iter_mut().zip(self.labels()) {
            *start = at;
            at += label.len() as u8 + 1;
        }
        starts
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Name, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    #[test]
    fn case_does_not_tell_names_apart_but_is_kept() {
        assert_eq!(name("WWW.Example.com"), name("www.example.COM."));
        assert_eq!(name("WWW.Example.com").to_string(), "WWW.Example.com");
        assert_eq!(format!("{:#}", name("a.b")), "a.b.");
    }

    #[test]
    fn names_that_are_equal_feed_a_hasher_alike() {
        #[derive(Default)]
        struct Fed(Vec<u8>);
        impl Hasher for Fed {
            fn write(&mut self, bytes: &[u8]) {
                self.0.extend_from_slice(bytes);
            }
            fn finish(&self) -> u64 {
                0
            }
        }
        let fed = |text: &str| {
            let mut hasher = Fed::default();
            name(text).hash(&mut hasher);
            hasher.0
        };
        assert_eq!(fed("WWW.Example"), b"\x03www\x07example\0");
        assert_eq!(fed("WWW.Example"), fed("www.eXAMPLE"));
    }

    #[test]
    fn a_name_stands_before_those_below_it_and_they_stand_together() {
        // The example of RFC 4034 §6.1.
        let ordered = [
            "example",
            "a.example",
            "yljkjljk.a.example",
            "Z.a.example",
            "zABC.a.EXAMPLE",
            "z.example",
            "\\001.z.example",
            "*.z.example",
            "\\200.z.example",
        ];
        let names: Vec<Name> = ordered.iter().map(|text| name(text)).collect();
        assert!(names.is_sorted());
        assert!(name(".") < names[0]);
    }

    #[test]
    fn a_zone_holds_what_is_below_it_and_not_what_only_ends_alike() {
        assert!(name("www.example.com").is_in(&name("EXAMPLE.com")));
        assert!(name("example.com").is_in(&name("example.com")));
        assert!(!name("badexample.com").is_in(&name("example.com")));
        assert!(!name("com").is_in(&name("example.com")));
        assert!(name("com").is_in(&Name::root()));
        // The letters of a label that look like a length and a label.
        assert!(!name("a\\003com").is_in(&name("com")));
    }

    #[test]
    fn bounds_are_those_of_rfc_1035() {
        let label = "a".repeat(63);
        assert!(label.parse::<Name>().is_ok());
        assert!(matches!(
            format!("a{label}").parse::<Name>(),
            Err(NameError::LabelTooLong { length: 64, .. })
        ));
        let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert_eq!(name(&longest).as_wire().len(), 255);
        assert!(matches!(
            format!("{longest}a").parse::<Name>(),
            Err(NameError::TooLong { .. })
        ));
    }

    #[test]
    fn what_is_wrong_with_a_text_is_said() {
        let wrong = |text: &str| text.parse::<Name>().unwrap_err().to_string();
        assert_eq!(wrong(""), "a name is missing; the root is written as a dot");
        assert!(wrong("a..b").contains("nothing between two dots"));
        assert!(wrong(".a").contains("before the first"));
        assert!(wrong("a\\25").contains("backslash"));
        assert!(wrong("a\\256").contains("backslash"));
        assert!(wrong("한국.kr").contains("'한' cannot stand in a name"));
        assert!(wrong("a b").contains("' '"));
    }

    #[test]
    fn a_zone_file_writes_names_relative_to_its_origin() {
        let origin = name("example.com");
        for (text, whole) in [
            ("@", "example.com"),
            ("www", "www.example.com"),
            ("a.b", "a.b.example.com"),
            ("ns.other.net.", "ns.other.net"),
            ("\\@", "\\@.example.com"),
        ] {
            let read = Name::parse_in(text, &origin).unwrap();
            assert_eq!(read, name(whole));
            assert_eq!(read.text_in(&origin), text);
        }
        assert_eq!(name("com").text_in(&Name::root()), "com.");
    }
}
