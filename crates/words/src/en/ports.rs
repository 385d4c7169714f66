//! The words of the ports panel: sockets, how a packet finds its program, ranges of port numbers.

use crate::en::LANG;
use crate::ports::{Difference, differs};
use hoplab_explain::sockets::PortRange;
use hoplab_explain::sockets::matching::{Fields, Key, Sort, Verdict};
use hoplab_sim::{ConsumeReason, PacketId};
use hoplab_units::count;

texts! {
    title: "Ports";
    host: "Host";
    sockets_means: "A socket is a program's way onto the network. The table lists them as the command ss -tuwanp does.";
    no_sockets: "No program here has opened a socket.";
    columns: "What the columns mean";
    netid: "Netid";
    netid_means: "The protocol: tcp, udp, icmp for pings, or raw for IP without ports.";
    state: "State";
    state_means: "LISTEN waits for connections, ESTAB has one. UDP and raw IP know no connections: UNCONN takes from anyone. ESTAB there is no connection: the program named a fixed other side with connect(), and no packet was sent for that.";
    local_means: "This host's own address and the socket's port. raw has no port, and icmp has an echo identifier in its place.";
    local: "Local Address:Port";
    peer: "Peer Address:Port";
    peer_means: "The other side's address and port; * stands for anyone.";
    process: "Process";
    process_means: "The program that has the socket.";
    closed: "closed";
    select_means: "Choose a row to mark its packets on the map, its lines in the log and its program.";
    unknown_program: "?";
    anyone: "*:*";
    demux: "Which program gets the packet?";
    demux_means: "All programs of a host share its address. For each packet that arrives, the host compares a few fields with its sockets and so finds the one program: this is demultiplexing.";
    last_packet: "The last packet that arrived";
    this_packet: "The selected packet";
    not_here: "The selected packet has not been handed up here; this is the last one that was.";
    step_read: "1. What the packet says";
    step_match: "2. Compared row by row, the most exact first";
    step_drop: "3. Into its receive buffer";
    protocol: "Protocol";
    source_ip: "Source IP";
    source_port: "Source port";
    destination_ip: "Destination IP";
    destination_port: "Destination port";
    echo_id: "Identifier";
    decides: "compared";
    not_asked: "not compared";
    no_field: "none";
    no_rows: "No row is compared.";
    nobody: "nobody";
    host_itself: "the host itself";
    table: "sockets";
    apart: "What tells them apart";
    empty: "nothing yet";
    here: "this packet";
    ranges: "Ranges of port numbers";
    own_scale: "RFC 6335 divides the numbers from 0 to 65535 in three. Each bar has a scale of its own.";
    why_high: "Why is a client's port so high? Nobody needs to know it beforehand: its host lends it any free dynamic port, and the server answers to the port the request came from. Here the ports are lent in turn from 49152 on (RFC 6335), so that they can be followed; real hosts pick one at random (RFC 6056), Linux from 32768 to 60999.";
    none_used: "none in use here";
    not_now: "At this moment there is no such socket.";
    program: "Program";
    opened: "Opened";
    closed_at: "Closed";
    taken: "Received";
    why_opened: "Why was it opened?";
    why_closed: "Why was it closed?";
    selected_program: "the selected socket's program";
    open_packet: "Select the packet";
    says_nothing: " ICMP is switched off here, so it says nothing.";
    no_taker: "No socket takes this protocol: the packet is thrown away.";
    reports_port: " The host reports ICMP port unreachable to the sender.";
    reports_protocol: " The host reports ICMP protocol unreachable to the sender.";
    buffer_full: "Its receive buffer is full: the program has not read what came before, so the packet is thrown away.";
    bad_checksum: "Its checksum is wrong: it is thrown away before any port is compared.";
}

pub fn host_choice(name: &str, open: usize, closed: usize) -> String {
    match (open, closed) {
        (1, 0) => format!("{name} (1 socket)"),
        (_, 0) => format!("{name} ({open} sockets)"),
        _ => format!("{name} (sockets: {open} open, {closed} closed)"),
    }
}

pub fn caption(host: &str) -> String {
    format!("Sockets on {host}")
}

pub fn no_arrival(host: &str) -> String {
    format!("No packet has been handed up at {host} yet.")
}

pub fn arrived(packet: u64, clock: &str) -> String {
    format!("{}, arrived at {clock}", PacketId(packet))
}

pub fn amount(packets: u32, bytes: u64) -> String {
    format!("{}, {}", count(packets, "packet"), count(bytes, "byte"))
}

pub fn last(packet: u64) -> String {
    format!("last: {}", PacketId(packet))
}

pub fn more(count: usize) -> String {
    format!("and {count} more")
}

pub fn verdict(fields: &Fields, key: &Key, verdict: Verdict) -> String {
    let text = match (verdict, key.sort()) {
        (Verdict::Differs(differences), _) => return differs(LANG, fields, key, differences),
        (Verdict::Takes, Sort::Connection) => {
            "both addresses and both ports match: it is this connection's"
        }
        (Verdict::Takes, Sort::Connected) => {
            "both addresses and both ports match: this program talks to just this other side"
        }
        (Verdict::Takes, Sort::Listener) => {
            "its port matches, and the SYN asks for a new connection"
        }
        (Verdict::Takes, Sort::Bound) => "its port matches, and it takes from anyone",
        (Verdict::Takes, Sort::Raw) => {
            "gets a copy: nothing in the packet says which program it is for"
        }
        (Verdict::Takes, Sort::Ping) => {
            "its identifier matches: this program sent the echo request"
        }
        (Verdict::OtherProtocol, _) => "another protocol: not compared",
        (Verdict::LessExact, _) => "would match too, but a more exact row was found",
        (Verdict::AsksNothing, _) => "its port matches, but only a SYN can open a connection here",
        (Verdict::MakesRoom, _) => "in TIME-WAIT: it makes room for the new connection",
    };
    text.to_owned()
}

pub fn difference(which: Difference, packet: &str, row: &str) -> String {
    let which = match which {
        Difference::OwnPort => "destination port differs",
        Difference::Source => "source address differs",
        Difference::SourcePort => "source port differs",
        Difference::EchoId => "identifier differs",
    };
    format!("{which} ({packet}, here {row})")
}

pub fn consumed(why: ConsumeReason, port: u16, who: &str, asks: bool) -> String {
    match why {
ConsumeReason::AnsweredWithReset => { format!("No socket takes this segment for TCP port {port}: the host answers with RST.") },
ConsumeReason::StrayReset => { "An RST that belongs to no connection: there is nothing to do.".to_owned() },
ConsumeReason::OpensNothing => { "A listener has this port, but the segment asks for no connection: it is dropped."
                .to_owned() },
ConsumeReason::BacklogFull => { "The listener keeps as many unfinished connections as it may: the SYN goes unanswered."
                .to_owned() },
ConsumeReason::IcmpTold { .. } => { format!(
                "ICMP has no ports: the host takes it itself. It quotes a packet sent from here, whose ports say that it concerns {who}."
            ) },
ConsumeReason::IcmpIgnored if asks => { "An echo request: the host itself would answer it, but ICMP is switched off here, so nobody does.".to_owned() },
ConsumeReason::IcmpIgnored => { "ICMP has no ports: the host takes it itself. It concerns no socket here.".to_owned() },
ConsumeReason::EchoAnswered => { "An echo request has no ports: the host itself answers it, and no program hears of it."
                .to_owned() },
}
}

pub fn told_apart(port: u16, host: &str, this: u16, other: u16) -> String {
    format!(
        "Only the source port. Both connections go from {host} to port {port} here; one comes from port {this}, the other from port {other}. This packet says {this}."
    )
}

pub fn range_name(range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => "well-known port",
        PortRange::Registered => "registered port",
        PortRange::Dynamic => "dynamic port",
    }
}

pub fn range_means(range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => {
            "Agreed on by everyone, so that a client knows without asking: 21 FTP (20 for its data in active mode), 23 TELNET, 53 DNS, 80 HTTP, 443 HTTPS."
        }
        PortRange::Registered => {
            "Registered for a certain program, or simply chosen by whoever runs a server, such as a game or a chat."
        }
        PortRange::Dynamic => {
            "Nobody's for long: lent to a client's socket while it talks, then free again. Also called ephemeral ports."
        }
    }
}

pub fn other_protocols(rows: usize) -> String {
    match rows {
        1 => "1 row of another protocol: not compared".to_owned(),
        _ => format!("{rows} rows of other protocols: not compared"),
    }
}

pub fn packets(packets: u32) -> String {
    match packets {
        1 => "1 packet".to_owned(),
        _ => format!("{packets} packets"),
    }
}

pub fn port(port: u16) -> String {
    format!("port {port}")
}

pub fn identified(address: core::net::Ipv4Addr, id: u16) -> String {
    format!("{address}, identifier {id}")
}

pub fn only_fixed(state: &str) -> String {
    format!("{state} (no connection: only a fixed other side, set with connect())")
}

pub fn no_port() -> &'static str {
    "no port"
}

pub fn socket_of(netid: &str, host: &str) -> String {
    format!("A {netid} socket of {host}")
}

pub fn select_socket(row: &str) -> String {
    format!("Select socket: {row}")
}

pub fn tcp_own(who: &str) -> String {
    format!(
        "It belongs to a connection of {who} and has no data for the program. TCP deals with it itself, and may tell the program that the connection opened, ended or failed."
    )
}

pub fn new_socket(who: &str) -> String {
    format!("{who} listens on this port: the host opens a new socket for the connection.")
}

pub fn gets_it(who: &str) -> String {
    format!("{who} gets it.")
}

pub fn get_copies(who: &str) -> String {
    format!("Each of them gets a copy: {who}.")
}

pub fn no_udp_socket(port: u16) -> String {
    format!("No socket has UDP port {port}: the packet is thrown away.")
}

pub fn read_out(packet: PacketId, protocol: &str, from: &str, to: &str, outcome: &str) -> String {
    format!("Packet {packet}, {protocol} from {from} to {to}: {outcome}")
}
