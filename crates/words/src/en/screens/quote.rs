//! What stands on the screens of programs that ask for a quote of the day and of those that have some, in words.

use crate::apps::client_error;
use crate::en::LANG;
use crate::screens::span;
use hoplab_sim::Transport;
use hoplab_sim::apps::QuoteEvent;
use hoplab_units::count;

pub fn line(event: &QuoteEvent) -> String {
    match event {
        QuoteEvent::Asked {
            transport: Transport::Tcp,
            ..
        } => "asked, by connecting".to_owned(),
        QuoteEvent::Asked { attempt, .. } => format!("asked, by a datagram (attempt {attempt})"),
        QuoteEvent::Given { to, bytes } => {
            format!("gave {to} a quote of {}", count(*bytes, "byte"))
        }
        QuoteEvent::Heard { after, .. } => format!("answered after {}", span(*after)),
        QuoteEvent::Silence { attempt } => format!("no answer to attempt {attempt}"),
        QuoteEvent::Failed { error } => client_error(LANG, *error),
    }
}
