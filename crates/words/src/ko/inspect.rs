//! The inspector's words.

pub mod life;
pub mod notes;
pub mod sum;
pub mod values;

use hoplab_sim::PacketId;

texts! {
    title: "자세히 보기";
    nothing: "패킷, 노드, 링크나 기록의 한 줄을 고르면 속을 볼 수 있어요.";
    why: "왜 그랬나요?";
    run: "이번 실행";
    seed: "시드";
    events: "지금까지의 사건";
    hash: "실행 기록 해시";
    hash_means: "해시가 같으면 두 실행은 사건 하나, 바이트 하나까지 같아요.";
    show: "보기";
    forgotten: "기록에 더는 남아 있지 않아요.";
    carries: "담긴 메시지";
    life: "지나온 길";
    life_cut: "그 전의 일은 기록에 남아 있지 않아요.";
    fields: "헤더와 필드";
    bytes: "바이트";
    bytes_help: "바이트를 고르거나 화살표 키로 옮기면 어떤 필드인지 알 수 있어요.";
    changed_here: "앞 단계와 달라진 것";
    nothing_changed: "앞 단계와 바이트가 모두 같아요.";
    changed: "바뀜";
    field: "필드";
    value_column: "값";
    bad: "오류";
    before: "이전";
    after: "지금";
    address: "주소";
    state: "상태";
    on: "켜짐";
    off: "꺼짐";
    whole: "정상";
    cut: "끊김";
    cards: "네트워크 카드";
    mac: "MAC 주소";
    link: "링크";
    neighbour: "건너편";
    quality: "항목";
    routes: "라우팅 테이블";
    no_routes: "경로가 없어요.";
    prefix: "목적지";
    next_hop: "다음 홉";
    cost: "비용";
    itself: "자기 자신";
    sockets: "소켓";
    no_sockets: "열린 소켓이 없어요.";
    protocol_column: "프로토콜";
    local: "로컬 주소";
    remote: "상대 주소";
    receive_queue: "Recv-Q";
    receive_queue_means: "받았지만 프로그램이 아직 읽지 않은 바이트예요.";
    send_queue: "Send-Q";
    send_queue_means: "프로그램이 소켓에 넘겼지만 상대가 아직 확인 응답하지 않은 바이트예요. 아직 보내지 않은 것도 들어 있어요.";
    directions: "방향별 상태";
    waiting: "대기 중";
    under_way: "링크 위";
    mtu: "MTU";
    because: "그 까닭";
    no_cause: "원인이 따로 없어요. 여기서 시작됐어요.";
    root: "여기서 시작됐어요.";
    earlier: "처음 보낸 것은 어떻게 됐을까요?";
    earlier_under_way: "아직 끝나지 않았어요. 지금도 가는 중이에요.";
    back: "돌아가기";
    open_packet: "패킷 열어 보기";
}

pub fn way(steps: usize) -> String {
    format!("가는 길에 {steps}단계")
}

pub fn more(events: usize) -> String {
    format!("더 앞선 사건 {events}개, 그 시작은:")
}

pub fn bytes_count(bytes: usize) -> String {
    format!("{bytes}바이트")
}

pub fn of_bound(bytes: u32, bound: u32) -> String {
    format!("{bound}바이트 중 {bytes}바이트")
}

pub fn byte_at(at: usize, byte: u8, field: &str) -> String {
    format!("오프셋 {at}: {byte:#04x} — {field}")
}

pub fn packet_number(number: u64) -> String {
    format!("패킷 {}", PacketId(number))
}
