//! The words of the DNS view.

mod step;
mod way;

use hoplab_dns::{Name, Rank, RecordType};
use hoplab_sim::PacketId;
use hoplab_units::{Span, count};

use super::Lang;
use hoplab_explain::lookups::account::{Outcome, What};

pub use step::{fail, sentence};
pub use way::{back, only_way, wildcard, zone_name};

texts! {
    /// The view's name.
    title: "DNS", "DNS";
    /// The lookups of the run.
    lookups: "Lookups", "이름 조회";
    /// The field in which a lookup is chosen.
    which: "Lookup", "조회";
    /// No name was looked up.
    nothing: "No name has been looked up yet. Once a program connects by name, every question and answer between the host, the resolver and the name servers is listed here.", "아직 조회한 이름이 없어요. 프로그램이 이름으로 접속하면 호스트와 리졸버, 네임 서버가 주고받는 질의와 응답이 여기에 차례로 나와요.";
    /// Where no host of the run knows a resolver.
    no_dns: "No host in this scenario asks a name server, so programs connect by address.", "이 시나리오에는 네임 서버에 묻는 호스트가 없어요. 프로그램은 IP 주소로 바로 접속해요.";
    /// What to do when a lookup can come about.
    press_play: "Press Play, or start a program that uses a name.", "재생을 누르거나, 이름을 쓰는 프로그램을 시작해 보세요.";
    /// The heading of the steps.
    steps: "Step by step", "차례로 보기";
    /// The heading of the tree.
    tree: "Questions and answers as a tree", "질의와 응답을 트리로 보기";
    /// The heading of dig's text.
    dig: "Like dig +trace", "dig +trace처럼 보기";
    /// What dig does.
    dig_means: "dig +trace first prints the list of root servers, then asks from the root down. This has its form, from the root's answer on: the answers that the resolver got on that way.", "dig +trace는 루트 서버 목록을 먼저 보여 준 뒤 루트부터 차례로 물어 내려가요. 아래는 리졸버가 그렇게 받은 응답을, 루트의 응답부터 dig +trace와 같은 형식으로 적은 거예요.";
    /// There is nothing dig could print.
    dig_nothing: "Nothing yet: no name server has answered in this lookup. An answer from a cache leaves no trace.", "아직 없어요. 이 조회에서는 네임 서버가 응답한 적이 없어요. 캐시에서 나온 답은 흔적을 남기지 않아요.";
    /// Copies dig's text.
    copy: "Copy the text", "텍스트 복사";
    /// It was copied.
    copied: "Copied.", "복사했어요.";
    /// The browser refused to copy.
    copy_failed: "The browser does not let the page copy. Select the text and press Ctrl+C.", "브라우저가 복사를 막았어요. 글을 직접 선택해 Ctrl+C를 누르세요.";
    /// The heading of the caches.
    caches: "Caches", "캐시";
    /// An empty cache.
    cache_empty: "Nothing is remembered.", "기억하고 있는 것이 없어요.";
    /// Forgets what a cache holds.
    flush: "Flush", "캐시 비우기";
    /// A column: the name.
    name: "Name", "이름";
    /// A column: the type.
    rtype: "Type", "타입";
    /// A column: the data.
    data: "Data", "데이터";
    /// A column: how long it is remembered.
    ttl_left: "TTL left", "남은 TTL";
    /// What the column means.
    ttl_means: "For how many seconds more it may be used. At 0 it is forgotten and has to be asked for again.", "앞으로 몇 초 동안 쓸 수 있는지를 나타내요. 0이 되면 지워지고 다시 물어야 해요.";
    /// What the two words about an entry's source mean.
    trust_means: "What comes from a zone's own server replaces what only came along with a referral (RFC 2181).", "존을 직접 맡은 서버의 응답이, 위임에 딸려 온 정보보다 우선해요(RFC 2181).";
    /// What there is not.
    no_such_name: "no such name", "없는 이름";
    /// What a name has not.
    no_such_record: "no such record", "없는 레코드";
    /// Any type, of a name that does not exist.
    any_type: "any", "모두";
    /// It will be over soon.
    soon: "expires soon", "곧 만료";
    /// It is over.
    expired: "expired", "만료됨";
    /// The heading of the name servers.
    records: "Records at the name servers", "네임 서버의 레코드";
    /// What to do with them.
    records_means: "Change a record while the simulation runs: caches keep the old one until its TTL has run out.", "실행 중에 레코드를 바꿔 보세요. 캐시에는 TTL이 다할 때까지 예전 값이 남아 있어요.";
    /// No name server runs.
    no_servers: "No name server runs here.", "여기에는 실행 중인 네임 서버가 없어요.";
    /// A column: for how long it may be remembered.
    ttl: "TTL", "TTL";
    /// The button of a change.
    change: "Change", "바꾸기";
    /// The form's heading.
    change_title: "Change an address", "주소 바꾸기";
    /// The field of the name.
    field_name: "Name", "이름";
    /// The field of the address.
    field_address: "Address", "주소";
    /// The field of the TTL.
    field_ttl: "TTL in seconds", "TTL(초)";
    /// Removes a name.
    remove: "Remove the name", "이름 지우기";
    /// What was typed is no address.
    bad_address: "That is no IPv4 address, such as 198.51.100.80.", "198.51.100.80과 같은 IPv4 주소를 입력하세요.";
    /// What was typed is no TTL.
    bad_ttl: "A TTL is a whole number of seconds.", "TTL은 초 단위의 정수로 입력하세요.";
    /// The question of a message.
    section_question: "Question", "질문";
    /// The answer of a message.
    section_answer: "Answer", "답변";
    /// The authority section.
    section_authority: "Authority", "권한";
    /// The additional section.
    section_additional: "Additional", "추가";
    /// A section with no records.
    section_empty: "empty", "비어 있음";
    /// The question's message.
    query_message: "Query message", "질의 메시지";
    /// The answer's message.
    reply_message: "Response message", "응답 메시지";
    /// The packet is none that is known.
    no_packet: "no packet yet", "아직 패킷 없음";
    /// A lookup is not over.
    under_way: "under way", "진행 중";
    /// Within the host.
    in_host: "within the host", "호스트 안에서";
    /// Nobody answered in time.
    no_answer: "no answer", "응답 없음";
    /// Nobody answered yet.
    waiting: "waiting for an answer", "응답을 기다리는 중";
    /// On the map: this host asks that one.
    map_asks: "asks", "질의";
    /// On the map: this host answers that one.
    map_answers: "answers", "응답";
    /// A host's own resolver.
    stub: "stub resolver", "스텁 리졸버";
    /// What a stub resolver is.
    stub_cache: "stub resolver's cache", "스텁 리졸버의 캐시";
    /// A recursive resolver's.
    resolver_cache: "recursive resolver's cache", "재귀 리졸버의 캐시";
}

/// How a lookup came out, in a word or two.
pub fn badge(lang: Lang, what: &What) -> &'static str {
    match what {
        What::Needs(_) => lang.pick("asks", "요청"),
        What::FromCache { negative: true, .. } => lang.pick("from the cache: none", "캐시: 없음"),
        What::FromCache { .. } => lang.pick("from the cache", "캐시에서"),
        What::Expired(_) => lang.pick("expired", "만료됨"),
        What::Joined => lang.pick("joined", "합류"),
        What::Asks { attempt: 1, .. } => lang.pick("query", "질의"),
        What::Asks { .. } => lang.pick("query again", "다시 질의"),
        What::Answers { outcome, .. } => outcome_badge(lang, outcome),
        What::Follows { .. } => "CNAME",
        What::Wildcard(_) => lang.pick("wildcard", "와일드카드"),
        What::AlsoNeeds(_) => lang.pick("also needed", "먼저 필요"),
        What::TimedOut => lang.pick("timed out", "시간 초과"),
        What::Unreachable(_) => lang.pick("unreachable", "도달 불가"),
        What::Ignores(_) => lang.pick("ignored", "무시"),
        What::Disbelieves { .. } => lang.pick("not believed", "믿지 않음"),
        What::Fails(_) | What::FailsSo(_) => lang.pick("given up", "포기"),
        What::Tells(_) => lang.pick("address", "주소"),
        What::TellsNot(_) => lang.pick("no address", "주소 없음"),
    }
}

/// What an answer is, in a word or two.
pub fn outcome_badge(lang: Lang, outcome: &Outcome) -> &'static str {
    use hoplab_dns::Rcode;
    match outcome {
        Outcome::Answer(_) => lang.pick("answer", "답"),
        Outcome::Alias(_) => lang.pick("alias (CNAME)", "별칭(CNAME)"),
        Outcome::Referral(_) => lang.pick("referral", "위임"),
        Outcome::NoSuchName => "NXDOMAIN",
        Outcome::NoData => lang.pick("no record", "레코드 없음"),
        Outcome::Truncated => lang.pick("truncated", "잘림(TC)"),
        Outcome::Error(Rcode::ServFail) => "SERVFAIL",
        Outcome::Error(Rcode::Refused) => "REFUSED",
        Outcome::Error(_) => lang.pick("error", "오류"),
        Outcome::Unreadable => lang.pick("unreadable", "읽을 수 없음"),
    }
}

/// How much an entry can be trusted.
fn rank(lang: Lang, rank: Rank) -> &'static str {
    match rank {
        Rank::Additional => lang.pick("glue", "글루"),
        Rank::Referral => lang.pick("referral", "위임"),
        Rank::Answer => lang.pick("answer", "답"),
        Rank::AuthoritativeAnswer => lang.pick("authoritative", "권한 있는 응답"),
    }
}

/// Who told an entry of a cache, and how much that can be trusted.
pub fn told_by(lang: Lang, who: &str, trust: Rank) -> String {
    let trust = rank(lang, trust);
    match lang {
        Lang::En => format!("{trust}, from {who}"),
        Lang::Ko => format!("{trust}, {who}에서"),
    }
}

/// A lookup in the list to choose from. The name comes first: where the list is narrow, the rest is cut off.
pub fn choice(lang: Lang, question: &str, at: &str, who: &str) -> String {
    match lang {
        Lang::En => format!("{question} at {at}, by {who}"),
        Lang::Ko => format!("{question}, {at}, {who}"),
    }
}

/// So many seconds.
pub fn seconds(lang: Lang, seconds: u32) -> String {
    match lang {
        Lang::En => format!("{seconds} s"),
        Lang::Ko => format!("{seconds}초"),
    }
}

/// How much of an entry's time is left. An entry whose seconds are counted as 0 may still be used for a moment.
pub fn time_left(lang: Lang, left: Span) -> String {
    match u32::try_from(left.as_nanos() / 1_000_000_000) {
        Ok(0) => lang.pick("under 1 s", "1초 미만").to_owned(),
        whole => seconds(lang, whole.unwrap_or(u32::MAX)),
    }
}

/// The accessible name of a button that empties a cache.
pub fn flush_of(lang: Lang, node: &str) -> String {
    match lang {
        Lang::En => format!("Flush the cache of {node}"),
        Lang::Ko => format!("{node}의 캐시 비우기"),
    }
}

/// A zone at a server.
pub fn zone_at(lang: Lang, zone: &Name, node: &str) -> String {
    let zone = zone.to_string();
    match (lang, zone.as_str()) {
        (Lang::En, ".") => format!("{node}: the root zone"),
        (Lang::Ko, ".") => format!("{node}: 루트 존"),
        (Lang::En, zone) => format!("{node}: zone {zone}"),
        (Lang::Ko, zone) => format!("{node}: {zone} 존"),
    }
}

/// A step of the list for those who cannot see its number.
pub fn step_number(lang: Lang, number: usize) -> String {
    match lang {
        Lang::En => format!("Step {number}"),
        Lang::Ko => format!("{number}단계"),
    }
}

/// How many questions and answers a lookup took.
pub fn summary(lang: Lang, queries: usize, took: Option<&str>) -> String {
    match (lang, queries, took) {
        (Lang::En, 0, Some(took)) => format!("No message on any link, {took}"),
        (Lang::Ko, 0, Some(took)) => format!("오간 메시지 없음, {took}"),
        (Lang::En, 1, Some(took)) => format!("1 query, {took} in all"),
        (Lang::En, queries, Some(took)) => format!("{queries} queries, {took} in all"),
        (Lang::Ko, queries, Some(took)) => format!("질의 {queries}번, 모두 {took}"),
        (Lang::En, 1, None) => "1 query so far".to_owned(),
        (Lang::En, queries, None) => format!("{queries} queries so far"),
        (Lang::Ko, queries, None) => format!("지금까지 질의 {queries}번"),
    }
}

/// The packet of a message.
pub fn packet(lang: Lang, packet: u64, bytes: usize) -> String {
    match lang {
        Lang::En => format!(
            "packet {}, {}",
            PacketId(packet),
            count(bytes as u64, "byte")
        ),
        Lang::Ko => format!("패킷 {}, {bytes}바이트", PacketId(packet)),
    }
}

/// What a type of record is, where the reader rests.
pub fn rtype_means(lang: Lang, rtype: RecordType) -> Option<&'static str> {
    Some(match rtype {
        RecordType::A => lang.pick("an IPv4 address", "IPv4 주소"),
        RecordType::Ns => lang.pick("a name server of the zone", "존을 맡은 네임 서버"),
        RecordType::Cname => lang.pick(
            "the name this one is an alias for",
            "이 별칭이 실제로 가리키는 이름",
        ),
        RecordType::Soa => lang.pick(
            "the beginning of a zone, with its serial number",
            "존의 시작점과 일련번호",
        ),
        RecordType::Other(_) => return None,
    })
}

/// Opens a scenario that shows a lookup, by its title.
pub fn try_scenario(lang: Lang, title: &str) -> String {
    match lang {
        Lang::En => format!("Open the scenario “{title}”"),
        Lang::Ko => format!("‘{title}’ 시나리오 열기"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_may_still_be_used_never_has_no_time_left() {
        let told = |ms| time_left(Lang::En, Span::from_millis(ms));
        assert_eq!(told(999), "under 1 s");
        assert_eq!(told(1_000), "1 s");
        assert_eq!(told(59_900), "59 s");
    }

    #[test]
    fn records_made_from_a_wildcard_are_told_with_the_name_that_is_missing() {
        let name = |text: &str| text.parse().expect("it is a name");
        let what = What::Wildcard(hoplab_dns::Wildcard {
            name: name("www.example.com"),
            wildcard: name("*.example.com"),
            effect: hoplab_dns::WildcardEffect::Synthesized,
        });
        let said = |lang| sentence(lang, "ns1", "", &what, false);
        assert_eq!(
            said(Lang::En),
            "ns1 has no www.example.com, so it makes the records from the wildcard *.example.com."
        );
        assert_eq!(
            said(Lang::Ko),
            "ns1에 www.example.com이 없어서 와일드카드 *.example.com의 레코드로 답을 만들어요."
        );
    }
}
