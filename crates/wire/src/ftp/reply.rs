//! What a server answers.

use super::{MAX_LINE, MAX_REPLY_LINES, clean, telnet};
use crate::lines::LineReader;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddrV4};

/// A reply: a code and some lines of text (RFC 959 section 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Three digits, the first 1 to 5.
    pub code: u16,
    /// The text, a line each; at least one.
    pub lines: Vec<String>,
}

/// Why a client cannot make sense of what it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadReply {
    /// A line is longer than [`MAX_LINE`], or the reply has more than [`MAX_REPLY_LINES`].
    TooLong,
    /// The first line does not begin with a code and a space or hyphen.
    Syntax,
}

impl fmt::Display for BadReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadReply::TooLong => "the reply is too long",
            BadReply::Syntax => "the line is no reply",
        })
    }
}

impl std::error::Error for BadReply {}

impl Reply {
    /// A reply of one line.
    pub fn new(code: u16, text: &str) -> Reply {
        Reply {
            code,
            lines: vec![text.to_owned()],
        }
    }

    /// The reply to PASV: where the server waits for the data connection.
    pub fn passive(at: SocketAddrV4) -> Reply {
        let [a, b, c, d] = at.ip().octets();
        let [high, low] = at.port().to_be_bytes();
        let text = format!("Entering Passive Mode ({a},{b},{c},{d},{high},{low})");
        Reply::new(227, &text)
    }

    /// Where to open the data connection, if this is a reply to PASV. The six numbers are looked
    /// for anywhere in the text, on any of its lines: RFC 1123 section 4.1.2.6 warns that the brackets may be
    /// missing, and some servers put spaces behind the commas. The first six that stand together count.
    pub fn passive_address(&self) -> Option<SocketAddrV4> {
        if self.code != 227 {
            return None;
        }
        self.lines.iter().find_map(|line| six_numbers(line))
    }

    /// Whether it went well: 1xx means that more is coming, 2xx done, 3xx go on.
    pub fn is_good(&self) -> bool {
        self.code < 400
    }

    /// The lines as they are sent, each with CRLF; of several, all but the last with a hyphen
    /// behind the code. Control characters become spaces.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = String::new();
        let last = self.lines.len().saturating_sub(1);
        let none = [String::new()];
        let lines = if self.lines.is_empty() {
            &none[..]
        } else {
            &self.lines
        };
        for (at, line) in lines.iter().enumerate() {
            let mark = if at < last { '-' } else { ' ' };
            text.push_str(&format!("{:03}{mark}", self.code.min(999)));
            text.extend(clean(line));
            text.push_str("\r\n");
        }
        text.into_bytes()
    }
}

/// The first six numbers of a byte each with commas between them. Of more or fewer it is not clear which are meant.
fn six_numbers(text: &str) -> Option<SocketAddrV4> {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (list, behind) = numbers(&rest[start..]);
        rest = behind;
        if let [Some(a), Some(b), Some(c), Some(d), Some(high), Some(low)] = list[..] {
            let address = Ipv4Addr::new(a, b, c, d);
            return Some(SocketAddrV4::new(address, u16::from_be_bytes([high, low])));
        }
    }
    None
}

/// The list of numbers at the beginning of a text, and what is behind it; `None` stands for one that is no byte.
fn numbers(text: &str) -> (Vec<Option<u8>>, &str) {
    let (mut list, mut rest) = (Vec::new(), text);
    loop {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &rest[..rest.len() - behind.len()];
        list.push(digits.parse().ok().filter(|_| digits.len() <= 3));
        let next = behind.trim_start_matches(is_space).strip_prefix(',');
        let next = next.map(|next| next.trim_start_matches(is_space));
        match next.filter(|next| next.starts_with(|c: char| c.is_ascii_digit())) {
            Some(next) => rest = next,
            None => return (list, behind),
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Whether a line ends the reply that began with this code (RFC 959 section 4.2); if so, its text.
pub(crate) fn is_last_line(line: &[u8], begun: u16) -> bool {
    matches!(split_line(line), Some((code, b' ', _)) if code == begun)
}

/// Splits a line into code, mark and text; `None` if it is not one that begins or ends a reply.
pub(crate) fn split_line(line: &[u8]) -> Option<(u16, u8, &[u8])> {
    let (digits, rest) = line.split_at_checked(3)?;
    let [a @ b'1'..=b'5', b @ b'0'..=b'9', c @ b'0'..=b'9'] = *digits else {
        return None;
    };
    let digit = |byte: u8| u16::from(byte - b'0');
    let code = 100 * digit(a) + 10 * digit(b) + digit(c);
    match *rest {
        [] => Some((code, b' ', rest)),
        [mark @ (b' ' | b'-'), ref text @ ..] => Some((code, mark, text)),
        _ => None,
    }
}

/// Collects a server's lines until they make a reply.
#[derive(Clone, Debug)]
pub struct ReplyReader {
    lines: LineReader,
    /// The reply whose last line has not come.
    begun: Option<Reply>,
}

impl Default for ReplyReader {
    fn default() -> Self {
        ReplyReader {
            lines: LineReader::new(MAX_LINE + 1),
            begun: None,
        }
    }
}

impl ReplyReader {
    /// A reader at the beginning of a connection.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next reply. Takes from `input` what it used; `None` once all of it is taken and no
    /// reply is whole.
    pub fn next(&mut self, input: &mut &[u8]) -> Option<Result<Reply, BadReply>> {
        while let Some(line) = self.lines.next(input) {
            let told = match line {
                Err(_) => Some(Err(BadReply::TooLong)),
                Ok(line) => self.line(&telnet::without_commands(&line)),
            };
            if let Some(reply) = told {
                self.begun = None;
                return Some(reply);
            }
        }
        None
    }

    fn line(&mut self, line: &[u8]) -> Option<Result<Reply, BadReply>> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let parts = split_line(line);
        let Some(begun) = &mut self.begun else {
            let Some((code, mark, rest)) = parts else {
                return Some(Err(BadReply::Syntax));
            };
            let reply = Reply::new(code, &text(rest));
            if mark == b' ' {
                return Some(Ok(reply));
            }
            self.begun = Some(reply);
            return None;
        };
        if begun.lines.len() >= MAX_REPLY_LINES {
            return Some(Err(BadReply::TooLong));
        }
        let last = is_last_line(line, begun.code);
        match parts {
            Some((_, _, rest)) if last => {
                begun.lines.push(text(rest));
                self.begun.take().map(Ok)
            }
            // A line within may begin with the code again, or with anything at all.
            Some((code, _, rest)) if code == begun.code => {
                begun.lines.push(text(rest));
                None
            }
            _ => {
                begun.lines.push(text(line));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::properties::in_pieces;
    use proptest::prelude::*;

    fn replies(pieces: &[&[u8]]) -> Vec<Result<Reply, BadReply>> {
        let mut reader = ReplyReader::new();
        let mut replies = Vec::new();
        for piece in pieces {
            let mut input = *piece;
            while let Some(reply) = reader.next(&mut input) {
                replies.push(reply);
            }
            assert!(input.is_empty());
        }
        replies
    }

    #[test]
    fn a_reply_of_several_lines_ends_where_its_code_stands_with_a_space() {
        let bytes = b"123-First line\r\nSecond line\r\n234 A line beginning with numbers\r\n123 The last line\r\n220 x\r\n";
        let first = Reply {
            code: 123,
            lines: vec![
                "First line".into(),
                "Second line".into(),
                "234 A line beginning with numbers".into(),
                "The last line".into(),
            ],
        };
        assert_eq!(replies(&[bytes]), [Ok(first), Ok(Reply::new(220, "x"))]);
    }

    #[test]
    fn the_address_of_a_passive_reply_is_found_with_and_without_brackets() {
        let at = SocketAddrV4::new(Ipv4Addr::new(10, 0, 1, 7), 50_001);
        let reply = Reply::passive(at);
        assert_eq!(
            reply.to_bytes(),
            b"227 Entering Passive Mode (10,0,1,7,195,81)\r\n"
        );
        assert_eq!(reply.passive_address(), Some(at));
        let bare = |text: &str| Reply::new(227, text).passive_address();
        assert_eq!(bare("=10,0,1,7,195,81"), Some(at));
        for bad in [
            "",
            "(10,0,1,7,195)",
            "(10,0,1,7,195,256)",
            "(1,2,3,4,5,6,7)",
            "(10,0,0001,7,195,81)",
            "(10,0,1,7,-195,81)",
            "10.0.1.7, port 50001",
        ] {
            assert_eq!(bare(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_address_may_have_spaces_in_it_and_stand_on_any_line() {
        let at = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 50_000);
        for bytes in [
            "227 Entering Passive Mode (10, 0, 0, 2, 195, 80)\r\n",
            "227 Entering Passive Mode 10,0,0,2,195,80\r\n",
            "227 Entering Passive Mode. 10 ,0 , 0,2,195,80.\r\n",
            "227 =10,0,0,2,195,80 of 7, 8 and 9\n",
            "227 Since 21:00, 3 files (10,0,0,2,195,80) of 9,9\r\n",
            "227-Entering Passive Mode\r\n227 (10,0,0,2,195,80)\r\n",
            "227-Entering\r\n Passive (10,0,0,2,195,80) Mode\r\n227 Go on\r\n",
        ] {
            let told = replies(&[bytes.as_bytes()]);
            let [Ok(reply)] = &told[..] else {
                panic!("{bytes:?}: {told:?}");
            };
            assert_eq!(reply.passive_address(), Some(at), "{bytes:?}");
        }
        let other = Reply::new(200, "(10,0,0,2,195,80)");
        assert_eq!(other.passive_address(), None, "no reply to PASV");
    }

    #[test]
    fn telnet_commands_between_the_words_are_no_part_of_a_reply() {
        let bytes = b"\xff\xfb\x01220-a\xff\xf1\n\xff\xf1220 b\r\n";
        let reply = Reply {
            code: 220,
            lines: vec!["a".into(), "b".into()],
        };
        assert_eq!(replies(&[bytes]), [Ok(reply)]);
    }

    #[test]
    fn a_line_without_a_code_is_no_reply() {
        for line in [&b"hello\r\n"[..], b"620 x\r\n", b"22\r\n", b"220x\r\n"] {
            assert_eq!(replies(&[line]), [Err(BadReply::Syntax)]);
        }
    }

    #[test]
    fn an_endless_reply_is_refused() {
        let mut bytes = b"220-begins\r\n".to_vec();
        bytes.extend(b"more\r\n".repeat(MAX_REPLY_LINES));
        assert_eq!(replies(&[&bytes]), [Err(BadReply::TooLong)]);
    }

    prop_compose! {
        fn any_reply()(code in 100u16..600, lines in prop::collection::vec("[^\\p{Cc}]{0,30}", 1..5)) -> Reply {
            Reply { code, lines }
        }
    }

    proptest! {
        #[test]
        fn replies_read_back_however_the_stream_is_cut(
            sent in prop::collection::vec(any_reply(), 1..4),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let bytes: Vec<u8> = sent.iter().flat_map(Reply::to_bytes).collect();
            let read = replies(&in_pieces(&bytes, &cuts));
            prop_assert_eq!(read, sent.into_iter().map(Ok).collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_give_the_same_replies_whole_and_in_pieces(
            bytes in prop::collection::vec(
                prop_oneof![any::<u8>(), prop::sample::select(b"0123 -\r\n\n".to_vec())], 0..200),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            prop_assert_eq!(replies(&in_pieces(&bytes, &cuts)), replies(&[&bytes]));
        }

        #[test]
        fn an_address_reads_back_however_it_is_written_and_cut(
            ip: u32,
            port: u16,
            spaces in prop::collection::vec(prop::sample::select(vec!["", " ", "  ", "\t"]), 12),
            around in prop::sample::select(vec![("(", ")"), ("=", ""), ("", "."), (" [", "] ok 1")]),
            place in 0usize..3,
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let at = SocketAddrV4::new(Ipv4Addr::from(ip), port);
            let [a, b, c, d] = at.ip().octets();
            let [high, low] = port.to_be_bytes();
            let mut text = around.0.to_owned();
            for (place, number) in [a, b, c, d, high, low].into_iter().enumerate() {
                let comma = if place > 0 { "," } else { "" };
                text.push_str(&format!("{}{comma}{}{number}", spaces[2 * place], spaces[2 * place + 1]));
            }
            text.push_str(around.1);
            let mut lines = vec!["Passive".to_owned(), "Mode".to_owned(), "now".to_owned()];
            lines[place].push_str(&format!(" {text}"));
            let bytes = Reply { code: 227, lines }.to_bytes();
            let read = replies(&in_pieces(&bytes, &cuts));
            let [Ok(reply)] = &read[..] else {
                return Err(TestCaseError::fail(format!("{read:?}")));
            };
            prop_assert_eq!(reply.passive_address(), Some(at));
        }

        #[test]
        fn any_passive_address_reads_back(ip: u32, port: u16) {
            let at = SocketAddrV4::new(Ipv4Addr::from(ip), port);
            prop_assert_eq!(Reply::passive(at).passive_address(), Some(at));
        }
    }
}
