//! What the numbers in header fields stand for.

use core::net::Ipv4Addr;

use crate::Lang;
use hoplab_explain::sockets::PortRange;
use hoplab_wire::dissect::FieldKey;
use hoplab_wire::ftp::Reply;
use hoplab_wire::ipv4::protocol;
use hoplab_wire::rtp;

said! { inspect::notes =>
    /// The class of numbers.
    internet;
    /// What RTP's payload type for it stands for here.
    own_video;
    /// A range of ports.
    port_range(range: PortRange) -> &'static str;
    /// What a DNS message asks to be done.
    opcode(number: u64) -> Option<&'static str>;
    /// A long time, in so many of a unit.
    about(number: u64, unit: Unit) -> String;
    /// Where in its message a compressed name goes on.
    pointer(byte: u64) -> String;
    /// What an HTTP status says.
    status(number: u64) -> Option<&'static str>;
    /// The same of its class, which is its first digit (RFC 9110 section 15).
    status_class(class: u64) -> Option<&'static str>;
    /// What an FTP reply says.
    reply(number: u64) -> Option<&'static str>;
    /// The same of its class, which is its first digit (RFC 959 section 4.2).
    reply_class(class: u64) -> Option<&'static str>;
    /// A media timestamp of 90 kHz, in seconds.
    media_time(seconds: u64, millis: u64) -> String;
    /// What a flag says where 0 and 1 are two things, not yes and no.
    flag(key: FieldKey, set: bool) -> Option<&'static str>;
    /// Where a data connection is to be opened: the port as the two numbers of which it is made, and itself.
    passive_address(address: Ipv4Addr, bytes: [u8; 2], port: u16) -> String;
    /// What a DNS response code says.
    rcode(number: u64) -> Option<&'static str>;
    /// What a type of record is, behind its short name.
    record(number: u64) -> Option<&'static str>;
}

/// A unit of long times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 seconds.
    Minutes,
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
}

/// The service that everybody knows a port for.
pub fn service(lang: Lang, port: u16) -> Option<&'static str> {
    match port {
        23 => Some("TELNET"),
        443 => Some("HTTPS"),
        port => crate::programs::service(lang, port),
    }
}

/// What a number stands for, if it stands for something.
pub fn note(lang: Lang, key: FieldKey, number: u64) -> Option<String> {
    let said: &str = match key {
        FieldKey::Ipv4Protocol => carried(number)?,
        FieldKey::UdpSrcPort
        | FieldKey::UdpDstPort
        | FieldKey::TcpSrcPort
        | FieldKey::TcpDstPort => return port(lang, number),
        FieldKey::DnsOpcode => opcode(lang, number)?,
        FieldKey::DnsRcode => rcode(lang, number)?,
        FieldKey::DnsType => record(lang, number)?,
        FieldKey::DnsClass if number == 1 => internet(lang),
        FieldKey::DnsTtl => return longer(lang, number),
        FieldKey::DnsPointer => return Some(pointer(lang, number)),
        FieldKey::HttpStatus => {
            status(lang, number).or_else(|| status_class(lang, number / 100))?
        }
        FieldKey::FtpCode => reply(lang, number).or_else(|| reply_class(lang, number / 100))?,
        FieldKey::RtpPayloadType if number == u64::from(rtp::PAYLOAD_TYPE_VIDEO) => own_video(lang),
        FieldKey::RtpTimestamp => {
            let millis = number * 1000 / u64::from(rtp::VIDEO_CLOCK_HZ);
            return Some(media_time(lang, millis / 1000, millis % 1000));
        }
        _ => return None,
    };
    Some(said.to_owned())
}

fn carried(number: u64) -> Option<&'static str> {
    match u8::try_from(number).ok()? {
        protocol::ICMP => Some("ICMP"),
        protocol::TCP => Some("TCP"),
        protocol::UDP => Some("UDP"),
        _ => None,
    }
}

/// The range a port is in, and who usually has it.
fn port(lang: Lang, number: u64) -> Option<String> {
    let port = u16::try_from(number).ok()?;
    let range = port_range(lang, PortRange::of(port));
    Some(match service(lang, port) {
        Some(service) => format!("{service}, {range}"),
        None => range.to_owned(),
    })
}

/// Seconds in units that are easier to grasp.
fn longer(lang: Lang, seconds: u64) -> Option<String> {
    let (number, unit) = match seconds {
        0..=119 => return None,
        120..=7199 => (seconds / 60, Unit::Minutes),
        7200..=172_799 => (seconds / 3600, Unit::Hours),
        _ => (seconds / 86_400, Unit::Days),
    };
    Some(about(lang, number, unit))
}

/// What a program reads out of a text made for people.
pub fn text_note(lang: Lang, key: FieldKey, text: &str) -> Option<String> {
    if key != FieldKey::FtpText || !text.starts_with("Entering Passive") {
        return None;
    }
    let at = Reply::new(227, text).passive_address()?;
    let port = at.port();
    Some(passive_address(lang, *at.ip(), port.to_be_bytes(), port))
}

/// A record type as it is written in zones; `TYPE99` for others (RFC 3597 section 5).
pub fn record_type(number: u16) -> String {
    let known = record(Lang::En, u64::from(number)).and_then(|text| text.split(':').next());
    known.map_or_else(|| format!("TYPE{number}"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_told_by_range_and_service() {
        let told = |lang, number| note(lang, FieldKey::TcpDstPort, number);
        assert_eq!(
            told(Lang::En, 80).as_deref(),
            Some("HTTP, well-known range")
        );
        assert_eq!(told(Lang::Ko, 50_000).as_deref(), Some("동적 포트 범위"));
        assert_eq!(told(Lang::En, 1024).as_deref(), Some("registered range"));
    }

    #[test]
    fn codes_that_are_not_listed_have_their_class() {
        let told = |key, number| note(Lang::En, key, number);
        let status = told(FieldKey::HttpStatus, 418);
        assert_eq!(status.as_deref(), Some("client error"));
        assert_eq!(told(FieldKey::FtpCode, 214).as_deref(), Some("done"));
        assert_eq!(
            told(FieldKey::DnsRcode, 3).as_deref(),
            Some("NXDOMAIN: no such name")
        );
        assert_eq!(told(FieldKey::HttpStatus, 42), None);
    }

    #[test]
    fn a_media_timestamp_is_told_in_seconds() {
        let told = |lang| note(lang, FieldKey::RtpTimestamp, 93_600).unwrap_or_default();
        assert_eq!(told(Lang::En), "1.040 s at 90 kHz");
        assert_eq!(told(Lang::Ko), "90 kHz로 1.040초");
    }

    #[test]
    fn the_port_in_a_passive_reply_is_worked_out() {
        let text = "Entering Passive Mode (10,0,1,7,195,81)";
        let told = text_note(Lang::En, FieldKey::FtpText, text);
        let right = "address 10.0.1.7, port 195×256 + 81 = 50001";
        assert_eq!(told.as_deref(), Some(right));
        assert_eq!(text_note(Lang::En, FieldKey::Payload, text), None);
    }

    #[test]
    fn record_types_have_their_short_names() {
        assert_eq!(record_type(5), "CNAME");
        assert_eq!(record_type(99), "TYPE99");
    }
}
