//! ping, in words. Its output is the same in every language.

use crate as words;
use crate::ko::{LANG, josa};
use crate::programs::client::told;
use crate::programs::ping::{percent, standing};
use crate::screens::span;
use hoplab_sim::SocketError;
use hoplab_sim::apps::PingEvent;

texts! {
    program: "핑";
    nothing_asked: "아직 보낸 요청이 없어요.";
    duplicate: ". 같은 응답이 또 왔어요";
    too_late: ". 이미 포기한 뒤예요";
}

pub fn sentence(subject: &str, event: &PingEvent) -> String {
    match event {
        PingEvent::Started { to, bytes } => format!(
            "{} {to}에 {bytes}바이트짜리 에코 요청을 보내기 시작해요",
            josa::i(subject)
        ),
        PingEvent::Reply {
            seq,
            from,
            after,
            duplicate,
            late,
            ..
        } => {
            let what = standing(LANG, *duplicate, *late);
            format!(
                "{subject}: {seq}번 요청에 대한 {from}의 응답이 {} 만에 왔어요{what}",
                span(*after)
            )
        }
        PingEvent::Undelivered { seq, from, error } => format!(
            "{subject}: {from}에서 {seq}번 요청을 더 전달하지 못했다고 알려 왔어요. {}",
            told(report(*error))
        ),
        PingEvent::NotSent { seq, error } => {
            let why = told(words::socket_error(LANG, *error));
            format!("{} {seq}번 요청을 보내지 못했어요: {why}", josa::i(subject))
        }
        PingEvent::TimedOut { seq } => {
            format!("{subject}: {seq}번 요청의 응답이 시간 안에 오지 않았어요")
        }
        PingEvent::Done(totals) => format!(
            "{} 끝났어요. 요청 {}개 중 {}개에 응답이 왔고, 손실률은 {}",
            josa::i(subject),
            totals.sent,
            totals.received,
            josa::ieyo(&percent(totals.loss_per_mille()))
        ),
        PingEvent::Failed { error } => {
            let why = told(words::socket_error(LANG, *error));
            format!("{} 그만뒀어요: {why}", josa::i(subject))
        }
    }
}

fn report(error: SocketError) -> String {
    let text = match error {
        SocketError::TtlExceeded => "거기서 TTL이 다 됐어요",
        SocketError::HostUnreachable => "목적지 호스트에 도달할 수 없어요",
        SocketError::NetUnreachable => "목적지 네트워크로 가는 경로가 없어요",
        SocketError::TooBig { mtu } => {
            return format!("다음 링크의 MTU {mtu}바이트보다 길어요");
        }
        other => return words::socket_error(LANG, other),
    };
    text.to_owned()
}

pub fn ping(to: &str) -> String {
    format!("{to}에 핑 보내기")
}

pub fn counts(sent: u16, answered: u16) -> String {
    format!("요청 {sent}개, 응답 {answered}개")
}

pub fn lost(share: &str) -> String {
    format!(", 손실 {share}")
}

pub fn round_trips(least: &str, most: &str, mean: &str) -> String {
    format!(", 왕복 시간 {least}~{most}(평균 {mean})")
}
