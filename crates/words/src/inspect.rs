//! The inspector's words.

mod life;
mod notes;
mod sum;
mod values;

pub use life::*;
pub use notes::{rcode, record_type, service};
pub use sum::*;
pub use values::*;

use hoplab_sim::PacketId;
use hoplab_units::count;

use super::Lang;

texts! {
    /// The inspector's heading.
    title: "Inspector", "자세히 보기";
    /// Before anything was selected.
    nothing: "Select a packet, a node, a link, or a line of the log to see inside it.", "패킷, 노드, 링크나 기록의 한 줄을 고르면 속을 볼 수 있어요.";
    /// Selects an event to see its causes.
    why: "Why?", "왜 그랬나요?";
    /// The heading of the run's details.
    run: "This run", "이번 실행";
    /// The row of the seed.
    seed: "Seed", "시드";
    /// The row of the number of events.
    events: "Events so far", "지금까지의 사건";
    /// The row of the trace hash.
    hash: "Trace hash", "실행 기록 해시";
    /// What the trace hash is good for.
    hash_means: "Equal hashes: two runs were the same in every event and byte.", "해시가 같으면 두 실행은 사건 하나, 바이트 하나까지 같아요.";
    /// Computes the trace hash.
    show: "Show", "보기";
    /// The trace no longer has it.
    forgotten: "The record no longer reaches back that far.", "기록에 더는 남아 있지 않아요.";

    /// Before what the program in a packet says, in brief.
    carries: "It carries", "담긴 메시지";
    /// The heading of a packet's life.
    life: "Its way", "지나온 길";
    /// That the list of steps begins in the middle.
    life_cut: "What was before is no longer in the record.", "그 전의 일은 기록에 남아 있지 않아요.";
    /// The heading of a frame's fields.
    fields: "Its fields", "헤더와 필드";
    /// The heading of the bytes.
    bytes: "Its bytes", "바이트";
    /// How to go about in the bytes.
    bytes_help: "Choose a byte, or go there by the arrow keys, to find its field.", "바이트를 고르거나 화살표 키로 옮기면 어떤 필드인지 알 수 있어요.";
    /// The heading of what changed since the hop before.
    changed_here: "Changed since the step before", "앞 단계와 달라진 것";
    /// Nothing changed since then.
    nothing_changed: "No byte changed since the step before.", "앞 단계와 바이트가 모두 같아요.";
    /// The mark of a field that changed.
    changed: "changed", "바뀜";
    /// A column: the field.
    field: "Field", "필드";
    /// A column: the value.
    value_column: "Value", "값";
    /// The mark of a wrong checksum or an unreadable header.
    bad: "bad", "오류";
    /// A column: the value at the step before.
    before: "Before", "이전";
    /// A column: the value now.
    after: "Now", "지금";

    /// A row: the address.
    address: "Address", "주소";
    /// A row: whether it is on.
    state: "State", "상태";
    /// On.
    on: "on", "켜짐";
    /// Off.
    off: "off", "꺼짐";
    /// A link in order.
    whole: "up", "정상";
    /// A cut link.
    cut: "cut", "끊김";
    /// The table of network cards.
    cards: "Network cards", "네트워크 카드";
    /// A column: the MAC address.
    mac: "MAC", "MAC 주소";
    /// A column: the link a card is on.
    link: "Link", "링크";
    /// A column: the node at the other end of a link.
    neighbour: "Other end", "건너편";
    /// A column: what is measured.
    quality: "Quality", "항목";
    /// The table of routes.
    routes: "Routes", "라우팅 테이블";
    /// A node without routes.
    no_routes: "No routes.", "경로가 없어요.";
    /// A column: the network a route leads to.
    prefix: "To", "목적지";
    /// A column: the next hop.
    next_hop: "Next hop", "다음 홉";
    /// A column: what a route costs.
    cost: "Cost", "비용";
    /// A route to the node itself.
    itself: "itself", "자기 자신";
    /// The table of sockets.
    sockets: "Sockets", "소켓";
    /// A host without sockets.
    no_sockets: "No sockets.", "열린 소켓이 없어요.";
    /// A column: what a socket speaks.
    protocol_column: "Protocol", "프로토콜";
    /// A column: a socket's own address.
    local: "Local", "로컬 주소";
    /// A column: the other side's address.
    remote: "Remote", "상대 주소";
    /// A column: bytes the program has not read.
    receive_queue: "Recv-Q", "Recv-Q";
    /// What Recv-Q counts.
    receive_queue_means: "Bytes received that the program has not read yet.", "받았지만 프로그램이 아직 읽지 않은 바이트예요.";
    /// A column: bytes that are not acknowledged.
    send_queue: "Send-Q", "Send-Q";
    /// What Send-Q counts.
    send_queue_means: "Bytes the program has written that the other side has not acknowledged yet; some of them may not be sent yet.", "프로그램이 소켓에 넘겼지만 상대가 아직 확인 응답하지 않은 바이트예요. 아직 보내지 않은 것도 들어 있어요.";

    /// The table of a link's directions.
    directions: "Each direction", "방향별 상태";
    /// A row: how full the queue is.
    waiting: "Waiting", "대기 중";
    /// A row: frames on the line.
    under_way: "On the link", "링크 위";
    /// A row: the longest packet.
    mtu: "MTU", "MTU";

    /// The heading of an event's causes.
    because: "Why it happened", "그 까닭";
    /// An event without a cause.
    no_cause: "It has no cause: this is where it began.", "원인이 따로 없어요. 여기서 시작됐어요.";
    /// That the root is reached.
    root: "That is where it began.", "여기서 시작됐어요.";
    /// The heading of what became of the packet that was sent again.
    earlier: "And the one sent first?", "처음 보낸 것은 어떻게 됐을까요?";
    /// The packet sent first has no end yet.
    earlier_under_way: "It has not ended yet: it is still under way.", "아직 끝나지 않았어요. 지금도 가는 중이에요.";
    /// Leads back to where it was asked why something happened.
    back: "Back", "돌아가기";
    /// Opens the packet of an event.
    open_packet: "Open the packet", "패킷 열어 보기";
}

/// How many steps of one packet's way were left out.
pub fn way(lang: Lang, steps: usize) -> String {
    match lang {
        Lang::En => format!("{} on its way", count(steps as u64, "step")),
        Lang::Ko => format!("가는 길에 {steps}단계"),
    }
}

/// How many events were left out before the root.
pub fn more(lang: Lang, events: usize) -> String {
    match lang {
        Lang::En => format!(
            "{}, and at the root:",
            count(events as u64, "earlier event")
        ),
        Lang::Ko => format!("더 앞선 사건 {events}개, 그 시작은:"),
    }
}

/// A number of bytes.
pub fn bytes_count(lang: Lang, bytes: usize) -> String {
    match lang {
        Lang::En => count(bytes as u64, "byte").to_string(),
        Lang::Ko => format!("{bytes}바이트"),
    }
}

/// A queue's bytes and their bound.
pub fn of_bound(lang: Lang, bytes: u32, bound: u32) -> String {
    match lang {
        Lang::En => format!("{bytes} of {bound} bytes"),
        Lang::Ko => format!("{bound}바이트 중 {bytes}바이트"),
    }
}

/// A byte and the field it belongs to. `at`: how many bytes stand before it.
pub fn byte_at(lang: Lang, at: usize, byte: u8, field: &str) -> String {
    match lang {
        Lang::En => format!("Offset {at}: {byte:#04x} — {field}"),
        Lang::Ko => format!("오프셋 {at}: {byte:#04x} — {field}"),
    }
}

/// A packet's number as a heading. `number`: its id, which counts from 0.
pub fn packet_number(lang: Lang, number: u64) -> String {
    match lang {
        Lang::En => format!("Packet {}", PacketId(number)),
        Lang::Ko => format!("패킷 {}", PacketId(number)),
    }
}
