//! The words of the ports panel: sockets, how a packet finds its program, ranges of port numbers.

use hoplab_sim::{AbsorbReason, DropReason, PacketId, ProgramSummary};

use hoplab_units::count;

use super::{Lang, josa};
use hoplab_explain::sockets::matching::{Differences, Fields, Key, Sort, Verdict};
use hoplab_explain::sockets::{Outcome, PortRange};

texts! {
    /// The panel's heading.
    title: "Ports", "포트";
    /// The field in which a host is chosen.
    host: "Host", "호스트";
    /// What the table is.
    sockets_means: "A socket is a program's way onto the network. The table lists them as the command ss -tuwanp does.", "소켓은 프로그램이 네트워크와 통신하는 창구예요. 표는 ss -tuwanp 명령처럼 소켓을 보여 줘요.";
    /// A host without sockets.
    no_sockets: "No program here has opened a socket.", "소켓을 연 프로그램이 없어요.";
    /// The summary that opens the meanings of the columns.
    columns: "What the columns mean", "각 열의 뜻";
    /// A column: the protocol.
    netid: "Netid", "프로토콜(Netid)";
    /// What it says.
    netid_means: "The protocol: tcp, udp, icmp for pings, or raw for IP without ports.", "프로토콜이에요. tcp와 udp, 핑에 쓰는 icmp, 그리고 포트 없이 IP만 쓰는 raw가 있어요.";
    /// A column: the state.
    state: "State", "상태";
    /// What it says.
    state_means: "LISTEN waits for connections, ESTAB has one. UDP and raw IP know no connections: UNCONN takes from anyone. ESTAB there is no connection: the program named a fixed other side with connect(), and no packet was sent for that.", "LISTEN은 연결을 기다리는 중이고 ESTAB은 연결된 상태예요. UDP와 raw에는 연결이 없어요. 누구에게서나 받으면 UNCONN으로 나와요. UDP와 raw의 ESTAB은 연결이 아니라 프로그램이 connect()로 상대를 하나로 정해 두었다는 뜻이고, 그때 오간 패킷은 없어요.";
    /// What the column of addresses on this side says.
    local_means: "This host's own address and the socket's port. raw has no port, and icmp has an echo identifier in its place.", "이 호스트의 주소와 소켓의 포트 번호예요. raw에는 포트가 없고, icmp에는 포트 대신 에코 식별자가 있어요.";
    /// A column: this side.
    local: "Local Address:Port", "로컬 주소:포트";
    /// A column: the other side.
    peer: "Peer Address:Port", "상대 주소:포트";
    /// What it says.
    peer_means: "The other side's address and port; * stands for anyone.", "상대의 주소와 포트 번호예요. *는 누구든 괜찮다는 뜻이에요.";
    /// A column: the program.
    process: "Process", "프로그램";
    /// What it says.
    process_means: "The program that has the socket.", "소켓을 가진 프로그램이에요.";
    /// A socket that is gone.
    closed: "closed", "닫힘";
    /// Selects the program's packets and so on.
    select_means: "Choose a row to mark its packets on the map, its lines in the log and its program.", "줄을 고르면 지도의 패킷, 기록의 줄, 프로그램이 함께 표시돼요.";
    /// A program of which no more is known.
    unknown_program: "?", "?";
    /// Anyone, in the column of the other side.
    anyone: "*:*", "*:*";

    /// The heading of the demultiplexer.
    demux: "Which program gets the packet?", "패킷은 어느 프로그램으로 갈까요?";
    /// What it is.
    demux_means: "All programs of a host share its address. For each packet that arrives, the host compares a few fields with its sockets and so finds the one program: this is demultiplexing.", "한 호스트의 프로그램들은 주소 하나를 같이 써요. 호스트는 도착한 패킷의 필드 몇 개를 소켓과 비교해 어느 프로그램의 것인지 찾아요. 이것을 역다중화(demultiplexing)라고 해요.";
    /// That the packet shown is the last one.
    last_packet: "The last packet that arrived", "마지막으로 도착한 패킷";
    /// That the packet shown is the selected one.
    this_packet: "The selected packet", "선택한 패킷";
    /// That the packet that is selected is another one.
    not_here: "The selected packet has not been handed up here; this is the last one that was.", "선택한 패킷은 여기에서 처리되지 않았어요. 대신 마지막으로 도착한 패킷을 보여 줘요.";
    /// The first step.
    step_read: "1. What the packet says", "1. 패킷에 적힌 내용";
    /// The second step.
    step_match: "2. Compared row by row, the most exact first", "2. 표와 한 줄씩 비교(더 구체적인 줄부터)";
    /// The third step.
    step_drop: "3. Into its receive buffer", "3. 프로그램의 수신 버퍼로";
    /// A field.
    protocol: "Protocol", "프로토콜";
    /// A field.
    source_ip: "Source IP", "출발지 IP";
    /// A field.
    source_port: "Source port", "출발지 포트";
    /// A field.
    destination_ip: "Destination IP", "목적지 IP";
    /// A field.
    destination_port: "Destination port", "목적지 포트";
    /// A field: what an ICMP echo has in place of ports.
    echo_id: "Identifier", "식별자";
    /// The mark of a field that settled it.
    decides: "compared", "비교함";
    /// The mark of a field that did not.
    not_asked: "not compared", "비교 안 함";
    /// A field that the packet does not have.
    no_field: "none", "없음";
    /// No row was looked at.
    no_rows: "No row is compared.", "비교하는 줄이 없어요.";
    /// The box that what nobody takes falls into, in the picture.
    nobody: "nobody", "받는 곳 없음";
    /// The host itself, in the picture.
    host_itself: "the host itself", "호스트 자신";
    /// The part between packet and mailboxes, in the picture.
    table: "sockets", "소켓 표";
    /// The heading of what tells two like sockets apart.
    apart: "What tells them apart", "둘을 구별하는 것";
    /// A mailbox to which nothing has come.
    empty: "nothing yet", "아직 없음";
    /// The mark of the mailbox the packet dropped into.
    here: "this packet", "이 패킷";

    /// The heading of the ranges.
    ranges: "Ranges of port numbers", "포트 번호의 세 범위";
    /// That every bar has a scale of its own.
    own_scale: "RFC 6335 divides the numbers from 0 to 65535 in three. Each bar has a scale of its own.", "RFC 6335는 0~65535번을 세 범위로 나눠요. 막대마다 눈금 간격이 달라요.";
    /// Why a client's port is so high.
    why_high: "Why is a client's port so high? Nobody needs to know it beforehand: its host lends it any free dynamic port, and the server answers to the port the request came from. Here the ports are lent in turn from 49152 on (RFC 6335), so that they can be followed; real hosts pick one at random (RFC 6056), Linux from 32768 to 60999.", "클라이언트의 포트 번호는 왜 이렇게 클까요? 아무도 미리 알 필요가 없기 때문이에요. 호스트가 비어 있는 동적 포트를 하나 빌려주고, 서버는 요청이 온 그 포트로 응답해요. 여기서는 알아보기 쉽게 49152번부터 차례로 빌려주지만(RFC 6335), 실제 호스트는 무작위로 골라요(RFC 6056). 리눅스는 32768~60999번에서 골라요.";
    /// No port of a range is in use.
    none_used: "none in use here", "여기서 쓰는 것 없음";
    /// The inspector: a socket that is not there at this moment.
    not_now: "At this moment there is no such socket.", "지금 시점에는 이 소켓이 없어요.";
    /// The inspector: the row of the program.
    program: "Program", "프로그램";
    /// The inspector: the row of when it was opened.
    opened: "Opened", "열린 때";
    /// The inspector: the row of when it was closed.
    closed_at: "Closed", "닫힌 때";
    /// The inspector: the row of what came for it.
    taken: "Received", "받은 것";
    /// Opens the inspector on why it was opened.
    why_opened: "Why was it opened?", "왜 열렸나요?";
    /// Opens the inspector on why it was closed.
    why_closed: "Why was it closed?", "왜 닫혔나요?";
    /// The mark of the selected socket's program in the receiver's view.
    selected_program: "the selected socket's program", "선택한 소켓의 프로그램";
    /// Selects the packet that is shown.
    open_packet: "Select the packet", "패킷 고르기";
}

/// A host in the list of hosts, with as many sockets as its table has rows.
pub fn host_choice(lang: Lang, name: &str, open: usize, closed: usize) -> String {
    match (lang, open, closed) {
        (Lang::En, 1, 0) => format!("{name} (1 socket)"),
        (Lang::En, _, 0) => format!("{name} ({open} sockets)"),
        (Lang::Ko, _, 0) => format!("{name}(소켓 {open}개)"),
        (Lang::En, ..) => format!("{name} (sockets: {open} open, {closed} closed)"),
        (Lang::Ko, ..) => format!("{name}(소켓: 열림 {open}개, 닫힘 {closed}개)"),
    }
}

/// The table's caption.
pub fn caption(lang: Lang, host: &str) -> String {
    match lang {
        Lang::En => format!("Sockets on {host}"),
        Lang::Ko => format!("{host}의 소켓"),
    }
}

/// What a program is called.
pub fn program_name(lang: Lang, program: &ProgramSummary) -> String {
    let name = super::apps::program_name(lang, program);
    match program {
        // Several may send at once.
        ProgramSummary::Sender { transfer } => format!("{name} {}", u32::from(transfer.0) + 1),
        ProgramSummary::Viewer { .. } | ProgramSummary::App(_) => name,
    }
}

/// The name of a row's button.
pub fn select_row(lang: Lang, row: &str, closed_too: bool) -> String {
    let gone = if closed_too {
        format!(", {}", closed(lang))
    } else {
        String::new()
    };
    match lang {
        Lang::En => format!("Select socket: {row}{gone}"),
        Lang::Ko => format!("소켓 고르기: {row}{gone}"),
    }
}

/// A host at which nothing has arrived.
pub fn no_arrival(lang: Lang, host: &str) -> String {
    match lang {
        Lang::En => format!("No packet has been handed up at {host} yet."),
        Lang::Ko => format!("아직 {host}에 도착한 패킷이 없어요."),
    }
}

/// Which packet is shown and when it came.
pub fn arrived(lang: Lang, packet: u64, clock: &str) -> String {
    match lang {
        Lang::En => format!("{}, arrived at {clock}", PacketId(packet)),
        Lang::Ko => format!("{}, {clock}에 도착", PacketId(packet)),
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

/// How many packets and bytes.
pub fn amount(lang: Lang, packets: u32, bytes: u64) -> String {
    match lang {
        Lang::En => format!("{}, {}", count(packets, "packet"), count(bytes, "byte")),
        Lang::Ko => format!("패킷 {packets}개, {bytes}바이트"),
    }
}

/// The packet that came last.
pub fn last(lang: Lang, packet: u64) -> String {
    match lang {
        Lang::En => format!("last: {}", PacketId(packet)),
        Lang::Ko => format!("마지막: {}", PacketId(packet)),
    }
}

/// How many rows or mailboxes are not shown.
pub fn more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("and {count} more"),
        Lang::Ko => format!("그 밖에 {count}개"),
    }
}

/// What came of looking at a row.
pub fn verdict(lang: Lang, fields: &Fields, key: &Key, verdict: Verdict) -> String {
    let text = match (verdict, key.sort()) {
        (Verdict::Differs(differences), _) => return differs(lang, fields, key, differences),
        (Verdict::Takes, Sort::Connection) => lang.pick(
            "both addresses and both ports match: it is this connection's",
            "두 주소와 두 포트가 모두 같아요. 이 연결의 패킷이에요",
        ),
        (Verdict::Takes, Sort::Connected) => lang.pick(
            "both addresses and both ports match: this program talks to just this other side",
            "두 주소와 두 포트가 모두 같아요. 바로 이 상대와 통신하는 프로그램이에요",
        ),
        (Verdict::Takes, Sort::Listener) => lang.pick(
            "its port matches, and the SYN asks for a new connection",
            "포트가 같고, SYN으로 새 연결을 요청하고 있어요",
        ),
        (Verdict::Takes, Sort::Bound) => lang.pick(
            "its port matches, and it takes from anyone",
            "포트가 같고, 누구에게서나 받는 소켓이에요",
        ),
        (Verdict::Takes, Sort::Raw) => lang.pick(
            "gets a copy: nothing in the packet says which program it is for",
            "복사본을 하나 받아요. 패킷에 어느 프로그램의 것인지 적혀 있지 않아요",
        ),
        (Verdict::Takes, Sort::Ping) => lang.pick(
            "its identifier matches: this program sent the echo request",
            "식별자가 같아요. 이 에코 요청을 보낸 프로그램이에요",
        ),
        (Verdict::OtherProtocol, _) => lang.pick(
            "another protocol: not compared",
            "프로토콜이 달라 비교하지 않아요",
        ),
        (Verdict::LessExact, _) => lang.pick(
            "would match too, but a more exact row was found",
            "여기도 맞지만 더 구체적인 줄을 먼저 찾았어요",
        ),
        (Verdict::AsksNothing, _) => lang.pick(
            "its port matches, but only a SYN can open a connection here",
            "포트는 같지만, 여기서는 SYN만 연결을 열 수 있어요",
        ),
        (Verdict::MakesRoom, _) => lang.pick(
            "in TIME-WAIT: it makes room for the new connection",
            "TIME-WAIT 상태라서 새 연결에 자리를 내줘요",
        ),
    };
    text.to_owned()
}

fn differs(lang: Lang, fields: &Fields, key: &Key, differences: Differences) -> String {
    let mut told = Vec::new();
    let remote = key.remote.unwrap_or(fields.from());
    if differences.own_port {
        let (packet, row) = (fields.to().port(), key.local.port());
        told.push(match lang {
            Lang::En => format!("destination port differs ({packet}, here {row})"),
            Lang::Ko => format!("목적지 포트가 달라요({packet}, 여기는 {row})"),
        });
    }
    if differences.source {
        let (packet, row) = (fields.src, remote.ip());
        told.push(match lang {
            Lang::En => format!("source address differs ({packet}, here {row})"),
            Lang::Ko => format!("출발지 주소가 달라요({packet}, 여기는 {row})"),
        });
    }
    if differences.source_port {
        let (packet, row) = (fields.from().port(), remote.port());
        told.push(match lang {
            Lang::En => format!("source port differs ({packet}, here {row})"),
            Lang::Ko => format!("출발지 포트가 달라요({packet}, 여기는 {row})"),
        });
    }
    if differences.echo_id {
        let (packet, row) = (fields.echo.map_or(0, |echo| echo.id), key.local.port());
        told.push(match lang {
            Lang::En => format!("identifier differs ({packet}, here {row})"),
            Lang::Ko => format!("식별자가 달라요({packet}, 여기는 {row})"),
        });
    }
    told.join(", ")
}

/// What became of the packet. `programs`: who got it, in one text; `answers`: whether the host sends ICMP errors.
pub fn outcome(
    lang: Lang,
    fields: &Fields,
    outcome: Outcome,
    taker: Option<Sort>,
    programs: &[String],
    answers: bool,
) -> String {
    let who = joined(lang, programs);
    match outcome {
        Outcome::Taken if taker == Some(Sort::Connection) && fields.bytes == 0 => match lang {
            Lang::En => format!(
                "It belongs to a connection of {who} and has no data for the program. TCP deals with it itself, and may tell the program that the connection opened, ended or failed."
            ),
            Lang::Ko => format!(
                "{who}의 연결에 속하는 세그먼트예요. 프로그램에 넘길 데이터는 없어요. TCP가 처리하고, 연결이 열리거나 끝나거나 실패했으면 그 사실만 알려요."
            ),
        },
        Outcome::Taken => taken_by(lang, taker, &who, programs.len()),
        Outcome::Dropped(why) => dropped(lang, fields, why, answers),
        Outcome::Absorbed(why) => absorbed(lang, fields, why, &who),
    }
}

fn taken_by(lang: Lang, taker: Option<Sort>, who: &str, count: usize) -> String {
    match (lang, taker, count) {
        (Lang::En, Some(Sort::Listener), _) => {
            format!("{who} listens on this port: the host opens a new socket for the connection.")
        }
        (Lang::Ko, Some(Sort::Listener), _) => {
            let who = josa::i(who);
            format!(
                "{who} 이 포트에서 기다리고 있어서, 호스트가 이 연결을 위한 소켓을 새로 열어요."
            )
        }
        (Lang::En, _, 0 | 1) => format!("{who} gets it."),
        (Lang::En, ..) => format!("Each of them gets a copy: {who}."),
        (Lang::Ko, _, 0 | 1) => format!("{} 받아요.", josa::i(who)),
        (Lang::Ko, ..) => format!("{} 하나씩 복사본을 받아요.", josa::i(who)),
    }
}

fn joined(lang: Lang, names: &[String]) -> String {
    match names {
        [] => unknown_program(lang).to_owned(),
        names => names.join(", "),
    }
}

fn dropped(lang: Lang, fields: &Fields, why: DropReason, answers: bool) -> String {
    let silence = lang.pick(
        " ICMP is switched off here, so it says nothing.",
        " 그런데 ICMP가 꺼져 있어서 아무것도 알리지 않아요.",
    );
    let text = match (lang, why) {
        (_, DropReason::NoSocket { ports }) => {
            let port = fields.to().port();
            let nobody = match (lang, ports) {
                (Lang::En, true) => {
                    format!("No socket has UDP port {port}: the packet is thrown away.")
                }
                (Lang::Ko, true) => {
                    format!("UDP {port}번 포트를 쓰는 소켓이 없어서 패킷을 버려요.")
                }
                (Lang::En, false) => {
                    "No socket takes this protocol: the packet is thrown away.".to_owned()
                }
                (Lang::Ko, false) => "이 프로토콜을 받는 소켓이 없어서 패킷을 버려요.".to_owned(),
            };
            let report = match (lang, ports) {
                (Lang::En, true) => " The host reports ICMP port unreachable to the sender.",
                (Lang::Ko, true) => " 보낸 쪽에는 ICMP 포트 도달 불가(port unreachable)로 알려요.",
                (Lang::En, false) => " The host reports ICMP protocol unreachable to the sender.",
                (Lang::Ko, false) => {
                    " 보낸 쪽에는 ICMP 프로토콜 도달 불가(protocol unreachable)로 알려요."
                }
            };
            return format!("{nobody}{}", if answers { report } else { silence });
        }
        (Lang::En, DropReason::ReceiveBufferFull) => {
            "Its receive buffer is full: the program has not read what came before, so the packet is thrown away."
        }
        (Lang::Ko, DropReason::ReceiveBufferFull) => {
            "프로그램이 앞서 온 것을 아직 읽지 않아 수신 버퍼가 가득 찼어요. 그래서 패킷을 버려요."
        }
        (Lang::En, _) => "Its checksum is wrong: it is thrown away before any port is compared.",
        (Lang::Ko, _) => "체크섬이 맞지 않아서 포트를 비교하기도 전에 버려요.",
    };
    text.to_owned()
}

fn absorbed(lang: Lang, fields: &Fields, why: AbsorbReason, who: &str) -> String {
    let port = fields.to().port();
    match (lang, why) {
        (Lang::En, AbsorbReason::AnsweredWithReset) => {
            format!("No socket takes this segment for TCP port {port}: the host answers with RST.")
        }
        (Lang::Ko, AbsorbReason::AnsweredWithReset) => {
            format!(
                "TCP {port}번 포트로 온 이 세그먼트를 받을 소켓이 없어서 호스트가 RST로 응답해요."
            )
        }
        (Lang::En, AbsorbReason::StrayReset) => {
            "An RST that belongs to no connection: there is nothing to do.".to_owned()
        }
        (Lang::Ko, AbsorbReason::StrayReset) => {
            "어느 연결에도 속하지 않는 RST라서 할 일이 없어요.".to_owned()
        }
        (Lang::En, AbsorbReason::OpensNothing) => {
            "A listener has this port, but the segment asks for no connection: it is dropped."
                .to_owned()
        }
        (Lang::Ko, AbsorbReason::OpensNothing) => {
            "이 포트에서 기다리는 소켓은 있지만 연결을 요청하는 세그먼트가 아니라서 버려요."
                .to_owned()
        }
        (Lang::En, AbsorbReason::BacklogFull) => {
            "The listener keeps as many unfinished connections as it may: the SYN goes unanswered."
                .to_owned()
        }
        (Lang::Ko, AbsorbReason::BacklogFull) => {
            "아직 맺는 중인 연결이 너무 많아서 SYN에 응답하지 않아요.".to_owned()
        }
        (Lang::En, AbsorbReason::IcmpTold { .. }) => {
            format!(
                "ICMP has no ports: the host takes it itself. It quotes a packet sent from here, whose ports say that it concerns {who}."
            )
        }
        (Lang::Ko, AbsorbReason::IcmpTold { .. }) => {
            format!(
                "ICMP에는 포트가 없어서 호스트가 직접 받아요. 안에 인용된 패킷의 포트를 보고 {who}에 알려요."
            )
        }
        (Lang::En, AbsorbReason::IcmpIgnored) if fields.asks_echo() => {
            "An echo request: the host itself would answer it, but ICMP is switched off here, so nobody does.".to_owned()
        }
        (Lang::Ko, AbsorbReason::IcmpIgnored) if fields.asks_echo() => {
            "에코 요청은 호스트가 직접 응답하는데, 이 호스트는 ICMP가 꺼져 있어 응답하지 않아요.".to_owned()
        }
        (Lang::En, AbsorbReason::IcmpIgnored) => {
            "ICMP has no ports: the host takes it itself. It concerns no socket here.".to_owned()
        }
        (Lang::Ko, AbsorbReason::IcmpIgnored) => {
            "ICMP에는 포트가 없어서 호스트가 직접 받아요. 관련된 소켓은 없어요.".to_owned()
        }
        (Lang::En, AbsorbReason::EchoAnswered) => {
            "An echo request has no ports: the host itself answers it, and no program hears of it."
                .to_owned()
        }
        (Lang::Ko, AbsorbReason::EchoAnswered) => {
            "에코 요청에는 포트가 없어요. 호스트가 직접 응답하고 프로그램은 알지 못해요.".to_owned()
        }
    }
}

/// The short sign of who answers what nobody takes, in the picture.
pub const fn answer(outcome: Outcome, answers: bool) -> &'static str {
    match outcome {
        Outcome::Absorbed(AbsorbReason::AnsweredWithReset) => "→ RST",
        Outcome::Dropped(DropReason::NoSocket { .. }) if answers => "→ ICMP",
        _ => "",
    }
}

/// What tells two like sockets apart: `port` here, the other side's host and its two ports.
pub fn told_apart(lang: Lang, port: u16, host: &str, this: u16, other: u16) -> String {
    match lang {
        Lang::En => format!(
            "Only the source port. Both connections go from {host} to port {port} here; one comes from port {this}, the other from port {other}. This packet says {this}."
        ),
        Lang::Ko => format!(
            "출발지 포트뿐이에요. 둘 다 {host}에서 이곳 {port}번 포트로 온 연결인데, 하나는 {this}번, 다른 하나는 {other}번 포트에서 왔어요. 이 패킷에는 {this}번이라고 적혀 있어요."
        ),
    }
}

/// A range of port numbers.
pub const fn range_name(lang: Lang, range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => lang.pick("well-known port", "잘 알려진 포트"),
        PortRange::Registered => lang.pick("registered port", "등록 포트"),
        PortRange::Dynamic => lang.pick("dynamic port", "동적 포트"),
    }
}

/// What a range is for.
pub const fn range_means(lang: Lang, range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => lang.pick(
            "Agreed on by everyone, so that a client knows without asking: 21 FTP (20 for its data in active mode), 23 TELNET, 53 DNS, 80 HTTP, 443 HTTPS.",
            "모두가 약속한 번호라서 클라이언트가 물어보지 않고도 알아요. 21은 FTP(20은 능동 모드의 데이터), 23은 TELNET, 53은 DNS, 80은 HTTP, 443은 HTTPS예요.",
        ),
        PortRange::Registered => lang.pick(
            "Registered for a certain program, or simply chosen by whoever runs a server, such as a game or a chat.",
            "특정 프로그램용으로 등록해 두거나, 게임이나 채팅처럼 서버를 운영하는 사람이 골라서 쓰는 번호예요.",
        ),
        PortRange::Dynamic => lang.pick(
            "Nobody's for long: lent to a client's socket while it talks, then free again. Also called ephemeral ports.",
            "주인이 정해지지 않은 번호예요. 클라이언트의 소켓이 통신하는 동안만 빌려 쓰고 돌려줘요. 임시 포트라고도 해요.",
        ),
    }
}

/// How many rows of other protocols were not compared.
pub fn other_protocols(lang: Lang, rows: usize) -> String {
    match (lang, rows) {
        (Lang::En, 1) => "1 row of another protocol: not compared".to_owned(),
        (Lang::En, _) => format!("{rows} rows of other protocols: not compared"),
        (Lang::Ko, _) => format!("프로토콜이 다른 {rows}줄은 비교하지 않아요"),
    }
}

/// The picture read out: whence, whither, and what became of the packet.
pub fn picture(lang: Lang, packet: u64, fields: &Fields, outcome: &str) -> String {
    let protocol = protocol_name(fields);
    let (from, to) = match fields.ports {
        Some(_) => (fields.from().to_string(), fields.to().to_string()),
        None => (fields.src.to_string(), fields.dst.to_string()),
    };
    match lang {
        Lang::En => {
            let packet = PacketId(packet);
            format!("Packet {packet}, {protocol} from {from} to {to}: {outcome}")
        }
        Lang::Ko => {
            let (packet, to) = (PacketId(packet), josa::ro(&to));
            format!("패킷 {packet}, {protocol}, {from}에서 {to}: {outcome}")
        }
    }
}

/// How many packets.
pub fn packets(lang: Lang, packets: u32) -> String {
    match (lang, packets) {
        (Lang::En, 1) => "1 packet".to_owned(),
        (Lang::En, _) => format!("{packets} packets"),
        (Lang::Ko, _) => format!("패킷 {packets}개"),
    }
}

/// A port.
pub fn port(lang: Lang, port: u16) -> String {
    match lang {
        Lang::En => format!("port {port}"),
        Lang::Ko => format!("{port}번 포트"),
    }
}

/// An address with the identifier that tells a ping program's echoes: it is no port.
pub fn identified(lang: Lang, address: core::net::Ipv4Addr, id: u16) -> String {
    match lang {
        Lang::En => format!("{address}, identifier {id}"),
        Lang::Ko => format!("{address}, 식별자 {id}"),
    }
}

/// The state of a socket of UDP that keeps to one other side.
pub fn only_fixed(lang: Lang, state: &str) -> String {
    match lang {
        Lang::En => format!("{state} (no connection: only a fixed other side, set with connect())"),
        Lang::Ko => format!("{state}(연결이 아니라 connect()로 상대만 정해 둠)"),
    }
}

/// A packet without ports.
pub const fn no_port(lang: Lang) -> &'static str {
    lang.pick("no port", "포트 없음")
}

/// The heading of a socket in the inspector.
pub fn socket_of(lang: Lang, netid: &str, host: &str) -> String {
    match lang {
        Lang::En => format!("A {netid} socket of {host}"),
        Lang::Ko => format!("{host}의 {netid} 소켓"),
    }
}
