//! What a capture says of its frames: the comments that Wireshark shows.

use super::josa;
use hoplab_sim::{EventId, PacketId};

texts! {
    never_on_link: " 링크에 실리지 못했어요.";
}

pub fn resent(why: &str, first: Option<usize>) -> String {
    match first {
        Some(first) => format!("재전송: {why}. 처음 보낸 것은 {first}번 프레임이에요."),
        None => format!("재전송: {why}."),
    }
}

pub fn attempt(why: &str, attempt: u32) -> String {
    format!("{why}, {} 시도", josa::ordinal(attempt))
}

pub fn copied(packet: PacketId, copy: PacketId, event: EventId) -> String {
    let (packet, copy) = (format!("패킷 {packet}"), format!("패킷 {copy}"));
    format!(
        "링크에서 {} 두 번 전달됐어요. 이 복제본은 {}(사건 {event}).",
        josa::i(&packet),
        josa::ieyo(&copy)
    )
}

pub fn damaged(bit: u32, place: &str, event: EventId) -> String {
    format!("손상: {place}에서 {bit}번 비트가 뒤집혔어요(사건 {event}).")
}

pub fn dropped(at: &str, place: &str, why: &str, event: &str) -> String {
    format!("손실: {at}, {place}, {why}(사건 {event}).")
}

pub fn because(event: EventId, cause: EventId, what: &str, at: &str) -> String {
    format!("{event}, 원인은 {cause}: {at}, {what}")
}

pub fn run(scenario: &str, transport: &str, seed: u64) -> String {
    format!(
        "시나리오 {scenario}, {transport}, 시드 {seed}. 시각은 시뮬레이션이 시작된 때부터 세요. 인터페이스는 링크의 양쪽 끝이에요."
    )
}

pub fn not_whole(gone: u64, before: &str) -> String {
    format!(" 기록이 한도를 넘어서 {before} 전의 사건 {gone}개는 남아 있지 않아요.")
}

pub fn interface(node: &str, address: &str, link: &str, other: &str) -> String {
    format!("{node}({address}), {other} 쪽 링크 {link}")
}
