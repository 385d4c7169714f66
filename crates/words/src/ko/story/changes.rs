//! Commands and what they change.

use crate::ko::{LANG, josa};
use crate::story::changes::{setting, span};
use hoplab_sim::{NodeChange, PacketAction, TcpSwitch};

texts! {
    the_loss: "손실률";
    the_delay: "전파 지연";
    the_jitter: "지터";
    the_rate: "전송률";
    the_duplication: "중복률";
    the_corruption: "프레임 손상률";
    the_queue: "큐 크기";
    on: "켬";
    off: "끔";
    the_picture: "그림";
}

pub fn node_changed(node: &str, change: NodeChange) -> String {
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
            let (name, value) = setting(LANG, switch);
            format!(
                "새로 맺는 연결부터 {node}의 TCP {} {} 바뀌어요",
                josa::i(name),
                josa::ro(value)
            )
        }
    }
}

pub fn switch_name(switch: TcpSwitch) -> &'static str {
    match switch {
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
    }
}

pub fn tampered(packet: &str, action: PacketAction) -> String {
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

pub fn node_done(node: &str, change: NodeChange) -> String {
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
            let (name, value) = setting(LANG, switch);
            format!(
                "{node}의 TCP {} {} 바꿨어요",
                josa::eul(name),
                josa::ro(value)
            )
        }
    }
}

pub fn whole_link(link: &str) -> String {
    format!("링크 {link}")
}

pub fn one_way(link: &str, from: &str, to: &str) -> String {
    format!("링크 {link}({from} → {to})")
}

pub fn is_now(link: &str, quality: &str, value: &str) -> String {
    let (quality, value) = (josa::i(quality), josa::ro(value));
    format!("{link}의 {quality} {value} 바뀌었어요")
}

pub fn was_restored(link: &str) -> String {
    format!("{} 다시 이어졌어요", josa::i(link))
}

pub fn was_cut(link: &str) -> String {
    format!("{} 끊겼어요", josa::i(link))
}

pub fn set_to(link: &str, quality: &str, value: &str) -> String {
    let (quality, value) = (josa::eul(quality), josa::ro(value));
    format!("{link}의 {quality} {value} 바꿨어요")
}

pub fn restored(link: &str) -> String {
    format!("{} 다시 이었어요", josa::eul(link))
}

pub fn cut(link: &str) -> String {
    format!("{} 끊었어요", josa::eul(link))
}

pub fn packet_done(packet: &str, action: PacketAction) -> String {
    match action {
        PacketAction::Kill => format!("{} 없앴어요", josa::eul(packet)),
        PacketAction::Delay(by) => format!("{} {} 늦췄어요", josa::eul(packet), span(by)),
        PacketAction::Corrupt => format!("{packet}의 비트 하나를 뒤집었어요"),
        PacketAction::Duplicate => format!("{} 복제했어요", josa::eul(packet)),
    }
}

pub fn a_text(bytes: usize) -> String {
    format!("{bytes}바이트짜리 글")
}

pub fn had_sent(from: &str, what: &str, to: &str) -> String {
    format!("{from}에서 {} {} 보냈어요", josa::ro(to), josa::eul(what))
}

pub fn chose(transport: &str) -> String {
    format!("다음 메시지를 {} 보내기로 했어요", josa::ro(transport))
}

pub fn started(program: &str, node: &str) -> String {
    format!("{node}에서 {} 시작했어요", josa::eul(program))
}

pub fn emptied_cache(node: &str) -> String {
    format!("{node}의 DNS 캐시를 비웠어요")
}

pub fn changed_records(name: &str, node: &str) -> String {
    format!("{node}에서 {name}의 레코드를 바꿨어요")
}

pub fn ended(program: &str, node: &str) -> String {
    format!("{node}의 {} 끝냈어요", josa::eul(program))
}

pub fn typed(text: &str, program: &str, node: &str) -> String {
    format!("{node}의 {program}에 입력했어요: {text}")
}

pub fn by_instead(node: &str, net: &str, now: &str, before: &str) -> String {
    format!("{node} → {net}: {before} 대신 {}", josa::ro(now))
}

pub fn by_now(node: &str, net: &str, now: &str) -> String {
    format!("{node} → {net}: 이제 {}", josa::ro(now))
}

pub fn no_way(node: &str, net: &str) -> String {
    format!("{node} → {net}: 경로 없음")
}
