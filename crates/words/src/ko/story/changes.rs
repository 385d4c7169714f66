//! Commands and what they change.

use crate as words;
use crate::ko::{LANG, josa};
use crate::story::changes::{rate, span};
use crate::story::names::Names;
use hoplab_sim::{
    Command, CongestionControl, Direction, LinkChange, LinkId, NodeChange, NodeId, PacketAction,
    Payload, Place, RouteChange, TcpSwitch,
};

pub fn line(names: Names<'_>, link: LinkId, direction: Option<Direction>) -> String {
    let word = "링크";
    let name = names.link(link);
    let gap = "";
    match direction.and_then(|direction| names.ends(link, direction)) {
        Some((from, to)) => format!("{word} {name}{gap}({from} → {to})"),
        None => format!("{word} {name}"),
    }
}

/// A quality's name and its value, where the change gives one a value.
fn quality(change: LinkChange) -> Option<(&'static str, String)> {
    Some(match change {
        LinkChange::Cut | LinkChange::Restore => return None,
        LinkChange::Loss(share) => ("손실률", share.to_string()),
        LinkChange::Delay(delay) => ("전파 지연", span(delay)),
        LinkChange::Jitter(jitter) => ("지터", span(jitter)),
        LinkChange::Rate(bits) => ("전송률", rate(bits)),
        LinkChange::Duplication(share) => ("중복률", share.to_string()),
        LinkChange::Corruption(share) => ("프레임 손상률", share.to_string()),
        LinkChange::Queue(bytes) => {
            let bytes = format!("{bytes}바이트");
            ("큐 크기", bytes)
        }
    })
}

pub fn link_change(
    names: Names<'_>,
    link: LinkId,
    direction: Option<Direction>,
    change: LinkChange,
) -> String {
    let line = line(names, link, direction);
    match (quality(change), change) {
        (Some((quality, value)), _) => {
            format!(
                "{line}의 {} {} 바뀌었어요",
                josa::i(quality),
                josa::ro(&value)
            )
        }
        (None, LinkChange::Restore) => format!("{} 다시 이어졌어요", josa::i(&line)),
        (None, _) => format!("{} 끊겼어요", josa::i(&line)),
    }
}

pub fn node_change(names: Names<'_>, node: NodeId, change: NodeChange) -> String {
    let node = names.node(node);
    match change {
        NodeChange::Crash => format!("{} 꺼졌어요", josa::i(node)),
        NodeChange::Restore => format!("{} 다시 켜졌어요", josa::i(node)),
        NodeChange::Icmp(true) => {
            format!("{} 이제 ICMP를 보내요(오류 알림, 핑 응답)", josa::eun(node))
        }
        NodeChange::Icmp(false) => {
            format!(
                "{} 이제 ICMP를 보내지 않아요(오류 알림, 핑 응답)",
                josa::eun(node)
            )
        }
        NodeChange::MemoryCorruption(share) => {
            let share = share.to_string();
            format!(
                "{node}의 메모리 패킷 손상률이 {} 바뀌었어요",
                josa::ro(&share)
            )
        }
        NodeChange::Spray(true) => {
            format!("{} 이제 패킷을 여러 경로로 나눠 보내요", josa::i(node))
        }
        NodeChange::Spray(false) => {
            format!("{} 이제 가장 좋은 경로로만 보내요", josa::i(node))
        }
        NodeChange::Tcp(switch) => {
            let (name, value) = tcp_switch(switch);
            format!(
                "새로 맺는 연결부터 {node}의 TCP {} {} 바뀌어요",
                josa::i(name),
                josa::ro(value)
            )
        }
    }
}

/// What a setting of TCP is called, and what it is set to: `SACK`, `off`.
fn tcp_switch(switch: TcpSwitch) -> (&'static str, &'static str) {
    let name = match switch {
        TcpSwitch::Sack(_) => "SACK",
        TcpSwitch::Timestamps(_) => "타임스탬프",
        TcpSwitch::Nagle(_) => "네이글 알고리즘",
        TcpSwitch::DelayedAck(_) => "지연 ACK",
        TcpSwitch::FastRetransmit(_) => "빠른 재전송",
        TcpSwitch::LimitedTransmit(_) => "제한 전송",
        TcpSwitch::WindowScaling(_) => "윈도우 스케일",
        TcpSwitch::KeepAlive(_) => "킵얼라이브",
        TcpSwitch::Congestion(_) => "혼잡 제어",
        TcpSwitch::ByteCounting(_) => "바이트 계수",
    };
    let value = match switch {
        TcpSwitch::Congestion(CongestionControl::None) => "없음",
        TcpSwitch::Congestion(CongestionControl::Reno) => "Reno",
        TcpSwitch::Congestion(CongestionControl::Cubic) => "CUBIC",
        TcpSwitch::Nagle(nagle) => crate::connection::nagle(LANG, nagle),
        other if other.is_on() == Some(true) => "켬",
        _ => "끔",
    };
    (name, value)
}

pub fn meddled(packet: &str, action: PacketAction) -> String {
    match action {
        PacketAction::Kill => format!("{} 일부러 없앴어요", josa::eul(packet)),
        PacketAction::Delay(by) => {
            format!("{} 일부러 {} 늦췄어요", josa::eul(packet), span(by))
        }
        PacketAction::Corrupt => format!("{packet}의 비트 하나를 일부러 뒤집었어요"),
        PacketAction::Duplicate => format!("{} 일부러 복제했어요", josa::eul(packet)),
    }
}

pub fn scenario_did(done: &str) -> String {
    format!("시나리오에 따라 {done}")
}

pub fn you_did(done: &str) -> String {
    format!("내가 {done}")
}

pub fn user_did(done: &str) -> String {
    format!("사용자가 {done}")
}

pub fn done(names: Names<'_>, command: &Command) -> String {
    match command {
        Command::SetLink {
            link,
            direction,
            change,
        } => {
            let line = line(names, *link, *direction);
            match (quality(*change), change) {
                (Some((quality, value)), _) => {
                    format!(
                        "{line}의 {} {} 바꿨어요",
                        josa::eul(quality),
                        josa::ro(&value)
                    )
                }
                (None, LinkChange::Restore) => {
                    format!("{} 다시 이었어요", josa::eul(&line))
                }
                (None, _) => format!("{} 끊었어요", josa::eul(&line)),
            }
        }
        Command::SetNode { node, change } => node_done(names.node(*node), *change),
        Command::SetPacket { packet, action } => {
            let packet = names.packet(LANG, *packet);
            match action {
                PacketAction::Kill => format!("{} 없앴어요", josa::eul(&packet)),
                PacketAction::Delay(by) => {
                    format!("{} {} 늦췄어요", josa::eul(&packet), span(*by))
                }
                PacketAction::Corrupt => format!("{packet}의 비트 하나를 뒤집었어요"),
                PacketAction::Duplicate => format!("{} 복제했어요", josa::eul(&packet)),
            }
        }
        Command::Send(send) => {
            let (from, to) = (names.node(send.from), names.host(send.to));
            let what = match &send.payload {
                Payload::Picture => "그림".to_owned(),
                Payload::Bulk(bytes) => words::bulk(LANG, *bytes),
                Payload::Text(text) => format!("{}바이트짜리 글", text.len()),
            };
            format!("{from}에서 {} {} 보냈어요", josa::ro(&to), josa::eul(&what))
        }
        Command::SetTransport(transport) => {
            let name = words::transport(*transport);
            format!("다음 메시지를 {} 보내기로 했어요", josa::ro(name))
        }
        Command::Start { node, program } => {
            let (node, program) = (names.node(*node), words::programs::spec_name(LANG, program));
            format!("{node}에서 {} 시작했어요", josa::eul(&program))
        }
        Command::FlushDns { node } => format!("{}의 DNS 캐시를 비웠어요", names.node(*node)),
        Command::SetRecord { node, zone, record } => {
            let node = names.node(*node);
            let name = words::programs::record_name(&record.name, zone);
            format!("{node}에서 {name}의 레코드를 바꿨어요")
        }
        Command::Stop { node, program } => {
            let (place, node) = (Place::Program(*node, *program), names.node(*node));
            let program = names.program(LANG, place);
            format!("{node}의 {} 끝냈어요", josa::eul(&program))
        }
        Command::Type {
            node,
            program,
            text,
        } => {
            let (place, node) = (Place::Program(*node, *program), names.node(*node));
            let program = names.program(LANG, place);
            format!("{node}의 {program}에 입력했어요: {}", words::quoted(text))
        }
    }
}

fn node_done(node: &str, change: NodeChange) -> String {
    let on_off = |on: bool| match on {
        true => "켰어요",
        false => "껐어요",
    };
    match change {
        NodeChange::Crash => format!("{} 껐어요", josa::eul(node)),
        NodeChange::Restore => format!("{} 다시 켰어요", josa::eul(node)),
        NodeChange::Icmp(on) => {
            format!("{node}의 ICMP를 {}", on_off(on))
        }
        NodeChange::MemoryCorruption(share) => {
            format!(
                "{node}의 메모리 패킷 손상률을 {} 바꿨어요",
                josa::ro(&share.to_string())
            )
        }
        NodeChange::Spray(on) => {
            format!("{node}의 여러 경로 분산을 {}", on_off(on))
        }
        NodeChange::Tcp(switch) => {
            let (name, value) = tcp_switch(switch);
            format!(
                "{node}의 TCP {} {} 바꿨어요",
                josa::eul(name),
                josa::ro(value)
            )
        }
    }
}

pub fn route_change(names: Names<'_>, change: &RouteChange) -> String {
    let node = names.node(change.node);
    let net = format!("{}/{}", change.prefix.address, change.prefix.len);
    let before = change.before.map(|hop| names.node(hop));
    let now = change.now.map(|hop| names.node(hop));
    match (now, before) {
        (Some(now), Some(before)) => {
            format!("{node} → {net}: {before} 대신 {}", josa::ro(now))
        }
        (Some(now), None) => format!("{node} → {net}: 이제 {}", josa::ro(now)),
        (None, _) => format!("{node} → {net}: 경로 없음"),
    }
}
