//! The words around the map: header, send bar, play bar, receiver, comparison, sharing, notices.

use crate::ko::{LANG, josa};
use crate::refusals::{no_scenario, scenario_error};
use crate::shell::{Astray, OpenError, Waited, since_start, transport};
use crate::story;
use crate::story::changes;
use hoplab_explain::screen::Figures;
use hoplab_scenario::Counted;
use hoplab_scenario::library::UnknownScenario;
use hoplab_scenario::link::LinkError;
use hoplab_scenario::parameters::Remark;
use hoplab_scenario::query::{QueryError, Wanted};
use hoplab_sim::{SocketError, Transport};
use hoplab_tcp::Failure;
use hoplab_units::Time;

pub fn send_over(over: Transport) -> String {
    let over = transport(over);
    format!("{} 보내기", josa::ro(over))
}

pub fn again_over(over: Transport) -> String {
    let over = transport(over);
    format!("{} 다시 재생", josa::ro(over))
}

pub fn speed(slower: u32) -> String {
    match slower {
        1 => "실제 속도".to_owned(),
        slower => format!("실제의 1/{slower}"),
    }
}

pub fn skipped_waiting(span: &str, what: &str) -> String {
    format!("{span} 동안 움직이는 것이 없어 건너뛰었어요: {what}")
}

pub fn skipped_silence(span: &str) -> String {
    format!("{span} 동안 아무것도 움직이지 않아 건너뛰었어요.")
}

pub fn waited(what: Waited) -> String {
    let text = match what {
        Waited::Rto(rto) => return format!("재전송 타이머(RTO) 대기, {}", changes::span(rto)),
        Waited::TimeWait => "TIME-WAIT",
        Waited::Persist => "닫힌 윈도우에 프로브를 보내기까지 대기(영속 타이머)",
        Waited::KeepAlive => "킵얼라이브 타이머 대기",
        Waited::GivingUp => "TCP가 포기하기까지 대기",
        Waited::DelayedAck => "지연 ACK 대기",
        Waited::Dns => "DNS 응답을 시간 초과까지 기다림",
        Waited::Command => "다음 명령까지 할 일 없음",
        Waited::Routers => "라우터들이 변화를 알아채기까지 대기",
        Waited::Reader => "프로그램이 읽기까지 대기",
        Waited::Program => "프로그램이 기다리는 중",
    };
    text.to_owned()
}

pub fn paused_at(at: Time) -> String {
    let at = story::clock(at);
    format!("{at}에서 멈췄어요")
}

pub fn plays_from(at: Time) -> String {
    let at = story::clock(at);
    format!("{at}부터 재생해요")
}

pub fn future_dropped(at: Time, seen: Time) -> String {
    let (at, seen) = (story::clock(at), story::clock(seen));
    format!("{seen}까지 본 것은 사라지고, {at}부터 새로 일어나요")
}

pub fn because(effect: &str, cause: &str) -> String {
    format!("{effect}. 원인: {cause}")
}

pub fn sought(reached: Time, wanted: Time, percent: u8) -> String {
    let (reached, wanted) = (since_start(reached), since_start(wanted));
    format!("{wanted} 중 {reached}까지 실행했어요({percent}%)")
}

pub fn stopped(reached: Time, wanted: Time) -> String {
    let (reached, wanted) = (since_start(reached), since_start(wanted));
    format!("{wanted}에 이르기 전, {reached}에서 멈췄어요.")
}

pub fn comparing(over: Transport, reached: Time) -> String {
    let (over, reached) = (transport(over), since_start(reached));
    format!("{over}: {reached}까지 실행했어요")
}

pub fn screen_of(node: &str, program: &str, over: Transport, port: u16) -> String {
    match over {
        Transport::Ip => format!("{node}: {program}, 포트 없음(IP)"),
        _ => format!("{node}: {program}, {port}번 포트"),
    }
}

pub fn missing_bytes(count: u32) -> String {
    format!("[{count}개 없음]")
}

pub fn came_over(from: &str, over: Transport) -> String {
    let over = transport(over);
    format!("{from}에서 {} 왔어요", josa::ro(over))
}

pub fn all_in_place(figures: Figures, picture: bool) -> String {
    format!(
        "온전해요: {} {}개 모두 제자리에 있어요",
        pieces(picture),
        figures.total
    )
}

pub fn here_of(here: u32, total: u32, picture: bool) -> String {
    let pieces = pieces(picture);
    match total {
        0 => format!("{pieces} {here}개"),
        total => format!("{pieces} {total}개 중 {here}개"),
    }
}

fn pieces(picture: bool) -> &'static str {
    if picture { "타일" } else { "조각" }
}

pub fn astray(count: u32, how: Astray) -> String {
    let how = match how {
        Astray::Misplaced => "자리가 잘못된 것",
        Astray::Missing => "도착하지 않은 것",
        Astray::Repeated => "중복된 것",
        Astray::Foreign => "다른 데이터",
        Astray::Beyond => "자리가 모자라 버린 것",
    };
    format!("{how} {count}개")
}

pub fn waits_for_connection() -> String {
    "연결을 맺는 중이에요(핸드셰이크).".to_owned()
}

pub fn sending_over_tcp(total: u32, given: u32, sent: u32, acknowledged: u32) -> String {
    format!(
        "전체 {total}바이트 중 소켓에 넘긴 것 {given}바이트, TCP가 보낸 것 {sent}바이트, 확인 응답을 받은 것 {acknowledged}바이트예요."
    )
}

pub fn sending_datagrams(total: u32, given: u32) -> String {
    format!("{total}바이트 중 {given}바이트를 보냈어요.")
}

pub fn data_of(size: &str) -> String {
    format!("데이터 {size}")
}

pub fn a_picture() -> String {
    "그림".to_owned()
}

pub fn sent_and_reported(why: &str) -> String {
    format!("모두 보냈지만 오류가 알려져 왔어요: {why}")
}

pub fn sent_by_tcp() -> String {
    let text = "모두 확인 응답을 받았어요. 상대 호스트의 TCP가 전부 순서대로 받았다는 뜻이고, 프로그램이 읽었는지는 알 수 없어요.";
    text.to_owned()
}

pub fn sent_unheard() -> String {
    "모두 보냈어요. 무엇이 도착했는지는 아무도 알려 주지 않아요.".to_owned()
}

pub fn failed(error: SocketError) -> String {
    let why = socket_error(error);
    format!("실패했어요: {why}")
}

pub fn socket_error(error: SocketError) -> String {
    let text = match error {
        SocketError::Tcp(Failure::Refused) => {
            "연결이 거부됐어요. 그 포트에서 기다리는 프로그램이 없어요."
        }
        SocketError::Tcp(Failure::Reset) => "상대가 연결을 재설정했어요(RST).",
        SocketError::Tcp(Failure::TimedOut { retransmissions }) => {
            return format!("{retransmissions}번 재전송해도 응답이 없어 연결 시간이 초과됐어요.");
        }
        SocketError::Tcp(Failure::KeepAlive { probes }) => {
            return format!("킵얼라이브 프로브 {probes}번에 응답이 없어 연결 시간이 초과됐어요.");
        }
        SocketError::Tcp(Failure::UserTimeout) => {
            "프로그램이 정한 시간 안에 확인 응답이 오지 않았어요(사용자 타임아웃)."
        }
        SocketError::Tcp(Failure::Unreachable) => {
            "목적지에 도달할 수 없다고 네트워크가 알려 왔어요."
        }
        SocketError::Tcp(Failure::Aborted) => "프로그램이 연결을 중단했어요.",
        SocketError::PortUnreachable => {
            "포트에 도달할 수 없어요. 기다리는 프로그램이 없어요(ICMP)."
        }
        SocketError::ProtocolUnreachable => {
            "프로토콜에 도달할 수 없어요. 받는 프로그램이 없어요(ICMP)."
        }
        SocketError::HostUnreachable => "호스트에 도달할 수 없어요(ICMP).",
        SocketError::NetUnreachable => "네트워크에 도달할 수 없어요(ICMP).",
        SocketError::TtlExceeded => "가는 도중에 TTL이 다 됐어요(ICMP).",
        SocketError::TooBig { mtu } => {
            return format!("패킷이 도중의 링크보다 커요. 최대 {mtu}바이트예요(ICMP).");
        }
        SocketError::NoRoute => "나갈 길이 없어요. 자기 링크가 끊겼어요.",
        SocketError::AddressInUse => "이미 쓰고 있는 주소예요.",
        SocketError::NoPortLeft => "남은 임시 포트가 없어요.",
        SocketError::TooManySockets => "열린 소켓이 너무 많아요.",
        SocketError::PoweredOff => "호스트가 꺼졌어요.",
    };
    text.to_owned()
}

pub fn open_error(error: &OpenError) -> String {
    match error {
        OpenError::Link(error) => link_error(error),
        OpenError::Query(QueryError::UnknownScenario(unknown)) => unknown_scenario_ko(unknown),
        OpenError::Unknown(unknown) => unknown_scenario_ko(unknown),
        OpenError::Query(QueryError::BadValue {
            parameter,
            value,
            expected,
        }) => {
            let wanted = wanted_ko(*expected);
            format!("주소의 {parameter} 값 \"{value}\": 읽을 수 없어요. 필요한 값: {wanted}")
        }
        OpenError::Query(QueryError::UnknownParameter { name, meant }) => format!(
            "주소에 {} 항목은 없어요. 혹시 \"{meant}\"인가요?",
            josa::iraneun(&format!("\"{name}\""))
        ),
        OpenError::Scenario(error) => {
            format!("시나리오를 쓸 수 없어요. {}", scenario_error(LANG, error))
        }
        OpenError::NoScenario => no_scenario(LANG),
    }
}

pub fn passed_over() -> String {
    "이 값은 쓰지 않았어요.".to_owned()
}

pub fn read_as(meant: &str) -> String {
    format!("{} 읽었어요.", josa::ro(&format!("\"{meant}\"")))
}

pub fn shown_instead(scenario: &str) -> String {
    format!("{} 보여 줘요.", josa::eul(&format!("\"{scenario}\"")))
}

pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::UnknownParameter { name } => {
            format!(
                "주소에 {} 항목은 없어서 건너뛰었어요.",
                josa::iraneun(&format!("\"{name}\""))
            )
        }
        Remark::UnknownValue {
            name,
            value,
            values,
            meant,
        } => {
            let all = values.join(", ");
            let meant = match meant {
                None => String::new(),
                Some(meant) => format!(" 혹시 \"{meant}\"인가요?"),
            };
            format!("주소의 {name} 값 \"{value}\": 쓸 수 없어요. 쓸 수 있는 값: {all}.{meant}")
        }
        Remark::OnlyEmbedded { name } => {
            format!("주소의 {name} 항목은 embed=1과 함께 쓸 때만 효과가 있어요.")
        }
        Remark::ReadAs { given, scenario } => {
            let read = josa::ro(&format!("\"{scenario}\""));
            format!("시나리오 이름 \"{given}\": {read} 읽었어요.")
        }
    }
}

/// What a parameter of the address may be.
fn wanted_ko(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Scenario => "시나리오 이름, 예: \"broken-line\"",
        Wanted::Transport => "ip, udp, tcp 중 하나",
        Wanted::Seed => "0 이상의 정수",
        Wanted::Percentage => "0부터 100까지의 퍼센트, 예: 5",
        Wanted::Time => "초 단위 시간, 예: 0.31",
        Wanted::Language => "ko나 en 같은 언어 태그",
    }
}

fn unknown_scenario_ko(unknown: &UnknownScenario) -> String {
    let name = &unknown.name;
    let advice = match unknown.closest.first() {
        Some(close) => format!("혹시 \"{close}\"인가요?"),
        None => "위의 목록에서 골라 주세요.".to_owned(),
    };
    format!("\"{name}\": 이런 이름의 시나리오는 없어요. {advice}")
}

fn link_error(error: &LinkError) -> String {
    match error {
        LinkError::NotALink => {
            "Hoplab 링크가 아니에요. 링크는 1d., 2d. 또는 1j.으로 시작해요.".to_owned()
        }
        LinkError::CutOff => "링크의 끝이 잘렸어요. 링크 전체를 다시 복사해 주세요.".to_owned(),
        LinkError::Damaged => {
            "링크가 도중에 바뀌었어요. 받은 곳에서 다시 복사해 주세요.".to_owned()
        }
        LinkError::NewerVersion { found } => {
            format!("더 새로운 Hoplab이 만든 링크예요(형식 {found}). 페이지를 새로 고쳐 주세요.")
        }
        LinkError::TooLong { what, most } => {
            let what = counted_ko(*what);
            format!("링크에 담긴 것이 너무 많아요({what}, 최대 {most}).")
        }
        LinkError::Unreadable { .. } => {
            "링크는 온전하지만 내용을 읽을 수 없어요. 페이지를 새로 고쳐 보세요.".to_owned()
        }
        LinkError::UnknownScenario(unknown) => unknown_scenario_ko(unknown),
        LinkError::Invalid(error) => {
            format!("시나리오를 쓸 수 없어요. {}", scenario_error(LANG, error))
        }
    }
}

/// What a link or a file has too many of.
fn counted_ko(what: Counted) -> &'static str {
    match what {
        Counted::Characters => "글자",
        Counted::Bytes => "바이트",
        Counted::UnpackedBytes => "압축을 푼 바이트",
        Counted::Commands => "한 일",
        Counted::Nodes => "노드",
        Counted::Links => "링크",
        Counted::ScriptLines => "스크립트 줄",
        Counted::Offers => "제안",
        Counted::Launches => "시작할 프로그램",
        Counted::NameServers => "네임 서버",
        Counted::Programs => "프로그램",
        Counted::Languages => "언어",
    }
}

pub fn does_not_fit(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { what, most } => format!(
            "링크 하나에 담기에는 너무 많아요({}, 최대 {most}). 파일로 저장해서 보내 주세요. 여기에서 그 파일을 열면 지금 이 화면이 그대로 나와요.",
            counted_ko(*what)
        ),
        error => link_error(error),
    }
}

pub fn file_does_not_fit(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { what, most } => {
            format!(
                "파일에도 다 담을 수 없어요({}, 최대 {most}).",
                counted_ko(*what)
            )
        }
        error => link_error(error),
    }
}

pub fn link_length(characters: usize) -> String {
    format!("{characters}자")
}

pub fn refused(why: hoplab_sim::Refusal) -> &'static str {
    use hoplab_sim::Refusal;
    match why {
        Refusal::NoSuchNode => "그런 노드는 없어요.",
        Refusal::NoSuchLink => "그런 링크는 없어요.",
        Refusal::PacketGone => "그 패킷은 이미 전송이 끝났어요.",
        Refusal::NotAHost => "호스트만 할 수 있어요.",
        Refusal::NotARouter => "라우터만 할 수 있어요.",
        Refusal::NodeDown => "보낼 호스트가 꺼져 있어요. 먼저 켜 주세요.",
        Refusal::BadText => "보낼 글을 먼저 쓰세요. 최대 4096바이트예요.",
        Refusal::OutOfBounds => "값이 범위를 벗어났어요.",
        Refusal::TooMany => "메시지가 너무 많아요. 처음부터 다시 시작해 주세요.",
        Refusal::NoSuchProgram => "그 프로그램은 이미 끝났어요. 다시 시작해 주세요.",
        Refusal::BadProgram => "이 설정으로는 프로그램을 시작할 수 없어요.",
        Refusal::NoSuchZone => "그 호스트에는 그 존을 맡은 네임 서버가 없어요.",
        Refusal::BadRecord => "그 존에는 이런 레코드를 둘 수 없어요.",
    }
}
