//! What stands on the screens of programs that ask for a quote of the day and of those that have some, in words.

use crate::apps::client_error;
use crate::ko::LANG;
use crate::ko::josa::ordinal;
use crate::screens::span;
use hoplab_sim::Transport;
use hoplab_sim::apps::QuoteEvent;

pub fn line(event: &QuoteEvent) -> String {
    match event {
        QuoteEvent::Asked {
            transport: Transport::Tcp,
            ..
        } => "연결해서 요청함".to_owned(),
        QuoteEvent::Asked { attempt, .. } => {
            format!("데이터그램으로 요청함({} 시도)", ordinal(*attempt))
        }
        QuoteEvent::Given { to, bytes } => format!("{to}에 {bytes}바이트짜리 명언을 보냄"),
        QuoteEvent::Heard { after, .. } => format!("{} 만에 받음", span(*after)),
        QuoteEvent::Silence { attempt } => format!("{} 시도에 응답이 없음", ordinal(*attempt)),
        QuoteEvent::Failed { error } => client_error(LANG, *error),
    }
}
