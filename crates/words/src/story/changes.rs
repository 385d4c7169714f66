//! Commands and what they change.

use hoplab_sim::{
    Command, CongestionControl, Direction, LinkChange, LinkId, NodeChange, NodeId, PacketAction,
    Payload, Place, RouteChange, TcpSwitch,
};
use hoplab_units::{Plain, PlainRate, Rate, Span, count};

use super::names::Names;
use crate::{self as words, Lang, josa};

/// A span in the unit a person would choose, to three figures after the point: `1 s`, `31.204 ms`.
pub fn span(span: Span) -> String {
    Plain(span).to_string()
}

/// A rate as people write it: `2 Mbit/s`.
pub fn rate(rate: Rate) -> String {
    PlainRate(rate).to_string()
}

/// A link, and which way if only one direction is meant: `link r1–r3`, `link r1–r3 (r1 → r3)`.
pub fn line(lang: Lang, names: Names<'_>, link: LinkId, direction: Option<Direction>) -> String {
    let word = lang.pick("link", "링크");
    let name = names.link(link);
    let gap = lang.pick(" ", "");
    match direction.and_then(|direction| names.ends(link, direction)) {
        Some((from, to)) => format!("{word} {name}{gap}({from} → {to})"),
        None => format!("{word} {name}"),
    }
}

/// A quality's name and its value, where the change gives one a value.
fn quality(lang: Lang, change: LinkChange) -> Option<(&'static str, String)> {
    Some(match change {
        LinkChange::Cut | LinkChange::Restore => return None,
        LinkChange::Loss(share) => (lang.pick("loss", "손실률"), share.to_string()),
        LinkChange::Delay(delay) => (lang.pick("delay", "전파 지연"), span(delay)),
        LinkChange::Jitter(jitter) => (lang.pick("jitter", "지터"), span(jitter)),
        LinkChange::Rate(bits) => (lang.pick("rate", "전송률"), rate(bits)),
        LinkChange::Duplication(share) => (lang.pick("duplication", "중복률"), share.to_string()),
        LinkChange::Corruption(share) => (
            lang.pick("share of damaged frames", "프레임 손상률"),
            share.to_string(),
        ),
        LinkChange::Queue(bytes) => {
            let bytes = match lang {
                Lang::En => count(bytes, "byte").to_string(),
                Lang::Ko => format!("{bytes}바이트"),
            };
            (lang.pick("queue limit", "큐 크기"), bytes)
        }
    })
}

/// What became of a link: `link r1–r3 was cut`.
pub fn link_change(
    lang: Lang,
    names: Names<'_>,
    link: LinkId,
    direction: Option<Direction>,
    change: LinkChange,
) -> String {
    let line = line(lang, names, link, direction);
    match (lang, quality(lang, change), change) {
        (Lang::En, Some((quality, value)), _) => format!("the {quality} of {line} is now {value}"),
        (Lang::Ko, Some((quality, value)), _) => {
            format!(
                "{line}의 {} {} 바뀌었어요",
                josa::i(quality),
                josa::ro(&value)
            )
        }
        (Lang::En, None, LinkChange::Restore) => format!("{line} was restored"),
        (Lang::Ko, None, LinkChange::Restore) => format!("{} 다시 이어졌어요", josa::i(&line)),
        (Lang::En, None, _) => format!("{line} was cut"),
        (Lang::Ko, None, _) => format!("{} 끊겼어요", josa::i(&line)),
    }
}

/// What became of a node: `r2 was switched off`.
pub fn node_change(lang: Lang, names: Names<'_>, node: NodeId, change: NodeChange) -> String {
    let node = names.node(node);
    match (lang, change) {
        (Lang::En, NodeChange::Crash) => format!("{node} was switched off"),
        (Lang::Ko, NodeChange::Crash) => format!("{} 꺼졌어요", josa::i(node)),
        (Lang::En, NodeChange::Restore) => format!("{node} was switched on again"),
        (Lang::Ko, NodeChange::Restore) => format!("{} 다시 켜졌어요", josa::i(node)),
        (Lang::En, NodeChange::Icmp(true)) => {
            format!("{node} now sends ICMP messages (errors and ping replies)")
        }
        (Lang::En, NodeChange::Icmp(false)) => {
            format!("{node} no longer sends ICMP messages: no errors, no ping replies")
        }
        (Lang::Ko, NodeChange::Icmp(true)) => {
            format!("{} 이제 ICMP를 보내요(오류 알림, 핑 응답)", josa::eun(node))
        }
        (Lang::Ko, NodeChange::Icmp(false)) => {
            format!(
                "{} 이제 ICMP를 보내지 않아요(오류 알림, 핑 응답)",
                josa::eun(node)
            )
        }
        (Lang::En, NodeChange::MemoryCorruption(share)) => {
            format!("the memory of {node} now damages {share} of its packets")
        }
        (Lang::Ko, NodeChange::MemoryCorruption(share)) => {
            let share = share.to_string();
            format!(
                "{node}의 메모리 패킷 손상률이 {} 바뀌었어요",
                josa::ro(&share)
            )
        }
        (Lang::En, NodeChange::Spray(true)) => {
            format!("{node} now spreads packets over several routes")
        }
        (Lang::En, NodeChange::Spray(false)) => format!("{node} now keeps to the best route"),
        (Lang::Ko, NodeChange::Spray(true)) => {
            format!("{} 이제 패킷을 여러 경로로 나눠 보내요", josa::i(node))
        }
        (Lang::Ko, NodeChange::Spray(false)) => {
            format!("{} 이제 가장 좋은 경로로만 보내요", josa::i(node))
        }
        (_, NodeChange::Tcp(switch)) => {
            let (name, value) = tcp_switch(lang, switch);
            match lang {
                Lang::En => format!("{name} of {node}'s TCP is now {value} for new connections"),
                Lang::Ko => format!(
                    "새로 맺는 연결부터 {node}의 TCP {} {} 바뀌어요",
                    josa::i(name),
                    josa::ro(value)
                ),
            }
        }
    }
}

/// What a setting of TCP is called, and what it is set to: `SACK`, `off`.
fn tcp_switch(lang: Lang, switch: TcpSwitch) -> (&'static str, &'static str) {
    let name = match switch {
        TcpSwitch::Sack(_) => "SACK",
        TcpSwitch::Timestamps(_) => lang.pick("timestamps", "타임스탬프"),
        TcpSwitch::Nagle(_) => lang.pick("Nagle's algorithm", "네이글 알고리즘"),
        TcpSwitch::DelayedAck(_) => lang.pick("delayed ACK", "지연 ACK"),
        TcpSwitch::FastRetransmit(_) => lang.pick("fast retransmit", "빠른 재전송"),
        TcpSwitch::LimitedTransmit(_) => lang.pick("limited transmit", "제한 전송"),
        TcpSwitch::WindowScaling(_) => lang.pick("window scaling", "윈도우 스케일"),
        TcpSwitch::KeepAlive(_) => lang.pick("keep-alive", "킵얼라이브"),
        TcpSwitch::Congestion(_) => lang.pick("congestion control", "혼잡 제어"),
        TcpSwitch::ByteCounting(_) => lang.pick("byte counting", "바이트 계수"),
    };
    let value = match switch {
        TcpSwitch::Congestion(CongestionControl::None) => lang.pick("none", "없음"),
        TcpSwitch::Congestion(CongestionControl::Reno) => "Reno",
        TcpSwitch::Congestion(CongestionControl::Cubic) => "CUBIC",
        TcpSwitch::Nagle(nagle) => crate::connection::nagle(lang, nagle),
        other if other.is_on() == Some(true) => lang.pick("on", "켬"),
        _ => lang.pick("off", "끔"),
    };
    (name, value)
}

/// What happened to one packet by command.
pub fn meddled(lang: Lang, packet: &str, action: PacketAction) -> String {
    match (lang, action) {
        (Lang::En, PacketAction::Kill) => format!("{packet} was destroyed on purpose"),
        (Lang::Ko, PacketAction::Kill) => format!("{} 일부러 없앴어요", josa::eul(packet)),
        (Lang::En, PacketAction::Delay(by)) => {
            format!("{packet} was delayed by {} on purpose", span(by))
        }
        (Lang::Ko, PacketAction::Delay(by)) => {
            format!("{} 일부러 {} 늦췄어요", josa::eul(packet), span(by))
        }
        (Lang::En, PacketAction::Corrupt) => format!("{packet} had one bit flipped on purpose"),
        (Lang::Ko, PacketAction::Corrupt) => format!("{packet}의 비트 하나를 일부러 뒤집었어요"),
        (Lang::En, PacketAction::Duplicate) => format!("{packet} was duplicated on purpose"),
        (Lang::Ko, PacketAction::Duplicate) => format!("{} 일부러 복제했어요", josa::eul(packet)),
    }
}

/// A command and who gave it: `you cut link r1–r3`, `the scenario switched r2 off`.
pub fn command(lang: Lang, names: Names<'_>, command: &Command, scripted: bool) -> String {
    let done = done(lang, names, command);
    match (lang, scripted) {
        (Lang::En, true) => format!("the scenario {done}"),
        (Lang::En, false) => format!("you {done}"),
        (Lang::Ko, true) => format!("시나리오에 따라 {done}"),
        (Lang::Ko, false) => format!("내가 {done}"),
    }
}

/// What a command does, in the past tense: `cut link r1–r3`.
pub fn done(lang: Lang, names: Names<'_>, command: &Command) -> String {
    match command {
        Command::SetLink {
            link,
            direction,
            change,
        } => {
            let line = line(lang, names, *link, *direction);
            match (lang, quality(lang, *change), change) {
                (Lang::En, Some((quality, value)), _) => {
                    format!("set the {quality} of {line} to {value}")
                }
                (Lang::Ko, Some((quality, value)), _) => {
                    format!(
                        "{line}의 {} {} 바꿨어요",
                        josa::eul(quality),
                        josa::ro(&value)
                    )
                }
                (Lang::En, None, LinkChange::Restore) => format!("restored {line}"),
                (Lang::Ko, None, LinkChange::Restore) => {
                    format!("{} 다시 이었어요", josa::eul(&line))
                }
                (Lang::En, None, _) => format!("cut {line}"),
                (Lang::Ko, None, _) => format!("{} 끊었어요", josa::eul(&line)),
            }
        }
        Command::SetNode { node, change } => node_done(lang, names.node(*node), *change),
        Command::SetPacket { packet, action } => {
            let packet = names.packet(lang, *packet);
            match (lang, action) {
                (Lang::En, PacketAction::Kill) => format!("destroyed {packet}"),
                (Lang::En, PacketAction::Delay(by)) => format!("delayed {packet} by {}", span(*by)),
                (Lang::En, PacketAction::Corrupt) => format!("flipped a bit of {packet}"),
                (Lang::En, PacketAction::Duplicate) => format!("duplicated {packet}"),
                (Lang::Ko, PacketAction::Kill) => format!("{} 없앴어요", josa::eul(&packet)),
                (Lang::Ko, PacketAction::Delay(by)) => {
                    format!("{} {} 늦췄어요", josa::eul(&packet), span(*by))
                }
                (Lang::Ko, PacketAction::Corrupt) => format!("{packet}의 비트 하나를 뒤집었어요"),
                (Lang::Ko, PacketAction::Duplicate) => format!("{} 복제했어요", josa::eul(&packet)),
            }
        }
        Command::Send(send) => {
            let (from, to) = (names.node(send.from), names.host(send.to));
            let what = match (&send.payload, lang) {
                (Payload::Picture, _) => lang.pick("the picture", "그림").to_owned(),
                (Payload::Bulk(bytes), _) => words::bulk(lang, *bytes),
                (Payload::Text(text), Lang::En) => {
                    format!(
                        "a text of {}",
                        words::inspect::bytes_count(lang, text.len())
                    )
                }
                (Payload::Text(text), Lang::Ko) => format!("{}바이트짜리 글", text.len()),
            };
            match lang {
                Lang::En => format!("had {from} send {what} to {to}"),
                Lang::Ko => format!("{from}에서 {} {} 보냈어요", josa::ro(&to), josa::eul(&what)),
            }
        }
        Command::SetTransport(transport) => {
            let name = words::transport(*transport);
            match lang {
                Lang::En => format!("chose {name} for what comes next"),
                Lang::Ko => format!("다음 메시지를 {} 보내기로 했어요", josa::ro(name)),
            }
        }
        Command::Start { node, program } => {
            let (node, program) = (names.node(*node), words::apps::spec_name(lang, program));
            match lang {
                Lang::En => format!("started {program} on {node}"),
                Lang::Ko => format!("{node}에서 {} 시작했어요", josa::eul(&program)),
            }
        }
        Command::FlushDns { node } => match lang {
            Lang::En => format!("emptied the DNS cache of {}", names.node(*node)),
            Lang::Ko => format!("{}의 DNS 캐시를 비웠어요", names.node(*node)),
        },
        Command::SetRecord { node, zone, record } => {
            let node = names.node(*node);
            let name = words::apps::record_name(&record.name, zone);
            match lang {
                Lang::En => format!("changed the records of {name} at {node}"),
                Lang::Ko => format!("{node}에서 {name}의 레코드를 바꿨어요"),
            }
        }
        Command::Stop { node, program } => {
            let (place, node) = (Place::Program(*node, *program), names.node(*node));
            let program = names.program(lang, place);
            match lang {
                Lang::En => format!("ended {program} on {node}"),
                Lang::Ko => format!("{node}의 {} 끝냈어요", josa::eul(&program)),
            }
        }
        Command::Type {
            node,
            program,
            text,
        } => {
            let (place, node) = (Place::Program(*node, *program), names.node(*node));
            let program = names.program(lang, place);
            match lang {
                Lang::En => format!("typed {} into {program} on {node}", words::quoted(text)),
                Lang::Ko => format!("{node}의 {program}에 입력했어요: {}", words::quoted(text)),
            }
        }
    }
}

fn node_done(lang: Lang, node: &str, change: NodeChange) -> String {
    let on_off = |on: bool| match on {
        true => lang.pick("on", "켰어요"),
        false => lang.pick("off", "껐어요"),
    };
    match (lang, change) {
        (Lang::En, NodeChange::Crash) => format!("switched {node} off"),
        (Lang::Ko, NodeChange::Crash) => format!("{} 껐어요", josa::eul(node)),
        (Lang::En, NodeChange::Restore) => format!("switched {node} on again"),
        (Lang::Ko, NodeChange::Restore) => format!("{} 다시 켰어요", josa::eul(node)),
        (Lang::En, NodeChange::Icmp(on)) => {
            format!("turned ICMP at {node} {}", on_off(on))
        }
        (Lang::Ko, NodeChange::Icmp(on)) => {
            format!("{node}의 ICMP를 {}", on_off(on))
        }
        (Lang::En, NodeChange::MemoryCorruption(share)) => {
            format!("set the share of packets damaged in {node}'s memory to {share}")
        }
        (Lang::Ko, NodeChange::MemoryCorruption(share)) => {
            format!(
                "{node}의 메모리 패킷 손상률을 {} 바꿨어요",
                josa::ro(&share.to_string())
            )
        }
        (Lang::En, NodeChange::Spray(on)) => {
            format!(
                "turned the spreading over several routes at {node} {}",
                on_off(on)
            )
        }
        (Lang::Ko, NodeChange::Spray(on)) => {
            format!("{node}의 여러 경로 분산을 {}", on_off(on))
        }
        (_, NodeChange::Tcp(switch)) => {
            let (name, value) = tcp_switch(lang, switch);
            match lang {
                Lang::En => format!("set {name} of {node}'s TCP to {value}"),
                Lang::Ko => format!(
                    "{node}의 TCP {} {} 바꿨어요",
                    josa::eul(name),
                    josa::ro(value)
                ),
            }
        }
    }
}

/// One route of one router: `r1 reaches 10.2.0.0/24 by r2 (before: r3)`.
pub fn route_change(lang: Lang, names: Names<'_>, change: &RouteChange) -> String {
    let node = names.node(change.node);
    let net = format!("{}/{}", change.prefix.address, change.prefix.len);
    let before = change.before.map(|hop| names.node(hop));
    let now = change.now.map(|hop| names.node(hop));
    match (lang, now, before) {
        (Lang::En, Some(now), Some(before)) => {
            format!("{node} → {net} by {now} instead of {before}")
        }
        (Lang::En, Some(now), None) => format!("{node} → {net} by {now}, unreachable before"),
        (Lang::En, None, _) => format!("{node} no longer has a way to {net}"),
        (Lang::Ko, Some(now), Some(before)) => {
            format!("{node} → {net}: {before} 대신 {}", josa::ro(now))
        }
        (Lang::Ko, Some(now), None) => format!("{node} → {net}: 이제 {}", josa::ro(now)),
        (Lang::Ko, None, _) => format!("{node} → {net}: 경로 없음"),
    }
}

/// The first few of many route changes, and how many more there are.
pub fn route_changes(lang: Lang, names: Names<'_>, changed: &[RouteChange]) -> String {
    /// More would bury the line they stand in.
    const MOST: usize = 3;
    let told = changed.iter().take(MOST);
    let mut told: Vec<String> = told
        .map(|change| route_change(lang, names, change))
        .collect();
    if changed.len() > MOST {
        told.push(words::stage::and_more(lang, changed.len() - MOST));
    }
    told.join("; ")
}
