//! A packet's life, in sentences.

use crate::ko::josa;
use hoplab_sim::{ConsumeReason, DropReason, PacketId};

#[rustfmt::skip] // a table
pub fn dropped(at: &str, why: DropReason) -> String {
    let i = josa::i(at);
    match why {
            DropReason::LinkCut => "링크가 끊겨 있어요".to_owned(),
            DropReason::RandomLoss => "잡음 때문에 생기는 링크의 무작위 손실이에요".to_owned(),
            DropReason::QueueFull => "링크 앞의 큐가 가득 찼어요".to_owned(),
            DropReason::ReceiveBufferFull => "프로그램이 느리게 읽어서 수신 버퍼가 가득 찼어요".to_owned(),
            DropReason::NodeDown => format!("{i} 꺼져 있어요"),
            DropReason::BadFrameCheck => format!("{i} 프레임 검사 순서(FCS) 오류를 발견했어요. 링크에서 비트가 바뀌었어요"),
            DropReason::BadIpHeader => "IP 헤더나 그 체크섬이 잘못됐어요".to_owned(),
            DropReason::BadTransport => "IP 헤더 뒤의 헤더나 체크섬이 잘못됐어요".to_owned(),
            DropReason::TtlExpired => "TTL이 0이 됐어요".to_owned(),
            DropReason::NoRoute => format!("{at}에 목적지로 가는 경로가 없어요"),
            DropReason::NoSuchHost => format!("{at} 옆에 목적지 주소를 쓰는 호스트가 없어요"),
            DropReason::TooBig { mtu } => format!("다음 링크의 MTU({mtu}바이트)보다 큰데 단편화할 수 없어요"),
            DropReason::NotForMe => format!("{at}의 주소가 아니에요"),
            DropReason::NoSocket { ports: true } => format!("{at}에 이 포트에서 기다리는 프로그램이 없어요"),
            DropReason::NoSocket { ports: false } => format!("{at}에 이 프로토콜을 받는 프로그램이 없어요"),
            DropReason::Killed => "일부러 없앴어요".to_owned(),
        }
}

pub fn sent(place: &str, packet: &str) -> String {
    format!("{} {} 보냈어요", josa::i(place), josa::eul(packet))
}

pub fn sent_reset(place: &str, packet: &str) -> String {
    let sent = sent(place, packet);
    format!("{sent}. 어느 연결에도 속하지 않는 세그먼트라서 RST로 응답해요")
}

pub fn sent_report(place: &str, packet: &str, about: &str) -> String {
    let sent = sent(place, packet);
    format!("{sent}. {} 어떻게 됐는지 알려요", josa::i(about))
}

pub fn sent_echo_request(place: &str, packet: &str) -> String {
    let sent = sent(place, packet);
    format!("{sent}. ICMP 에코 요청이에요")
}

pub fn sent_echo_reply(place: &str, packet: &str, to: PacketId, _request: &str) -> String {
    let sent = sent(place, packet);
    format!("{sent}. 에코 요청 {to}에 대한 응답이에요")
}

pub fn waits(packet: &str, place: &str) -> String {
    let link = format!("링크({place})");
    format!("{} {} 비기를 기다려요", josa::i(packet), josa::i(&link))
}

pub fn waits_behind(packet: &str, place: &str, bytes: u32) -> String {
    format!(
        "{} 링크({place})의 큐에서 앞선 {bytes}바이트가 나가기를 기다려요",
        josa::i(packet)
    )
}

pub fn goes_onto(packet: &str, place: &str, due: &str) -> String {
    format!(
        "{} 링크({place})에 실렸어요. {due}에 도착할 예정이에요",
        josa::i(packet)
    )
}

pub fn delivered_twice(packet: &str, place: &str, copy: PacketId) -> String {
    format!(
        "링크({place})에서 {} 두 번 전달돼요. 복제본은 {}",
        josa::i(packet),
        josa::ieyo(&copy.to_string())
    )
}

pub fn flipped_in_memory(packet: &str, place: &str, bit: u32) -> String {
    format!("{place}의 메모리에서 {packet}의 {bit}번 비트(0부터 셈)가 뒤집혔어요")
}

pub fn flipped_on_link(packet: &str, place: &str, bit: u32) -> String {
    format!("링크({place})에서 {packet}의 {bit}번 비트(0부터 셈)가 뒤집혔어요")
}

pub fn reached(packet: &str, place: &str, link: &str) -> String {
    format!(
        "{} 링크 {} 거쳐 {place}에 도착했어요",
        josa::i(packet),
        josa::eul(link)
    )
}

pub fn passed_on(packet: &str, place: &str, next: &str, route: &str, ttl: u8) -> String {
    format!(
        "{} {route} 경로를 따라 {} {} 전달해요(TTL {ttl})",
        josa::i(place),
        josa::eul(packet),
        josa::ro(next)
    )
}

pub fn lost_at(packet: &str, place: &str, why: &str) -> String {
    format!("{} {place}에서 손실됐어요: {why}", josa::i(packet))
}

pub fn lost_on(packet: &str, place: &str, why: &str) -> String {
    format!("{} {place}에서 손실됐어요: {why}", josa::i(packet))
}

pub fn arrived(packet: &str, place: &str) -> String {
    format!("{} {place}에 도착해 소켓에 전달됐어요", josa::i(packet))
}

pub fn consumed(packet: &str, place: &str, why: ConsumeReason, asks: bool) -> String {
    let rest = match why {
        ConsumeReason::AnsweredWithReset => "해당하는 연결이 없어 RST로 응답해요",
        ConsumeReason::OpensNothing => "어느 연결에도 속하지 않고 연결을 열지도 않아서 버려요",
        ConsumeReason::BacklogFull => "백로그가 가득 차서 응답을 받지 못해요",
        ConsumeReason::StrayReset => "해당하는 연결이 없는 RST라서 무시해요",
        ConsumeReason::IcmpTold { .. } => "오류를 해당 소켓에 알려요",
        ConsumeReason::IcmpIgnored if asks => {
            "이 호스트는 ICMP가 꺼져 있어 에코 요청에 응답하지 않아요"
        }
        ConsumeReason::IcmpIgnored => "해당하는 소켓이 없는 ICMP 메시지라서 무시해요",
        ConsumeReason::EchoAnswered => "에코 요청이라서 응답해요",
    };
    format!("{} {place}에 도착했어요. {rest}", josa::i(packet))
}
