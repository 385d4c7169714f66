//! A packet's life, in sentences.

use hoplab_sim::{ConsumeReason, DropReason, PacketId};
use hoplab_units::count;

#[rustfmt::skip] // a table
pub fn dropped(at: &str, why: DropReason) -> String {
    match why {
            DropReason::LinkCut => "the link is cut".to_owned(),
            DropReason::RandomLoss => "the link lost it at random, as noise does".to_owned(),
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
        }
}

pub fn sent(place: &str, packet: &str) -> String {
    format!("{place} sent {packet}")
}

pub fn sent_reset(place: &str, packet: &str) -> String {
    format!("{place} sent {packet}: it answers a segment of no connection with RST")
}

pub fn sent_report(place: &str, packet: &str, about: &str) -> String {
    format!("{place} sent {packet} to report what became of {about}")
}

pub fn sent_echo_request(place: &str, packet: &str) -> String {
    format!("{place} sent {packet}: an ICMP echo request")
}

pub fn sent_echo_reply(place: &str, packet: &str, _to: PacketId, request: &str) -> String {
    format!("{place} sent {packet} to answer the echo request {request}")
}

pub fn waits(packet: &str, place: &str) -> String {
    format!("{packet} waits until the link {place} is free")
}

pub fn waits_behind(packet: &str, place: &str, bytes: u32) -> String {
    format!(
        "{packet} waits for the link {place} behind {}",
        count(bytes, "byte")
    )
}

pub fn goes_onto(packet: &str, place: &str, due: &str) -> String {
    format!("{packet} goes onto the link {place}, due at {due}")
}

pub fn delivered_twice(packet: &str, place: &str, copy: PacketId) -> String {
    format!("the link {place} delivers {packet} twice; the copy is {copy}")
}

pub fn flipped_in_memory(packet: &str, place: &str, bit: u32) -> String {
    format!("bit {bit} (counted from 0) of {packet} was flipped in the memory of {place}")
}

pub fn flipped_on_link(packet: &str, place: &str, bit: u32) -> String {
    format!("bit {bit} (counted from 0) of {packet} was flipped on the link {place}")
}

pub fn reached(packet: &str, place: &str, link: &str) -> String {
    format!("{packet} reached {place} over link {link}")
}

pub fn passed_on(packet: &str, place: &str, next: &str, route: &str, ttl: u8) -> String {
    format!("{place} passes {packet} on to {next} by its route to {route} (TTL {ttl})")
}

pub fn lost_at(packet: &str, place: &str, why: &str) -> String {
    format!("{packet} was lost at {place}: {why}")
}

pub fn lost_on(packet: &str, place: &str, why: &str) -> String {
    format!("{packet} was lost on {place}: {why}")
}

pub fn arrived(packet: &str, place: &str) -> String {
    format!("{packet} arrived: {place} handed it to a socket")
}

pub fn consumed(packet: &str, place: &str, why: ConsumeReason, asks: bool) -> String {
    let rest = match why {
        ConsumeReason::AnsweredWithReset => {
            "belongs to no connection there, and is answered with RST"
        }
        ConsumeReason::OpensNothing => {
            "belongs to no connection and opens none: the listener drops it"
        }
        ConsumeReason::BacklogFull => "finds the listener's backlog full, and gets no answer",
        ConsumeReason::StrayReset => "is an RST for no connection there, and is ignored",
        ConsumeReason::IcmpTold { .. } => "reports an error, which the socket concerned is told",
        ConsumeReason::IcmpIgnored if asks => {
            "is an echo request, but ICMP is switched off there, so it is not answered"
        }
        ConsumeReason::IcmpIgnored => "is an ICMP message that concerns no socket there",
        ConsumeReason::EchoAnswered => "is an echo request, and is answered",
    };
    format!("{packet} reached {place}: it {rest}")
}
