//! What happens in the world, told in plain sentences: for the log, the inspector and readers of screens. Sentences end
//! without a full stop; those that are `short` are the few words that stand behind "because".

pub mod changes;
pub mod names;
pub mod packets;
pub mod sockets;
pub mod sorting;
pub mod tcp;

use crate::ko::josa;
use hoplab_sim::PacketId;

texts! {
    a_link_changed: "링크가 바뀌었어요";
    a_node_changed: "노드가 바뀌었어요";
    short_new_routes: "라우터들이 경로를 새로 정함";
}

pub fn not_carried_out(why: &str) -> String {
    format!("명령을 실행할 수 없었어요: {why}")
}

pub fn new_routes(routes: &str) -> String {
    format!("라우터들이 변화를 알아채고 경로를 새로 정했어요: {routes}")
}

pub fn error_told(who: &str, why: &str) -> String {
    format!("{who}의 프로그램에 오류를 알려요: {why}")
}

pub fn viewer_runs(who: &str, program: &str, port: u16) -> String {
    format!("{who}의 {} {port}번 포트에서 기다려요", josa::i(program))
}

pub fn sender_starts(who: &str) -> String {
    format!("{who}에서 보내는 프로그램을 시작해요")
}

pub fn program_ended(who: &str, program: &str) -> String {
    format!("{who}의 {} 끝났어요", josa::i(program))
}

pub fn begins_to_send(who: &str, bytes: u32, to: &str, over: &str, chunks: u32) -> String {
    let pieces = match chunks {
        1 => "한 조각으로".to_owned(),
        _ => format!("{chunks}조각으로 나눠"),
    };
    format!(
        "{} {} {bytes}바이트를 {pieces} {} 보내기 시작해요",
        josa::i(who),
        josa::ro(to),
        josa::ro(over)
    )
}

pub fn handed_to_socket(who: &str, piece: &str, bytes: u32) -> String {
    let piece = format!("{piece}({bytes}바이트)");
    format!("{who}의 프로그램이 {} 소켓에 넘겨요", josa::eul(&piece))
}

pub fn all_acknowledged(who: &str) -> String {
    format!(
        "{} 모두 보냈고 상대 TCP의 확인 응답도 모두 받았어요",
        josa::i(who)
    )
}

pub fn all_sent(who: &str) -> String {
    format!(
        "{} 모두 보냈어요. 무엇이 도착했는지는 알 수 없어요",
        josa::i(who)
    )
}

pub fn gave_message_up(who: &str, why: &str) -> String {
    format!("{} 전송을 포기했어요: {why}", josa::i(who))
}

pub fn got_piece(who: &str, piece: &str, bytes: u32, from: &str) -> String {
    format!(
        "{who}의 프로그램이 {from}에서 온 {} 받았어요({bytes}바이트)",
        josa::eul(piece)
    )
}

pub fn got(who: &str, bytes: u32, from: &str) -> String {
    format!("{who}의 프로그램이 {from}에서 온 {bytes}바이트를 받았어요")
}

pub fn stream_ended(who: &str, from: &str) -> String {
    format!(
        "{who}의 프로그램은 {} 모두 보냈다는 것을 알았어요",
        josa::i(from)
    )
}

pub fn short_sent(packet: PacketId) -> String {
    format!("{packet} 전송")
}

pub fn short_queued(packet: PacketId) -> String {
    format!("{packet} 대기")
}

pub fn short_on_link(packet: PacketId) -> String {
    format!("{packet} 링크에 실림")
}

pub fn short_twice(packet: PacketId) -> String {
    format!("{packet} 중복 전달")
}

pub fn short_flipped(packet: PacketId) -> String {
    format!("{packet} 비트 오류")
}

pub fn short_arrived(packet: PacketId) -> String {
    format!("{packet} 도착")
}

pub fn short_passed_on(packet: PacketId) -> String {
    format!("{packet} 전달")
}

pub fn short_lost(packet: PacketId, why: &str) -> String {
    format!("{packet} 손실({why})")
}

pub fn short_began_to_send(who: &str) -> String {
    format!("{} 보내기 시작함", josa::i(who))
}
