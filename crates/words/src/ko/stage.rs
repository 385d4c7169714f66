//! The words on the map: nodes, links, packets, their cards and the legend.

use crate::ko::josa;
use crate::stage::{PacketLine, Word};
use hoplab_explain::look::{Family, Look, Shape};
use hoplab_explain::way::Layer;
use hoplab_sim::{ConsumeReason, DropReason};

pub fn word(word: Word) -> &'static str {
    (match word {
        Word::Map => "네트워크 지도",
        Word::MapHelp => {
            "노드와 링크는 모두 버튼이고, 누르면 설정이 열려요. 시간을 멈추면 전송 중인 패킷도 하나씩 고를 수 있어요."
        }
        Word::Host => "호스트",
        Word::Router => "라우터",
        Word::Off => "꺼짐",
        Word::Cut => "끊김",
        Word::Legend => "기호 설명",
        Word::Lost => "여기서 손실",
        Word::Resent => "재전송",
        Word::Damaged => "비트 오류",
        Word::Close => "닫기",
        Word::DoCut => "링크 끊기",
        Word::DoRestoreLink => "다시 잇기",
        Word::DoCrash => "전원 끄기",
        Word::DoRestoreNode => "전원 켜기",
        Word::Direction => "방향",
        Word::Both => "양방향",
        Word::Loss => "손실률",
        Word::Delay => "전파 지연",
        Word::Jitter => "지터",
        Word::Rate => "전송률",
        Word::Duplication => "중복률",
        Word::Corruption => "프레임 손상률",
        Word::Queue => "큐 크기",
        Word::More => "설정 더 보기",
        Word::Icmp => "ICMP 보내기(오류 알림과 핑 응답)",
        Word::Spray => "패킷을 여러 경로로 나눠 보냄",
        Word::MemoryCorruption => "메모리 패킷 손상률",
        Word::Sockets => "소켓",
        Word::NoSockets => "열린 소켓 없음",
        Word::Details => "자세히 보기",
        Word::OpenPacket => "패킷 열어 보기",
        Word::DoKill => "없애기",
        Word::DoCorrupt => "비트 뒤집기",
        Word::DoDelay => "50\u{a0}ms 늦추기",
        Word::DoDuplicate => "복제하기",
        Word::DoPause => "일시 정지",
        Word::DoPlay => "재생",
        Word::Forgotten => "오래전에 전송이 끝난 패킷이에요. 기록에만 남아 있을 수 있어요.",
        Word::Waiting => "전송 대기 중",
    }) as _
}

texts! {
    loss_means: "손실률: 잡음이 심한 링크나 무선 링크처럼 무작위로 생기는 손실이에요. 큐가 넘쳐 생기는 손실은 따로 나타나요.";
    layers_shown: "지도의 패킷에 표시할 계층";
    left_out_means: "지도에 자리가 없어 일부 패킷은 표시하지 못했어요. 선택한 패킷은 늘 표시돼요.";
}

pub fn left_out(packets: usize) -> String {
    format!("외 {packets}개는 표시 안 됨")
}

pub fn layer_shows(layer: Layer) -> &'static str {
    match layer {
        Layer::Application => "프로그램이 보내는 내용",
        Layer::Transport => "포트 번호, TCP 플래그와 순서 번호",
        Layer::Internet => "IP 주소와 TTL",
        Layer::Interface => "MAC 주소",
    }
}

texts! {
    on: "켜짐";
    off: "꺼짐";
}

pub fn link_name(ends: &str, figures: &str, up: bool) -> String {
    match up {
        true => format!("링크 {ends}, {figures}, 정상"),
        false => format!("링크 {ends}, {figures}, 끊김"),
    }
}

pub fn loss(share: &str) -> String {
    format!("손실 {share}")
}

pub fn duplication(share: &str) -> String {
    format!("중복 {share}")
}

pub fn corruption(share: &str) -> String {
    format!("손상 {share}")
}

pub fn link_title(ends: &str) -> String {
    format!("{ends} 링크")
}

pub fn towards(from: &str, to: &str) -> String {
    format!("{from}에서 {}", josa::ro(to))
}

pub fn link_now(in_flight: usize, waiting_bytes: u32, lost: u32) -> String {
    format!("전송 중 {in_flight}개 · 대기 {waiting_bytes}바이트 · 지금까지 손실 {lost}개")
}

pub fn routes(count: usize) -> String {
    format!("경로 {count}개")
}

pub fn under_way(count: usize) -> String {
    match count {
        0 => "전송 중인 패킷이 없어요".to_owned(),
        _ => format!("전송 중인 패킷 {count}개"),
    }
}

pub fn and_more(count: usize) -> String {
    format!("그 밖에 {count}개")
}

pub fn kind(look: Look) -> &'static str {
    match (look.shape, look.family) {
        (Shape::Data, Family::Tcp) => "TCP 데이터",
        (Shape::Data, Family::Udp) => "UDP 데이터그램",
        (Shape::Data, Family::Dns) => "DNS 메시지",
        (Shape::Data, Family::Ip) => "IP 패킷",
        (Shape::Data, Family::Icmp) | (Shape::Report, _) => "ICMP 메시지",
        (Shape::Ack, _) => "TCP 확인 응답(ACK)",
        (Shape::Syn, _) => "TCP 연결 요청(SYN)",
        (Shape::SynAck, _) => "TCP 연결 수락(SYN+ACK)",
        (Shape::Fin, _) => "TCP 송신 종료(FIN)",
        (Shape::Rst, _) => "TCP 연결 재설정(RST)",
    }
}

pub fn legend(look: Look) -> &'static str {
    match (look.shape, look.family) {
        (Shape::Data, Family::Tcp) => "TCP 데이터",
        (Shape::Data, Family::Udp) => "UDP",
        (Shape::Data, Family::Dns) => "DNS",
        (Shape::Data, _) => "IP(포트 없음)",
        (Shape::Ack, _) => "ACK",
        (Shape::Syn, _) => "SYN",
        (Shape::SynAck, _) => "SYN+ACK",
        (Shape::Fin, _) => "FIN",
        (Shape::Rst, _) => "RST",
        (Shape::Report, _) => "ICMP",
    }
}

texts! {
    with_fin: ", FIN 포함";
    retransmitted: ", 재전송";
    duplicate: ", 복제본";
    flipped: ", 비트 오류";
}

pub fn segment(number: u32) -> String {
    format!("세그먼트 {number}")
}

pub fn packet_way(bytes: u32, from: &str, to: &str) -> String {
    format!("{bytes}바이트, {from}에서 {}", josa::ro(to))
}

pub fn on_link(ends: &str) -> String {
    format!("{ends} 링크 위")
}

pub fn packet_with_ports(line: &PacketLine<'_>, a: u16, b: u16) -> String {
    let PacketLine {
        kind,
        from,
        to,
        payload,
        frame,
        ttl,
        ..
    } = line;
    format!(
        "{from}({a}번 포트)에서 {} 가는 {}. 내용 {payload}바이트, 프레임 전체 {frame}바이트, TTL {ttl}.",
        josa::ro(&format!("{to}({b}번 포트)")),
        josa::ieyo(kind)
    )
}

pub fn packet_without_ports(line: &PacketLine<'_>) -> String {
    let PacketLine {
        kind,
        from,
        to,
        payload,
        frame,
        ttl,
        ..
    } = line;
    format!(
        "{from}에서 {} 가는 {}. 포트가 없어요. 내용 {payload}바이트, 프레임 전체 {frame}바이트, TTL {ttl}.",
        josa::ro(to),
        josa::ieyo(kind)
    )
}

pub fn drop_reason(why: DropReason) -> &'static str {
    (match why {
        DropReason::LinkCut => "링크가 끊김",
        DropReason::RandomLoss => "링크의 무작위 손실",
        DropReason::QueueFull => "큐가 가득 참",
        DropReason::ReceiveBufferFull => "수신 버퍼가 가득 참",
        DropReason::NodeDown => "노드가 꺼짐",
        DropReason::BadFrameCheck => "프레임 검사 순서(FCS) 오류",
        DropReason::BadIpHeader => "IP 헤더 체크섬 오류",
        DropReason::BadTransport => "체크섬 오류",
        DropReason::TtlExpired => "TTL이 0이 됨",
        DropReason::NoRoute => "경로 없음",
        DropReason::NoSuchHost => "이 주소를 쓰는 호스트가 없음",
        DropReason::TooBig { .. } => "다음 링크의 MTU보다 큼",
        DropReason::NotForMe => "다른 호스트로 잘못 옴",
        DropReason::NoSocket { ports: true } => "이 포트에서 기다리는 프로그램이 없음",
        DropReason::NoSocket { ports: false } => "이 프로토콜을 받는 프로그램이 없음",
        DropReason::Killed => "내가 없앰",
    }) as _
}

pub fn lost(why: DropReason) -> String {
    let reason = drop_reason(why);
    format!("손실: {reason}")
}

pub fn accepted(node: &str, at: &str, has_mail: bool) -> String {
    match has_mail {
        true => format!("{at}에 {node}에 도착해 프로그램에 전달됐어요."),
        false => format!("{at}에 {node}에 도착해 소켓에 전달됐어요."),
    }
}

pub fn consumed(node: &str, at: &str, why: ConsumeReason, asks: bool) -> String {
    let text = match why {
        ConsumeReason::AnsweredWithReset => "그런 연결이 없어서 RST로 응답했어요",
        ConsumeReason::StrayReset => "해당하는 연결이 없어 무시했어요",
        ConsumeReason::OpensNothing => "연결을 여는 세그먼트가 아니어서 버렸어요",
        ConsumeReason::BacklogFull => "백로그가 가득 차서 버렸어요",
        ConsumeReason::IcmpTold { .. } => "해당 프로그램에 알려 줬어요",
        ConsumeReason::IcmpIgnored if asks => {
            "이 호스트는 ICMP가 꺼져 있어 에코 요청에 응답하지 않아요"
        }
        ConsumeReason::IcmpIgnored => "알릴 프로그램이 없어 무시했어요",
        ConsumeReason::EchoAnswered => "응답을 보냈어요",
    };
    format!("{at}에 {node}에 도착했고, {text}.")
}

pub fn dropped(place: &str, at: &str, why: DropReason) -> String {
    let reason = drop_reason(why);
    format!("{at}에 {place}에서 손실됐어요. 원인: {reason}.")
}
