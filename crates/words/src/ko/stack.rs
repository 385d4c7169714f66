//! The words of the stack view: the four layers of the Internet's protocols.

use crate::ko::josa;
use hoplab_explain::way::Layer;
use hoplab_sim::PacketId;

texts! {
    title: "계층";
    nothing: "아직 보낸 패킷이 없어요. 패킷이 생기면 네 계층이 데이터를 어떻게 감싸고(캡슐화), 누가 어디까지 열어 보는지 여기에서 볼 수 있어요.";
    forgotten: "이 패킷은 기록에 남아 있지 않거나, 이 시점에는 아직 만들어지지 않았어요.";
    way_cut: "처음 부분은 기록에 남아 있지 않아요.";
    keep: "이 패킷만 보기";
    way: "지나는 노드와 각 노드의 네 계층";
    previous: "이전 홉";
    following: "다음 홉";
    go_there: "이 순간으로 가기";
    boxes: "이 노드를 떠날 때의 모습: 계층마다 앞에 헤더를 붙였어요(캡슐화)";
    boxes_end: "도착했을 때의 모습: 계층마다 자기 헤더를 떼어 내요(역캡슐화)";
    content: "애플리케이션 데이터";
    frame: "이더넷 프레임";
    quoted: "문제가 된 패킷의 앞부분(인용)";
    no_ports: "이 계층의 헤더가 없어요. IP만 쓰면 포트도 없어요.";
    content_changed: "바이트가 바뀜";
    not_there: "도달하지 못함";
    not_there_yet: "아직 도달하지 않음";
    cargo: "여기서는 열어 보지 않아요. 라우터에게는 그저 실어 나르는 짐이에요.";
    not_reached: "여기까지 올라오지 못했어요.";
    not_down: "여기까지 내려오지 못했어요.";
    off: "노드가 꺼져 있어서 프레임을 받지 못했어요.";
    unknown: "여기서 있었던 일은 기록에 남아 있지 않아요.";
    icmp_no_program: "프로그램이 만든 것이 아니에요. 인터넷 계층이 스스로 보냈어요.";
    icmp_told: "프로그램에 줄 데이터는 없어요. 소켓이 오류만 알려 줘요.";
    icmp_no_transport: "할 일이 없어요. ICMP는 인터넷 계층에 속하고 포트가 없어요.";
    raw_no_transport: "쓰지 않아요. 이 프로그램은 IP 패킷을 직접 보내므로 프로그램을 구별할 포트가 없어요.";
    nothing_for_program: "프로그램에 넘길 데이터는 없어요. TCP가 처리하고, 연결이 열리거나 끝나거나 실패했으면 그 사실만 알려요.";
    frame_in: "네트워크 카드가 자기 MAC 주소로 온 프레임을 받아 그 속의 패킷을 위로 올려요.";
    frame_in_out: "받은 프레임에서 패킷을 꺼내요.";
    frame_bad: "프레임 검사 순서(FCS)가 맞지 않아 카드가 프레임을 버려요.";
    waits: "아직 링크가 비기를 기다리고 있어요.";
    memory_flip: "이 노드의 메모리에서 비트 하나가 뒤집혔어요.";
    line_flip: "여기로 오는 링크에서 비트 하나가 뒤집혔어요.";
}

pub fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Application => "애플리케이션 계층",
        Layer::Transport => "전송 계층",
        Layer::Internet => "인터넷 계층",
        Layer::Interface => "네트워크 인터페이스 계층",
    }
}

pub fn layer_short(layer: Layer) -> &'static str {
    match layer {
        Layer::Application => "애플리케이션",
        Layer::Transport => "전송",
        Layer::Internet => "인터넷",
        Layer::Interface => "네트워크 인터페이스",
    }
}

pub fn following_newest(packet: u64) -> String {
    format!(
        "고른 패킷이 없어서 새로 나온 패킷 {} 따라가요. 프로그램의 데이터를 나르는 패킷이 있으면 그중 가장 새것을 골라요. 지도나 기록에서 패킷을 누르면 그 패킷을 볼 수 있어요.",
        josa::eul(&PacketId(packet).to_string())
    )
}

pub fn copy_of(original: u64) -> String {
    format!(
        "링크에서 {} 복제되어 생긴 패킷이에요.",
        josa::i(&PacketId(original).to_string())
    )
}

pub fn hop(number: usize, of: usize, node: &str) -> String {
    format!("홉 {number}/{of}: {node}")
}

pub fn tower(node: &str, way: &str) -> String {
    format!("{node}: {way}")
}

pub fn goes_down(from: Layer) -> String {
    format!("{}에서 아래로", layer(from))
}

pub fn up_and_down(top: Layer) -> String {
    format!("{}까지 올라갔다 다시 아래로", layer(top))
}

pub fn goes_up(top: Layer) -> String {
    format!("{}까지", layer(top))
}

pub fn ends_here(reason: &str) -> String {
    format!("여기서 끝나요: {reason}.")
}

pub fn with_note(what: &str, note: &str) -> String {
    format!("{what}({note})")
}

pub fn program_sends(program: &str, what: &str) -> String {
    format!(
        "{} {} 아래로 내려보내요.",
        josa::i(program),
        josa::eul(what)
    )
}

pub fn program_gets(program: &str, what: &str) -> String {
    format!("{} {} 받아요.", josa::i(program), josa::eul(what))
}

pub fn program_on(node: &str) -> String {
    format!("{node}의 프로그램")
}

pub fn tcp_own(flags: &str) -> String {
    format!("비어 있어요. TCP가 스스로 만든 세그먼트({flags})예요.")
}

pub fn udp_sends(from: u16, to: u16) -> String {
    format!(
        "UDP가 포트 번호({from} → {to})를 붙여 상대 호스트의 어느 프로그램에 갈지 알리고, 체크섬을 더해요."
    )
}

pub fn tcp_sends(from: u16, to: u16, seq: u32) -> String {
    format!(
        "TCP가 포트 번호({from} → {to})를 붙이고 바이트에 {seq}부터 번호를 매겨, 순서를 맞추고 빠진 것을 알 수 있게 해요."
    )
}

pub fn tcp_control(from: u16, to: u16, flags: &str) -> String {
    format!("TCP끼리 주고받는 제어 세그먼트예요({from} → {to}): {flags}.")
}

pub fn ip_sends(ttl: u8) -> String {
    format!("IP가 두 호스트의 주소와 TTL {ttl}, 헤더 체크섬을 붙이고 나갈 링크를 골라요.")
}

pub fn icmp_sends(node: &str) -> String {
    format!(
        "이 계층에 속한 ICMP가 {} 대신해 알리고, IP가 주소를 붙여요.",
        josa::eul(node)
    )
}

pub fn frame_out(next: &str) -> String {
    format!(
        "네트워크 카드가 패킷을 새 프레임에 담아요. 출발지는 자기 MAC 주소, 목적지는 {next}의 MAC 주소예요. 실제 호스트는 그 MAC 주소를 ARP로 알아내요(여기서는 시뮬레이션하지 않아요)."
    )
}

pub fn ip_passes(ttl: (u8, u8), next: &str) -> String {
    let (before, after) = ttl;
    format!(
        "라우터가 TTL을 {before}에서 {} 줄이고 헤더 체크섬을 다시 계산해 패킷을 {} 넘겨요.",
        josa::ro(&after.to_string()),
        josa::ro(next)
    )
}

pub fn ip_hands_up(protocol: &str) -> String {
    format!(
        "자기 IP 주소로 온 패킷이라 IP 헤더를 떼고 나머지를 {}에 올려 줘요.",
        protocol
    )
}

pub fn ip_hands_to_program() -> &'static str {
    "자기 IP 주소로 온 패킷이라 IP 헤더를 떼고, IP 패킷을 그대로 받는 프로그램에 줘요."
}

pub fn udp_hands_up(port: u16) -> String {
    format!("체크섬이 맞아요. UDP가 내용을 {port}번 포트의 소켓에 넘겨요.")
}

pub fn tcp_hands_up(seq: u32) -> String {
    format!("체크섬이 맞아요. TCP가 {seq}번부터의 바이트를 순서대로 맞춰 위로 올려요.")
}

pub fn tcp_takes(flags: &str) -> String {
    format!("체크섬이 맞아요. TCP가 이 세그먼트를 스스로 처리해요: {flags}.")
}

texts! {
    tcp_keeps: "체크섬은 맞지만 앞의 바이트가 빠져 있어요. TCP가 그것이 올 때까지 보관해요.";
    tcp_had: "TCP가 이미 다 받은 바이트예요. 더 올라가지 않아요.";
    tcp_outside: "TCP의 수신 윈도우를 벗어난 바이트예요. 더 올라가지 않아요.";
    still_in_tcp: "아직 받은 것이 없어요. 바이트는 TCP에 있어요.";
}
