//! The words around the map: header, send bar, play bar, receiver, comparison, sharing, notices.

use super::Lang;
use hoplab_dns::DnsEventKind;
use hoplab_explain::screen::Figures;
use hoplab_scenario::ScenarioError;
use hoplab_scenario::library::UnknownScenario;
use hoplab_scenario::link::LinkError;
use hoplab_scenario::parameters::Remark;
use hoplab_scenario::query::QueryError;
use hoplab_sim::apps::AppEvent;
use hoplab_sim::{
    EventKind, Origin, Payload, SocketError, TraceEvent, TransferSnapshot, Transport,
};
use hoplab_tcp::{State, TcpEvent, TransmitReason};
use hoplab_units::{Span, Time};

/// The title of a scenario of the library.
pub fn entry_title(lang: Lang, entry: &hoplab_scenario::library::Entry) -> &'static str {
    lang.dressed(entry.title.in_language(lang.tag()))
}

/// A scenario's title: its own, or the library's, or its name.
pub fn scenario_title(lang: Lang, scenario: &hoplab_scenario::Scenario) -> String {
    let own = scenario.title.as_ref().map(|words| in_lang(lang, words));
    own.filter(|title| !title.is_empty())
        .unwrap_or(&scenario.name)
        .to_owned()
}

/// A scenario's paragraph.
pub fn scenario_text(lang: Lang, scenario: &hoplab_scenario::Scenario) -> String {
    scenario
        .text
        .as_ref()
        .map(|words| in_lang(lang, words).to_owned())
        .unwrap_or_default()
}

/// What to try first in a scenario.
pub fn scenario_hint(lang: Lang, scenario: &hoplab_scenario::Scenario) -> String {
    scenario
        .hint
        .as_ref()
        .map(|words| in_lang(lang, words).to_owned())
        .unwrap_or_default()
}

/// A scenario file's words in a language.
pub fn in_lang(lang: Lang, words: &hoplab_scenario::Words) -> &str {
    lang.dressed(words.in_language(lang.tag()))
}

/// Nodes under the names that people see.
pub fn named(
    lang: Lang,
    scenario: &hoplab_scenario::Scenario,
    nodes: impl Iterator<Item = hoplab_sim::NodeSnapshot>,
) -> Vec<hoplab_sim::NodeSnapshot> {
    let label = |mut node: hoplab_sim::NodeSnapshot| {
        let labels = scenario
            .nodes
            .get(node.id.index())
            .and_then(|node| node.label.as_ref());
        if let Some(label) = labels
            .map(|words| in_lang(lang, words))
            .filter(|l| !l.is_empty())
        {
            node.name = label.to_owned();
        }
        node
    };
    nodes.map(label).collect()
}

/// A transport's name.
pub fn transport(transport: Transport) -> &'static str {
    match transport {
        Transport::Ip => "IP",
        Transport::Udp => "UDP",
        Transport::Tcp => "TCP",
    }
}

/// What a transport promises, in one sentence.
pub fn promise(lang: Lang, transport: Transport) -> &'static str {
    match transport {
        Transport::Ip => lang.promise_ip(),
        Transport::Udp => lang.promise_udp(),
        Transport::Tcp => lang.promise_tcp(),
    }
}

said! { shell =>
    /// The send button.
    send_over(over: Transport) -> String;
    /// The button that plays the run again over another transport.
    again_over(over: Transport) -> String;
    /// How fast time runs: so many times slower than in reality.
    speed(slower: u32) -> String;
    /// Time was stopped.
    paused_at(at: Time) -> String;
    /// Time was let run.
    plays_from(at: Time) -> String;
    /// Something was done at a moment before the end of what had been seen.
    future_dropped(at: Time, seen: Time) -> String;
    /// An effect and its cause, as the answer to why.
    because(effect: &str, cause: &str) -> String;
    /// How far the way to a moment is done, in simulated time.
    sought(reached: Time, wanted: Time, percent: u8) -> String;
    /// The way to a moment was broken off.
    stopped(reached: Time, wanted: Time) -> String;
    /// How far the comparison is.
    comparing(over: Transport, reached: Time) -> String;
    /// The heading of a program's screen. Raw IP has no ports: what comes over it comes to all programs alike.
    screen_of(node: &str, program: &str, over: Transport, port: u16) -> String;
    /// In a text that arrived: so many of its bytes are missing here.
    missing_bytes(count: u32) -> String;
    /// How a message came.
    came_over(from: &str, over: Transport) -> String;
    /// The caption of a message of which all is here and right.
    all_in_place(figures: Figures, picture: bool) -> String;
    /// How much of a message is here. `total` is 0 where nobody knows it.
    here_of(here: u32, total: u32, picture: bool) -> String;
    /// What is not right with so many of its pieces.
    astray(count: u32, how: Astray) -> String;
    /// Over TCP, before the connection is there.
    waits_for_connection() -> String;
    /// How far a message is over TCP, in bytes.
    sending_over_tcp(total: u32, given: u32, sent: u32, acknowledged: u32) -> String;
    /// How far a message is over UDP and IP, in bytes.
    sending_datagrams(total: u32, given: u32) -> String;
    /// What the sender was told when it failed.
    failed(error: SocketError) -> String;
    /// An error as a program is told it.
    socket_error(error: SocketError) -> String;
    /// Why something could not be opened.
    open_error(error: &OpenError) -> String;
    /// Something in the address does not do what was meant.
    remark(remark: &Remark) -> String;
    /// Why there is no link, and what there is instead.
    does_not_fit(error: &LinkError) -> String;
    /// Why there is not even a file.
    file_does_not_fit(error: &LinkError) -> String;
    /// A link's length.
    link_length(characters: usize) -> String;
    /// A command was refused.
    refused(why: hoplab_sim::Refusal) -> &'static str;
    /// A quiet stretch is passed over, which was spent waiting for something.
    skipped_waiting(span: &str, what: &str) -> String;
    /// A quiet stretch is passed over.
    skipped_silence(span: &str) -> String;
    /// What a quiet stretch is spent waiting for.
    waited(what: Waited) -> String;
    /// A large message of no meaning, by its size.
    data_of(size: &str) -> String;
    /// A message that is a picture.
    a_picture() -> String;
    /// What the sender knows when it is done and was told of an error.
    sent_and_reported(why: &str) -> String;
    /// What it knows over TCP.
    sent_by_tcp() -> String;
    /// What it knows over UDP and IP.
    sent_unheard() -> String;
    /// What was done about a value of the address that makes no sense.
    passed_over() -> String;
    /// What was done about a parameter that there is not.
    read_as(meant: &str) -> String;
    /// What was done about a scenario that there is not.
    shown_instead(scenario: &str) -> String;
}

/// What a quiet stretch is spent waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// The retransmission timer, so long.
    Rto(Span),
    /// The end of TIME-WAIT.
    TimeWait,
    /// The timer that probes a closed window.
    Persist,
    /// The timer that asks whether the other side is there.
    KeepAlive,
    /// TCP gives up.
    GivingUp,
    /// An acknowledgment that is put off.
    DelayedAck,
    /// A name server that does not answer.
    Dns,
    /// The next command.
    Command,
    /// The routers.
    Routers,
    /// A program that reads slowly.
    Reader,
    /// A program.
    Program,
}

impl Waited {
    /// By what ended the wait.
    fn of(event: &TraceEvent) -> Waited {
        match &event.kind {
            EventKind::Tcp(event) => Waited::of_tcp(event),
            EventKind::Originated {
                why: Origin::Segment(TransmitReason::Ack { .. }),
                ..
            } => Waited::DelayedAck,
            EventKind::App(app) if is_dns_timeout(app) => Waited::Dns,
            EventKind::Command { .. } => Waited::Command,
            EventKind::RoutesChanged { .. } => Waited::Routers,
            EventKind::ContentReceived { .. } => Waited::Reader,
            _ => Waited::Program,
        }
    }

    fn of_tcp(event: &TcpEvent) -> Waited {
        match event {
            TcpEvent::RtoExpired { rto, .. } => Waited::Rto(*rto),
            TcpEvent::TimeWaitEnded
            | TcpEvent::StateChanged {
                from: State::TimeWait,
                ..
            } => Waited::TimeWait,
            TcpEvent::PersistExpired { .. } => Waited::Persist,
            TcpEvent::KeepAliveExpired { .. } | TcpEvent::KeepAliveGaveUp { .. } => {
                Waited::KeepAlive
            }
            TcpEvent::UserTimeoutExpired { .. } | TcpEvent::GaveUp { .. } => Waited::GivingUp,
            _ => Waited::Program,
        }
    }
}

/// A quiet stretch is passed over, and what was waited for meanwhile.
pub fn skipped(lang: Lang, gap: Span, ended_by: Option<&TraceEvent>) -> String {
    let span = seconds(gap);
    match ended_by.map(Waited::of) {
        Some(what) => skipped_waiting(lang, &span, &waited(lang, what)),
        None => skipped_silence(lang, &span),
    }
}

/// A large message of no meaning: `3 MB of data`.
pub fn bulk(lang: Lang, bytes: u32) -> String {
    let size = match bytes {
        1_000_000.. => format!("{:.1} MB", f64::from(bytes) / 1e6).replace(".0 ", " "),
        _ => format!("{bytes} B"),
    };
    data_of(lang, &size)
}

/// Which message a line is about: `picture → 198.51.100.80:32202`.
pub fn message_to(lang: Lang, payload: &Payload, to: &str) -> String {
    /// More of a text would leave no room for what is said of it.
    const MOST: usize = 16;
    let what = match payload {
        Payload::Picture => a_picture(lang),
        Payload::Bulk(bytes) => bulk(lang, *bytes),
        Payload::Text(text) => {
            let short: String = text.chars().take(MOST).collect();
            let more = if text.chars().count() > MOST {
                "…"
            } else {
                ""
            };
            crate::quoted(&format!("{short}{more}"))
        }
    };
    format!("{what} → {to}")
}

/// What the sender knows when it is done. `reported`: an error it was told of all the same.
pub fn sent(lang: Lang, over: Transport, reported: Option<SocketError>) -> String {
    match (over, reported) {
        (Transport::Tcp, _) => sent_by_tcp(lang),
        (_, Some(error)) => sent_and_reported(lang, &socket_error(lang, error)),
        (_, None) => sent_unheard(lang),
    }
}

/// A parameter of the address made no sense, and what is shown for all that.
pub fn mended(lang: Lang, error: &QueryError, scenario: &str) -> String {
    let wrong = sentence(open_error(lang, &OpenError::Query(error.clone())));
    let done = match error {
        QueryError::BadValue { .. } => passed_over(lang),
        QueryError::UnknownParameter { meant, .. } => read_as(lang, meant),
        QueryError::UnknownScenario(_) => shown_instead(lang, scenario),
    };
    format!("{wrong} {done}")
}

/// What can be wrong with pieces of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Astray {
    /// They are not where they belong.
    Misplaced,
    /// They are not there.
    Missing,
    /// They came more than once.
    Repeated,
    /// They are no part of it.
    Foreign,
    /// No place was left for them.
    Beyond,
}

/// The caption of a message: how much of it is here and right.
pub fn figures(lang: Lang, figures: Figures, picture: bool) -> String {
    if figures.is_whole() {
        return all_in_place(lang, figures, picture);
    }
    let wrong = [
        (figures.misplaced, Astray::Misplaced),
        (figures.missing(), Astray::Missing),
        (figures.repeated, Astray::Repeated),
        (figures.foreign, Astray::Foreign),
        (figures.beyond, Astray::Beyond),
    ];
    let mut parts = vec![here_of(lang, figures.here, figures.total, picture)];
    let wrong = wrong.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(wrong.map(|(count, how)| astray(lang, count, how)));
    parts.join(", ")
}

/// What the sender knows while it still sends.
pub fn sending(lang: Lang, transfer: &TransferSnapshot) -> String {
    let (given, total) = (transfer.sent_bytes, transfer.total_bytes);
    match (transfer.transport, given) {
        (Transport::Tcp, 0) => waits_for_connection(lang),
        (Transport::Tcp, _) => {
            // What a program has written it has not sent: TCP sends it when the windows allow.
            let sent = given.saturating_sub(transfer.unsent);
            let acknowledged = given.saturating_sub(transfer.unacknowledged);
            sending_over_tcp(lang, total, given, sent, acknowledged)
        }
        (Transport::Udp | Transport::Ip, _) => sending_datagrams(lang, total, given),
    }
}

fn is_dns_timeout(app: &AppEvent) -> bool {
    matches!(app, AppEvent::Dns(dns) if matches!(dns.kind, DnsEventKind::TimedOut { .. }))
}

/// A time in seconds, to the precision a person wants: `0.0312 s`, `1.25 s`, `63 s`.
pub fn seconds(span: Span) -> String {
    use hoplab_units::fixed;
    let value = span.as_secs_f64();
    match value {
        v if v < 1.0 => fixed(v, 4) + " s",
        v if v < 10.0 => fixed(v, 3) + " s",
        v if v < 100.0 => fixed(v, 2) + " s",
        v => fixed(v, 1) + " s",
    }
}

pub(crate) fn since_start(at: Time) -> String {
    seconds(at.since(Time::ZERO))
}

/// Why nothing could be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenError {
    /// The link behind `#s=`.
    Link(LinkError),
    /// A parameter behind `?`.
    Query(QueryError),
    /// A name that is not in the library.
    Unknown(UnknownScenario),
    /// A scenario that cannot be.
    Scenario(ScenarioError),
    /// A file with nothing in it that could be opened.
    NoScenario,
}

/// A text that begins and ends as a sentence.
pub(crate) fn sentence(text: String) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let end = if text.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    let first = first.map_or_else(String::new, String::from);
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_name_the_protocol_with_the_right_particle() {
        assert_eq!(send_over(Lang::En, Transport::Udp), "Send over UDP");
        assert_eq!(send_over(Lang::Ko, Transport::Udp), "UDP로 보내기");
        assert_eq!(again_over(Lang::Ko, Transport::Tcp), "TCP로 다시 재생");
    }

    #[test]
    fn a_caption_counts_what_is_wrong() {
        let damaged = Figures {
            total: 64,
            here: 61,
            misplaced: 14,
            repeated: 0,
            foreign: 0,
            beyond: 0,
        };
        let text = figures(Lang::En, damaged, true);
        assert_eq!(text, "61 of 64 tiles, 14 in the wrong place, 3 missing");
        let text = figures(Lang::Ko, damaged, true);
        assert_eq!(
            text,
            "타일 64개 중 61개, 자리가 잘못된 것 14개, 도착하지 않은 것 3개"
        );
    }

    #[test]
    fn what_was_handed_to_the_socket_what_was_sent_and_what_was_acknowledged_are_told_apart() {
        use core::net::{Ipv4Addr, SocketAddrV4};
        use hoplab_sim::{NodeId, TransferId, TransferState};
        let mut transfer = TransferSnapshot {
            id: TransferId(0),
            from: NodeId(0),
            source: None,
            to: SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80),
            transport: Transport::Tcp,
            payload: Payload::Picture,
            started: hoplab_units::Time::ZERO,
            total_bytes: 65_536,
            total_chunks: 64,
            sent_bytes: 65_536,
            unsent: 40_000,
            unacknowledged: 60_000,
            state: TransferState::Sending,
            resends: 0,
            reported: None,
            deliveries: Vec::new(),
        };
        assert_eq!(
            sending(Lang::En, &transfer),
            "Of 65536 bytes, handed to the socket: 65536, sent by TCP: 25536, acknowledged: 5536."
        );
        transfer.transport = Transport::Udp;
        assert_eq!(sending(Lang::En, &transfer), "Sent 65536 of 65536 bytes.");
        let told = sent(Lang::En, Transport::Udp, Some(SocketError::HostUnreachable));
        assert_eq!(
            told,
            "All of it was sent, and it was reported: host unreachable (ICMP)."
        );
        assert!(sent(Lang::En, Transport::Tcp, None).contains("Whether its program has read it"));
    }

    #[test]
    fn raw_ip_is_told_without_a_port() {
        let screen = |over| screen_of(Lang::Ko, "서버", "뷰어", over, 32_202);
        assert_eq!(screen(Transport::Ip), "서버: 뷰어, 포트 없음(IP)");
        assert_eq!(screen(Transport::Tcp), "서버: 뷰어, 32202번 포트");
    }

    #[test]
    fn a_time_has_the_digits_a_person_wants() {
        assert_eq!(seconds(Span::from_micros(31_200)), "0.0312 s");
        assert_eq!(seconds(Span::from_millis(63_000)), "63.00 s");
    }
}
