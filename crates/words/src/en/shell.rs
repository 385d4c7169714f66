//! The words around the map: header, send bar, play bar, receiver, comparison, sharing, notices.

use crate::en::LANG;
use crate::refusals::no_scenario;
use crate::shell::{Astray, OpenError, Waited, sentence, since_start, transport};
use crate::story;
use crate::story::changes;
use hoplab_explain::screen::Figures;
use hoplab_scenario::link::LinkError;
use hoplab_scenario::parameters::Remark;
use hoplab_scenario::query::QueryError;
use hoplab_sim::{SocketError, Transport};
use hoplab_tcp::Failure;
use hoplab_units::{Time, count};

pub fn send_over(over: Transport) -> String {
    let over = transport(over);
    format!("Send over {over}")
}

pub fn again_over(over: Transport) -> String {
    let over = transport(over);
    format!("Play again over {over}")
}

pub fn speed(slower: u32) -> String {
    match slower {
        1 => "real time".to_owned(),
        slower => format!("1/{slower} of real time"),
    }
}

pub fn skipped_waiting(span: &str, what: &str) -> String {
    format!("Nothing moves for {span}, skipped: {what}")
}

pub fn skipped_silence(span: &str) -> String {
    format!("Nothing moves for {span}: skipped.")
}

pub fn waited(what: Waited) -> String {
    let text = match what {
        Waited::Rto(rto) => return format!("waiting for the RTO, {}", changes::span(rto)),
        Waited::TimeWait => "TIME-WAIT",
        Waited::Persist => "waiting to probe the closed window (persist timer)",
        Waited::KeepAlive => "waiting for the keep-alive timer",
        Waited::GivingUp => "waiting before TCP gives up",
        Waited::DelayedAck => "waiting for the delayed ACK",
        Waited::Dns => "waiting for a DNS answer, until the timeout",
        Waited::Command => "nothing is due before the next command",
        Waited::Routers => "waiting until the routers notice the change",
        Waited::Reader => "waiting for the program to read",
        Waited::Program => "a program waits",
    };
    text.to_owned()
}

pub fn paused_at(at: Time) -> String {
    let at = story::clock(at);
    format!("Paused at {at}")
}

pub fn plays_from(at: Time) -> String {
    let at = story::clock(at);
    format!("Playing from {at}")
}

pub fn future_dropped(at: Time, seen: Time) -> String {
    let (at, seen) = (story::clock(at), story::clock(seen));
    format!("What you had seen up to {seen} is gone: from {at} on it happens anew")
}

pub fn because(effect: &str, cause: &str) -> String {
    format!("{effect}, because {cause}")
}

pub fn sought(reached: Time, wanted: Time, percent: u8) -> String {
    let (reached, wanted) = (since_start(reached), since_start(wanted));
    format!("Reached {reached} of {wanted} ({percent}%)")
}

pub fn stopped(reached: Time, wanted: Time) -> String {
    let (reached, wanted) = (since_start(reached), since_start(wanted));
    format!("Stopped at {reached}, before {wanted}.")
}

pub fn comparing(over: Transport, reached: Time) -> String {
    let (over, reached) = (transport(over), since_start(reached));
    format!("{over}: reached {reached}")
}

pub fn screen_of(node: &str, program: &str, over: Transport, port: u16) -> String {
    match over {
        Transport::Ip => format!("{node}: {program}, no port (raw IP)"),
        _ => format!("{node}: {program}, port {port}"),
    }
}

pub fn missing_bytes(count: u32) -> String {
    format!("[{count} missing]")
}

pub fn came_over(from: &str, over: Transport) -> String {
    let over = transport(over);
    format!("from {from} over {over}")
}

pub fn all_in_place(figures: Figures, picture: bool) -> String {
    let (here, total) = (figures.here, figures.total);
    format!(
        "Whole: {here} of {total} {}, all in place",
        pieces(total, picture)
    )
}

pub fn here_of(here: u32, total: u32, picture: bool) -> String {
    let pieces = pieces(total, picture);
    match total {
        0 => format!("{here} {pieces}"),
        total => format!("{here} of {total} {pieces}"),
    }
}

fn pieces(total: u32, picture: bool) -> &'static str {
    match (picture, total) {
        (true, _) => "tiles",
        (false, 1) => "piece",
        (false, _) => "pieces",
    }
}

pub fn astray(count: u32, how: Astray) -> String {
    let how = match how {
        Astray::Misplaced => "in the wrong place",
        Astray::Missing => "missing",
        Astray::Repeated => "repeated",
        Astray::Foreign => "of something else",
        Astray::Beyond => "for which no place was left",
    };
    format!("{count} {how}")
}

pub fn waits_for_connection() -> String {
    "Waits for the connection (handshake).".to_owned()
}

pub fn sending_over_tcp(total: u32, given: u32, sent: u32, acknowledged: u32) -> String {
    format!(
        "Of {total} bytes, handed to the socket: {given}, sent by TCP: {sent}, acknowledged: {acknowledged}."
    )
}

pub fn sending_datagrams(total: u32, given: u32) -> String {
    format!("Sent {given} of {total} bytes.")
}

pub fn data_of(size: &str) -> String {
    format!("{size} of data")
}

pub fn a_picture() -> String {
    "Picture".to_owned()
}

pub fn sent_and_reported(why: &str) -> String {
    format!("All of it was sent, and it was reported: {why}.")
}

pub fn sent_by_tcp() -> String {
    let text = "All of it was acknowledged: the other host's TCP has every byte, in order. Whether its program has read it, TCP does not say.";
    text.to_owned()
}

pub fn sent_unheard() -> String {
    "All of it was sent. Nobody says what arrived.".to_owned()
}

pub fn failed(error: SocketError) -> String {
    let why = socket_error(error);
    format!("Failed: {why}.")
}

pub fn socket_error(error: SocketError) -> String {
    let text = match error {
        SocketError::Tcp(Failure::Refused) => "connection refused, nobody listens on that port",
        SocketError::Tcp(Failure::Reset) => "connection reset by the other side (RST)",
        SocketError::Tcp(Failure::TimedOut { retransmissions }) => {
            return format!(
                "no answer after {}, connection timed out",
                count(retransmissions, "retransmission")
            );
        }
        SocketError::Tcp(Failure::KeepAlive { probes }) => {
            return format!(
                "no answer to {}, connection timed out",
                count(probes, "keep-alive probe")
            );
        }
        SocketError::Tcp(Failure::UserTimeout) => {
            "no acknowledgment within the time the program allows (user timeout)"
        }
        SocketError::Tcp(Failure::Unreachable) => {
            "the network says that the destination cannot be reached"
        }
        SocketError::Tcp(Failure::Aborted) => "the program aborted the connection",
        SocketError::PortUnreachable => "port unreachable, nobody listens there (ICMP)",
        SocketError::ProtocolUnreachable => {
            "protocol unreachable, no program takes raw IP there (ICMP)"
        }
        SocketError::HostUnreachable => "host unreachable (ICMP)",
        SocketError::NetUnreachable => "network unreachable (ICMP)",
        SocketError::TtlExceeded => "its TTL ran out on the way (ICMP)",
        SocketError::TooBig { mtu } => {
            return format!(
                "the packet is longer than a link on the way takes, at most {mtu} bytes (ICMP)"
            );
        }
        SocketError::NoRoute => "no way out: its own link is cut",
        SocketError::AddressInUse => "address already in use",
        SocketError::NoPortLeft => "no ephemeral port is left",
        SocketError::TooManySockets => "too many sockets are open",
        SocketError::PoweredOff => "the host was switched off",
    };
    text.to_owned()
}

pub fn open_error(error: &OpenError) -> String {
    match error {
        OpenError::Link(error) => link_error(error),
        OpenError::Query(QueryError::UnknownScenario(unknown)) => unknown.to_string(),
        OpenError::Unknown(unknown) => unknown.to_string(),
        OpenError::Query(QueryError::BadValue {
            parameter,
            value,
            expected,
        }) => format!("In the address, {parameter}={value} is not {expected}."),
        OpenError::Query(QueryError::UnknownParameter { name, meant }) => {
            format!("The address has no parameter \"{name}\". Did you mean \"{meant}\"?")
        }
        OpenError::Scenario(error) => format!("The scenario cannot be used: {error}"),
        OpenError::NoScenario => no_scenario(LANG),
    }
}

pub fn passed_over() -> String {
    "It was passed over.".to_owned()
}

pub fn read_as(meant: &str) -> String {
    format!("It was read as \"{meant}\".")
}

pub fn shown_instead(scenario: &str) -> String {
    format!("\"{scenario}\" is shown.")
}

pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::UnknownParameter { name } => {
            format!("The address has no parameter \"{name}\": it was passed over.")
        }
        Remark::UnknownValue {
            name,
            value,
            values,
            meant,
        } => {
            let all = values.join(", ");
            let meant = match meant {
                None => String::new(),
                Some(meant) => format!(" Did you mean \"{meant}\"?"),
            };
            format!("In the address, {name} can be {all}, but not \"{value}\".{meant}")
        }
        Remark::OnlyEmbedded { name } => {
            format!("In the address, {name} only counts together with embed=1.")
        }
        Remark::ReadAs { given, scenario } => {
            format!("The scenario \"{given}\" was read as \"{scenario}\".")
        }
    }
}

fn link_error(error: &LinkError) -> String {
    sentence(error.to_string())
}

pub fn does_not_fit(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { what, most } => format!(
            "This run does not fit into a link: too many {what}, and the most is {most}. Save it as a file: whoever opens that here sees exactly this."
        ),
        error => link_error(error),
    }
}

pub fn file_does_not_fit(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { what, most } => {
            format!("Nor does it fit into a file: too many {what}, and the most is {most}.")
        }
        error => link_error(error),
    }
}

pub fn link_length(characters: usize) -> String {
    format!("{characters} characters")
}

pub fn refused(why: hoplab_sim::Refusal) -> &'static str {
    use hoplab_sim::Refusal;
    match why {
        Refusal::NoSuchNode => "There is no such node.",
        Refusal::NoSuchLink => "There is no such link.",
        Refusal::PacketGone => "That packet is no longer under way.",
        Refusal::NotAHost => "Only a host can do that.",
        Refusal::NotARouter => "Only a router can do that.",
        Refusal::NodeDown => "The sender is switched off. Switch it on first.",
        Refusal::BadText => "Write a text first, of at most 4096 bytes.",
        Refusal::OutOfBounds => "That value is out of bounds.",
        Refusal::TooMany => "There are too many messages. Start again.",
        Refusal::NoSuchProgram => "That program is over. Start it again.",
        Refusal::BadProgram => "The program cannot be started with these settings.",
        Refusal::NoSuchZone => "No name server there is the source of that zone.",
        Refusal::BadRecord => "The zone cannot have these records.",
    }
}
