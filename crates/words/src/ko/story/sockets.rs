//! Sockets that are opened and closed, in sentences.

use crate::ko::josa;
use std::net::SocketAddrV4;

pub fn opened_towards(who: &str, over: &str, host: &str) -> String {
    format!(
        "{} {} 통신할 {over} 소켓을 열었어요",
        josa::i(who),
        josa::gwa(host)
    )
}

pub fn opened_fixed(who: &str, over: &str, local: SocketAddrV4, remote: SocketAddrV4) -> String {
    format!(
        "{} {remote}하고만 통신할 {over} 소켓 {} 열었어요(연결은 아니에요)",
        josa::i(who),
        josa::eul(&local.to_string())
    )
}

pub fn opened_to(who: &str, over: &str, local: SocketAddrV4, remote: SocketAddrV4) -> String {
    format!(
        "{} {} 통신할 {over} 소켓 {} 열었어요",
        josa::i(who),
        josa::gwa(&remote.to_string()),
        josa::eul(&local.to_string())
    )
}

pub fn opened_bare(who: &str, over: &str) -> String {
    format!("{} {over} 소켓을 열었어요", josa::i(who))
}

pub fn opened_for_echoes(who: &str, over: &str, id: u16) -> String {
    format!(
        "{} 에코 식별자가 {id}인 {over} 소켓을 열었어요",
        josa::i(who)
    )
}

pub fn opened_on(who: &str, over: &str, port: u16) -> String {
    format!("{} {over} {port}번 포트에 소켓을 열었어요", josa::i(who))
}

pub fn closed_unknown(who: &str) -> String {
    format!("{who}의 소켓이 닫혔어요")
}

pub fn closed_towards(who: &str, over: &str, host: &str) -> String {
    format!(
        "{} 통신하던 {who}의 {over} 소켓이 닫혔어요",
        josa::gwa(host)
    )
}

pub fn closed_to(who: &str, over: &str, port: u16, remote: SocketAddrV4) -> String {
    format!(
        "{} 통신하던 {who}의 {over} {port}번 포트 소켓이 닫혔어요",
        josa::gwa(&remote.to_string())
    )
}

pub fn closed_bare(who: &str, over: &str) -> String {
    format!("{who}의 {over} 소켓이 닫혔어요")
}

pub fn closed_for_echoes(who: &str, over: &str, id: u16) -> String {
    format!("에코 식별자가 {id}인 {who}의 {over} 소켓이 닫혔어요")
}

pub fn closed_on(who: &str, over: &str, port: u16) -> String {
    format!("{who}의 {over} {port}번 포트 소켓이 닫혔어요")
}
