//! The words of the DNS view.

pub mod step;
pub mod way;

use hoplab_dns::{Name, Rank, RecordType};
use hoplab_explain::lookups::account::{AnswerKind, What};
use hoplab_sim::PacketId;

texts! {
    title: "DNS";
    lookups: "이름 조회";
    which: "조회";
    nothing: "아직 조회한 이름이 없어요. 프로그램이 이름으로 접속하면 호스트와 리졸버, 네임 서버가 주고받는 질의와 응답이 여기에 차례로 나와요.";
    no_dns: "이 시나리오에는 네임 서버에 묻는 호스트가 없어요. 프로그램은 IP 주소로 바로 접속해요.";
    press_play: "재생을 누르거나, 이름을 쓰는 프로그램을 시작해 보세요.";
    steps: "차례로 보기";
    tree: "질의와 응답을 트리로 보기";
    dig: "dig +trace처럼 보기";
    dig_means: "dig +trace는 루트 서버 목록을 먼저 보여 준 뒤 루트부터 차례로 물어 내려가요. 아래는 리졸버가 그렇게 받은 응답을, 루트의 응답부터 dig +trace와 같은 형식으로 적은 거예요.";
    dig_nothing: "아직 없어요. 이 조회에서는 네임 서버가 응답한 적이 없어요. 캐시에서 나온 답은 흔적을 남기지 않아요.";
    copy: "텍스트 복사";
    copied: "복사했어요.";
    copy_failed: "브라우저가 복사를 막았어요. 글을 직접 선택해 Ctrl+C를 누르세요.";
    caches: "캐시";
    cache_empty: "기억하고 있는 것이 없어요.";
    flush: "캐시 비우기";
    name: "이름";
    rtype: "타입";
    data: "데이터";
    ttl_left: "남은 TTL";
    ttl_means: "앞으로 몇 초 동안 쓸 수 있는지를 나타내요. 0이 되면 지워지고 다시 물어야 해요.";
    trust_means: "존을 직접 맡은 서버의 응답이, 위임에 딸려 온 정보보다 우선해요(RFC 2181).";
    no_such_name: "없는 이름";
    no_such_record: "없는 레코드";
    any_type: "모두";
    soon: "곧 만료";
    expired: "만료됨";
    records: "네임 서버의 레코드";
    records_means: "실행 중에 레코드를 바꿔 보세요. 캐시에는 TTL이 다할 때까지 예전 값이 남아 있어요.";
    no_servers: "여기에는 실행 중인 네임 서버가 없어요.";
    ttl: "TTL";
    change: "바꾸기";
    change_title: "주소 바꾸기";
    field_name: "이름";
    field_address: "주소";
    field_ttl: "TTL(초)";
    remove: "이름 지우기";
    bad_address: "198.51.100.80과 같은 IPv4 주소를 입력하세요.";
    bad_ttl: "TTL은 초 단위의 정수로 입력하세요.";
    section_question: "질문";
    section_answer: "답변";
    section_authority: "권한";
    section_additional: "추가";
    section_empty: "비어 있음";
    query_message: "질의 메시지";
    reply_message: "응답 메시지";
    no_packet: "아직 패킷 없음";
    under_way: "진행 중";
    in_host: "호스트 안에서";
    no_answer: "응답 없음";
    waiting: "응답을 기다리는 중";
    map_asks: "질의";
    map_answers: "응답";
    stub: "스텁 리졸버";
    stub_cache: "스텁 리졸버의 캐시";
    resolver_cache: "재귀 리졸버의 캐시";
    under_a_second: "1초 미만";
}

pub fn badge(what: &What) -> &'static str {
    match what {
        What::Needs(_) => "요청",
        What::FromCache { negative: true, .. } => "캐시: 없음",
        What::FromCache { .. } => "캐시에서",
        What::Expired(_) => "만료됨",
        What::Joined => "합류",
        What::Asks { attempt: 1, .. } => "질의",
        What::Asks { .. } => "다시 질의",
        What::Answers { outcome, .. } => outcome_badge(outcome),
        What::Follows { .. } => "CNAME",
        What::Wildcard(_) => "와일드카드",
        What::AlsoNeeds(_) => "먼저 필요",
        What::TimedOut => "시간 초과",
        What::Unreachable(_) => "도달 불가",
        What::Ignores(_) => "무시",
        What::Disbelieves { .. } => "믿지 않음",
        What::Fails(_) | What::FailsSo(_) => "포기",
        What::Tells(_) => "주소",
        What::TellsNot(_) => "주소 없음",
    }
}

pub fn outcome_badge(outcome: &AnswerKind) -> &'static str {
    use hoplab_dns::Rcode;
    match outcome {
        AnswerKind::Answer(_) => "답",
        AnswerKind::Alias(_) => "별칭(CNAME)",
        AnswerKind::Referral(_) => "위임",
        AnswerKind::NoSuchName => "NXDOMAIN",
        AnswerKind::NoData => "레코드 없음",
        AnswerKind::Truncated => "잘림(TC)",
        AnswerKind::Error(Rcode::ServFail) => "SERVFAIL",
        AnswerKind::Error(Rcode::Refused) => "REFUSED",
        AnswerKind::Error(_) => "오류",
        AnswerKind::Unreadable => "읽을 수 없음",
    }
}

/// How much an entry can be trusted.
fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Additional => "글루",
        Rank::Referral => "위임",
        Rank::Answer => "답",
        Rank::AuthoritativeAnswer => "권한 있는 응답",
    }
}

pub fn told_by(who: &str, trust: Rank) -> String {
    let trust = rank(trust);
    format!("{trust}, {who}에서")
}

pub fn choice(question: &str, at: &str, who: &str) -> String {
    format!("{question}, {at}, {who}")
}

pub fn seconds(seconds: u32) -> String {
    format!("{seconds}초")
}

pub fn flush_of(node: &str) -> String {
    format!("{node}의 캐시 비우기")
}

pub fn step_number(number: usize) -> String {
    format!("{number}단계")
}

pub fn packet(packet: u64, bytes: usize) -> String {
    format!("패킷 {}, {bytes}바이트", PacketId(packet))
}

pub fn rtype_means(rtype: RecordType) -> Option<&'static str> {
    Some(match rtype {
        RecordType::A => "IPv4 주소",
        RecordType::Ns => "존을 맡은 네임 서버",
        RecordType::Cname => "이 별칭이 실제로 가리키는 이름",
        RecordType::Soa => "존의 시작점과 일련번호",
        RecordType::Other(_) => return None,
    })
}

pub fn try_scenario(title: &str) -> String {
    format!("‘{title}’ 시나리오 열기")
}

pub fn root_at(node: &str) -> String {
    format!("{node}: 루트 존")
}

pub fn other_zone_at(zone: &Name, node: &str) -> String {
    format!("{node}: {zone} 존")
}

pub fn from_memory(took: &str) -> String {
    format!("오간 메시지 없음, {took}")
}

pub fn queries_in_all(queries: usize, took: &str) -> String {
    format!("질의 {queries}번, 모두 {took}")
}

pub fn queries_so_far(queries: usize) -> String {
    format!("지금까지 질의 {queries}번")
}
