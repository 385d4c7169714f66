//! The words on the map: nodes, links, packets, their cards and the legend.

use hoplab_sim::{AbsorbReason, DropReason};
use hoplab_units::count;

use super::{Lang, josa};
use hoplab_explain::look::{Family, Look, Shape};
use hoplab_explain::way::Layer;

/// A text of the map without anything to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// What the whole map is.
    Map,
    /// How to use it, for those who do not see it.
    MapHelp,
    /// A host.
    Host,
    /// A router.
    Router,
    /// A node that is switched off.
    Off,
    /// A link that is cut.
    Cut,
    /// The heading of the legend.
    Legend,
    /// A lost packet, in the legend.
    Lost,
    /// A resent packet, in the legend.
    Resent,
    /// A corrupted packet, in the legend.
    Damaged,
    /// Closes a card.
    Close,
    /// Cuts a link.
    DoCut,
    /// Joins a link.
    DoRestoreLink,
    /// Switches a node off.
    DoCrash,
    /// Switches a node on.
    DoRestoreNode,
    /// The directions of a link, as a group.
    Direction,
    /// Both directions.
    Both,
    /// Loss of a link.
    Loss,
    /// Delay of a link.
    Delay,
    /// Jitter of a link.
    Jitter,
    /// Rate of a link.
    Rate,
    /// Duplication of a link.
    Duplication,
    /// Corruption on a link.
    Corruption,
    /// The queue of a link.
    Queue,
    /// Settings that are seldom needed.
    More,
    /// Whether a node answers by ICMP.
    Icmp,
    /// Whether a router sprays.
    Spray,
    /// The share of packets a node's memory corrupts.
    MemoryCorruption,
    /// A node's sockets.
    Sockets,
    /// A node without sockets.
    NoSockets,
    /// Opens the inspector.
    Details,
    /// Opens the inspector on a packet.
    OpenPacket,
    /// Destroys a packet.
    DoKill,
    /// Flips a bit of a packet.
    DoCorrupt,
    /// Holds a packet up.
    DoDelay,
    /// Doubles a packet.
    DoDuplicate,
    /// Stops time, offered by a packet's card.
    DoPause,
    /// Lets time run again.
    DoPlay,
    /// A packet that is no more and of which nothing is known any more.
    Forgotten,
    /// A packet on no line.
    Waiting,
}

impl Word {
    /// The text.
    pub fn text(self, lang: Lang) -> &'static str {
        let (en, ko) = self.both();
        lang.pick(en, ko)
    }

    fn both(self) -> (&'static str, &'static str) {
        match self {
            Word::Map => ("Map of the network", "네트워크 지도"),
            Word::MapHelp => (
                "Every node and link is a button that opens its settings. While time stands still, the packets under way can be reached too.",
                "노드와 링크는 모두 버튼이고, 누르면 설정이 열려요. 시간을 멈추면 전송 중인 패킷도 하나씩 고를 수 있어요.",
            ),
            Word::Host => ("host", "호스트"),
            Word::Router => ("router", "라우터"),
            Word::Off => ("off", "꺼짐"),
            Word::Cut => ("cut", "끊김"),
            Word::Legend => ("Legend", "기호 설명"),
            Word::Lost => ("lost here", "여기서 손실"),
            Word::Resent => ("retransmitted", "재전송"),
            Word::Damaged => ("bit flipped", "비트 오류"),
            Word::Close => ("Close", "닫기"),
            Word::DoCut => ("Cut this link", "링크 끊기"),
            Word::DoRestoreLink => ("Restore", "다시 잇기"),
            Word::DoCrash => ("Switch off", "전원 끄기"),
            Word::DoRestoreNode => ("Switch on", "전원 켜기"),
            Word::Direction => ("Direction", "방향"),
            Word::Both => ("Both", "양방향"),
            Word::Loss => ("Loss", "손실률"),
            Word::Delay => ("Delay", "전파 지연"),
            Word::Jitter => ("Jitter", "지터"),
            Word::Rate => ("Rate", "전송률"),
            Word::Duplication => ("Duplication", "중복률"),
            Word::Corruption => ("Damaged frames", "프레임 손상률"),
            Word::Queue => ("Queue", "큐 크기"),
            Word::More => ("More settings", "설정 더 보기"),
            Word::Icmp => (
                "Sends ICMP (errors and ping replies)",
                "ICMP 보내기(오류 알림과 핑 응답)",
            ),
            Word::Spray => (
                "Spreads packets over several routes",
                "패킷을 여러 경로로 나눠 보냄",
            ),
            Word::MemoryCorruption => ("Packets damaged in memory", "메모리 패킷 손상률"),
            Word::Sockets => ("Sockets", "소켓"),
            Word::NoSockets => ("none open", "열린 소켓 없음"),
            Word::Details => ("Details", "자세히 보기"),
            Word::OpenPacket => ("Open the packet", "패킷 열어 보기"),
            Word::DoKill => ("Destroy", "없애기"),
            Word::DoCorrupt => ("Flip a bit", "비트 뒤집기"),
            Word::DoDelay => ("Delay 50\u{a0}ms", "50\u{a0}ms 늦추기"),
            Word::DoDuplicate => ("Duplicate", "복제하기"),
            Word::DoPause => ("Pause", "일시 정지"),
            Word::DoPlay => ("Play", "재생"),
            Word::Forgotten => (
                "This packet is long gone; only the log may still know of it.",
                "오래전에 전송이 끝난 패킷이에요. 기록에만 남아 있을 수 있어요.",
            ),
            Word::Waiting => ("waiting for the link", "전송 대기 중"),
        }
    }
}

texts! {
    /// What the loss of a link is, and what it is not.
    loss_means: "Loss: random, as on a noisy or radio link. Losses by full queues come on their own.", "손실률: 잡음이 심한 링크나 무선 링크처럼 무작위로 생기는 손실이에요. 큐가 넘쳐 생기는 손실은 따로 나타나요.";
    /// The choice of layers that the labels of packets show.
    layers_shown: "Packet labels show", "지도의 패킷에 표시할 계층";
    /// Why some packets have no note.
    left_out_means: "There is no room on the map for the notes of all packets. A selected packet always has its note.", "지도에 자리가 없어 일부 패킷은 표시하지 못했어요. 선택한 패킷은 늘 표시돼요.";
}

/// So many packets have no note on the map.
pub fn left_out(lang: Lang, packets: usize) -> String {
    match lang {
        Lang::En => format!("+{packets} not shown"),
        Lang::Ko => format!("외 {packets}개는 표시 안 됨"),
    }
}

/// What the labels of packets say of a layer.
pub const fn layer_shows(lang: Lang, layer: Layer) -> &'static str {
    match layer {
        Layer::Application => lang.pick("What a program sends", "프로그램이 보내는 내용"),
        Layer::Transport => lang.pick(
            "Ports, TCP flags and sequence number",
            "포트 번호, TCP 플래그와 순서 번호",
        ),
        Layer::Internet => lang.pick("IP addresses and TTL", "IP 주소와 TTL"),
        Layer::Interface => lang.pick("MAC addresses", "MAC 주소"),
    }
}

/// What a node's button is called.
pub fn node_name(lang: Lang, name: &str, host: bool, address: &str, up: bool) -> String {
    let role = if host { Word::Host } else { Word::Router }.text(lang);
    let state = lang.pick(
        if up { "on" } else { "off" },
        if up { "켜짐" } else { "꺼짐" },
    );
    match lang {
        Lang::En => format!("{name}, {role}, {address}, {state}"),
        Lang::Ko => format!("{name}, {role}, {address}, {state}"),
    }
}

/// What a link's button is called. `figures`: its delay, rate and what else is unusual.
pub fn link_name(lang: Lang, ends: &str, figures: &str, up: bool) -> String {
    match (lang, up) {
        (Lang::En, true) => format!("Link {ends}, {figures}, up"),
        (Lang::En, false) => format!("Link {ends}, {figures}, cut"),
        (Lang::Ko, true) => format!("링크 {ends}, {figures}, 정상"),
        (Lang::Ko, false) => format!("링크 {ends}, {figures}, 끊김"),
    }
}

/// `4% loss`
pub fn loss(lang: Lang, share: &str) -> String {
    match lang {
        Lang::En => format!("{share} loss"),
        Lang::Ko => format!("손실 {share}"),
    }
}

/// `4% duplicated`
pub fn duplication(lang: Lang, share: &str) -> String {
    match lang {
        Lang::En => format!("{share} duplicated"),
        Lang::Ko => format!("중복 {share}"),
    }
}

/// `4% damaged`
pub fn corruption(lang: Lang, share: &str) -> String {
    match lang {
        Lang::En => format!("{share} damaged"),
        Lang::Ko => format!("손상 {share}"),
    }
}

/// The title of a link's card.
pub fn link_title(lang: Lang, ends: &str) -> String {
    match lang {
        Lang::En => format!("Link {ends}"),
        Lang::Ko => format!("{ends} 링크"),
    }
}

/// A direction of a link, for those who do not see the arrow.
pub fn towards(lang: Lang, from: &str, to: &str) -> String {
    match lang {
        Lang::En => format!("from {from} to {to}"),
        Lang::Ko => format!("{from}에서 {}", josa::ro(to)),
    }
}

/// What happens on a link at this moment.
pub fn link_now(lang: Lang, in_flight: usize, waiting_bytes: u32, lost: u32) -> String {
    match lang {
        Lang::En => {
            format!(
                "{in_flight} under way · {} waiting · {lost} lost so far",
                count(waiting_bytes, "byte")
            )
        }
        Lang::Ko => {
            format!("전송 중 {in_flight}개 · 대기 {waiting_bytes}바이트 · 지금까지 손실 {lost}개")
        }
    }
}

/// How many routes a router has.
pub fn routes(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => hoplab_units::count(count as u64, "route").to_string(),
        Lang::Ko => format!("경로 {count}개"),
    }
}

/// How many packets are under way, over the list of them.
pub fn under_way(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::En, 0) => "No packet is under way".to_owned(),
        (Lang::En, 1) => "1 packet under way".to_owned(),
        (Lang::En, _) => format!("{count} packets under way"),
        (Lang::Ko, 0) => "전송 중인 패킷이 없어요".to_owned(),
        (Lang::Ko, _) => format!("전송 중인 패킷 {count}개"),
    }
}

/// How many more there are than are listed.
pub fn and_more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("and {count} more"),
        Lang::Ko => format!("그 밖에 {count}개"),
    }
}

/// What kind of packet a look stands for: `TCP data`, `SYN`, `UDP datagram`.
pub fn kind(lang: Lang, look: Look) -> &'static str {
    match (look.shape, look.family) {
        (Shape::Data, Family::Tcp) => lang.pick("TCP data", "TCP 데이터"),
        (Shape::Data, Family::Udp) => lang.pick("UDP datagram", "UDP 데이터그램"),
        (Shape::Data, Family::Dns) => lang.pick("DNS message", "DNS 메시지"),
        (Shape::Data, Family::Ip) => lang.pick("IP packet", "IP 패킷"),
        (Shape::Data, Family::Icmp) | (Shape::Report, _) => {
            lang.pick("ICMP message", "ICMP 메시지")
        }
        (Shape::Ack, _) => lang.pick("TCP acknowledgment (ACK)", "TCP 확인 응답(ACK)"),
        (Shape::Syn, _) => lang.pick("TCP connection request (SYN)", "TCP 연결 요청(SYN)"),
        (Shape::SynAck, _) => lang.pick(
            "TCP connection accepted (SYN+ACK)",
            "TCP 연결 수락(SYN+ACK)",
        ),
        (Shape::Fin, _) => lang.pick("TCP end of stream (FIN)", "TCP 송신 종료(FIN)"),
        (Shape::Rst, _) => lang.pick("TCP reset (RST)", "TCP 연결 재설정(RST)"),
    }
}

/// A line of the legend.
pub fn legend(lang: Lang, look: Look) -> &'static str {
    match (look.shape, look.family) {
        (Shape::Data, Family::Tcp) => lang.pick("TCP data", "TCP 데이터"),
        (Shape::Data, Family::Udp) => "UDP",
        (Shape::Data, Family::Dns) => "DNS",
        (Shape::Data, _) => lang.pick("raw IP", "IP(포트 없음)"),
        (Shape::Ack, _) => "ACK",
        (Shape::Syn, _) => "SYN",
        (Shape::SynAck, _) => "SYN+ACK",
        (Shape::Fin, _) => "FIN",
        (Shape::Rst, _) => "RST",
        (Shape::Report, _) => "ICMP",
    }
}

/// A packet's title: kind, number, and that it is a resend, a copy or damaged.
pub fn packet_title(lang: Lang, look: Look, cargo: &Carried<'_>, marks: Marks) -> String {
    let mut title = kind(lang, look).to_owned();
    match cargo {
        // No `#`: that is a packet's own number, and one tile can travel in several packets.
        Carried::Piece(piece) => title += &format!(", {piece}"),
        Carried::Segment(number) => {
            title += &match lang {
                Lang::En => format!(", segment {number}"),
                Lang::Ko => format!(", 세그먼트 {number}"),
            };
        }
        Carried::Text(text) => title += &format!(" {}", super::quoted(text)),
        Carried::Nothing => {}
    }
    for (set, en, ko) in [
        (marks.fin, ", with FIN", ", FIN 포함"),
        (marks.resend, ", retransmitted", ", 재전송"),
        (marks.copy, ", duplicate", ", 복제본"),
        (marks.corrupted, ", a bit flipped", ", 비트 오류"),
    ] {
        if set {
            title += lang.pick(en, ko);
        }
    }
    title
}

/// What a packet carries, for its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried<'a> {
    /// Nothing to be named.
    Nothing,
    /// A piece of a message, as the log names it: `tile 7`, of a stream `from tile 7 on`.
    Piece(String),
    /// A segment of a stream, counted from 1.
    Segment(u32),
    /// The beginning of a text.
    Text(&'a str),
}

/// What else there is to say of a packet's history in its title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Sent before.
    pub resend: bool,
    /// Made by a line that delivers twice.
    pub copy: bool,
    /// Damaged.
    pub corrupted: bool,
    /// A segment whose data is the last.
    pub fin: bool,
}

/// Where a packet is going, and how large it is: the second half of its name.
pub fn packet_way(lang: Lang, bytes: u32, from: &str, to: &str) -> String {
    match lang {
        Lang::En => format!("{}, from {from} to {to}", count(bytes, "byte")),
        Lang::Ko => format!("{bytes}바이트, {from}에서 {}", josa::ro(to)),
    }
}

/// That a packet is on a link.
pub fn on_link(lang: Lang, ends: &str) -> String {
    match lang {
        Lang::En => format!("on link {ends}"),
        Lang::Ko => format!("{ends} 링크 위"),
    }
}

/// The sentence of a packet's card.
pub struct PacketLine<'a> {
    /// What it is, from [`kind`].
    pub kind: &'a str,
    /// Who sends it.
    pub from: &'a str,
    /// Who is to get it.
    pub to: &'a str,
    /// The ports, if it has any.
    pub ports: Option<(u16, u16)>,
    /// Bytes it carries for a program.
    pub payload: u16,
    /// Its bytes as a frame.
    pub frame: u32,
    /// Hops it may still make.
    pub ttl: u8,
}

/// What a packet is, in one sentence.
pub fn packet_sentence(lang: Lang, line: &PacketLine<'_>) -> String {
    let PacketLine {
        kind,
        from,
        to,
        payload,
        frame,
        ttl,
        ..
    } = line;
    match (lang, line.ports) {
        (Lang::En, Some((a, b))) => format!(
            "{kind} from {from} (port {a}) to {to} (port {b}): {} of content in a frame of {frame}; TTL {ttl}.",
            count(*payload, "byte")
        ),
        (Lang::En, None) => format!(
            "{kind} from {from} to {to}, without ports: {} of content in a frame of {frame}; TTL {ttl}.",
            count(*payload, "byte")
        ),
        (Lang::Ko, Some((a, b))) => format!(
            "{from}({a}번 포트)에서 {} 가는 {}. 내용 {payload}바이트, 프레임 전체 {frame}바이트, TTL {ttl}.",
            josa::ro(&format!("{to}({b}번 포트)")),
            josa::ieyo(kind)
        ),
        (Lang::Ko, None) => format!(
            "{from}에서 {} 가는 {}. 포트가 없어요. 내용 {payload}바이트, 프레임 전체 {frame}바이트, TTL {ttl}.",
            josa::ro(to),
            josa::ieyo(kind)
        ),
    }
}

/// Why a packet was lost, short.
pub fn drop_reason(lang: Lang, why: DropReason) -> &'static str {
    let (en, ko) = match why {
        DropReason::LinkCut => ("link cut", "링크가 끊김"),
        DropReason::Noise => ("random loss on the link", "링크의 무작위 손실"),
        DropReason::QueueFull => ("queue full", "큐가 가득 참"),
        DropReason::ReceiveBufferFull => ("receive buffer full", "수신 버퍼가 가득 참"),
        DropReason::NodeDown => ("node switched off", "노드가 꺼짐"),
        DropReason::BadFrameCheck => ("frame check failed (FCS)", "프레임 검사 순서(FCS) 오류"),
        DropReason::BadIpHeader => ("bad IP header checksum", "IP 헤더 체크섬 오류"),
        DropReason::BadTransport => ("bad checksum", "체크섬 오류"),
        DropReason::TtlExpired => ("TTL ran out", "TTL이 0이 됨"),
        DropReason::NoRoute => ("no route", "경로 없음"),
        DropReason::NoSuchHost => ("no host has this address", "이 주소를 쓰는 호스트가 없음"),
        DropReason::TooBig { .. } => ("too big for the next link", "다음 링크의 MTU보다 큼"),
        DropReason::NotForMe => ("came to the wrong host", "다른 호스트로 잘못 옴"),
        DropReason::NoSocket { ports: true } => (
            "no program listens on this port",
            "이 포트에서 기다리는 프로그램이 없음",
        ),
        DropReason::NoSocket { ports: false } => (
            "no program takes this protocol",
            "이 프로토콜을 받는 프로그램이 없음",
        ),
        DropReason::Killed => ("destroyed by you", "내가 없앰"),
    };
    lang.pick(en, ko)
}

/// A cross on the map: `lost: link cut`.
pub fn lost(lang: Lang, why: DropReason) -> String {
    let reason = drop_reason(lang, why);
    match lang {
        Lang::En => format!("lost: {reason}"),
        Lang::Ko => format!("손실: {reason}"),
    }
}

/// The fate of a packet that a socket got, and through it (`has_mail`) a program.
pub fn accepted(lang: Lang, node: &str, at: &str, has_mail: bool) -> String {
    match (lang, has_mail) {
        (Lang::En, true) => format!("It arrived: {node} handed it to a program at {at}."),
        (Lang::Ko, true) => format!("{at}에 {node}에 도착해 프로그램에 전달됐어요."),
        (Lang::En, false) => format!("It arrived: a socket on {node} took it at {at}."),
        (Lang::Ko, false) => format!("{at}에 {node}에 도착해 소켓에 전달됐어요."),
    }
}

/// The fate of a packet that a host dealt with itself. `asks`: it is an echo request.
pub fn absorbed(lang: Lang, node: &str, at: &str, why: AbsorbReason, asks: bool) -> String {
    let (en, ko) = match why {
        AbsorbReason::AnsweredWithReset => (
            "which answered with a reset: it knows no such connection",
            "그런 연결이 없어서 RST로 응답했어요",
        ),
        AbsorbReason::StrayReset => (
            "which has no such connection and ignored it",
            "해당하는 연결이 없어 무시했어요",
        ),
        AbsorbReason::OpensNothing => (
            "whose listener dropped it: it opens no connection",
            "연결을 여는 세그먼트가 아니어서 버렸어요",
        ),
        AbsorbReason::BacklogFull => (
            "whose listener keeps no more connections waiting (backlog full)",
            "백로그가 가득 차서 버렸어요",
        ),
        AbsorbReason::IcmpTold { .. } => (
            "which told the program concerned",
            "해당 프로그램에 알려 줬어요",
        ),
        AbsorbReason::IcmpIgnored if asks => (
            "where ICMP is switched off, so it is not answered",
            "이 호스트는 ICMP가 꺼져 있어 에코 요청에 응답하지 않아요",
        ),
        AbsorbReason::IcmpIgnored => (
            "which had no program to tell",
            "알릴 프로그램이 없어 무시했어요",
        ),
        AbsorbReason::EchoAnswered => ("which answered it", "응답을 보냈어요"),
    };
    match lang {
        Lang::En => format!("It reached {node} at {at}, {en}."),
        Lang::Ko => format!("{at}에 {node}에 도착했고, {ko}."),
    }
}

/// The fate of a packet that was lost.
pub fn dropped(lang: Lang, place: &str, at: &str, why: DropReason) -> String {
    let reason = drop_reason(lang, why);
    match lang {
        Lang::En => format!("Lost at {place} at {at}: {reason}."),
        Lang::Ko => format!("{at}에 {place}에서 손실됐어요. 원인: {reason}."),
    }
}

/// `{value} {unit}` as a slider says it.
pub fn with_unit(value: &str, unit: &str) -> String {
    if unit == "%" {
        format!("{value}%")
    } else {
        format!("{value} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: Look = Look {
        family: Family::Tcp,
        shape: Shape::Data,
    };

    #[test]
    fn a_packets_name_says_all_that_its_drawing_shows() {
        let marks = Marks {
            resend: true,
            ..Marks::default()
        };
        let piece = |name: &str| Carried::Piece(name.to_owned());
        let last = Marks {
            fin: true,
            ..Marks::default()
        };
        assert_eq!(
            packet_title(Lang::En, DATA, &Carried::Segment(3), last),
            "TCP data, segment 3, with FIN"
        );
        assert_eq!(
            packet_title(Lang::En, DATA, &piece("from tile 12 on"), marks),
            "TCP data, from tile 12 on, retransmitted"
        );
        assert_eq!(
            packet_title(Lang::Ko, DATA, &piece("타일 12부터"), marks),
            "TCP 데이터, 타일 12부터, 재전송"
        );
        assert_eq!(
            packet_way(Lang::En, 1024, "client", "server"),
            "1024 bytes, from client to server"
        );
        assert_eq!(
            packet_way(Lang::Ko, 1024, "클라이언트", "서버"),
            "1024바이트, 클라이언트에서 서버로"
        );
    }
}
