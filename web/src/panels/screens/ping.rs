//! What ping and traceroute print, line by line as on any other machine, and what it comes to in words.

use core::net::Ipv4Addr;

use hoplab_sim::apps::{PingEvent, PingScreen, Probe, TracerouteScreen};
use yew::prelude::*;

use super::lines::{Line, lines};
use hoplab_words::programs::{ping, traceroute};
use hoplab_words::screens;
use hoplab_words::{self as all, Lang};

pub fn ping(lang: Lang, screen: &PingScreen) -> Html {
    let printed = screen.lines.iter().map(|line| Line {
        at: Some(line.at),
        text: match &line.event {
            PingEvent::Failed { error } => all::socket_error(lang, *error),
            event => event.to_string(),
        },
        bad: !matches!(
            line.event,
            PingEvent::Started { .. } | PingEvent::Reply { .. } | PingEvent::Done(_)
        ),
        verbatim: !matches!(line.event, PingEvent::Failed { .. }),
    });
    html! {
        <>
            if let Some(trouble) = screen.trouble {
                <p class="program-state bad">{ hoplab_words::programs::client_error(lang, trouble) }</p>
            } else {
                <p class="program-state">{ ping::so_far(lang, screen) }</p>
            }
            { lines(screens::lines(lang), lang, printed) }
        </>
    }
}

/// `names`: what the map calls whom.
pub fn traceroute(lang: Lang, screen: &TracerouteScreen, names: &[(Ipv4Addr, String)]) -> Html {
    let rows = screen.hops.iter().map(|hop| {
        let found = hop.probes.iter().find_map(|probe| probe.answer());
        let known = found.and_then(|(from, _)| names.iter().find(|(address, _)| *address == from));
        let name = known.map_or_else(String::new, |(_, name)| format!("  ({name})"));
        Line {
            at: None,
            text: format!("{hop}{name}"),
            bad: hop.probes.iter().all(|probe| *probe == Probe::Silent),
            verbatim: true,
        }
    });
    html! {
        <>
            if let Some(trouble) = screen.trouble {
                <p class="program-state bad">{ hoplab_words::programs::client_error(lang, trouble) }</p>
            } else {
                <p class="program-state">{ traceroute::so_far(lang, screen) }</p>
            }
            { lines(screens::lines(lang), lang, rows) }
        </>
    }
}
