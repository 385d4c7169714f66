//! The steps of a packet's life, each in a few words.

use crate::en::LANG;
use crate::stage;
use hoplab_sim::{ConsumeReason, DropReason, PacketAction, PacketId};

pub fn made(node: &str) -> String {
    format!("made by {node}")
}

pub fn copied(original: PacketId, line: &str) -> String {
    format!("copy of {original}, made on {line}")
}

pub fn queued(line: &str) -> String {
    format!("waits for the link {line}")
}

pub fn came(node: &str) -> String {
    format!("reached {node}")
}

pub fn damaged(place: &str) -> String {
    format!("a bit flipped at {place}")
}

pub fn tampered(action: PacketAction) -> &'static str {
    match action {
        PacketAction::Kill => "destroyed on purpose",
        PacketAction::Delay(_) => "delayed on purpose",
        PacketAction::Corrupt => "damaged on purpose",
        PacketAction::Duplicate => "duplicated on purpose",
    }
}

pub fn dropped(place: &str, why: DropReason) -> String {
    let why = stage::drop_reason(LANG, why);
    format!("lost at {place}: {why}")
}

pub fn accepted(node: &str, has_mail: bool) -> String {
    match has_mail {
        true => format!("handed to a program on {node}"),
        false => format!("handed to a socket on {node}"),
    }
}

pub fn consumed(node: &str, why: ConsumeReason, asks: bool) -> String {
    let what = match why {
        ConsumeReason::AnsweredWithReset => "answered with RST",
        ConsumeReason::StrayReset => "ignored: no such connection",
        ConsumeReason::OpensNothing => "dropped: it opens no connection",
        ConsumeReason::BacklogFull => "dropped: the backlog is full",
        ConsumeReason::IcmpTold { .. } => "told to the program concerned",
        ConsumeReason::IcmpIgnored if asks => "not answered: ICMP is switched off here",
        ConsumeReason::IcmpIgnored => "ignored: no program to tell",
        ConsumeReason::EchoAnswered => "answered",
    };
    format!("{node}: {what}")
}
