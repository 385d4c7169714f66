//! One request and one answer on a connection (RFC 9112). A connection is closed after its answer: on
//! the loopback a new one costs nothing, and no thread is left waiting for a browser's next wish.
//!
//! The server crate used before shared its threads among connections and now and then left one of a
//! browser's first six without a thread for good: the page then never finished loading.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The longest head of a request that is read, in bytes.
const MAX_HEAD: usize = 16 * 1024;
/// How long a connection may stay silent before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is asked for.
pub struct Request {
    /// `GET`, `HEAD`, …
    pub method: String,
    /// The path and what follows it.
    pub target: String,
    /// The value of `Accept-Encoding`; empty where there is none.
    pub accept_encoding: String,
}

/// What is answered.
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub fn new(status: u16, body: Vec<u8>) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body,
        }
    }
    pub fn plain(status: u16, words: &str) -> Answer {
        let body = format!("{words}\n").into_bytes();
        Answer::new(status, body).with("Content-Type", "text/plain; charset=utf-8")
    }
    pub fn add(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }
    pub fn with(mut self, name: &str, value: &str) -> Answer {
        self.add(name, value);
        self
    }

    fn send(&self, stream: &mut TcpStream, with_body: bool) -> io::Result<()> {
        let reason = match self.status {
            200 => "OK",
            400 => "Bad Request",
            404 => "Not Found",
            405 => "Method Not Allowed",
            503 => "Service Unavailable",
            _ => "",
        };
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!(
            "Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.body.len()
        );
        stream.write_all(head.as_bytes())?;
        if with_body {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

/// Reads a request and sends what `answer` makes of it.
pub fn converse(mut stream: TcpStream, answer: impl FnOnce(&Request) -> Answer) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let Some(request) = read(&mut stream)? else {
        return Answer::plain(400, "This is no request that can be read.").send(&mut stream, true);
    };
    answer(&request).send(&mut stream, request.method != "HEAD")
}

/// The request, or nothing if what comes is none or too long.
fn read(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let mut head = Vec::new();
    let mut part = [0; 4096];
    while head.len() < MAX_HEAD {
        let count = stream.read(&mut part)?;
        head.extend_from_slice(&part[..count]);
        match parse(&head) {
            Ok(Some(request)) => return Ok(Some(request)),
            // Half a head: the rest is on its way, unless the other side is done.
            Ok(None) if count > 0 => {}
            _ => return Ok(None),
        }
    }
    Ok(None)
}

fn parse(head: &[u8]) -> Result<Option<Request>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    if request.parse(head)?.is_partial() {
        return Ok(None);
    }
    let encoding =
        |header: &&httparse::Header<'_>| header.name.eq_ignore_ascii_case("accept-encoding");
    let accepted = request
        .headers
        .iter()
        .find(encoding)
        .map(|header| header.value);
    Ok(Some(Request {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        accept_encoding: String::from_utf8_lossy(accepted.unwrap_or_default()).into_owned(),
    }))
}
