//! Messages out of a stream that comes in pieces.

use super::head::SWITCHING;
use super::{
    BadHead, Body, MAX_HEAD, MAX_INTERIM, Parsed, RequestHead, ResponseHead, parse_request,
    parse_response,
};
use crate::lines::LineReader;
use std::marker::PhantomData;

/// The longest line before a chunk, or of the fields behind the last, in bytes.
const MAX_CHUNK_LINE: usize = 256;

/// The most lines behind the last chunk.
const MAX_TRAILER_LINES: u8 = 32;

/// A head that a [`Reader`] can read: [`RequestHead`] or [`ResponseHead`].
pub trait Head: Sized {
    /// Reads it from the beginning of what has come.
    fn parse(bytes: &[u8]) -> Parsed<Self>;
    /// Where the body behind it ends; a response is taken for one to `GET`.
    fn body(&self) -> Result<Body, BadHead>;
    /// Whether it only announces the message, which is still to come.
    fn is_interim(&self) -> bool {
        false
    }
    /// Whether HTTP ends behind it.
    fn switches(&self) -> bool {
        false
    }
}

impl Head for RequestHead {
    fn parse(bytes: &[u8]) -> Parsed<Self> {
        parse_request(bytes)
    }

    fn body(&self) -> Result<Body, BadHead> {
        RequestHead::body(self)
    }
}

impl Head for ResponseHead {
    fn parse(bytes: &[u8]) -> Parsed<Self> {
        parse_response(bytes)
    }

    fn body(&self) -> Result<Body, BadHead> {
        ResponseHead::body(self, "GET")
    }

    fn is_interim(&self) -> bool {
        ResponseHead::is_interim(self)
    }

    fn switches(&self) -> bool {
        self.status == SWITCHING
    }
}

/// What a [`Reader`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item<'a, H> {
    /// A response of 1xx: it announces the one that comes behind it, and has neither body nor end (RFC 9110 section
    /// 15.2).
    Interim(H),
    /// A message begins.
    Head(H),
    /// Some bytes of its body, never none.
    Body(&'a [u8]),
    /// The message is whole; the next one may follow.
    End,
    /// What has come is no HTTP. Told once; whatever follows is passed over.
    Bad(BadHead),
}

/// Reads one message after the other. Of heads it holds what has come, at most [`MAX_HEAD`]
/// bytes; bodies it hands on.
#[derive(Clone, Debug)]
pub struct Reader<H> {
    state: State,
    /// How many of 1xx came since the last message.
    interim: u8,
    heads: PhantomData<H>,
}

#[derive(Clone, Debug)]
enum State {
    /// The beginning of a head.
    Head(Vec<u8>),
    /// So much of a body is missing.
    Length(u64),
    UntilClose,
    /// The line with a chunk's length.
    ChunkSize(LineReader),
    ChunkData(u64),
    /// The line end behind a chunk.
    ChunkEnd(LineReader),
    /// The fields behind the last chunk, and how many lines of them came.
    Trailers(LineReader, u8),
    /// A message ended, and that is to be told.
    Ended,
    /// The same, and what follows is no HTTP.
    Switched,
    Failed,
}

impl Default for State {
    fn default() -> Self {
        State::Head(Vec::new())
    }
}

impl<H: Head> Default for Reader<H> {
    fn default() -> Self {
        Self::new()
    }
}

impl<H: Head> Reader<H> {
    /// A reader at the beginning of a connection.
    pub fn new() -> Self {
        Reader {
            state: State::default(),
            interim: 0,
            heads: PhantomData,
        }
    }

    /// The next thing in the stream. Takes from `input` what it used; `None` once all of it is
    /// taken and nothing more can be told.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Option<Item<'a, H>> {
        loop {
            match &mut self.state {
                State::Head(_) if input.is_empty() => return None,
                State::Head(begun) => {
                    let told = read_head::<H>(begun, input)?;
                    return Some(match told {
                        Ok((head, body)) => self.head(head, body),
                        Err(bad) => self.fail(bad),
                    });
                }
                State::Switched => {
                    self.state = State::Failed;
                    return Some(Item::End);
                }
                State::Length(0) | State::Ended => {
                    self.state = State::default();
                    return Some(Item::End);
                }
                State::ChunkData(0) => self.state = State::ChunkEnd(chunk_line()),
                State::Failed => {
                    *input = &[];
                    return None;
                }
                _ if input.is_empty() => return None,
                State::Length(left) | State::ChunkData(left) => {
                    let len = usize::try_from(*left).unwrap_or(usize::MAX);
                    let (piece, rest) = input.split_at(len.min(input.len()));
                    *left -= piece.len() as u64;
                    *input = rest;
                    return Some(Item::Body(piece));
                }
                State::UntilClose => return Some(Item::Body(std::mem::take(input))),
                State::ChunkSize(_) | State::ChunkEnd(_) | State::Trailers(..) => {
                    match self.chunk(input) {
                        None => return None,
                        Some(Ok(state)) => self.state = state,
                        Some(Err(bad)) => return Some(self.fail(bad)),
                    }
                }
            }
        }
    }

    /// A head is whole: what it is, and what comes behind it.
    fn head(&mut self, head: H, body: Body) -> Item<'static, H> {
        if head.is_interim() {
            self.interim += 1;
            if self.interim > MAX_INTERIM {
                return self.fail(BadHead::TooManyInterim);
            }
            self.state = State::default();
            return Item::Interim(head);
        }
        self.interim = 0;
        self.state = match head.switches() {
            true => State::Switched,
            false => State::of(body),
        };
        Item::Head(head)
    }

    fn fail(&mut self, bad: BadHead) -> Item<'static, H> {
        self.state = State::Failed;
        Item::Bad(bad)
    }

    /// The peer sends nothing more. What that means, if it means anything.
    pub fn finish(&mut self) -> Option<Item<'static, H>> {
        match std::mem::replace(&mut self.state, State::Failed) {
            State::UntilClose | State::Length(0) | State::Ended | State::Switched => {
                Some(Item::End)
            }
            State::Failed => None,
            // Empty lines before a head are nothing.
            State::Head(begun) if begun.iter().all(|byte| b"\r\n".contains(byte)) => None,
            _ => Some(Item::Bad(BadHead::CutOff)),
        }
    }

    /// What lies between chunks, line by line.
    fn chunk(&mut self, input: &mut &[u8]) -> Option<Result<State, BadHead>> {
        let (State::ChunkSize(lines) | State::ChunkEnd(lines) | State::Trailers(lines, _)) =
            &mut self.state
        else {
            return None;
        };
        let Ok(line) = lines.next(input)? else {
            return Some(Err(BadHead::Chunk));
        };
        let next = match &self.state {
            State::ChunkSize(_) => match chunk_size(&line) {
                Some(0) => Some(State::Trailers(chunk_line(), 0)),
                Some(size) => Some(State::ChunkData(size)),
                None => None,
            },
            State::Trailers(_, _) if line.is_empty() => Some(State::Ended),
            State::Trailers(_, lines) if *lines < MAX_TRAILER_LINES => {
                Some(State::Trailers(chunk_line(), lines + 1))
            }
            State::ChunkEnd(_) if line.is_empty() => Some(State::ChunkSize(chunk_line())),
            _ => None,
        };
        Some(next.ok_or(BadHead::Chunk))
    }
}

impl State {
    fn of(body: Body) -> State {
        match body {
            Body::None => State::Ended,
            Body::Length(len) => State::Length(len),
            Body::Chunked => State::ChunkSize(chunk_line()),
            Body::UntilClose => State::UntilClose,
        }
    }
}

fn chunk_line() -> LineReader {
    LineReader::new(MAX_CHUNK_LINE)
}

/// A chunk's length: hexadecimal digits, and perhaps extensions behind a semicolon.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(line).ok()?;
    let digits = text.split(';').next()?.trim_end_matches([' ', '\t']);
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u64::from_str_radix(digits, 16).ok().filter(|_| all)
}

/// How many of these bytes a body in chunks takes, up to the empty line behind its trailer; `None`: its end is not there,
/// or it is none.
pub(crate) fn chunked_len(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::<ResponseHead>::new();
    reader.state = State::of(Body::Chunked);
    let mut input = bytes;
    loop {
        match reader.next(&mut input)? {
            Item::Body(_) => {}
            Item::End => return Some(bytes.len() - input.len()),
            Item::Head(_) | Item::Interim(_) | Item::Bad(_) => return None,
        }
    }
}

/// Takes from `input` what belongs to the head; `None` while its end is missing.
fn read_head<H: Head>(
    begun: &mut Vec<u8>,
    input: &mut &[u8],
) -> Option<Result<(H, Body), BadHead>> {
    let before = begun.len();
    let room = MAX_HEAD.saturating_sub(before).min(input.len());
    begun.extend_from_slice(&input[..room]);
    match H::parse(begun) {
        Parsed::NeedMore => {
            *input = &input[room..];
            None
        }
        Parsed::Head { head, len } => {
            *input = input.get(len.saturating_sub(before)..).unwrap_or_default();
            begun.clear();
            Some(head.body().map(|body| (head, body)))
        }
        Parsed::Bad(bad) => {
            *input = &[];
            Some(Err(bad))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::properties::in_pieces;
    use proptest::prelude::*;

    /// What a reader tells, with the pieces of each body put together.
    #[derive(Clone, Debug, PartialEq, Eq)]
    enum Told<H> {
        Interim(H),
        Head(H),
        Body(Vec<u8>),
        End,
        Bad(BadHead),
    }

    fn told<H: Head>(pieces: &[&[u8]], close: bool) -> Vec<Told<H>> {
        let mut reader = Reader::new();
        let mut all: Vec<Told<H>> = Vec::new();
        for piece in pieces {
            let mut input = *piece;
            while let Some(item) = reader.next(&mut input) {
                match (item, all.last_mut()) {
                    (Item::Interim(head), _) => all.push(Told::Interim(head)),
                    (Item::Head(head), _) => all.push(Told::Head(head)),
                    (Item::Body(bytes), Some(Told::Body(body))) => body.extend_from_slice(bytes),
                    (Item::Body(bytes), _) => all.push(Told::Body(bytes.to_vec())),
                    (Item::End, _) => all.push(Told::End),
                    (Item::Bad(bad), _) => all.push(Told::Bad(bad)),
                }
            }
            assert!(input.is_empty());
        }
        if close {
            match reader.finish() {
                Some(Item::Bad(bad)) => all.push(Told::Bad(bad)),
                Some(_) => all.push(Told::End),
                None => {}
            }
        }
        all
    }

    fn bodies(bytes: &[u8]) -> Vec<String> {
        let body = |told: Told<ResponseHead>| match told {
            Told::Interim(head) => format!("({})", head.status),
            Told::Head(head) => head.status.to_string(),
            Told::Body(body) => String::from_utf8(body).unwrap(),
            Told::End => "end".into(),
            Told::Bad(bad) => format!("{bad:?}"),
        };
        told(&[bytes], true).into_iter().map(body).collect()
    }

    #[test]
    fn one_connection_carries_one_response_after_the_other() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";
        let read = bodies(bytes);
        assert_eq!(
            read,
            ["200", "hello", "end", "204", "end", "404", "no", "end"]
        );
    }

    #[test]
    fn chunks_make_a_body() {
        let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\nA;x=y\r\npedia in \r\n\r\n0\r\nTrailer: 1\r\n\r\n";
        assert_eq!(bodies(bytes), ["200", "Wikipedia in \r", "Chunk"]);
        let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\nB;x=y\r\npedia in \r\n\r\n0\r\nTrailer: 1\r\n\r\n";
        assert_eq!(bodies(bytes), ["200", "Wikipedia in \r\n", "end"]);
        let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+4\r\nWiki\r\n";
        assert_eq!(bodies(bytes), ["200", "Chunk"]);
    }

    #[test]
    fn a_body_without_a_length_ends_with_the_connection_and_one_with_a_length_must_not() {
        assert_eq!(bodies(b"HTTP/1.0 200 OK\r\n\r\nabc"), ["200", "abc", "end"]);
        let bytes = b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nabc";
        assert_eq!(bodies(bytes), ["200", "abc", "CutOff"]);
        assert_eq!(bodies(b"HTTP/1.0 200"), ["CutOff"]);
        assert_eq!(bodies(b""), [""; 0]);
    }

    #[test]
    fn a_response_may_be_announced_several_times_but_not_for_ever() {
        let bytes = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 100\r\n\r\nHTTP/1.1 204\r\n\r\n";
        let read = ["(100)", "(103)", "200", "ok", "end", "(100)", "204", "end"];
        assert_eq!(bodies(bytes), read);
        assert_eq!(bodies(b"HTTP/1.1 102 Processing\r\n\r\n"), ["(102)"]);
        let one = "HTTP/1.1 199 \r\n\r\n";
        let response = "HTTP/1.1 204\r\n\r\n";
        let most = one.repeat(usize::from(MAX_INTERIM)) + response;
        assert_eq!(bodies(most.as_bytes()).last().unwrap(), "end");
        let more = one.repeat(usize::from(MAX_INTERIM) + 1) + response;
        assert_eq!(bodies(more.as_bytes()).last().unwrap(), "TooManyInterim");
    }

    #[test]
    fn behind_switching_protocols_nothing_is_read_as_http() {
        let bytes =
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
        assert_eq!(bodies(bytes), ["101", "end"]);
    }

    #[test]
    fn empty_lines_before_a_head_are_nothing() {
        assert_eq!(bodies(b"\r\n\nHTTP/1.1 204\r\n\r\n\r\n"), ["204", "end"]);
        assert_eq!(bodies(b"\r\n\r\n"), [""; 0]);
    }

    #[test]
    fn what_follows_bytes_that_are_no_http_is_passed_over() {
        assert_eq!(bodies(b"\0\0HTTP/1.1 200 OK\r\n\r\n"), ["Syntax"]);
    }

    /// Bytes of which some are nearly HTTP.
    pub(super) fn nearly_http() -> impl Strategy<Value = Vec<u8>> {
        let scraps = prop::sample::select(vec![
            "GET / HTTP/1.1\r\n",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 404 \r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 101\r\n\r\n",
            "HTTP/2.0 200 OK\r\n",
            "HTTP/1.0 ",
            "X : y\r\n",
            " folded\r\n",
            "\t\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "3;a=\"b;c\"\nabc\n0\nTrailer: x\n\n",
            "Host: a\r\n",
            "Content-Length: 3\r\n",
            "Content-Length: 7\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Connection: close\r\n",
            "\r\n",
            "\n",
            "5\r\nhello\r\n",
            "0\r\n\r\n",
            "abc",
        ]);
        let scraps = prop_oneof![
            6 => scraps.prop_map(|scrap| scrap.as_bytes().to_vec()),
            1 => prop::collection::vec(any::<u8>(), 0..9),
        ];
        prop::collection::vec(scraps, 0..14).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn http_parsers_survive_any_bytes_and_any_cutting(
            bytes in nearly_http(),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..9),
        ) {
            let pieces = in_pieces(&bytes, &cuts);
            prop_assert_eq!(told::<ResponseHead>(&pieces, true), told(&[&bytes], true));
            prop_assert_eq!(told::<RequestHead>(&pieces, true), told(&[&bytes], true));
        }

        #[test]
        fn a_body_reads_back_however_it_is_cut(
            body in prop::collection::vec(any::<u8>(), 1..200),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..9),
        ) {
            let head = ResponseHead::new(200).with_body("text/html", body.len());
            let mut bytes = head.to_bytes();
            bytes.extend_from_slice(&body);
            let read = told(&in_pieces(&bytes, &cuts), false);
            prop_assert_eq!(read, [Told::Head(head), Told::Body(body), Told::End]);
        }
    }
}
