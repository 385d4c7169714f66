//! Which program's language a packet's data is in, as far as its ports tell.

use crate::ipv4::protocol;
use crate::rtp::video::Part;
use crate::{ftp, http, rtp};

/// The port name servers listen at.
pub const DNS_PORT: u16 = 53;

/// The other port web servers listen at.
const HTTP_OTHER_PORT: u16 = 8080;

/// The most parts a frame of a video is likely to have.
const MAX_PARTS: u16 = 1024;

/// A language programs speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum App {
    Dns,
    Http,
    /// FTP's control connection; whether this goes to the server.
    Ftp {
        to_server: bool,
    },
    Rtp,
}

impl App {
    /// What is likely spoken between two ports, either of which may be the server's.
    pub(crate) fn by_ports(transport: u8, src: u16, dst: u16) -> Option<App> {
        let either = |port| src == port || dst == port;
        match transport {
            protocol::UDP | protocol::TCP if either(DNS_PORT) => Some(App::Dns),
            protocol::UDP | protocol::TCP if either(rtp::PORT) => Some(App::Rtp),
            protocol::TCP if either(http::PORT) || either(HTTP_OTHER_PORT) => Some(App::Http),
            protocol::TCP if either(ftp::PORT) => Some(App::Ftp {
                to_server: dst == ftp::PORT,
            }),
            _ => None,
        }
    }
}

/// Whether these bytes are a packet of Hoplab's video. Nothing in RTP says for certain that it is
/// RTP, and texts and pictures go to the same port: version, payload type and part of a frame must
/// all fit, which they do by chance for one of 65,536.
pub(crate) fn is_video(bytes: &[u8]) -> bool {
    rtp::parse(bytes).is_ok_and(|packet| {
        let part = Part::parse(packet.payload);
        packet.header.payload_type == rtp::PAYLOAD_TYPE_VIDEO
            && part.is_some_and(|part| part.parts <= MAX_PARTS)
    })
}

/// Splits the line at the beginning of `bytes` off, its line end included; `None` if it has none.
pub(crate) fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    bytes.split_at_checked(end + 1)
}

/// A line without its end.
pub(crate) fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
