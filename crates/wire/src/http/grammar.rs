//! A head line by line (RFC 9112 sections 2 to 5): by this the programs read it, and the inspector shows it.

use super::{BadHead, MAX_FIELDS, Version};
use std::ops::Range;

/// Whose head it is: some lines that a server must refuse a client must bear with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Request,
    Response,
}

/// The first line of a head, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StartLine<'a> {
    /// Method, target and version.
    Request(&'a str, &'a str, &'a str),
    /// Version, status and reason. The reason may be in any character set, and missing altogether.
    Status(&'a str, &'a str, &'a [u8]),
}

/// A line of a head. Ranges count from the beginning of the head's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// An empty line before the start line, which is passed over (RFC 9112 section 2.2).
    Leading,
    Start(StartLine<'a>),
    Field {
        name: Range<usize>,
        value: Range<usize>,
    },
    /// The field before goes on: a folded line, which nobody may send any more (RFC 9112 section 5.2).
    Fold {
        value: Range<usize>,
    },
    /// The empty line at the end.
    Blank,
}

/// What may stand in a method or a field's name (RFC 9110 section 5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Control characters end a line, or do harm behind the reader; a tab is white space.
fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && byte != b'\t'
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

impl<'a> StartLine<'a> {
    /// Reads a line without its end.
    pub(crate) fn parse(line: &'a [u8]) -> Result<StartLine<'a>, BadHead> {
        if line.iter().copied().any(is_control) {
            return Err(BadHead::Syntax);
        }
        match kind_of(line) {
            Kind::Request => request_line(line),
            Kind::Response => status_line(line),
        }
    }

    pub(crate) fn version(self) -> Version {
        let (StartLine::Request(_, _, version) | StartLine::Status(version, _, _)) = self;
        match version {
            "HTTP/1.0" => Version::Http10,
            // A later one within 1 is read as the newest that is known (RFC 9110 section 2.5).
            _ => Version::Http11,
        }
    }
}

/// What a first line begins, as far as it is there.
pub(crate) fn kind_of(line: &[u8]) -> Kind {
    match line.starts_with(b"HTTP/") {
        true => Kind::Response,
        false => Kind::Request,
    }
}

fn text(bytes: &[u8]) -> Result<&str, BadHead> {
    std::str::from_utf8(bytes).map_err(|_| BadHead::Syntax)
}

fn split(bytes: &[u8]) -> (&[u8], Option<&[u8]>) {
    match bytes.iter().position(|byte| *byte == b' ') {
        Some(at) => (&bytes[..at], Some(&bytes[at + 1..])),
        None => (bytes, None),
    }
}

fn request_line(line: &[u8]) -> Result<StartLine<'_>, BadHead> {
    let (method, rest) = split(line);
    let (target, version) = split(rest.unwrap_or_default());
    let token = !method.is_empty() && method.iter().copied().all(is_token);
    // Other characters should be percent-encoded; who sends them as they are means UTF-8.
    let uri = !target.is_empty()
        && target
            .iter()
            .all(|byte| byte.is_ascii_graphic() || !byte.is_ascii());
    if !token || !uri {
        return Err(BadHead::Syntax);
    }
    let version = known_version(version.unwrap_or_default())?;
    Ok(StartLine::Request(text(method)?, text(target)?, version))
}

fn status_line(line: &[u8]) -> Result<StartLine<'_>, BadHead> {
    let (version, rest) = split(line);
    let version = known_version(version)?;
    let (status, reason) = split(rest.unwrap_or_default());
    if status.len() != 3 || !status.iter().all(u8::is_ascii_digit) {
        return Err(BadHead::Syntax);
    }
    Ok(StartLine::Status(
        version,
        text(status)?,
        reason.unwrap_or_default(),
    ))
}

fn known_version(version: &[u8]) -> Result<&str, BadHead> {
    match version {
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            match major {
                b'1' => text(version),
                _ => Err(BadHead::Version),
            }
        }
        _ => Err(BadHead::Syntax),
    }
}

/// Takes a head apart, one line after the other.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    kind: Kind,
    at: usize,
    started: bool,
    fields: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(bytes: &'a [u8], kind: Kind) -> Lines<'a> {
        Lines {
            bytes,
            kind,
            at: 0,
            started: false,
            fields: 0,
        }
    }

    /// Where the next line begins.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next line; `None`: its end is not there, and it may still become a good one.
    pub(crate) fn next(&mut self) -> Option<Result<Line<'a>, BadHead>> {
        let rest = self.bytes.get(self.at..)?;
        let end = rest.iter().position(|byte| *byte == b'\n');
        // A lone LF ends a line too (RFC 9112 section 2.2), a lone CR does not.
        let line = &rest[..end.unwrap_or(rest.len())];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.iter().copied().any(is_control) || !self.begins_well(line) {
            return Some(Err(BadHead::Syntax));
        }
        let end = end?;
        let read = self.line(line);
        self.at += end + 1;
        Some(read)
    }

    /// Whether a first line, perhaps cut, can be one of a message: bytes that are none are told before their end.
    fn begins_well(&self, line: &[u8]) -> bool {
        if self.started || line.is_empty() {
            return true;
        }
        match self.kind {
            Kind::Request => {
                let (method, _) = split(line);
                !method.is_empty() && method.iter().copied().all(is_token)
            }
            Kind::Response => {
                let known = line.len().min(5);
                line[..known] == b"HTTP/"[..known]
            }
        }
    }

    fn line(&mut self, line: &'a [u8]) -> Result<Line<'a>, BadHead> {
        if !self.started {
            if line.is_empty() {
                return Ok(Line::Leading);
            }
            self.started = true;
            let start = match self.kind {
                Kind::Request => request_line(line),
                Kind::Response => status_line(line),
            };
            return start.map(Line::Start);
        }
        match line.first() {
            None => Ok(Line::Blank),
            // A server may refuse it, and does: what reads it in two ways can be smuggled through.
            Some(b' ' | b'\t') if self.kind == Kind::Request || self.fields == 0 => {
                Err(BadHead::Syntax)
            }
            Some(b' ' | b'\t') => Ok(Line::Fold {
                value: self.trimmed(0, line),
            }),
            Some(_) if self.fields >= MAX_FIELDS => Err(BadHead::TooManyFields),
            Some(_) => {
                self.fields += 1;
                self.field(line)
            }
        }
    }

    fn field(&self, line: &[u8]) -> Result<Line<'a>, BadHead> {
        let colon = line.iter().position(|byte| *byte == b':');
        let colon = colon.ok_or(BadHead::Syntax)?;
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        // White space before the colon: a server must refuse it, from a response it is taken away (RFC 9112
        // section 5.1).
        let name = match self.kind {
            Kind::Request => name,
            Kind::Response => trim_end(name),
        };
        if name.is_empty() || !name.iter().copied().all(is_token) {
            return Err(BadHead::Syntax);
        }
        Ok(Line::Field {
            name: self.at..self.at + name.len(),
            value: self.trimmed(colon + 1, value),
        })
    }

    /// Where a part of the line that begins there is, without the white space around it.
    fn trimmed(&self, from: usize, part: &[u8]) -> Range<usize> {
        let before = part.iter().take_while(|byte| is_space(byte)).count();
        let inner = trim_end(&part[before..]);
        let start = self.at + from + before;
        start..start + inner.len()
    }
}

fn trim_end(part: &[u8]) -> &[u8] {
    let after = part.iter().rev().take_while(|byte| is_space(byte)).count();
    &part[..part.len() - after]
}
