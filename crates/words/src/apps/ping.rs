//! What ping learns, in words.

use hoplab_sim::SocketError;
use hoplab_sim::apps::PingEvent;
use hoplab_units::count;

use super::failure::told;
use crate::screens::span;
use crate::{self as words, Lang, josa};

/// What ping learnt.
pub(super) fn sentence(lang: Lang, subject: &str, event: &PingEvent) -> String {
    match lang {
        Lang::En => english(subject, event),
        Lang::Ko => korean(subject, event),
    }
}

fn english(subject: &str, event: &PingEvent) -> String {
    match event {
        PingEvent::Started { to, bytes } => {
            format!(
                "{subject} asks {to} for echoes of {}",
                count(*bytes, "byte")
            )
        }
        PingEvent::Reply {
            seq,
            from,
            after,
            duplicate,
            late,
            ..
        } => {
            let what = match (duplicate, late) {
                (true, _) => " once more: a duplicate",
                (false, true) => ", after it had given up on it",
                (false, false) => "",
            };
            format!(
                "{subject}: {from} answers request {seq} after {}{what}",
                span(*after)
            )
        }
        PingEvent::Undelivered { seq, from, error } => format!(
            "{subject}: {from} reports that request {seq} came no further: {}",
            report(Lang::En, *error)
        ),
        PingEvent::NotSent { seq, error } => {
            let why = words::socket_error(Lang::En, *error);
            format!("{subject} cannot send request {seq}: {why}")
        }
        PingEvent::TimedOut { seq } => format!("{subject} gets no answer to request {seq}"),
        PingEvent::Done(totals) => format!(
            "{subject} is done: {} of {} answered, {} lost",
            totals.received,
            count(totals.sent, "request"),
            percent(totals.loss_per_mille())
        ),
        PingEvent::Failed { error } => {
            let why = words::socket_error(Lang::En, *error);
            format!("{subject} gives up: {why}")
        }
    }
}

fn korean(subject: &str, event: &PingEvent) -> String {
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
            let what = match (duplicate, late) {
                (true, _) => ". 같은 응답이 또 왔어요",
                (false, true) => ". 이미 포기한 뒤예요",
                (false, false) => "",
            };
            format!(
                "{subject}: {seq}번 요청에 대한 {from}의 응답이 {} 만에 왔어요{what}",
                span(*after)
            )
        }
        PingEvent::Undelivered { seq, from, error } => format!(
            "{subject}: {from}에서 {seq}번 요청을 더 전달하지 못했다고 알려 왔어요. {}",
            told(report(Lang::Ko, *error))
        ),
        PingEvent::NotSent { seq, error } => {
            let why = told(words::socket_error(Lang::Ko, *error));
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
            let why = told(words::socket_error(Lang::Ko, *error));
            format!("{} 그만뒀어요: {why}", josa::i(subject))
        }
    }
}

/// A share in tenths of a percent.
pub fn percent(per_mille: u16) -> String {
    match per_mille % 10 {
        0 => format!("{}%", per_mille / 10),
        tenths => format!("{}.{tenths}%", per_mille / 10),
    }
}

/// What an ICMP error says of a request.
pub fn report(lang: Lang, error: SocketError) -> String {
    let text = match error {
        SocketError::TtlExceeded => lang.pick("its TTL ran out there", "거기서 TTL이 다 됐어요"),
        SocketError::HostUnreachable => lang.pick(
            "the host cannot be reached",
            "목적지 호스트에 도달할 수 없어요",
        ),
        SocketError::NetUnreachable => lang.pick(
            "no route leads to the network",
            "목적지 네트워크로 가는 경로가 없어요",
        ),
        SocketError::TooBig { mtu } => {
            return match lang {
                Lang::En => format!("it is too long for the next link, which takes {mtu} bytes"),
                Lang::Ko => format!("다음 링크의 MTU {mtu}바이트보다 길어요"),
            };
        }
        other => return words::socket_error(lang, other),
    };
    text.to_owned()
}
