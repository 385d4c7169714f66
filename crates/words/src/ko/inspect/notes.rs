//! What the numbers in header fields stand for.

use crate::inspect::notes::Unit;
use crate::ko::josa;
use core::net::Ipv4Addr;
use hoplab_explain::sockets::PortRange;
use hoplab_wire::dissect::FieldKey;

texts! {
    internet: "인터넷";
    own_video: "Hoplab 영상";
}

pub fn flag(key: FieldKey, set: bool) -> Option<&'static str> {
    match (key, set) {
        (FieldKey::DnsQr, false) => Some("0 (질의)"),
        (FieldKey::DnsQr, true) => Some("1 (응답)"),
        _ => None,
    }
}

pub fn passive_address(address: Ipv4Addr, [high, low]: [u8; 2], port: u16) -> String {
    format!("주소 {address}, 포트 {high}×256 + {low} = {port}")
}

pub fn port_range(range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => "잘 알려진 포트 범위",
        PortRange::Registered => "등록 포트 범위",
        PortRange::Dynamic => "동적 포트 범위",
    }
}

pub fn opcode(number: u64) -> Option<&'static str> {
    Some(match number {
        0 => "일반 질의",
        4 => "변경 알림",
        5 => "갱신",
        _ => return None,
    })
}

pub fn rcode(number: u64) -> Option<&'static str> {
    Some(match number {
        0 => "NOERROR: 오류 없음",
        1 => "FORMERR: 형식 오류",
        2 => "SERVFAIL: 서버 오류",
        3 => "NXDOMAIN: 없는 이름",
        4 => "NOTIMP: 지원하지 않음",
        5 => "REFUSED: 거부",
        _ => return None,
    })
}

pub fn record(number: u64) -> Option<&'static str> {
    Some(match number {
        1 => "A: IPv4 주소",
        2 => "NS: 네임 서버",
        5 => "CNAME: 정식 이름",
        6 => "SOA: 존의 기본 정보",
        12 => "PTR: 주소의 이름",
        15 => "MX: 메일 서버",
        16 => "TXT: 텍스트",
        28 => "AAAA: IPv6 주소",
        41 => "OPT: 확장(EDNS)",
        255 => "ANY: 전부",
        _ => return None,
    })
}

pub fn about(number: u64, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minutes => "분",
        Unit::Hours => "시간",
        Unit::Days => "일",
    };
    format!("약 {number}{unit}")
}

pub fn pointer(byte: u64) -> String {
    format!("메시지의 오프셋 {} 이어짐", josa::ro(&byte.to_string()))
}

pub fn status(number: u64) -> Option<&'static str> {
    Some(match number {
        200 => "성공: 요청한 것을 보냄",
        301 | 302 => "리다이렉션: 다른 곳에 있음",
        304 => "리다이렉션: 가진 것이 최신임",
        400 => "클라이언트 오류: 요청을 이해할 수 없음",
        404 => "클라이언트 오류: 없는 페이지",
        500 => "서버 오류: 처리에 실패함",
        501 => "서버 오류: 지원하지 않는 기능",
        503 => "서버 오류: 지금은 처리할 수 없음",
        _ => return None,
    })
}

pub fn status_class(class: u64) -> Option<&'static str> {
    Some(match class {
        1 => "진행 중",
        2 => "성공",
        3 => "리다이렉션",
        4 => "클라이언트 오류",
        5 => "서버 오류",
        _ => return None,
    })
}

pub fn reply(number: u64) -> Option<&'static str> {
    Some(match number {
        150 => "시작: 데이터 연결을 엶",
        220 => "완료: 서버 준비됨",
        221 => "완료: 연결을 닫음",
        226 => "완료: 파일을 다 보냄",
        227 => "완료: 여기로 데이터 연결을 열 것",
        230 => "완료: 로그인됨",
        331 => "계속: 비밀번호 필요",
        425 => "지금은 안 됨: 데이터 연결 실패",
        426 => "지금은 안 됨: 전송이 끊김",
        500 => "안 됨: 알 수 없는 명령",
        501 => "안 됨: 잘못된 인수",
        502 => "안 됨: 지원하지 않는 명령",
        530 => "안 됨: 로그인하지 않음",
        550 => "안 됨: 없는 파일",
        _ => return None,
    })
}

pub fn reply_class(class: u64) -> Option<&'static str> {
    Some(match class {
        1 => "시작",
        2 => "완료",
        3 => "계속",
        4 => "지금은 안 됨",
        5 => "안 됨",
        _ => return None,
    })
}

pub fn media_time(seconds: u64, millis: u64) -> String {
    format!("90 kHz로 {seconds}.{millis:03}초")
}
