//! Start line and header fields.

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
        let name: String = name.chars().filter(|c| is_token(*c)).collect();
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

    fn read(raw: &[httparse::Header<'_>]) -> Fields {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let field = |field: &httparse::Header<'_>| (field.name.to_owned(), text(field.value));
        Fields(raw.iter().map(field).collect())
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
    fn framing(&self) -> Result<Option<Body>, BadHead> {
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
        let mut codings = self.all("transfer-encoding");
        match (codings.next(), codings.next(), length) {
            (None, _, None) => Ok(None),
            (None, _, Some(length)) => Ok(Some(Body::Length(length))),
            // Two answers to where the body ends: somebody may be smuggling requests.
            (Some(_), _, Some(_)) => Err(BadHead::Length),
            (Some(coding), None, None) if coding.trim().eq_ignore_ascii_case("chunked") => {
                Ok(Some(Body::Chunked))
            }
            _ => Err(BadHead::TransferCoding),
        }
    }
}

/// What may stand in a method or a field's name (RFC 9110 section 5.6.2).
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
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

    /// Whether the client wants the connection to stay.
    pub fn keep_alive(&self) -> bool {
        self.fields.keep_alive(self.version)
    }

    /// Where the body ends.
    pub fn body(&self) -> Result<Body, BadHead> {
        Ok(match self.fields.framing()? {
            None | Some(Body::Length(0)) => Body::None,
            Some(body) => body,
        })
    }

    /// The head as it is sent, with the empty line behind it. In the target everything but visible
    /// ASCII is percent-encoded.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out: String = self.method.chars().filter(|c| is_token(*c)).collect();
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

    /// Whether the server leaves the connection open.
    pub fn keep_alive(&self) -> bool {
        self.fields.keep_alive(self.version)
    }

    /// Where the body ends, if the request was of this method.
    pub fn body(&self, method: &str) -> Result<Body, BadHead> {
        if method == "HEAD" || matches!(self.status, 100..200 | 204 | 304) {
            return Ok(Body::None);
        }
        Ok(match self.fields.framing()? {
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

/// The usual words for a status (RFC 9110 section 15); empty for others.
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
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
            | BadHead::CutOff => 400,
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
        })
    }
}

impl std::error::Error for BadHead {}

impl From<httparse::Error> for BadHead {
    fn from(error: httparse::Error) -> BadHead {
        match error {
            httparse::Error::Version => BadHead::Version,
            httparse::Error::TooManyHeaders => BadHead::TooManyFields,
            _ => BadHead::Syntax,
        }
    }
}

/// Reads a request's head from the beginning of what has come.
pub fn parse_request(bytes: &[u8]) -> Parsed<RequestHead> {
    let mut room = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut raw = httparse::Request::new(&mut room);
    let len = match status(bytes, |head| raw.parse(head)) {
        Ok(len) => len,
        Err(other) => return other,
    };
    let head = RequestHead {
        method: raw.method.unwrap_or_default().to_owned(),
        target: raw.path.unwrap_or_default().to_owned(),
        version: version(raw.version),
        fields: Fields::read(raw.headers),
    };
    if head.version == Version::Http11 && head.fields.all("host").count() != 1 {
        return Parsed::Bad(BadHead::Host);
    }
    Parsed::Head { head, len }
}

/// Reads a response's head from the beginning of what has come.
pub fn parse_response(bytes: &[u8]) -> Parsed<ResponseHead> {
    let mut room = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut raw = httparse::Response::new(&mut room);
    let len = match status(bytes, |head| raw.parse(head)) {
        Ok(len) => len,
        // What does not even begin like HTTP has no version.
        Err(Parsed::Bad(BadHead::Version)) if !bytes.starts_with(b"HTTP/") => {
            return Parsed::Bad(BadHead::Syntax);
        }
        Err(other) => return other,
    };
    let head = ResponseHead {
        version: version(raw.version),
        status: raw.code.unwrap_or_default(),
        reason: raw.reason.unwrap_or_default().to_owned(),
        fields: Fields::read(raw.headers),
    };
    Parsed::Head { head, len }
}

/// How long the head is, or what to answer instead. No more is looked at than a head may have, so
/// that the answer does not depend on how much has come behind it.
fn status<'a, H>(
    bytes: &'a [u8],
    parse: impl FnOnce(&'a [u8]) -> httparse::Result<usize>,
) -> Result<usize, Parsed<H>> {
    match parse(bytes.get(..MAX_HEAD).unwrap_or(bytes)) {
        Ok(httparse::Status::Complete(len)) => Ok(len),
        Ok(httparse::Status::Partial) if bytes.len() >= MAX_HEAD => {
            Err(Parsed::Bad(BadHead::TooLong))
        }
        Ok(httparse::Status::Partial) => Err(Parsed::NeedMore),
        Err(error) => Err(Parsed::Bad(error.into())),
    }
}

fn version(minor: Option<u8>) -> Version {
    match minor {
        Some(0) => Version::Http10,
        _ => Version::Http11,
    }
}

#[cfg(test)]
mod tests;
