//! What the program in a packet says, in the few words of a label.

use crate::app::{App, is_video, line, trimmed};
use crate::ftp::{Command, split_line};
use crate::http::StartLine;
use crate::ipv4::{self, protocol};
use crate::{dns_name, ethernet, rtp, tcp, udp};

/// The longest text, in characters; what is longer ends in an ellipsis.
const MAX_TEXT: usize = 60;

/// A message of a program in brief, or the first of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppSummary {
    /// A DNS message.
    Dns {
        /// Whether it is a response.
        response: bool,
        /// How it went; 0 in a query.
        rcode: u8,
        /// The type of record the first question asks for.
        kind: u16,
        /// The name it asks about, without the dot at its end.
        name: String,
        /// How many records answer.
        answers: u16,
        /// Whether the message was cut.
        truncated: bool,
        /// Whether the server is in charge of the name (AA).
        authoritative: bool,
        /// The type of the first record that names an authority, in a response without answers: NS in a referral,
        /// SOA where the name has no such record (RFC 2308 section 2.2).
        authority: Option<u16>,
    },
    /// The first line of an HTTP request.
    HttpRequest {
        /// Such as `GET`.
        method: String,
        /// Such as `/picture.svg`.
        target: String,
    },
    /// The first line of an HTTP response.
    HttpResponse {
        /// Such as 404.
        status: u16,
        /// Such as `Not Found`.
        reason: String,
    },
    /// A command to an FTP server.
    FtpCommand {
        /// In capital letters.
        verb: String,
        /// What follows; empty if nothing does.
        argument: String,
    },
    /// What an FTP server replies.
    FtpReply {
        /// Such as 227.
        code: u16,
        /// The text of its first line.
        text: String,
    },
    /// A packet of Hoplab's video.
    Rtp {
        /// The packet's number.
        sequence: u16,
        /// When the picture was taken, in ticks of 90 kHz.
        timestamp: u32,
        /// Whether it is the last packet of its frame.
        marker: bool,
    },
}

/// Reads what the program says, without checking any checksum; `None` if the ports tell no language,
/// or the data is not the beginning of a message in it. Longer texts are cut.
pub fn app_summary(frame: &[u8]) -> Option<AppSummary> {
    let (link, packet) = ethernet::parse(frame).ok()?;
    if link.ethertype != ethernet::ETHERTYPE_IPV4 {
        return None;
    }
    let (header, payload) = ipv4::parse_quoted(packet)?;
    of_packet(&header, payload)
}

/// As [`app_summary`], for a frame whose Ethernet and IPv4 headers, the latter without options, are
/// apart from what is behind them. One with options is put together first.
pub fn app_summary_of_parts(headers: &[u8], behind: &[u8]) -> Option<AppSummary> {
    let (link, ip) = ethernet::parse(headers).ok()?;
    if ip.first() != Some(&0x45) {
        return app_summary(&[headers, behind].concat());
    }
    if link.ethertype != ethernet::ETHERTYPE_IPV4 {
        return None;
    }
    let (header, _) = ipv4::parse_quoted(ip)?;
    let len = usize::from(header.total_len).saturating_sub(ipv4::HEADER_LEN);
    of_packet(&header, behind.get(..len).unwrap_or(behind))
}

fn of_packet(header: &ipv4::Header, payload: &[u8]) -> Option<AppSummary> {
    if header.is_fragment() {
        return None;
    }
    let [a, b, c, d, ..] = *payload else {
        return None;
    };
    let (src, dst) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    let app = App::by_ports(header.protocol, src, dst)?;
    let over_tcp = header.protocol == protocol::TCP;
    let data = if over_tcp {
        let slice = tcp::header_slice(payload).ok()?;
        payload.get(slice.slice().len()..)?
    } else {
        payload.get(udp::HEADER_LEN..)?
    };
    // Over TCP, DNS and RTP have the length of the message before it.
    let framed = || match over_tcp {
        false => Some(data),
        true => {
            let (len, rest) = data.split_first_chunk::<2>()?;
            let len = usize::from(u16::from_be_bytes(*len));
            Some(rest.get(..len).unwrap_or(rest))
        }
    };
    match app {
        App::Dns => dns(framed()?),
        App::Rtp => video(framed()?),
        App::Http => http(data),
        App::Ftp { to_server: true } => command(data),
        App::Ftp { to_server: false } => reply(data),
    }
}

fn dns(message: &[u8]) -> Option<AppSummary> {
    let ([_, _, high, low, q1, q2, a1, a2, n1, n2, ..], _) = message.split_first_chunk::<12>()?;
    if u16::from_be_bytes([*q1, *q2]) == 0 {
        return None;
    }
    let name = dns_name::read(message, 12).ok()?;
    let kind = message.get(name.end..)?.first_chunk::<2>()?;
    let response = high & 0x80 != 0;
    // The authority section follows the one question at once if nothing answers.
    let none = response && [*q1, *q2, *a1, *a2] == [0, 1, 0, 0] && [*n1, *n2] != [0, 0];
    Some(AppSummary::Dns {
        response,
        rcode: low & 0x0f,
        kind: u16::from_be_bytes(*kind),
        name: clipped(&name.text),
        answers: u16::from_be_bytes([*a1, *a2]),
        truncated: high & 0x02 != 0,
        authoritative: high & 0x04 != 0,
        authority: none
            .then(|| record_type(message, name.end.checked_add(4)?))
            .flatten(),
    })
}

/// The type of the record that begins `at` bytes into a message.
fn record_type(message: &[u8], at: usize) -> Option<u16> {
    let owner = dns_name::read(message, at).ok()?;
    let kind = message.get(owner.end..)?.first_chunk::<2>()?;
    Some(u16::from_be_bytes(*kind))
}

fn video(bytes: &[u8]) -> Option<AppSummary> {
    let header = rtp::parse(bytes).ok().filter(|_| is_video(bytes))?.header;
    Some(AppSummary::Rtp {
        sequence: header.sequence,
        timestamp: header.timestamp,
        marker: header.marker,
    })
}

fn http(bytes: &[u8]) -> Option<AppSummary> {
    // Empty lines before a head are passed over.
    let (mut first, mut rest) = line(bytes)?;
    while trimmed(first).is_empty() {
        (first, rest) = line(rest)?;
    }
    Some(match StartLine::parse(trimmed(first)).ok()? {
        StartLine::Request(method, target, _) => AppSummary::HttpRequest {
            method: clipped(method),
            target: clipped(target),
        },
        StartLine::Status(_, status, reason) => AppSummary::HttpResponse {
            status: status.parse().ok()?,
            reason: clipped(&String::from_utf8_lossy(reason)),
        },
    })
}

fn command(bytes: &[u8]) -> Option<AppSummary> {
    let (first, _) = line(bytes)?;
    let command = Command::parse(trimmed(first)).ok()?;
    Some(AppSummary::FtpCommand {
        verb: command.verb().to_owned(),
        argument: clipped(command.argument()),
    })
}

fn reply(bytes: &[u8]) -> Option<AppSummary> {
    let (first, _) = line(bytes)?;
    let (code, _, text) = split_line(trimmed(first))?;
    Some(AppSummary::FtpReply {
        code,
        text: clipped(&String::from_utf8_lossy(text)),
    })
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MacAddr, build, tcp::Header};
    use std::net::Ipv4Addr;

    fn path() -> build::Path {
        build::Path {
            src_mac: MacAddr([2, 0, 0, 0, 0, 1]),
            dst_mac: MacAddr([2, 0, 0, 0, 0, 2]),
            src: Ipv4Addr::new(10, 0, 0, 1),
            dst: Ipv4Addr::new(10, 0, 1, 1),
            ttl: 9,
            identification: 7,
            dont_fragment: true,
        }
    }

    fn both(frame: &[u8]) -> Option<AppSummary> {
        let whole = app_summary(frame);
        assert_eq!(app_summary_of_parts(&frame[..34], &frame[34..]), whole);
        whole
    }

    fn segment(src_port: u16, dst_port: u16, data: &[u8]) -> Option<AppSummary> {
        let header = Header {
            src_port,
            dst_port,
            ..Header::default()
        };
        both(&build::tcp(&path(), &header, data).unwrap())
    }

    #[test]
    fn a_dns_query_is_summed_up_over_udp_and_tcp() {
        let query = b"\0\x07\x01\0\0\x01\0\0\0\0\0\0\x03www\x07example\x03com\0\0\x01\0\x01";
        let told = AppSummary::Dns {
            response: false,
            rcode: 0,
            kind: 1,
            name: "www.example.com".into(),
            answers: 0,
            truncated: false,
            authoritative: false,
            authority: None,
        };
        let datagram = build::udp(&path(), 50_000, 53, query).unwrap();
        assert_eq!(both(&datagram).as_ref(), Some(&told));
        let framed = rtp::framed(query).unwrap();
        assert_eq!(segment(50_000, 53, &framed), Some(told));
        let elsewhere = build::udp(&path(), 50_000, 54, query).unwrap();
        assert_eq!(both(&elsewhere), None);
    }

    #[test]
    fn a_response_without_answers_is_summed_up_with_what_names_an_authority() {
        let question = b"\x03www\x07example\x03com\0\0\x01\0\x01";
        let authority = |flags: u8, counts: [u8; 3], rest: &[u8]| {
            let [answers, authorities, more] = counts;
            let head = [
                0,
                7,
                0x80 | flags,
                0,
                0,
                1,
                0,
                answers,
                0,
                authorities,
                0,
                more,
            ];
            let message = [&head, &question[..], rest].concat();
            let datagram = build::udp(&path(), 53, 50_000, &message).unwrap();
            match both(&datagram) {
                Some(AppSummary::Dns {
                    authoritative,
                    authority,
                    ..
                }) => (authoritative, authority),
                other => panic!("{other:?}"),
            }
        };
        let ns = b"\xc0\x10\0\x02\0\x01\0\0\0\x05\0\x02\xc0\x10";
        assert_eq!(authority(0, [0, 1, 0], ns), (false, Some(2)));
        let soa = b"\xc0\x10\0\x06\0\x01\0\0\0\x05\0\x02\xc0\x10";
        assert_eq!(authority(4, [0, 1, 0], soa), (true, Some(6)));
        assert_eq!(authority(4, [0, 0, 1], ns), (true, None));
        assert_eq!(authority(4, [1, 1, 0], ns), (true, None));
        assert_eq!(authority(0, [0, 1, 0], b"\xc0"), (false, None));
    }

    #[test]
    fn the_first_lines_of_http_and_ftp_are_summed_up() {
        let request = AppSummary::HttpRequest {
            method: "GET".into(),
            target: "/".into(),
        };
        assert_eq!(
            segment(50_000, 80, b"GET / HTTP/1.1\r\nHost"),
            Some(request)
        );
        let response = AppSummary::HttpResponse {
            status: 404,
            reason: "Not Found".into(),
        };
        let line = b"HTTP/1.1 404 Not Found\r\n";
        assert_eq!(segment(80, 50_000, line), Some(response));
        assert_eq!(segment(80, 50_000, b"<p>and so on"), None);
        let command = AppSummary::FtpCommand {
            verb: "RETR".into(),
            argument: "a.txt".into(),
        };
        assert_eq!(segment(50_000, 21, b"retr a.txt\r\n"), Some(command));
        let reply = AppSummary::FtpReply {
            code: 230,
            text: "Come in".into(),
        };
        assert_eq!(segment(21, 50_000, b"230 Come in\r\n"), Some(reply));
    }

    #[test]
    fn a_long_target_is_cut() {
        let line = format!("GET /{} HTTP/1.1\r\n", "é".repeat(100));
        let Some(AppSummary::HttpRequest { target, .. }) = segment(50_000, 80, line.as_bytes())
        else {
            panic!("no request");
        };
        assert_eq!(target, format!("/{}…", "é".repeat(59)));
    }

    #[test]
    fn a_video_packet_is_summed_up_over_udp_and_tcp() {
        let header = rtp::Header {
            marker: true,
            payload_type: rtp::PAYLOAD_TYPE_VIDEO,
            sequence: 4,
            timestamp: 3000,
            ssrc: 1,
        };
        let told = AppSummary::Rtp {
            sequence: 4,
            timestamp: 3000,
            marker: true,
        };
        let part = rtp::video::Part {
            frame: 1,
            part: 0,
            parts: 1,
            bytes: b"picture",
        };
        let packet = header.to_packet(&part.to_payload());
        let datagram = build::udp(&path(), 50_000, rtp::PORT, &packet).unwrap();
        assert_eq!(both(&datagram).as_ref(), Some(&told));
        let framed = rtp::framed(&packet).unwrap();
        assert_eq!(segment(rtp::PORT, 50_000, &framed), Some(told));
    }
}
