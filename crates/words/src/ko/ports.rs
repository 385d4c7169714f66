//! The words of the ports panel: sockets, how a packet finds its program, ranges of port numbers.

use crate::ko::{LANG, josa};
use crate::ports::{Difference, differs};
use hoplab_explain::sockets::PortRange;
use hoplab_explain::sockets::matching::{Fields, Key, Sort, Verdict};
use hoplab_sim::{ConsumeReason, PacketId};

texts! {
    title: "포트";
    host: "호스트";
    sockets_means: "소켓은 프로그램이 네트워크와 통신하는 창구예요. 표는 ss -tuwanp 명령처럼 소켓을 보여 줘요.";
    no_sockets: "소켓을 연 프로그램이 없어요.";
    columns: "각 열의 뜻";
    netid: "프로토콜(Netid)";
    netid_means: "프로토콜이에요. tcp와 udp, 핑에 쓰는 icmp, 그리고 포트 없이 IP만 쓰는 raw가 있어요.";
    state: "상태";
    state_means: "LISTEN은 연결을 기다리는 중이고 ESTAB은 연결된 상태예요. UDP와 raw에는 연결이 없어요. 누구에게서나 받으면 UNCONN으로 나와요. UDP와 raw의 ESTAB은 연결이 아니라 프로그램이 connect()로 상대를 하나로 정해 두었다는 뜻이고, 그때 오간 패킷은 없어요.";
    local_means: "이 호스트의 주소와 소켓의 포트 번호예요. raw에는 포트가 없고, icmp에는 포트 대신 에코 식별자가 있어요.";
    local: "로컬 주소:포트";
    peer: "상대 주소:포트";
    peer_means: "상대의 주소와 포트 번호예요. *는 누구든 괜찮다는 뜻이에요.";
    process: "프로그램";
    process_means: "소켓을 가진 프로그램이에요.";
    closed: "닫힘";
    select_means: "줄을 고르면 지도의 패킷, 기록의 줄, 프로그램이 함께 표시돼요.";
    unknown_program: "?";
    anyone: "*:*";
    demux: "패킷은 어느 프로그램으로 갈까요?";
    demux_means: "한 호스트의 프로그램들은 주소 하나를 같이 써요. 호스트는 도착한 패킷의 필드 몇 개를 소켓과 비교해 어느 프로그램의 것인지 찾아요. 이것을 역다중화(demultiplexing)라고 해요.";
    last_packet: "마지막으로 도착한 패킷";
    this_packet: "선택한 패킷";
    not_here: "선택한 패킷은 여기에서 처리되지 않았어요. 대신 마지막으로 도착한 패킷을 보여 줘요.";
    step_read: "1. 패킷에 적힌 내용";
    step_match: "2. 표와 한 줄씩 비교(더 구체적인 줄부터)";
    step_drop: "3. 프로그램의 수신 버퍼로";
    protocol: "프로토콜";
    source_ip: "출발지 IP";
    source_port: "출발지 포트";
    destination_ip: "목적지 IP";
    destination_port: "목적지 포트";
    echo_id: "식별자";
    decides: "비교함";
    not_asked: "비교 안 함";
    no_field: "없음";
    no_rows: "비교하는 줄이 없어요.";
    nobody: "받는 곳 없음";
    host_itself: "호스트 자신";
    table: "소켓 표";
    apart: "둘을 구별하는 것";
    empty: "아직 없음";
    here: "이 패킷";
    ranges: "포트 번호의 세 범위";
    own_scale: "RFC 6335는 0~65535번을 세 범위로 나눠요. 막대마다 눈금 간격이 달라요.";
    why_high: "클라이언트의 포트 번호는 왜 이렇게 클까요? 아무도 미리 알 필요가 없기 때문이에요. 호스트가 비어 있는 동적 포트를 하나 빌려주고, 서버는 요청이 온 그 포트로 응답해요. 여기서는 알아보기 쉽게 49152번부터 차례로 빌려주지만(RFC 6335), 실제 호스트는 무작위로 골라요(RFC 6056). 리눅스는 32768~60999번에서 골라요.";
    none_used: "여기서 쓰는 것 없음";
    not_now: "지금 시점에는 이 소켓이 없어요.";
    program: "프로그램";
    opened: "열린 때";
    closed_at: "닫힌 때";
    taken: "받은 것";
    why_opened: "왜 열렸나요?";
    why_closed: "왜 닫혔나요?";
    selected_program: "선택한 소켓의 프로그램";
    open_packet: "패킷 고르기";
    says_nothing: " 그런데 ICMP가 꺼져 있어서 아무것도 알리지 않아요.";
    no_taker: "이 프로토콜을 받는 소켓이 없어서 패킷을 버려요.";
    reports_port: " 보낸 쪽에는 ICMP 포트 도달 불가(port unreachable)로 알려요.";
    reports_protocol: " 보낸 쪽에는 ICMP 프로토콜 도달 불가(protocol unreachable)로 알려요.";
    buffer_full: "프로그램이 앞서 온 것을 아직 읽지 않아 수신 버퍼가 가득 찼어요. 그래서 패킷을 버려요.";
    bad_checksum: "체크섬이 맞지 않아서 포트를 비교하기도 전에 버려요.";
}

pub fn host_choice(name: &str, open: usize, closed: usize) -> String {
    match (open, closed) {
        (_, 0) => format!("{name}(소켓 {open}개)"),
        _ => format!("{name}(소켓: 열림 {open}개, 닫힘 {closed}개)"),
    }
}

pub fn caption(host: &str) -> String {
    format!("{host}의 소켓")
}

pub fn no_arrival(host: &str) -> String {
    format!("아직 {host}에 도착한 패킷이 없어요.")
}

pub fn arrived(packet: u64, clock: &str) -> String {
    format!("{}, {clock}에 도착", PacketId(packet))
}

pub fn amount(packets: u32, bytes: u64) -> String {
    format!("패킷 {packets}개, {bytes}바이트")
}

pub fn last(packet: u64) -> String {
    format!("마지막: {}", PacketId(packet))
}

pub fn more(count: usize) -> String {
    format!("그 밖에 {count}개")
}

pub fn verdict(fields: &Fields, key: &Key, verdict: Verdict) -> String {
    let text = match (verdict, key.sort()) {
        (Verdict::Differs(differences), _) => return differs(LANG, fields, key, differences),
        (Verdict::Takes, Sort::Connection) => {
            "두 주소와 두 포트가 모두 같아요. 이 연결의 패킷이에요"
        }
        (Verdict::Takes, Sort::Connected) => {
            "두 주소와 두 포트가 모두 같아요. 바로 이 상대와 통신하는 프로그램이에요"
        }
        (Verdict::Takes, Sort::Listener) => "포트가 같고, SYN으로 새 연결을 요청하고 있어요",
        (Verdict::Takes, Sort::Bound) => "포트가 같고, 누구에게서나 받는 소켓이에요",
        (Verdict::Takes, Sort::Raw) => {
            "복사본을 하나 받아요. 패킷에 어느 프로그램의 것인지 적혀 있지 않아요"
        }
        (Verdict::Takes, Sort::Ping) => "식별자가 같아요. 이 에코 요청을 보낸 프로그램이에요",
        (Verdict::OtherProtocol, _) => "프로토콜이 달라 비교하지 않아요",
        (Verdict::LessExact, _) => "여기도 맞지만 더 구체적인 줄을 먼저 찾았어요",
        (Verdict::AsksNothing, _) => "포트는 같지만, 여기서는 SYN만 연결을 열 수 있어요",
        (Verdict::MakesRoom, _) => "TIME-WAIT 상태라서 새 연결에 자리를 내줘요",
    };
    text.to_owned()
}

pub fn difference(which: Difference, packet: &str, row: &str) -> String {
    let which = match which {
        Difference::OwnPort => "목적지 포트가 달라요",
        Difference::Source => "출발지 주소가 달라요",
        Difference::SourcePort => "출발지 포트가 달라요",
        Difference::EchoId => "식별자가 달라요",
    };
    format!("{which}({packet}, 여기는 {row})")
}

pub fn consumed(why: ConsumeReason, port: u16, who: &str, asks: bool) -> String {
    match why {
        ConsumeReason::AnsweredWithReset => {
            format!(
                "TCP {port}번 포트로 온 이 세그먼트를 받을 소켓이 없어서 호스트가 RST로 응답해요."
            )
        }
        ConsumeReason::StrayReset => "어느 연결에도 속하지 않는 RST라서 할 일이 없어요.".to_owned(),
        ConsumeReason::OpensNothing => {
            "이 포트에서 기다리는 소켓은 있지만 연결을 요청하는 세그먼트가 아니라서 버려요."
                .to_owned()
        }
        ConsumeReason::BacklogFull => {
            "아직 맺는 중인 연결이 너무 많아서 SYN에 응답하지 않아요.".to_owned()
        }
        ConsumeReason::IcmpTold { .. } => {
            format!(
                "ICMP에는 포트가 없어서 호스트가 직접 받아요. 안에 인용된 패킷의 포트를 보고 {who}에 알려요."
            )
        }
        ConsumeReason::IcmpIgnored if asks => {
            "에코 요청은 호스트가 직접 응답하는데, 이 호스트는 ICMP가 꺼져 있어 응답하지 않아요."
                .to_owned()
        }
        ConsumeReason::IcmpIgnored => {
            "ICMP에는 포트가 없어서 호스트가 직접 받아요. 관련된 소켓은 없어요.".to_owned()
        }
        ConsumeReason::EchoAnswered => {
            "에코 요청에는 포트가 없어요. 호스트가 직접 응답하고 프로그램은 알지 못해요.".to_owned()
        }
    }
}

pub fn told_apart(port: u16, host: &str, this: u16, other: u16) -> String {
    format!(
        "출발지 포트뿐이에요. 둘 다 {host}에서 이곳 {port}번 포트로 온 연결인데, 하나는 {this}번, 다른 하나는 {other}번 포트에서 왔어요. 이 패킷에는 {this}번이라고 적혀 있어요."
    )
}

pub fn range_name(range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => "잘 알려진 포트",
        PortRange::Registered => "등록 포트",
        PortRange::Dynamic => "동적 포트",
    }
}

pub fn range_means(range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => {
            "모두가 약속한 번호라서 클라이언트가 물어보지 않고도 알아요. 21은 FTP(20은 능동 모드의 데이터), 23은 TELNET, 53은 DNS, 80은 HTTP, 443은 HTTPS예요."
        }
        PortRange::Registered => {
            "특정 프로그램용으로 등록해 두거나, 게임이나 채팅처럼 서버를 운영하는 사람이 골라서 쓰는 번호예요."
        }
        PortRange::Dynamic => {
            "주인이 정해지지 않은 번호예요. 클라이언트의 소켓이 통신하는 동안만 빌려 쓰고 돌려줘요. 임시 포트라고도 해요."
        }
    }
}

pub fn other_protocols(rows: usize) -> String {
    format!("프로토콜이 다른 {rows}줄은 비교하지 않아요")
}

pub fn packets(packets: u32) -> String {
    format!("패킷 {packets}개")
}

pub fn port(port: u16) -> String {
    format!("{port}번 포트")
}

pub fn identified(address: core::net::Ipv4Addr, id: u16) -> String {
    format!("{address}, 식별자 {id}")
}

pub fn only_fixed(state: &str) -> String {
    format!("{state}(연결이 아니라 connect()로 상대만 정해 둠)")
}

pub fn no_port() -> &'static str {
    "포트 없음"
}

pub fn socket_of(netid: &str, host: &str) -> String {
    format!("{host}의 {netid} 소켓")
}

pub fn select_socket(row: &str) -> String {
    format!("소켓 고르기: {row}")
}

pub fn tcp_own(who: &str) -> String {
    format!(
        "{who}의 연결에 속하는 세그먼트예요. 프로그램에 넘길 데이터는 없어요. TCP가 처리하고, 연결이 열리거나 끝나거나 실패했으면 그 사실만 알려요."
    )
}

pub fn new_socket(who: &str) -> String {
    format!(
        "{} 이 포트에서 기다리고 있어서, 호스트가 이 연결을 위한 소켓을 새로 열어요.",
        josa::i(who)
    )
}

pub fn gets_it(who: &str) -> String {
    format!("{} 받아요.", josa::i(who))
}

pub fn get_copies(who: &str) -> String {
    format!("{} 하나씩 복사본을 받아요.", josa::i(who))
}

pub fn no_udp_socket(port: u16) -> String {
    format!("UDP {port}번 포트를 쓰는 소켓이 없어서 패킷을 버려요.")
}

pub fn read_out(packet: PacketId, protocol: &str, from: &str, to: &str, outcome: &str) -> String {
    let to = josa::ro(to);
    format!("패킷 {packet}, {protocol}, {from}에서 {to}: {outcome}")
}
