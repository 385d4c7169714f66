//! Start line and header fields.

use super::grammar::{self, Kind, Line, Lines, StartLine};
use super::{Body, MAX_FIELDS, MAX_HEAD};
use std::fmt;

/// The protocol's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.0.
    Http10,
    /// HTTP/1.1.
    Http11,
}

impl Version {
    /// As it stands in a start line.
    pub fn as_str(self) -> &'static str {
        match self {
            Version::Http10 => "HTTP/1.0",
            Version::Http11 => "HTTP/1.1",
        }
    }
}

/// Header fields in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Adds a field. What may not stand in a name is left out of it; control characters of a value
    /// become spaces: no value can smuggle in another field. A field without a name is none, nor
    /// is one beyond [`MAX_FIELDS`].
    pub fn push(&mut self, name: &str, value: &str) {
        let name: String = name.chars().filter(is_token).collect();
        let value: String = value
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        if !name.is_empty() && self.0.len() < MAX_FIELDS {
            self.0.push((name, value.trim_matches(' ').to_owned()));
        }
    }

    /// The value of the first field of this name, small and capital letters alike.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The values of all fields of this name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let own = move |field: &&(String, String)| field.0.eq_ignore_ascii_case(name);
        self.0.iter().filter(own).map(|(_, value)| value.as_str())
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Adds what stands on a line, or goes on there: a folded line stands for a space (RFC 9112 section 5.2).
    fn read(&mut self, bytes: &[u8], line: &Line<'_>) {
        let text = |range: &std::ops::Range<usize>| {
            String::from_utf8_lossy(bytes.get(range.clone()).unwrap_or_default()).into_owned()
        };
        match line {
            Line::Field { name, value } => self.0.push((text(name), text(value))),
            Line::Fold { value } => {
                if let Some((_, before)) = self.0.last_mut() {
                    let more = text(value);
                    if !before.is_empty() && !more.is_empty() {
                        before.push(' ');
                    }
                    before.push_str(&more);
                }
            }
            Line::Leading | Line::Start(_) | Line::Blank => {}
        }
    }

    fn write(&self, out: &mut String) {
        for (name, value) in &self.0 {
            for part in [name, ": ", value, "\r\n"] {
                out.push_str(part);
            }
        }
        out.push_str("\r\n");
    }

    /// Whether a list such as `Connection: keep-alive, upgrade` has this word.
    fn has_word(&self, name: &str, word: &str) -> bool {
        self.all(name)
            .flat_map(|value| value.split(','))
            .any(|item| item.trim().eq_ignore_ascii_case(word))
    }

    /// Whether the connection stays open behind this message (RFC 9112 section 9.3).
    fn keep_alive(&self, version: Version) -> bool {
        if self.has_word("connection", "close") {
            return false;
        }
        version == Version::Http11 || self.has_word("connection", "keep-alive")
    }

    /// What the fields say of the body; `None` if they say nothing.
    fn framing(&self, version: Version) -> Result<Option<Body>, BadHead> {
        let mut length = None;
        for value in self.all("content-length").flat_map(|all| all.split(',')) {
            let value = value.trim();
            // `parse` alone would take "+5".
            let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let value: u64 = match value.parse() {
                Ok(value) if digits => value,
                _ => return Err(BadHead::Length),
            };
            if length.is_some_and(|before| before != value) {
                return Err(BadHead::Length);
            }
            length = Some(value);
        }
        if self.get("transfer-encoding").is_none() {
            return Ok(length.map(Body::Length));
        }
        // Two answers to where the body ends: somebody may be smuggling requests. And who speaks 1.0 knows of no
        // transfer codings (RFC 9112 section 6.1).
        if length.is_some() || version == Version::Http10 {
            return Err(BadHead::Length);
        }
        let codings = self.all("transfer-encoding").flat_map(|all| all.split(','));
        // An empty element of a list is none (RFC 9110 section 5.6.1).
        let mut codings = codings.map(str::trim).filter(|coding| !coding.is_empty());
        match (codings.next(), codings.next()) {
            (Some(coding), None) if coding.eq_ignore_ascii_case("chunked") => {
                Ok(Some(Body::Chunked))
            }
            _ => Err(BadHead::TransferCoding),
        }
    }
}

fn is_token(c: &char) -> bool {
    u8::try_from(*c).is_ok_and(grammar::is_token)
}

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHead {
    /// What to do, such as `GET`.
    pub method: String,
    /// To what: a path such as `/picture.svg`.
    pub target: String,
    /// The client's version.
    pub version: Version,
    /// The header fields, `Host` among them.
    pub fields: Fields,
}

impl RequestHead {
    /// `GET` for a path of a host.
    pub fn get(host: &str, target: &str) -> RequestHead {
        let mut fields = Fields::default();
        fields.push("Host", host);
        RequestHead {
            method: "GET".to_owned(),
            target: target.to_owned(),
            version: Version::Http11,
            fields,
        }
    }

    /// The same with one more header field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> RequestHead {
        self.fields.push(name, value);
        self
    }

    /// The host whose page it is.
    pub fn host(&self) -> Option<&str> {
        self.fields.get("host")
    }

    /// Whether it says once, and in a form that can be, whose page it wants; who speaks 1.0 need not (RFC 9112
    /// section 3.2).
    fn names_one_host(&self) -> bool {
        let odd = |c: char| c.is_whitespace() || "/?#@,\\<>\"".contains(c);
        let mut hosts = self.fields.all("host");
        match (hosts.next(), hosts.next()) {
            (Some(host), None) => !host.contains(odd),
            (None, _) => self.version == Version::Http10,
            (Some(_), Some(_)) => false,
        }
    }

    /// Whether the client waits for `100 Continue` before it sends a body (RFC 9110 section 10.1.1).
    pub fn expects_continue(&self) -> bool {
        self.version == Version::Http11 && self.fields.has_word("expect", "100-continue")
    }

    /// Whether the client wants the connection to stay.
    pub fn keep_alive(&self) -> bool {
        self.fields.keep_alive(self.version)
    }

    /// Where the body ends.
    pub fn body(&self) -> Result<Body, BadHead> {
        Ok(match self.fields.framing(self.version)? {
            None | Some(Body::Length(0)) => Body::None,
            Some(body) => body,
        })
    }

    /// The head as it is sent, with the empty line behind it. In the target everything but visible
    /// ASCII is percent-encoded.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out: String = self.method.chars().filter(is_token).collect();
        out.push(' ');
        if self.target.is_empty() {
            out.push('/');
        }
        for byte in self.target.bytes() {
            if byte.is_ascii_graphic() {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
        out.push(' ');
        out.push_str(self.version.as_str());
        out.push_str("\r\n");
        self.fields.write(&mut out);
        out.into_bytes()
    }
}

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHead {
    /// The server's version.
    pub version: Version,
    /// How it went, 100 to 999.
    pub status: u16,
    /// The same in words; nobody may rely on them.
    pub reason: String,
    /// The header fields.
    pub fields: Fields,
}

impl ResponseHead {
    /// A response of this status, with its usual reason.
    pub fn new(status: u16) -> ResponseHead {
        ResponseHead {
            version: Version::Http11,
            status,
            reason: reason(status).to_owned(),
            fields: Fields::default(),
        }
    }

    /// The same with one more header field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> ResponseHead {
        self.fields.push(name, value);
        self
    }

    /// The same for a body of `len` bytes of this kind, such as `text/html`.
    #[must_use]
    pub fn with_body(self, content_type: &str, len: usize) -> ResponseHead {
        self.with("Content-Type", content_type)
            .with("Content-Length", &len.to_string())
    }

    /// Whether it only announces the response, which is still to come. `101` does not: behind it another protocol is
    /// spoken (RFC 9110 section 15.2).
    pub fn is_interim(&self) -> bool {
        self.status != SWITCHING && (100..200).contains(&self.status)
    }

    /// Whether the server leaves the connection open.
    pub fn keep_alive(&self) -> bool {
        self.fields.keep_alive(self.version)
    }

    /// Where the body ends, if the request was of this method.
    pub fn body(&self, method: &str) -> Result<Body, BadHead> {
        if method == "HEAD" || matches!(self.status, 100..200 | 204 | 304) {
            return Ok(Body::None);
        }
        Ok(match self.fields.framing(self.version)? {
            None => Body::UntilClose,
            Some(Body::Length(0)) => Body::None,
            Some(body) => body,
        })
    }

    /// The head as it is sent, with the empty line behind it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let version = self.version.as_str();
        let mut out = format!("{version} {:03} ", self.status.min(999));
        // httparse and older clients expect ASCII here.
        out.extend(self.reason.chars().map(|c| match c {
            ' '..='~' => c,
            _ => ' ',
        }));
        out.push_str("\r\n");
        self.fields.write(&mut out);
        out.into_bytes()
    }
}

/// The status behind which HTTP is no longer spoken.
pub(super) const SWITCHING: u16 = 101;

/// The usual words for a status (RFC 9110 section 15); empty for others.
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        103 => "Early Hints",
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        414 => "URI Too Long",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}

/// What is known of a head from the bytes so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed<H> {
    /// Its end has not come.
    NeedMore,
    /// It is whole.
    Head {
        /// The head.
        head: H,
        /// How many bytes it took; the body begins behind them.
        len: usize,
    },
    /// It is none, and never will be.
    Bad(BadHead),
}

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHead {
    /// They break the grammar.
    Syntax,
    /// A version other than HTTP/1.0 and HTTP/1.1.
    Version,
    /// The head is longer than [`MAX_HEAD`].
    TooLong,
    /// It has more fields than [`MAX_FIELDS`].
    TooManyFields,
    /// A request of HTTP/1.1 without, or with two, `Host` (RFC 9112 section 3.2).
    Host,
    /// The length of the body is no number, or there are two.
    Length,
    /// A transfer coding other than `chunked`.
    TransferCoding,
    /// A chunk does not begin with its length, or not end where it should.
    Chunk,
    /// The connection ended within the message.
    CutOff,
    /// More responses that only announce one than [`super::MAX_INTERIM`].
    TooManyInterim,
}

impl BadHead {
    /// The status a server answers with.
    pub fn status(self) -> u16 {
        match self {
            BadHead::Version => 505,
            BadHead::TooLong | BadHead::TooManyFields => 431,
            BadHead::TransferCoding => 501,
            BadHead::Syntax
            | BadHead::Host
            | BadHead::Length
            | BadHead::Chunk
            | BadHead::CutOff
            | BadHead::TooManyInterim => 400,
        }
    }
}

impl fmt::Display for BadHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadHead::Syntax => "the bytes are no HTTP message",
            BadHead::Version => "the HTTP version is not known",
            BadHead::TooLong => "the head is too long",
            BadHead::TooManyFields => "the head has too many fields",
            BadHead::Host => "the request does not name one host",
            BadHead::Length => "the length of the body is not clear",
            BadHead::TransferCoding => "the transfer coding is not known",
            BadHead::Chunk => "a chunk of the body is wrong",
            BadHead::CutOff => "the connection ended within the message",
            BadHead::TooManyInterim => "one response after the other only announces one",
        })
    }
}

impl std::error::Error for BadHead {}

/// Reads a request's head from the beginning of what has come.
pub fn parse_request(bytes: &[u8]) -> Parsed<RequestHead> {
    let (start, fields, len) = match read(bytes, Kind::Request) {
        Ok(read) => read,
        Err(other) => return other,
    };
    let StartLine::Request(method, target, _) = start else {
        return Parsed::Bad(BadHead::Syntax);
    };
    let head = RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        version: start.version(),
        fields,
    };
    if !head.names_one_host() {
        return Parsed::Bad(BadHead::Host);
    }
    Parsed::Head { head, len }
}

/// Reads a response's head from the beginning of what has come.
pub fn parse_response(bytes: &[u8]) -> Parsed<ResponseHead> {
    let (start, fields, len) = match read(bytes, Kind::Response) {
        Ok(read) => read,
        Err(other) => return other,
    };
    let StartLine::Status(_, status, reason) = start else {
        return Parsed::Bad(BadHead::Syntax);
    };
    let head = ResponseHead {
        version: start.version(),
        status: status.parse().unwrap_or_default(),
        reason: String::from_utf8_lossy(reason).into_owned(),
        fields,
    };
    Parsed::Head { head, len }
}

/// Start line, fields and length of a head, or what to answer instead. No more is looked at than a head may have, so
/// that the answer does not depend on how much has come behind it.
fn read<H>(bytes: &[u8], kind: Kind) -> Result<(StartLine<'_>, Fields, usize), Parsed<H>> {
    let within = bytes.get(..MAX_HEAD).unwrap_or(bytes);
    let mut lines = Lines::new(within, kind);
    let (mut start, mut fields) = (None, Fields::default());
    while let Some(line) = lines.next() {
        match (line.map_err(Parsed::Bad)?, start) {
            (Line::Start(line), _) => start = Some(line),
            (Line::Blank, Some(start)) => return Ok((start, fields, lines.at())),
            (line, _) => fields.read(within, &line),
        }
    }
    match bytes.len() >= MAX_HEAD {
        true => Err(Parsed::Bad(BadHead::TooLong)),
        false => Err(Parsed::NeedMore),
    }
}

#[cfg(test)]
mod tests;
