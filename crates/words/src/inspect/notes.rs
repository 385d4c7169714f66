//! What the numbers in header fields stand for.

use core::net::Ipv4Addr;

use crate::Lang;
use hoplab_wire::dissect::FieldKey;
use hoplab_wire::ftp::Reply;
use hoplab_wire::ipv4::protocol;

said! { inspect::notes =>
    /// What a number stands for, if it stands for something.
    note(key: FieldKey, number: u64) -> Option<String>;
    /// What a flag says where 0 and 1 are two things, not yes and no.
    flag(key: FieldKey, set: bool) -> Option<&'static str>;
    /// Where a data connection is to be opened: the port as the two numbers of which it is made, and itself.
    passive_address(address: Ipv4Addr, bytes: [u8; 2], port: u16) -> String;
    /// The service that everybody knows a port for.
    service(port: u16) -> Option<&'static str>;
    /// What a DNS response code says.
    rcode(number: u64) -> Option<&'static str>;
    /// What a type of record is, behind its short name.
    record(number: u64) -> Option<&'static str>;
}

pub(crate) fn carried(number: u64) -> Option<&'static str> {
    match u8::try_from(number).ok()? {
        protocol::ICMP => Some("ICMP"),
        protocol::TCP => Some("TCP"),
        protocol::UDP => Some("UDP"),
        _ => None,
    }
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
