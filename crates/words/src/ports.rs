//! The words of the ports panel: sockets, how a packet finds its program, ranges of port numbers.

use super::Lang;
use hoplab_explain::sockets::matching::{Differences, Fields, Key, Sort, Verdict};
use hoplab_explain::sockets::{ArrivalOutcome, PortRange};
use hoplab_sim::{ConsumeReason, DropReason, PacketId, ProgramSummary};

said! { ports =>
    /// A field in which a packet and a row are not alike, and what each has in it.
    difference(which: Difference, packet: &str, row: &str) -> String;
    /// The panel's heading.
    title;
    /// The field in which a host is chosen.
    host;
    /// What the table is.
    sockets_means;
    /// A host without sockets.
    no_sockets;
    /// The summary that opens the meanings of the columns.
    columns;
    /// A column: the protocol.
    netid;
    /// What it says.
    netid_means;
    /// A column: the state.
    state;
    /// What it says.
    state_means;
    /// What the column of addresses on this side says.
    local_means;
    /// A column: this side.
    local;
    /// A column: the other side.
    peer;
    /// What it says.
    peer_means;
    /// A column: the program.
    process;
    /// What it says.
    process_means;
    /// A socket that is gone.
    closed;
    /// Selects the program's packets and so on.
    select_means;
    /// A program of which no more is known.
    unknown_program;
    /// Anyone, in the column of the other side.
    anyone;
    /// The heading of the demultiplexer.
    demux;
    /// What it is.
    demux_means;
    /// That the packet shown is the last one.
    last_packet;
    /// That the packet shown is the selected one.
    this_packet;
    /// That the packet that is selected is another one.
    not_here;
    /// The first step.
    step_read;
    /// The second step.
    step_match;
    /// The third step.
    step_drop;
    /// A field.
    protocol;
    /// A field.
    source_ip;
    /// A field.
    source_port;
    /// A field.
    destination_ip;
    /// A field.
    destination_port;
    /// A field: what an ICMP echo has in place of ports.
    echo_id;
    /// The mark of a field that settled it.
    decides;
    /// The mark of a field that did not.
    not_asked;
    /// A field that the packet does not have.
    no_field;
    /// No row was looked at.
    no_rows;
    /// The box that what nobody takes falls into, in the picture.
    nobody;
    /// The host itself, in the picture.
    host_itself;
    /// The part between packet and mailboxes, in the picture.
    table;
    /// The heading of what tells two like sockets apart.
    apart;
    /// A mailbox to which nothing has come.
    empty;
    /// The mark of the mailbox the packet dropped into.
    here;
    /// The heading of the ranges.
    ranges;
    /// That every bar has a scale of its own.
    own_scale;
    /// Why a client's port is so high.
    why_high;
    /// No port of a range is in use.
    none_used;
    /// The inspector: a socket that is not there at this moment.
    not_now;
    /// The inspector: the row of the program.
    program;
    /// The inspector: the row of when it was opened.
    opened;
    /// The inspector: the row of when it was closed.
    closed_at;
    /// The inspector: the row of what came for it.
    taken;
    /// Opens the inspector on why it was opened.
    why_opened;
    /// Opens the inspector on why it was closed.
    why_closed;
    /// The mark of the selected socket's program in the receiver's view.
    selected_program;
    /// Selects the packet that is shown.
    open_packet;
    /// A host in the list of hosts, with as many sockets as its table has rows.
    host_choice(name: &str, open: usize, closed: usize) -> String;
    /// The table's caption.
    caption(host: &str) -> String;
    /// A host at which nothing has arrived.
    no_arrival(host: &str) -> String;
    /// Which packet is shown and when it came.
    arrived(packet: u64, clock: &str) -> String;
    /// How many packets and bytes.
    amount(packets: u32, bytes: u64) -> String;
    /// The packet that came last.
    last(packet: u64) -> String;
    /// How many rows or mailboxes are not shown.
    more(count: usize) -> String;
    /// What came of looking at a row.
    verdict(fields: &Fields, key: &Key, verdict: Verdict) -> String;
    /// What tells two like sockets apart: `port` here, the other side's host and its two ports.
    told_apart(port: u16, host: &str, this: u16, other: u16) -> String;
    /// A range of port numbers.
    range_name(range: PortRange) -> &'static str;
    /// What a range is for.
    range_means(range: PortRange) -> &'static str;
    /// How many rows of other protocols were not compared.
    other_protocols(rows: usize) -> String;
    /// How many packets.
    packets(packets: u32) -> String;
    /// A port.
    port(port: u16) -> String;
    /// An address with the identifier that tells a ping program's echoes: it is no port.
    identified(address: core::net::Ipv4Addr, id: u16) -> String;
    /// The state of a socket of UDP that keeps to one other side.
    only_fixed(state: &str) -> String;
    /// A packet without ports.
    no_port() -> &'static str;
    /// The heading of a socket in the inspector.
    socket_of(netid: &str, host: &str) -> String;
    /// Goes on where a host may not report what it threw away.
    says_nothing;
    /// Nobody takes the packet's protocol.
    no_taker;
    /// Goes on with what the host reports of a port.
    reports_port;
    /// Goes on with what the host reports of a protocol.
    reports_protocol;
    /// The packet does not fit into the buffer.
    buffer_full;
    /// The packet is damaged.
    bad_checksum;
    /// The name of a row's button.
    select_socket(row: &str) -> String;
    /// What a segment is that has nothing for a program.
    tcp_own(who: &str) -> String;
    /// What a SYN leads to.
    new_socket(who: &str) -> String;
    /// Who gets the packet.
    gets_it(who: &str) -> String;
    /// Who all get the packet.
    get_copies(who: &str) -> String;
    /// Nobody has the port.
    no_udp_socket(port: u16) -> String;
    /// What the host does with the packet itself. `asks`: it is an echo request.
    consumed(why: ConsumeReason, port: u16, who: &str, asks: bool) -> String;
    /// The picture read out: whence, whither, and what became of the packet.
    read_out(packet: PacketId, protocol: &str, from: &str, to: &str, outcome: &str) -> String;
}

/// The name of a row's button.
pub fn select_row(lang: Lang, row: &str, closed_too: bool) -> String {
    match closed_too {
        true => select_socket(lang, &format!("{row}, {}", closed(lang))),
        false => select_socket(lang, row),
    }
}

/// What became of the packet. `programs`: who got it, in one text; `answers`: whether the host sends ICMP errors.
pub fn outcome(
    lang: Lang,
    fields: &Fields,
    outcome: ArrivalOutcome,
    taker: Option<Sort>,
    programs: &[String],
    answers: bool,
) -> String {
    let (who, port) = (&*joined(lang, programs), fields.to().port());
    match (outcome, taker) {
        (ArrivalOutcome::Taken, Some(Sort::Connection)) if fields.bytes == 0 => tcp_own(lang, who),
        (ArrivalOutcome::Taken, Some(Sort::Listener)) => new_socket(lang, who),
        (ArrivalOutcome::Taken, _) if programs.len() > 1 => get_copies(lang, who),
        (ArrivalOutcome::Taken, _) => gets_it(lang, who),
        (ArrivalOutcome::Dropped(why), _) => dropped(lang, port, why, answers),
        (ArrivalOutcome::Consumed(why), _) => consumed(lang, why, port, who, fields.asks_echo()),
    }
}

fn dropped(lang: Lang, port: u16, why: DropReason, answers: bool) -> String {
    let (nobody, report) = match why {
        DropReason::NoSocket { ports: true } => (no_udp_socket(lang, port), reports_port(lang)),
        DropReason::NoSocket { ports: false } => {
            (no_taker(lang).to_owned(), reports_protocol(lang))
        }
        DropReason::ReceiveBufferFull => return buffer_full(lang).to_owned(),
        _ => return bad_checksum(lang).to_owned(),
    };
    nobody + if answers { report } else { says_nothing(lang) }
}

/// The picture read out: whence, whither, and what became of the packet.
pub fn picture(lang: Lang, packet: u64, fields: &Fields, outcome: &str) -> String {
    let (from, to) = match fields.ports {
        Some(_) => (fields.from().to_string(), fields.to().to_string()),
        None => (fields.src.to_string(), fields.dst.to_string()),
    };
    let protocol = protocol_name(fields);
    read_out(lang, PacketId(packet), &protocol, &from, &to, outcome)
}

/// What a program is called.
pub fn program_name(lang: Lang, program: &ProgramSummary) -> String {
    let name = super::programs::program_name(lang, program);
    match program {
        // Several may send at once.
        ProgramSummary::Sender { transfer } => format!("{name} {}", u32::from(transfer.0) + 1),
        ProgramSummary::Viewer { .. } | ProgramSummary::App(_) => name,
    }
}

/// What a protocol is called.
pub fn protocol_name(fields: &Fields) -> String {
    use hoplab_wire::ipv4::protocol;
    match fields.protocol {
        protocol::TCP => "TCP".to_owned(),
        protocol::UDP => "UDP".to_owned(),
        protocol::ICMP => "ICMP".to_owned(),
        other => format!("IP ({other})"),
    }
}

/// A field in which a packet and a row can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The port the packet is for.
    OwnPort,
    /// The address it comes from.
    Source,
    /// The port it comes from.
    SourcePort,
    /// The identifier of a ping.
    EchoId,
}

/// Why a row does not take a packet: every field that differs.
pub(crate) fn differs(lang: Lang, fields: &Fields, key: &Key, differences: Differences) -> String {
    let remote = key.remote.unwrap_or(fields.from());
    let port = |port: u16| port.to_string();
    let all = [
        (
            differences.own_port,
            Difference::OwnPort,
            port(fields.to().port()),
            port(key.local.port()),
        ),
        (
            differences.source,
            Difference::Source,
            fields.src.to_string(),
            remote.ip().to_string(),
        ),
        (
            differences.source_port,
            Difference::SourcePort,
            port(fields.from().port()),
            port(remote.port()),
        ),
        (
            differences.echo_id,
            Difference::EchoId,
            port(fields.echo.map_or(0, |echo| echo.id)),
            port(key.local.port()),
        ),
    ];
    let told = all.into_iter().filter(|(differs, ..)| *differs);
    let told: Vec<String> = told
        .map(|(_, which, packet, row)| difference(lang, which, &packet, &row))
        .collect();
    told.join(", ")
}

pub(crate) fn joined(lang: Lang, names: &[String]) -> String {
    match names {
        [] => unknown_program(lang).to_owned(),
        names => names.join(", "),
    }
}

/// The short sign of who answers what nobody takes, in the picture.
pub const fn answer(outcome: ArrivalOutcome, answers: bool) -> &'static str {
    match outcome {
        ArrivalOutcome::Consumed(ConsumeReason::AnsweredWithReset) => "→ RST",
        ArrivalOutcome::Dropped(DropReason::NoSocket { .. }) if answers => "→ ICMP",
        _ => "",
    }
}
