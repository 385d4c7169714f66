//! The steps of a packet's life, each in a few words.

use crate::ko::{LANG, josa};
use crate::stage;
use hoplab_sim::{ConsumeReason, DropReason, PacketAction, PacketId};

pub fn made(node: &str) -> String {
    format!("{node}에서 만들어짐")
}

pub fn copied(original: PacketId, line: &str) -> String {
    format!("{line}에서 {original}의 복제본으로 생김")
}

pub fn queued(line: &str) -> String {
    format!("링크({line})를 기다리는 중")
}

pub fn came(node: &str) -> String {
    format!("{node}에 도착")
}

pub fn damaged(place: &str) -> String {
    format!("{place}에서 비트 하나가 뒤집힘")
}

pub fn tampered(action: PacketAction) -> &'static str {
    match action {
        PacketAction::Kill => "일부러 없앰",
        PacketAction::Delay(_) => "일부러 늦춤",
        PacketAction::Corrupt => "일부러 비트를 뒤집음",
        PacketAction::Duplicate => "일부러 복제함",
    }
}

pub fn dropped(place: &str, why: DropReason) -> String {
    let why = stage::drop_reason(LANG, why);
    format!("{place}에서 손실: {why}")
}

pub fn accepted(node: &str, has_mail: bool) -> String {
    match has_mail {
        true => format!("{node}의 프로그램에 전달됨"),
        false => format!("{node}의 소켓에 전달됨"),
    }
}

pub fn consumed(node: &str, why: ConsumeReason, asks: bool) -> String {
    let what = match why {
        ConsumeReason::AnsweredWithReset => "RST로 응답함",
        ConsumeReason::StrayReset => "그런 연결이 없어 무시함",
        ConsumeReason::OpensNothing => "연결을 여는 세그먼트가 아니어서 폐기함",
        ConsumeReason::BacklogFull => "백로그가 가득 차서 폐기함",
        ConsumeReason::IcmpTold { .. } => "해당 프로그램에 알림",
        ConsumeReason::IcmpIgnored if asks => "ICMP가 꺼져 있어 에코 요청에 응답하지 않음",
        ConsumeReason::IcmpIgnored => "알릴 프로그램이 없어 무시함",
        ConsumeReason::EchoAnswered => "응답함",
    };
    format!("{} {what}", josa::i(node))
}
