//! ping, in words. Its output is the same in every language.

use crate as words;
use crate::en::LANG;
use crate::programs::ping::{percent, standing};
use crate::screens::span;
use hoplab_sim::SocketError;
use hoplab_sim::apps::PingEvent;
use hoplab_units::count;

texts! {
    program: "ping";
    nothing_asked: "Nothing asked yet.";
    duplicate: " once more: a duplicate";
    too_late: ", after it had given up on it";
}

pub fn sentence(subject: &str, event: &PingEvent) -> String {
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
            let what = standing(LANG, *duplicate, *late);
            format!(
                "{subject}: {from} answers request {seq} after {}{what}",
                span(*after)
            )
        }
        PingEvent::Undelivered { seq, from, error } => format!(
            "{subject}: {from} reports that request {seq} came no further: {}",
            report(*error)
        ),
        PingEvent::NotSent { seq, error } => {
            let why = words::socket_error(LANG, *error);
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
            let why = words::socket_error(LANG, *error);
            format!("{subject} gives up: {why}")
        }
    }
}

fn report(error: SocketError) -> String {
    let text = match error {
        SocketError::TtlExceeded => "its TTL ran out there",
        SocketError::HostUnreachable => "the host cannot be reached",
        SocketError::NetUnreachable => "no route leads to the network",
        SocketError::TooBig { mtu } => {
            return format!("it is too long for the next link, which takes {mtu} bytes");
        }
        other => return words::socket_error(LANG, other),
    };
    text.to_owned()
}

pub fn ping(to: &str) -> String {
    format!("Ping {to}")
}

pub fn counts(sent: u16, answered: u16) -> String {
    format!("{sent} sent, {answered} answered")
}

pub fn lost(share: &str) -> String {
    format!(", {share} lost")
}

pub fn round_trips(least: &str, most: &str, mean: &str) -> String {
    format!("; round trip {least} to {most}, {mean} on average")
}
