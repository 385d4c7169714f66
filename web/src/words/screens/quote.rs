//! What stands on the screens of programs that ask for a quote of the day and of those that have some, in words.

use hoplab_sim::Transport;
use hoplab_sim::apps::QuoteEvent;

use super::span;
use crate::words::{self, Lang, apps::client_error, josa::ordinal};

/// A line of such a screen.
pub fn line(lang: Lang, event: &QuoteEvent) -> String {
    match (lang, event) {
        (
            _,
            QuoteEvent::Asked {
                transport: Transport::Tcp,
                ..
            },
        ) => lang
            .pick("asked, by connecting", "연결해서 요청함")
            .to_owned(),
        (Lang::En, QuoteEvent::Asked { attempt, .. }) => {
            format!("asked, by a datagram (attempt {attempt})")
        }
        (Lang::Ko, QuoteEvent::Asked { attempt, .. }) => {
            format!("데이터그램으로 요청함({} 시도)", ordinal(*attempt))
        }
        (Lang::En, QuoteEvent::Given { to, bytes }) => {
            let bytes = words::inspect::bytes_count(lang, *bytes as usize);
            format!("gave {to} a quote of {bytes}")
        }
        (Lang::Ko, QuoteEvent::Given { to, bytes }) => {
            format!("{to}에 {bytes}바이트짜리 명언을 보냄")
        }
        (Lang::En, QuoteEvent::Heard { after, .. }) => format!("answered after {}", span(*after)),
        (Lang::Ko, QuoteEvent::Heard { after, .. }) => format!("{} 만에 받음", span(*after)),
        (Lang::En, QuoteEvent::Silence { attempt }) => format!("no answer to attempt {attempt}"),
        (Lang::Ko, QuoteEvent::Silence { attempt }) => {
            format!("{} 시도에 응답이 없음", ordinal(*attempt))
        }
        (_, QuoteEvent::Failed { error }) => client_error(lang, *error),
    }
}
