//! What the numbers in header fields stand for.

use hoplab_wire::dissect::FieldKey;
use hoplab_wire::ftp::Reply;
use hoplab_wire::{DNS_PORT, ftp, http, ipv4::protocol, rtp};

use crate::words::{Lang, josa};

/// What a number stands for, if it stands for something.
pub fn note(lang: Lang, key: FieldKey, number: u64) -> Option<String> {
    let said: &str = match key {
        FieldKey::Ipv4Protocol => carried(number)?,
        FieldKey::UdpSrcPort
        | FieldKey::UdpDstPort
        | FieldKey::TcpSrcPort
        | FieldKey::TcpDstPort => return Some(port(lang, number)),
        FieldKey::DnsOpcode => opcode(lang, number)?,
        FieldKey::DnsRcode => rcode(lang, number)?,
        FieldKey::DnsType => record(lang, number)?,
        FieldKey::DnsClass if number == 1 => lang.pick("Internet", "인터넷"),
        FieldKey::DnsTtl => return longer(lang, number),
        FieldKey::DnsPointer => return Some(pointer(lang, number)),
        FieldKey::HttpStatus => status(lang, number)?,
        FieldKey::FtpCode => reply(lang, number)?,
        FieldKey::RtpPayloadType if number == u64::from(rtp::PAYLOAD_TYPE_VIDEO) => {
            lang.pick("Hoplab's video", "Hoplab 영상")
        }
        FieldKey::RtpTimestamp => return Some(media_time(lang, number)),
        _ => return None,
    };
    Some(said.to_owned())
}

/// What a flag says where 0 and 1 are two things, not yes and no.
pub fn flag(lang: Lang, key: FieldKey, set: bool) -> Option<&'static str> {
    match (key, set) {
        (FieldKey::DnsQr, false) => Some(lang.pick("0 (query)", "0 (질의)")),
        (FieldKey::DnsQr, true) => Some(lang.pick("1 (response)", "1 (응답)")),
        _ => None,
    }
}

/// What a program reads out of a text made for people.
pub fn text_note(lang: Lang, key: FieldKey, text: &str) -> Option<String> {
    if key != FieldKey::FtpText || !text.starts_with("Entering Passive") {
        return None;
    }
    let at = Reply::new(227, text).passive_address()?;
    let [high, low] = at.port().to_be_bytes();
    let (address, port) = (at.ip(), at.port());
    Some(match lang {
        Lang::En => format!("address {address}, port {high}×256 + {low} = {port}"),
        Lang::Ko => format!("주소 {address}, 포트 {high}×256 + {low} = {port}"),
    })
}

fn carried(number: u64) -> Option<&'static str> {
    match u8::try_from(number).ok()? {
        protocol::ICMP => Some("ICMP"),
        protocol::TCP => Some("TCP"),
        protocol::UDP => Some("UDP"),
        _ => None,
    }
}

/// The service that everybody knows a port for.
pub const fn service(lang: Lang, port: u16) -> Option<&'static str> {
    Some(match port {
        7 => lang.pick("echo", "에코"),
        17 => lang.pick("quote of the day", "오늘의 명언"),
        20 => lang.pick("FTP data", "FTP 데이터"),
        ftp::PORT => lang.pick("FTP control", "FTP 제어"),
        23 => "TELNET",
        DNS_PORT => "DNS",
        http::PORT => "HTTP",
        443 => "HTTPS",
        _ => return None,
    })
}

/// The range a port is in (RFC 6335 section 6), and who usually has it.
fn port(lang: Lang, number: u64) -> String {
    let range = match number {
        0..=1023 => lang.pick("well-known range", "잘 알려진 포트 범위"),
        1024..=49_151 => lang.pick("registered range", "등록 포트 범위"),
        _ => lang.pick("dynamic range", "동적 포트 범위"),
    };
    let service = u16::try_from(number)
        .ok()
        .and_then(|port| service(lang, port));
    match service {
        Some(service) => format!("{service}, {range}"),
        None => range.to_owned(),
    }
}

fn opcode(lang: Lang, number: u64) -> Option<&'static str> {
    Some(match number {
        0 => lang.pick("standard query", "일반 질의"),
        4 => lang.pick("notify", "변경 알림"),
        5 => lang.pick("update", "갱신"),
        _ => return None,
    })
}

/// What a DNS response code says.
pub fn rcode(lang: Lang, number: u64) -> Option<&'static str> {
    Some(match number {
        0 => lang.pick("NOERROR: no error", "NOERROR: 오류 없음"),
        1 => lang.pick("FORMERR: not understood", "FORMERR: 형식 오류"),
        2 => lang.pick("SERVFAIL: the server failed", "SERVFAIL: 서버 오류"),
        3 => lang.pick("NXDOMAIN: no such name", "NXDOMAIN: 없는 이름"),
        4 => lang.pick("NOTIMP: not supported", "NOTIMP: 지원하지 않음"),
        5 => lang.pick("REFUSED: not for you", "REFUSED: 거부"),
        _ => return None,
    })
}

fn record(lang: Lang, number: u64) -> Option<&'static str> {
    Some(match number {
        1 => lang.pick("A: IPv4 address", "A: IPv4 주소"),
        2 => lang.pick("NS: name server", "NS: 네임 서버"),
        5 => lang.pick("CNAME: canonical name", "CNAME: 정식 이름"),
        6 => lang.pick("SOA: start of authority", "SOA: 존의 기본 정보"),
        12 => lang.pick("PTR: name of an address", "PTR: 주소의 이름"),
        15 => lang.pick("MX: mail server", "MX: 메일 서버"),
        16 => lang.pick("TXT: text", "TXT: 텍스트"),
        28 => lang.pick("AAAA: IPv6 address", "AAAA: IPv6 주소"),
        41 => lang.pick("OPT: extensions (EDNS)", "OPT: 확장(EDNS)"),
        255 => lang.pick("ANY: all there is", "ANY: 전부"),
        _ => return None,
    })
}

/// A record type as it is written in zones; `TYPE99` for others (RFC 3597 section 5).
pub fn record_type(number: u16) -> String {
    let known = record(Lang::En, u64::from(number)).and_then(|text| text.split(':').next());
    known.map_or_else(|| format!("TYPE{number}"), str::to_owned)
}

/// Seconds in units that are easier to grasp.
fn longer(lang: Lang, seconds: u64) -> Option<String> {
    let (number, en, ko) = match seconds {
        0..=119 => return None,
        120..=7199 => (seconds / 60, "min", "분"),
        7200..=172_799 => (seconds / 3600, "h", "시간"),
        _ => (seconds / 86_400, "days", "일"),
    };
    Some(match lang {
        Lang::En => format!("about {number} {en}"),
        Lang::Ko => format!("약 {number}{ko}"),
    })
}

fn pointer(lang: Lang, byte: u64) -> String {
    match lang {
        Lang::En => format!("goes on at offset {byte} of the message"),
        Lang::Ko => format!("메시지의 오프셋 {} 이어짐", josa::ro(&byte.to_string())),
    }
}

/// What a status says, or at least its class (RFC 9110 section 15).
fn status(lang: Lang, number: u64) -> Option<&'static str> {
    Some(match number {
        200 => lang.pick("success: here it is", "성공: 요청한 것을 보냄"),
        301 | 302 => lang.pick("redirection: it is elsewhere", "리다이렉션: 다른 곳에 있음"),
        304 => lang.pick(
            "redirection: yours is still good",
            "리다이렉션: 가진 것이 최신임",
        ),
        400 => lang.pick(
            "client error: not understood",
            "클라이언트 오류: 요청을 이해할 수 없음",
        ),
        404 => lang.pick("client error: no such page", "클라이언트 오류: 없는 페이지"),
        500 => lang.pick("server error: it failed", "서버 오류: 처리에 실패함"),
        501 => lang.pick(
            "server error: it cannot do that",
            "서버 오류: 지원하지 않는 기능",
        ),
        503 => lang.pick(
            "server error: too busy now",
            "서버 오류: 지금은 처리할 수 없음",
        ),
        _ => return status_class(lang, number / 100),
    })
}

fn status_class(lang: Lang, class: u64) -> Option<&'static str> {
    Some(match class {
        1 => lang.pick("not done yet", "진행 중"),
        2 => lang.pick("success", "성공"),
        3 => lang.pick("redirection", "리다이렉션"),
        4 => lang.pick("client error", "클라이언트 오류"),
        5 => lang.pick("server error", "서버 오류"),
        _ => return None,
    })
}

/// What a reply says, or at least its class (RFC 959 section 4.2).
fn reply(lang: Lang, number: u64) -> Option<&'static str> {
    Some(match number {
        150 => lang.pick("begun: data connection opens", "시작: 데이터 연결을 엶"),
        220 => lang.pick("done: server ready", "완료: 서버 준비됨"),
        221 => lang.pick("done: goodbye", "완료: 연결을 닫음"),
        226 => lang.pick("done: file sent", "완료: 파일을 다 보냄"),
        227 => lang.pick(
            "done: open the data connection there",
            "완료: 여기로 데이터 연결을 열 것",
        ),
        230 => lang.pick("done: logged in", "완료: 로그인됨"),
        331 => lang.pick("go on: password needed", "계속: 비밀번호 필요"),
        425 => lang.pick(
            "not now: no data connection",
            "지금은 안 됨: 데이터 연결 실패",
        ),
        426 => lang.pick("not now: transfer broken off", "지금은 안 됨: 전송이 끊김"),
        500 => lang.pick("no: not understood", "안 됨: 알 수 없는 명령"),
        501 => lang.pick("no: wrong argument", "안 됨: 잘못된 인수"),
        502 => lang.pick("no: not supported", "안 됨: 지원하지 않는 명령"),
        530 => lang.pick("no: not logged in", "안 됨: 로그인하지 않음"),
        550 => lang.pick("no: no such file", "안 됨: 없는 파일"),
        _ => return reply_class(lang, number / 100),
    })
}

fn reply_class(lang: Lang, class: u64) -> Option<&'static str> {
    Some(match class {
        1 => lang.pick("begun", "시작"),
        2 => lang.pick("done", "완료"),
        3 => lang.pick("go on", "계속"),
        4 => lang.pick("not now", "지금은 안 됨"),
        5 => lang.pick("no", "안 됨"),
        _ => return None,
    })
}

/// Ticks of 90 kHz as seconds.
fn media_time(lang: Lang, ticks: u64) -> String {
    let millis = ticks * 1000 / u64::from(rtp::VIDEO_CLOCK_HZ);
    let (seconds, millis) = (millis / 1000, millis % 1000);
    match lang {
        Lang::En => format!("{seconds}.{millis:03} s at 90 kHz"),
        Lang::Ko => format!("90 kHz로 {seconds}.{millis:03}초"),
    }
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
