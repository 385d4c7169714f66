//! A packet's life, in sentences.

use hoplab_sim::{AbsorbReason, DropReason, EventKind, Origin, PacketId, Place, TraceEvent};
use hoplab_units::count;
use hoplab_wire::tcp::Flags;

use super::names::Names;
use super::tcp;
use crate::{Lang, josa};

/// An event of a packet's life in English; nothing for other events.
#[rustfmt::skip] // a table: one kind, one or two lines
pub(super) fn english(names: Names<'_>, event: &TraceEvent) -> String {
    let lang = Lang::En;
    let packet = |id| names.packet(lang, id);
    let place = names.place(event.place);
    match &event.kind {
        EventKind::Originated { packet: id, why, .. } => {
            let packet = packet(*id);
            match why {
                Origin::Datagram => format!("{place} sent {packet}"),
                Origin::Segment(reason) => tcp::sent(lang, &place, &packet, reason, ends_stream(names, *id)),
                Origin::ResetForStray => format!("{place} sent {packet}: it answers a segment of no connection with RST"),
                Origin::IcmpError { about } => format!("{place} sent {packet} to report what became of {}", names.packet(lang, *about)),
                Origin::EchoRequest => format!("{place} sent {packet}: an ICMP echo request"),
                Origin::EchoReply { to } => format!("{place} sent {packet} to answer the echo request {}", names.packet(lang, *to)),
            }
        }
        EventKind::Queued { packet: id, queued_bytes: 0 } =>
            format!("{} waits until the link {place} is free", packet(*id)),
        EventKind::Queued { packet: id, queued_bytes } =>
            format!("{} waits for the link {place} behind {}", packet(*id), count(*queued_bytes, "byte")),
        EventKind::Transmitted { packet: id, arrives, .. } =>
            format!("{} goes onto the link {place}, due at {}", packet(*id), super::clock(*arrives)),
        EventKind::Duplicated { packet: id, copy, .. } =>
            format!("the link {place} delivers {} twice; the copy is {copy}", packet(*id)),
        EventKind::Corrupted { packet: id, bit, .. } => {
            let place = if event.place.node().is_some() { format!("in the memory of {place}") } else { format!("on the link {place}") };
            format!("bit {bit} (counted from 0) of {} was flipped {place}", packet(*id))
        }
        EventKind::Received { packet: id, link, .. } =>
            format!("{} reached {place} over link {}", packet(*id), names.link(*link)),
        EventKind::Forwarded { packet: id, ttl, prefix, next_hop, .. } => format!(
            "{place} passes {} on to {} by its route to {}/{} (TTL {ttl})",
            packet(*id), names.node(*next_hop), prefix.address, prefix.len
        ),
        EventKind::Dropped { packet: id, why, .. } => match event.place.node() {
            Some(_) => format!("{} was lost at {place}: {}", packet(*id), drop_why(lang, names, event.place, *why)),
            None => format!("{} was lost on {place}: {}", packet(*id), drop_why(lang, names, event.place, *why)),
        },
        EventKind::Accepted { packet: id, .. } => format!("{} arrived: {place} handed it to a socket", packet(*id)),
        EventKind::Absorbed { packet: id, why } => {
            let rest = match why {
                AbsorbReason::AnsweredWithReset => "belongs to no connection there, and is answered with RST",
                AbsorbReason::OpensNothing => "belongs to no connection and opens none: the listener drops it",
                AbsorbReason::BacklogFull => "finds the listener's backlog full, and gets no answer",
                AbsorbReason::StrayReset => "is an RST for no connection there, and is ignored",
                AbsorbReason::IcmpTold { .. } => "reports an error, which the socket concerned is told",
                AbsorbReason::IcmpIgnored if asks_echo(names, *id) => "is an echo request, but ICMP is switched off there, so it is not answered",
                AbsorbReason::IcmpIgnored => "is an ICMP message that concerns no socket there",
                AbsorbReason::EchoAnswered => "is an echo request, and is answered",
            };
            format!("{} reached {place}: it {rest}", packet(*id))
        }
        _ => String::new(),
    }
}

/// The same in Korean.
#[rustfmt::skip] // a table: one kind, one or two lines
pub(super) fn korean(names: Names<'_>, event: &TraceEvent) -> String {
    let lang = Lang::Ko;
    let packet = |id| names.packet(lang, id);
    let place = names.place(event.place);
    match &event.kind {
        EventKind::Originated { packet: id, why, .. } => {
            let packet = packet(*id);
            let sent = format!("{} {} 보냈어요", josa::i(&place), josa::eul(&packet));
            match why {
                Origin::Datagram => sent,
                Origin::Segment(reason) => tcp::sent(lang, &place, &packet, reason, ends_stream(names, *id)),
                Origin::ResetForStray => format!("{sent}. 어느 연결에도 속하지 않는 세그먼트라서 RST로 응답해요"),
                Origin::IcmpError { about } => format!("{sent}. {} 어떻게 됐는지 알려요", josa::i(&names.packet(lang, *about))),
                Origin::EchoRequest => format!("{sent}. ICMP 에코 요청이에요"),
                Origin::EchoReply { to } => format!("{sent}. 에코 요청 {to}에 대한 응답이에요"),
            }
        }
        EventKind::Queued { packet: id, queued_bytes: 0 } =>
            format!("{} {} 비기를 기다려요", josa::i(&packet(*id)), josa::i(&format!("링크({place})"))),
        EventKind::Queued { packet: id, queued_bytes } =>
            format!("{} 링크({place})의 큐에서 앞선 {queued_bytes}바이트가 나가기를 기다려요", josa::i(&packet(*id))),
        EventKind::Transmitted { packet: id, arrives, .. } =>
            format!("{} 링크({place})에 실렸어요. {}에 도착할 예정이에요", josa::i(&packet(*id)), super::clock(*arrives)),
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
            format!("{} {place}에서 손실됐어요: {}", josa::i(&packet(*id)), drop_why(lang, names, event.place, *why)),
        EventKind::Accepted { packet: id, .. } => format!("{} {place}에 도착해 소켓에 전달됐어요", josa::i(&packet(*id))),
        EventKind::Absorbed { packet: id, why } => {
            let rest = match why {
                AbsorbReason::AnsweredWithReset => "해당하는 연결이 없어 RST로 응답해요",
                AbsorbReason::OpensNothing => "어느 연결에도 속하지 않고 연결을 열지도 않아서 버려요",
                AbsorbReason::BacklogFull => "백로그가 가득 차서 응답을 받지 못해요",
                AbsorbReason::StrayReset => "해당하는 연결이 없는 RST라서 무시해요",
                AbsorbReason::IcmpTold { .. } => "오류를 해당 소켓에 알려요",
                AbsorbReason::IcmpIgnored if asks_echo(names, *id) => "이 호스트는 ICMP가 꺼져 있어 에코 요청에 응답하지 않아요",
                AbsorbReason::IcmpIgnored => "해당하는 소켓이 없는 ICMP 메시지라서 무시해요",
                AbsorbReason::EchoAnswered => "에코 요청이라서 응답해요",
            };
            format!("{} {place}에 도착했어요. {rest}", josa::i(&packet(*id)))
        }
        _ => String::new(),
    }
}

/// Whether a packet is an echo request.
fn asks_echo(names: Names<'_>, packet: PacketId) -> bool {
    let fields = names.book.packet(packet).and_then(|label| label.fields);
    fields.is_some_and(|fields| fields.asks_echo())
}

/// Whether a segment says that no more comes.
fn ends_stream(names: Names<'_>, packet: PacketId) -> bool {
    let flags = names.book.packet(packet).and_then(|label| label.flags);
    flags.is_some_and(|flags| flags.0 & Flags::FIN.0 != 0)
}

/// Why a packet is no more, as a sentence that knows where it was.
#[rustfmt::skip] // a table
pub fn drop_why(lang: Lang, names: Names<'_>, place: Place, why: DropReason) -> String {
    let at = match place {
        Place::Line(link, direction) => names.ends(link, direction).map_or("?", |(_, to)| to),
        other => other.node().map_or("?", |node| names.node(node)),
    };
    let i = josa::i(at);
    match lang {
        Lang::En => match why {
            DropReason::LinkCut => "the link is cut".to_owned(),
            DropReason::Noise => "the link lost it at random, as noise does".to_owned(),
            DropReason::QueueFull => "the queue before the link was full".to_owned(),
            DropReason::ReceiveBufferFull => "the receive buffer was full, for the program reads slowly".to_owned(),
            DropReason::NodeDown => format!("{at} is switched off"),
            DropReason::BadFrameCheck => format!("{at} found a wrong frame check sequence (FCS), so bits changed on the link"),
            DropReason::BadIpHeader => "its IP header checksum or header is wrong".to_owned(),
            DropReason::BadTransport => "the checksum or header behind the IP header is wrong".to_owned(),
            DropReason::TtlExpired => "its time to live (TTL) ran out".to_owned(),
            DropReason::NoRoute => format!("{at} has no route to its destination"),
            DropReason::NoSuchHost => format!("no host beside {at} has its destination address"),
            DropReason::TooBig { mtu } => format!("it is longer than the next link takes (MTU {mtu} bytes) and must not be fragmented"),
            DropReason::NotForMe => format!("{at} has another address"),
            DropReason::NoSocket { ports: true } => format!("no program on {at} listens on its port"),
            DropReason::NoSocket { ports: false } => format!("no program on {at} takes its protocol"),
            DropReason::Killed => "it was destroyed on purpose".to_owned(),
        },
        Lang::Ko => match why {
            DropReason::LinkCut => "링크가 끊겨 있어요".to_owned(),
            DropReason::Noise => "잡음 때문에 생기는 링크의 무작위 손실이에요".to_owned(),
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
        },
    }
}

/// The same in a few words.
pub fn drop_short(lang: Lang, why: DropReason) -> &'static str {
    crate::stage::drop_reason(lang, why)
}
