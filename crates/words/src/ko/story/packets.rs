//! A packet's life, in sentences.

use crate::ko::LANG;
use crate::ko::josa;
use crate::story::names::Names;
use crate::story::packets::{asks_echo, ends_stream};
use crate::story::tcp;
use hoplab_sim::{ConsumeReason, DropReason, EventKind, Origin, Place, TraceEvent};

#[rustfmt::skip] // a table: one kind, one or two lines
pub fn sentence(names: Names<'_>, event: &TraceEvent) -> String {
    let packet = |id| names.packet(LANG, id);
    let place = names.place(event.place);
    match &event.kind {
        EventKind::Originated { packet: id, why, .. } => {
            let packet = packet(*id);
            let sent = format!("{} {} 보냈어요", josa::i(&place), josa::eul(&packet));
            match why {
                Origin::Datagram => sent,
                Origin::Segment(reason) => tcp::sent(LANG, &place, &packet, reason, ends_stream(names, *id)),
                Origin::ResetForStray => format!("{sent}. 어느 연결에도 속하지 않는 세그먼트라서 RST로 응답해요"),
                Origin::IcmpError { about } => format!("{sent}. {} 어떻게 됐는지 알려요", josa::i(&names.packet(LANG, *about))),
                Origin::EchoRequest => format!("{sent}. ICMP 에코 요청이에요"),
                Origin::EchoReply { to } => format!("{sent}. 에코 요청 {to}에 대한 응답이에요"),
            }
        }
        EventKind::Queued { packet: id, queued_bytes: 0 } =>
            format!("{} {} 비기를 기다려요", josa::i(&packet(*id)), josa::i(&format!("링크({place})"))),
        EventKind::Queued { packet: id, queued_bytes } =>
            format!("{} 링크({place})의 큐에서 앞선 {queued_bytes}바이트가 나가기를 기다려요", josa::i(&packet(*id))),
        EventKind::Transmitted { packet: id, arrives, .. } =>
            format!("{} 링크({place})에 실렸어요. {}에 도착할 예정이에요", josa::i(&packet(*id)), crate::story::clock(*arrives)),
        EventKind::Duplicated { packet: id, copy, .. } =>
            format!("링크({place})에서 {} 두 번 전달돼요. 복제본은 {}", josa::i(&packet(*id)), josa::ieyo(&copy.to_string())),
        EventKind::Corrupted { packet: id, bit, .. } => {
            let place = if event.place.node().is_some() { format!("{place}의 메모리에서") } else { format!("링크({place})에서") };
            format!("{place} {}의 {bit}번 비트(0부터 셈)가 뒤집혔어요", packet(*id))
        }
        EventKind::Received { packet: id, link, .. } =>
            format!("{} 링크 {} 거쳐 {place}에 도착했어요", josa::i(&packet(*id)), josa::eul(&names.link(*link))),
        EventKind::Forwarded { packet: id, ttl, prefix, next_hop, .. } => format!(
            "{} {}/{} 경로를 따라 {} {} 전달해요(TTL {ttl})",
            josa::i(&place), prefix.address, prefix.len, josa::eul(&packet(*id)), josa::ro(names.node(*next_hop))
        ),
        EventKind::Dropped { packet: id, why, .. } =>
            format!("{} {place}에서 손실됐어요: {}", josa::i(&packet(*id)), drop_why(names, event.place, *why)),
        EventKind::Accepted { packet: id, .. } => format!("{} {place}에 도착해 소켓에 전달됐어요", josa::i(&packet(*id))),
        EventKind::Consumed { packet: id, why } => {
            let rest = match why {
                ConsumeReason::AnsweredWithReset => "해당하는 연결이 없어 RST로 응답해요",
                ConsumeReason::OpensNothing => "어느 연결에도 속하지 않고 연결을 열지도 않아서 버려요",
                ConsumeReason::BacklogFull => "백로그가 가득 차서 응답을 받지 못해요",
                ConsumeReason::StrayReset => "해당하는 연결이 없는 RST라서 무시해요",
                ConsumeReason::IcmpTold { .. } => "오류를 해당 소켓에 알려요",
                ConsumeReason::IcmpIgnored if asks_echo(names, *id) => "이 호스트는 ICMP가 꺼져 있어 에코 요청에 응답하지 않아요",
                ConsumeReason::IcmpIgnored => "해당하는 소켓이 없는 ICMP 메시지라서 무시해요",
                ConsumeReason::EchoAnswered => "에코 요청이라서 응답해요",
            };
            format!("{} {place}에 도착했어요. {rest}", josa::i(&packet(*id)))
        }
        _ => String::new(),
    }
}

#[rustfmt::skip] // a table
pub fn drop_why(names: Names<'_>, place: Place, why: DropReason) -> String {
    let at = match place {
        Place::Channel(link, direction) => names.ends(link, direction).map_or("?", |(_, to)| to),
        other => other.node().map_or("?", |node| names.node(node)),
    };
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
