//! The words of the stack view: the four layers of the Internet's protocols.

use hoplab_sim::PacketId;
use hoplab_wire::dissect::FieldKey;

use super::{Lang, fields, josa};
use hoplab_explain::way::Layer;

texts! {
    /// The view's name.
    title: "Stack", "계층";
    /// What the view shows before there is any packet.
    nothing: "No packet has been sent yet. As soon as one is, you see here how the four layers wrap it (encapsulation) and who looks how far into it.", "아직 보낸 패킷이 없어요. 패킷이 생기면 네 계층이 데이터를 어떻게 감싸고(캡슐화), 누가 어디까지 열어 보는지 여기에서 볼 수 있어요.";
    /// The trace no longer has the packet.
    forgotten: "The record no longer reaches back to this packet, or it has not been made yet at this moment.", "이 패킷은 기록에 남아 있지 않거나, 이 시점에는 아직 만들어지지 않았어요.";
    /// That the way begins in the middle.
    way_cut: "How it began is no longer in the record.", "처음 부분은 기록에 남아 있지 않아요.";
    /// Keeps the packet that is followed.
    keep: "Keep this one", "이 패킷만 보기";
    /// The nodes on the way.
    way: "The nodes on its way, each with the four layers", "지나는 노드와 각 노드의 네 계층";
    /// To the node before.
    previous: "Previous hop", "이전 홉";
    /// To the node after.
    following: "Next hop", "다음 홉";
    /// Takes time to when the packet was at this node.
    go_there: "Go to this moment", "이 순간으로 가기";
    /// The heading of the boxes.
    boxes: "The packet as it leaves here: each layer has put its header in front (encapsulation)", "이 노드를 떠날 때의 모습: 계층마다 앞에 헤더를 붙였어요(캡슐화)";
    /// The same where it ends.
    boxes_end: "The packet as it came: each layer takes its own header off (decapsulation)", "도착했을 때의 모습: 계층마다 자기 헤더를 떼어 내요(역캡슐화)";
    /// The application's part of the packet.
    content: "Application data", "애플리케이션 데이터";
    /// The frame.
    frame: "Ethernet frame", "이더넷 프레임";
    /// The packet inside an ICMP error.
    quoted: "The packet it is about, quoted", "문제가 된 패킷의 앞부분(인용)";
    /// In place of a header of the transport layer.
    no_ports: "No header of this layer: raw IP has no ports.", "이 계층의 헤더가 없어요. IP만 쓰면 포트도 없어요.";
    /// Content that changed.
    content_changed: "bytes changed", "바이트가 바뀜";
    /// A node that it has not come to.
    not_there: "not reached", "도달하지 못함";
    /// A node that it has not come to yet.
    not_there_yet: "not reached yet", "아직 도달하지 않음";
    /// What a layer below did not look at.
    cargo: "Not looked at here: for a router this is cargo.", "여기서는 열어 보지 않아요. 라우터에게는 그저 실어 나르는 짐이에요.";
    /// A layer that a packet did not get up to.
    not_reached: "It did not get up to here.", "여기까지 올라오지 못했어요.";
    /// A layer that a packet did not get down to.
    not_down: "It did not get down to here.", "여기까지 내려오지 못했어요.";
    /// A layer of a node that is off.
    off: "The node is switched off: nobody took the frame.", "노드가 꺼져 있어서 프레임을 받지 못했어요.";
    /// A layer whose work lies before the record.
    unknown: "What happened here is no longer in the record.", "여기서 있었던 일은 기록에 남아 있지 않아요.";
    /// No program has to do with an ICMP message.
    icmp_no_program: "No program made this: the internet layer speaks for itself.", "프로그램이 만든 것이 아니에요. 인터넷 계층이 스스로 보냈어요.";
    /// A program is told of an error.
    icmp_told: "No data for the program: its socket only tells it of the error.", "프로그램에 줄 데이터는 없어요. 소켓이 오류만 알려 줘요.";
    /// ICMP has no transport layer.
    icmp_no_transport: "Nothing to do: ICMP lies in the internet layer and has no ports.", "할 일이 없어요. ICMP는 인터넷 계층에 속하고 포트가 없어요.";
    /// Raw IP has no transport layer.
    raw_no_transport: "Not used: this program sends IP packets directly. There are no ports to tell programs apart.", "쓰지 않아요. 이 프로그램은 IP 패킷을 직접 보내므로 프로그램을 구별할 포트가 없어요.";
    /// Nothing for a program in a segment.
    nothing_for_program: "No data for the program: TCP deals with this segment itself, and may tell the program that the connection opened, ended or failed.", "프로그램에 넘길 데이터는 없어요. TCP가 처리하고, 연결이 열리거나 끝나거나 실패했으면 그 사실만 알려요.";
    /// The card takes a frame in.
    frame_in: "The network card takes the frame, which names its MAC address, and hands up what is in it.", "네트워크 카드가 자기 MAC 주소로 온 프레임을 받아 그 속의 패킷을 위로 올려요.";
    /// A router's card, in and out.
    frame_in_out: "The packet comes out of the frame that brought it.", "받은 프레임에서 패킷을 꺼내요.";
    /// A damaged frame.
    frame_bad: "The frame check sequence does not match: the card throws the frame away.", "프레임 검사 순서(FCS)가 맞지 않아 카드가 프레임을 버려요.";
    /// It waits for the line.
    waits: "It still waits for the link.", "아직 링크가 비기를 기다리고 있어요.";
    /// A bit flipped in the node's memory.
    memory_flip: "A bit flipped in this node's memory.", "이 노드의 메모리에서 비트 하나가 뒤집혔어요.";
    /// A bit flipped on the line to here.
    line_flip: "A bit flipped on the link to here.", "여기로 오는 링크에서 비트 하나가 뒤집혔어요.";
}

/// A layer as the course note calls it.
pub const fn layer(lang: Lang, layer: Layer) -> &'static str {
    match layer {
        Layer::Application => lang.pick("Application layer", "애플리케이션 계층"),
        Layer::Transport => lang.pick("Transport layer", "전송 계층"),
        Layer::Internet => lang.pick("Internet layer", "인터넷 계층"),
        Layer::Interface => lang.pick("Network interface layer", "네트워크 인터페이스 계층"),
    }
}

/// A layer where there is little room.
pub const fn layer_short(lang: Lang, layer: Layer) -> &'static str {
    match layer {
        Layer::Application => lang.pick("Application", "애플리케이션"),
        Layer::Transport => lang.pick("Transport", "전송"),
        Layer::Internet => lang.pick("Internet", "인터넷"),
        Layer::Interface => lang.pick("Network interface", "네트워크 인터페이스"),
    }
}

/// What a box is.
pub fn wrap(lang: Lang, key: FieldKey) -> &'static str {
    match key {
        FieldKey::Ethernet => frame(lang),
        FieldKey::Payload => content(lang),
        key => fields::name(lang, key),
    }
}

/// That the view follows a packet nobody selected.
pub fn following_newest(lang: Lang, packet: u64) -> String {
    match lang {
        Lang::En => format!(
            "No packet is selected, so this follows a new one: {}. It takes the newest that carries data for a program, if there is one. Choose one on the map or in the log to see that one.",
            PacketId(packet)
        ),
        Lang::Ko => format!(
            "고른 패킷이 없어서 새로 나온 패킷 {} 따라가요. 프로그램의 데이터를 나르는 패킷이 있으면 그중 가장 새것을 골라요. 지도나 기록에서 패킷을 누르면 그 패킷을 볼 수 있어요.",
            josa::eul(&PacketId(packet).to_string())
        ),
    }
}

/// That the packet is a copy.
pub fn copy_of(lang: Lang, original: u64) -> String {
    match lang {
        Lang::En => format!("A link made it: it is a copy of {}.", PacketId(original)),
        Lang::Ko => format!(
            "링크에서 {} 복제되어 생긴 패킷이에요.",
            josa::i(&PacketId(original).to_string())
        ),
    }
}

/// The heading of a stop.
pub fn hop(lang: Lang, number: usize, of: usize, node: &str) -> String {
    match lang {
        Lang::En => format!("Hop {number} of {of}: {node}"),
        Lang::Ko => format!("홉 {number}/{of}: {node}"),
    }
}

/// What a node's tower is called: the node, and how far up the packet went there.
pub fn tower(lang: Lang, node: &str, way: &str) -> String {
    match lang {
        Lang::En | Lang::Ko => format!("{node}: {way}"),
    }
}

/// Down from a layer.
pub fn goes_down(lang: Lang, from: Layer) -> String {
    match lang {
        Lang::En => format!("down from the {}", lower(from)),
        Lang::Ko => format!("{}에서 아래로", layer(lang, from)),
    }
}

/// Up to a layer and down again.
pub fn up_and_down(lang: Lang, top: Layer) -> String {
    match lang {
        Lang::En => format!("up to the {} and down again", lower(top)),
        Lang::Ko => format!("{}까지 올라갔다 다시 아래로", layer(lang, top)),
    }
}

/// Up to a layer.
pub fn goes_up(lang: Lang, top: Layer) -> String {
    match lang {
        Lang::En => format!("up to the {}", lower(top)),
        Lang::Ko => format!("{}까지", layer(lang, top)),
    }
}

fn lower(it: Layer) -> String {
    layer(Lang::En, it).to_ascii_lowercase()
}

/// That something ended here, for a reason.
pub fn ends_here(lang: Lang, reason: &str) -> String {
    match lang {
        Lang::En => format!("Here it ends: {reason}."),
        Lang::Ko => format!("여기서 끝나요: {reason}."),
    }
}

/// A program hands content down.
pub fn program_sends(lang: Lang, program: &str, what: &str) -> String {
    match lang {
        Lang::En => format!("{program} hands down {what}."),
        Lang::Ko => format!(
            "{} {} 아래로 내려보내요.",
            josa::i(program),
            josa::eul(what)
        ),
    }
}

/// A program gets content.
pub fn program_gets(lang: Lang, program: &str, what: &str) -> String {
    match lang {
        Lang::En => format!("{program} gets {what}."),
        Lang::Ko => format!("{} {} 받아요.", josa::i(program), josa::eul(what)),
    }
}

/// A program of a node, whose own name is not known.
pub fn program_on(lang: Lang, node: &str) -> String {
    match lang {
        Lang::En => format!("A program on {node}"),
        Lang::Ko => format!("{node}의 프로그램"),
    }
}

/// A segment that TCP makes for itself.
pub fn tcp_own(lang: Lang, flags: &str) -> String {
    match lang {
        Lang::En => format!("Empty: this segment ({flags}) is TCP's own."),
        Lang::Ko => format!("비어 있어요. TCP가 스스로 만든 세그먼트({flags})예요."),
    }
}

/// UDP puts its header in front.
pub fn udp_sends(lang: Lang, from: u16, to: u16) -> String {
    match lang {
        Lang::En => format!(
            "UDP puts the ports in front ({from} to {to}), so that the other host knows for which program it is, and a checksum."
        ),
        Lang::Ko => format!(
            "UDP가 포트 번호({from} → {to})를 붙여 상대 호스트의 어느 프로그램에 갈지 알리고, 체크섬을 더해요."
        ),
    }
}

/// TCP puts its header in front.
pub fn tcp_sends(lang: Lang, from: u16, to: u16, seq: u32) -> String {
    match lang {
        Lang::En => format!(
            "TCP puts the ports in front ({from} to {to}) and numbers the bytes from {seq}, so that the receiver can order them and notice gaps."
        ),
        Lang::Ko => format!(
            "TCP가 포트 번호({from} → {to})를 붙이고 바이트에 {seq}부터 번호를 매겨, 순서를 맞추고 빠진 것을 알 수 있게 해요."
        ),
    }
}

/// TCP sends a segment of its own.
pub fn tcp_control(lang: Lang, from: u16, to: u16, flags: &str) -> String {
    match lang {
        Lang::En => {
            format!("TCP itself speaks to the TCP at the other end ({from} to {to}): {flags}.")
        }
        Lang::Ko => format!("TCP끼리 주고받는 제어 세그먼트예요({from} → {to}): {flags}."),
    }
}

/// IP puts its header in front.
pub fn ip_sends(lang: Lang, ttl: u8) -> String {
    match lang {
        Lang::En => format!(
            "IP puts both hosts' addresses in front, a TTL of {ttl} and a checksum of its header, and picks the link."
        ),
        Lang::Ko => {
            format!("IP가 두 호스트의 주소와 TTL {ttl}, 헤더 체크섬을 붙이고 나갈 링크를 골라요.")
        }
    }
}

/// ICMP reports, or answers.
pub fn icmp_sends(lang: Lang, node: &str) -> String {
    match lang {
        Lang::En => format!(
            "ICMP, which belongs to this layer, speaks for {node}; IP puts the addresses in front."
        ),
        Lang::Ko => format!(
            "이 계층에 속한 ICMP가 {} 대신해 알리고, IP가 주소를 붙여요.",
            josa::eul(node)
        ),
    }
}

/// The card puts the packet into a frame.
pub fn frame_out(lang: Lang, next: &str) -> String {
    match lang {
        Lang::En => {
            format!(
                "The network card puts it into a new frame: from its own MAC address to {next}'s, which real hosts ask for by ARP (not simulated here)."
            )
        }
        Lang::Ko => format!(
            "네트워크 카드가 패킷을 새 프레임에 담아요. 출발지는 자기 MAC 주소, 목적지는 {next}의 MAC 주소예요. 실제 호스트는 그 MAC 주소를 ARP로 알아내요(여기서는 시뮬레이션하지 않아요)."
        ),
    }
}

/// A router passes a packet on.
pub fn ip_passes(lang: Lang, ttl: (u8, u8), next: &str) -> String {
    let (before, after) = ttl;
    match lang {
        Lang::En => format!(
            "The router takes TTL from {before} to {after}, computes the header checksum anew, and passes the packet on to {next}."
        ),
        Lang::Ko => format!(
            "라우터가 TTL을 {before}에서 {} 줄이고 헤더 체크섬을 다시 계산해 패킷을 {} 넘겨요.",
            josa::ro(&after.to_string()),
            josa::ro(next)
        ),
    }
}

/// IP hands up.
pub fn ip_hands_up(lang: Lang, protocol: &str) -> String {
    match lang {
        Lang::En => format!(
            "The address is its own: IP takes its header off and hands the rest up to {protocol}."
        ),
        Lang::Ko => format!(
            "자기 IP 주소로 온 패킷이라 IP 헤더를 떼고 나머지를 {}에 올려 줘요.",
            protocol
        ),
    }
}

/// IP hands up to a program.
pub fn ip_hands_to_program(lang: Lang) -> &'static str {
    lang.pick(
        "The address is its own: IP takes its header off and hands the rest to whoever takes raw packets.",
        "자기 IP 주소로 온 패킷이라 IP 헤더를 떼고, IP 패킷을 그대로 받는 프로그램에 줘요.",
    )
}

/// UDP hands up.
pub fn udp_hands_up(lang: Lang, port: u16) -> String {
    match lang {
        Lang::En => {
            format!("The checksum fits. UDP hands the content to the socket at port {port}.")
        }
        Lang::Ko => format!("체크섬이 맞아요. UDP가 내용을 {port}번 포트의 소켓에 넘겨요."),
    }
}

/// TCP hands up.
pub fn tcp_hands_up(lang: Lang, seq: u32) -> String {
    match lang {
        Lang::En => format!(
            "The checksum fits. TCP puts the bytes from {seq} on into order and hands them up."
        ),
        Lang::Ko => {
            format!("체크섬이 맞아요. TCP가 {seq}번부터의 바이트를 순서대로 맞춰 위로 올려요.")
        }
    }
}

/// TCP deals with it itself.
pub fn tcp_takes(lang: Lang, flags: &str) -> String {
    match lang {
        Lang::En => format!("The checksum fits. TCP deals with the segment itself: {flags}."),
        Lang::Ko => format!("체크섬이 맞아요. TCP가 이 세그먼트를 스스로 처리해요: {flags}."),
    }
}

texts! {
    /// TCP keeps bytes that came too early.
    tcp_keeps: "The checksum fits, but bytes before these are missing: TCP keeps them until those have come.", "체크섬은 맞지만 앞의 바이트가 빠져 있어요. TCP가 그것이 올 때까지 보관해요.";
    /// TCP had them.
    tcp_had: "TCP had all of these bytes already: they go no further.", "TCP가 이미 다 받은 바이트예요. 더 올라가지 않아요.";
    /// Outside the window.
    tcp_outside: "The bytes lie outside TCP's receive window: they go no further.", "TCP의 수신 윈도우를 벗어난 바이트예요. 더 올라가지 않아요.";
    /// What waits in TCP is not with the program.
    still_in_tcp: "Nothing yet: the bytes are still with TCP.", "아직 받은 것이 없어요. 바이트는 TCP에 있어요.";
}
