//! The words around the map: header, send bar, play bar, receiver, comparison, sharing, notices.

use hoplab_dns::DnsEventKind;
use hoplab_scenario::ScenarioError;
use hoplab_scenario::library::UnknownScenario;
use hoplab_scenario::link::LinkError;
use hoplab_scenario::parameters::Remark;
use hoplab_scenario::query::QueryError;
use hoplab_sim::apps::AppEvent;
use hoplab_sim::{EventKind, Origin, SocketError, TraceEvent, TransferSnapshot, Transport};
use hoplab_tcp::{Failure, State, TcpEvent, TransmitReason};
use hoplab_units::{Span, Time, count};

use super::refusals::{no_scenario, scenario_error};
use super::story::{self, changes};
use super::{Lang, josa};
use hoplab_explain::screen::Figures;

/// Texts with nothing to fill in.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $ko:literal;)*) => {
        impl Lang {
            $($(#[$doc])* pub const fn $name(self) -> &'static str { self.pick($en, $ko) })*
        }
    };
}

texts! {
    /// What the page is, under its name.
    tagline: "a small internet to break", "망가뜨려 보는 작은 인터넷";
    /// The label of the scenario picker.
    scenario: "Scenario", "시나리오";
    /// A scenario that is not in the library.
    own_scenario: "Your own scenario", "직접 만든 시나리오";
    /// The label of the theme button.
    theme: "Theme", "화면 밝기";
    /// The theme follows the system.
    theme_auto: "Theme: auto", "밝기 자동";
    /// The light theme.
    theme_light: "Light", "밝게";
    /// The dark theme.
    theme_dark: "Dark", "어둡게";
    /// The label of the language buttons.
    language: "Language", "언어";
    /// Opens the share dialog.
    share: "Share", "공유";
    /// Opens the list of keys.
    help: "Keys", "단축키";
    /// Closes a dialog.
    close: "Close", "닫기";
    /// Before the hint.
    try_this: "Try this:", "해 보세요:";

    /// The label of what is sent.
    send_what: "Send", "보낼 것";
    /// The picture.
    picture: "the picture", "그림";
    /// A text.
    text: "a text", "글";
    /// The label of the text field.
    your_text: "Your text", "보낼 글";
    /// The label of the protocol switch.
    over: "over", "전송 방식";
    /// What raw IP promises.
    promise_ip: "IP: packets to an address, as best it can (best effort). No ports, no order, no promise.", "IP: 주소로 패킷을 보낼 뿐이에요(최선형 전달). 포트도, 순서나 도착에 대한 보장도 없어요.";
    /// What UDP promises.
    promise_udp: "UDP: IP with ports and a checksum. No connection to set up, and no promise of delivery or order.", "UDP: IP에 포트와 체크섬을 더했어요. 연결을 맺지 않고, 전달도 순서도 보장하지 않아요.";
    /// What TCP promises.
    promise_tcp: "TCP: a connection. Bytes arrive in order and without gaps, or the program is told that the connection failed.", "TCP: 연결을 맺어요. 바이트가 빠짐없이 순서대로 도착하거나, 연결이 실패했다고 프로그램에 알려요.";

    /// The links that lead past everything.
    skip_links: "Skip to", "바로 가기";
    /// A link to the play button.
    skip_to_play: "Skip to Play and Pause (or press Space anywhere)", "재생·일시 정지로 바로 가기(어디서나 스페이스)";
    /// A link to the map.
    skip_to_map: "Skip to the map", "지도로 바로 가기";
    /// A link to the log.
    skip_to_log: "Skip to the log", "기록으로 바로 가기";
    /// A link to the inspector.
    skip_to_inspector: "Skip to the inspector", "자세히 보기로 바로 가기";

    /// The play button while time stands still.
    play: "Play", "재생";
    /// The play button while time runs.
    pause: "Pause", "일시 정지";
    /// To the beginning.
    restart: "Start again", "처음부터";
    /// To the event before.
    step_back: "Step back", "이전 사건";
    /// To the next event.
    step: "Next event", "다음 사건";
    /// The label of the speed slider.
    speed: "Speed", "속도";
    /// The label of the timeline.
    timeline: "Time", "시간";
    /// The checkbox for passing over quiet stretches.
    skip_quiet: "Skip quiet stretches", "조용한 구간 건너뛰기";
    /// Time stands at the story's end, though something is still to come.
    story_ends: "The story ends here. Play goes on.", "이야기는 여기까지예요. 재생하면 계속돼요.";
    /// Nothing will happen any more.
    ended: "Nothing more will happen.", "이제 더 일어날 일이 없어요.";
    /// Begins the run again.
    play_again: "Play again", "다시 재생";
    /// The same run over all three.
    compare: "Compare IP, UDP, TCP", "IP·UDP·TCP 비교";

    /// The heading of the receiver's view.
    received: "What arrived", "도착한 것";
    /// Before anything has come.
    nothing_yet: "Nothing yet.", "아직 아무것도 오지 않았어요.";
    /// A host that is off shows nothing.
    switched_off: "This host is switched off.", "이 호스트는 꺼져 있어요.";
    /// Before a text that got in among the tiles of a picture.
    stray: "Among the tiles came:", "타일 사이에 섞여 온 것:";
    /// Why tiles are in wrong places, where they came over IP or UDP.
    shifted: "No tile says where it belongs: each goes into the next free place. After a loss all later ones are one place too early, and the end stays empty.", "타일에는 제자리가 적혀 있지 않아 도착한 차례대로 놓여요. 그래서 하나가 손실되면 뒤의 타일이 모두 앞으로 밀리고, 그림 끝이 비어요.";
    /// The same where none is missing.
    overtaken: "No tile says where it belongs: each goes into the next free place. One that is overtaken on the way, or comes twice, puts all those between into wrong places.", "타일에는 제자리가 적혀 있지 않아 도착한 차례대로 놓여요. 그래서 오는 길에 순서가 뒤바뀌거나 두 번 도착한 것이 있으면 그 사이의 타일이 모두 엉뚱한 자리에 놓여요.";
    /// The heading of what the sender knows.
    sender_knows: "What the sender knows", "보낸 쪽이 아는 것";
    /// Before anything was sent.
    nothing_sent: "Nothing has been sent.", "아직 보낸 것이 없어요.";
    /// The checkbox that marks what is out of place.
    show_wrong: "Mark what is out of place", "제자리가 아닌 것 표시";

    /// The heading of the comparison.
    compare_title: "The same run over IP, UDP and TCP", "같은 상황을 IP, UDP, TCP로";
    /// What the comparison is.
    compare_text: "The same scenario, the same random seed and everything you did, run to its end three times.", "같은 시나리오와 같은 난수 시드로, 그동안 한 일까지 그대로 세 번 끝까지 실행했어요.";
    /// While it runs.
    comparing: "Running…", "실행하고 있어요…";
    /// A row of the comparison.
    row_time: "Time until the last of it", "마지막 데이터가 도착할 때까지";
    /// A row of the comparison.
    row_packets: "Packets sent", "보낸 패킷";
    /// A row of the comparison.
    row_lost: "Packets lost", "손실된 패킷";
    /// A row of the comparison.
    row_resends: "Retransmitted", "재전송";
    /// A row of the comparison.
    row_sender: "The sender", "보낸 쪽";
    /// Plays one of the three.
    watch: "Watch it", "보기";

    /// The heading of the share dialog.
    share_title: "A link to exactly this", "지금 이 화면으로 오는 링크";
    /// What the link holds.
    share_text: "It holds the scenario, the random seed, everything you did, and this moment.", "시나리오와 난수 시드, 그동안 한 일, 그리고 지금 이 순간까지 담겨 있어요.";
    /// Copies the link.
    copy: "Copy", "복사";
    /// It was copied.
    copied: "Copied.", "복사했어요.";
    /// The browser refused to copy.
    copy_by_hand: "The browser does not let the page copy. The link is selected: press Ctrl+C (⌘C on a Mac).", "브라우저가 복사를 막았어요. 링크를 선택해 두었으니 Ctrl+C(맥은 ⌘C)를 누르세요.";
    /// The link is long.
    link_long: "A link this long can be cut off by some chat and mail programs.", "링크가 길어서 메신저나 메일에서 잘릴 수 있어요.";
    /// The link is too long.
    link_too_long: "This link is too long for many programs. Send it as a file instead.", "링크가 너무 길어서 쓰지 못하는 프로그램이 많아요. 파일로 보내 주세요.";
    /// Saves the link as a file.
    save_file: "Save as a file", "파일로 저장";
    /// Opens a file.
    open_file: "Open a file", "파일 열기";
    /// The label of the embedding code.
    embed_code: "To put it into a page of yours", "내 페이지에 넣으려면";
    /// The code of the embedding.
    embed_html: "HTML code", "HTML 코드";
    /// The address alone, where a page asks for one.
    embed_address: "Address alone", "주소만";
    /// The frame's owner allows no new tabs.
    no_new_tab: "The page around this one does not let it open a new tab. Copy this link and open it yourself.", "이 화면을 담은 페이지가 새 탭을 열지 못하게 막았어요. 아래 링크를 복사해 직접 열어 주세요.";
    /// Leads from an embedding to the page.
    open_in_hoplab: "Open in Hoplab", "Hoplab에서 열기";

    /// The name of the bar that shows how far the way to a moment is done.
    seek_bar: "On the way to the moment asked for", "요청한 시점까지 실행하는 중";
    /// Breaks that way off.
    stop_seeking: "Stop here", "여기서 멈추기";

    /// The heading of the list of keys.
    keys_title: "Keys", "단축키";
    /// A key.
    key_space: "play or pause", "재생 또는 일시 정지";
    /// A key.
    key_right: "next event", "다음 사건";
    /// A key.
    key_left: "step back", "이전 사건";
    /// A key.
    key_home: "start again", "처음부터";
    /// A key.
    key_digits: "IP, UDP, TCP", "IP, UDP, TCP 고르기";
    /// A key.
    key_escape: "stop what is running up to a moment, or select nothing", "먼 시점으로 가는 중이면 멈추기, 아니면 선택 풀기";
    /// The space bar.
    space_bar: "Space", "스페이스";

    /// The heading of a notice.
    could_not_open: "This could not be opened", "열 수 없어요";
    /// What is played instead.
    opened_instead: "The first scenario is shown instead.", "대신 첫 시나리오를 보여 줘요.";
    /// The text that could not be opened.
    what_was_given: "What was given", "받은 내용";
    /// The details of a run.
    run_details: "Run details", "실행 정보";
    /// The seed of a run.
    seed: "seed", "시드";
    /// The events of a run.
    events: "events", "사건 수";
    /// The hash of a run.
    hash: "trace hash", "실행 기록 해시";
    /// The log and the inspector, as tabs on a phone.
    log: "Log", "기록";
}

/// A scenario's title: its own, or the library's, or its name.
pub fn scenario_title(lang: Lang, scenario: &hoplab_scenario::Scenario) -> String {
    let own = scenario.title.as_ref().map(|words| in_lang(lang, words));
    own.filter(|title| !title.is_empty())
        .unwrap_or(&scenario.name)
        .to_owned()
}

/// A scenario's paragraph.
pub fn scenario_text(lang: Lang, scenario: &hoplab_scenario::Scenario) -> String {
    scenario
        .text
        .as_ref()
        .map(|words| in_lang(lang, words).to_owned())
        .unwrap_or_default()
}

/// What to try first in a scenario.
pub fn scenario_hint(lang: Lang, scenario: &hoplab_scenario::Scenario) -> String {
    scenario
        .hint
        .as_ref()
        .map(|words| in_lang(lang, words).to_owned())
        .unwrap_or_default()
}

/// A scenario file's words in a language.
pub fn in_lang(lang: Lang, words: &hoplab_scenario::Words) -> &str {
    match lang {
        Lang::En => &words.en,
        Lang::Ko => &words.ko,
    }
}

/// Nodes under the names that people see.
pub fn named(
    lang: Lang,
    scenario: &hoplab_scenario::Scenario,
    nodes: impl Iterator<Item = hoplab_sim::NodeSnapshot>,
) -> Vec<hoplab_sim::NodeSnapshot> {
    let label = |mut node: hoplab_sim::NodeSnapshot| {
        let labels = scenario
            .nodes
            .get(node.id.index())
            .and_then(|node| node.label.as_ref());
        if let Some(label) = labels
            .map(|words| in_lang(lang, words))
            .filter(|l| !l.is_empty())
        {
            node.name = label.to_owned();
        }
        node
    };
    nodes.map(label).collect()
}

/// A transport's name.
pub fn transport(transport: Transport) -> &'static str {
    match transport {
        Transport::Ip => "IP",
        Transport::Udp => "UDP",
        Transport::Tcp => "TCP",
    }
}

/// What a transport promises, in one sentence.
pub fn promise(lang: Lang, transport: Transport) -> &'static str {
    match transport {
        Transport::Ip => lang.promise_ip(),
        Transport::Udp => lang.promise_udp(),
        Transport::Tcp => lang.promise_tcp(),
    }
}

/// The send button.
pub fn send_over(lang: Lang, over: Transport) -> String {
    let over = transport(over);
    match lang {
        Lang::En => format!("Send over {over}"),
        Lang::Ko => format!("{} 보내기", josa::ro(over)),
    }
}

/// The button that plays the run again over another transport.
pub fn again_over(lang: Lang, over: Transport) -> String {
    let over = transport(over);
    match lang {
        Lang::En => format!("Play again over {over}"),
        Lang::Ko => format!("{} 다시 재생", josa::ro(over)),
    }
}

/// How fast time runs: so many times slower than in reality.
pub fn speed(lang: Lang, slower: u32) -> String {
    match (lang, slower) {
        (Lang::En, 1) => "real time".to_owned(),
        (Lang::Ko, 1) => "실제 속도".to_owned(),
        (Lang::En, slower) => format!("1/{slower} of real time"),
        (Lang::Ko, slower) => format!("실제의 1/{slower}"),
    }
}

/// A quiet stretch is passed over, and what was waited for meanwhile.
pub fn skipped(lang: Lang, gap: Span, ended_by: Option<&TraceEvent>) -> String {
    let span = seconds(gap);
    match (lang, ended_by.map(|event| waited_for(lang, event))) {
        (Lang::En, Some(why)) => format!("Nothing moves for {span}, skipped: {why}"),
        (Lang::En, None) => format!("Nothing moves for {span}: skipped."),
        (Lang::Ko, Some(why)) => format!("{span} 동안 움직이는 것이 없어 건너뛰었어요: {why}"),
        (Lang::Ko, None) => format!("{span} 동안 아무것도 움직이지 않아 건너뛰었어요."),
    }
}

/// What a quiet stretch was spent waiting for, by what ended it.
fn waited_for(lang: Lang, event: &TraceEvent) -> String {
    let timer = |en: &'static str, ko: &'static str| lang.pick(en, ko).to_owned();
    match &event.kind {
        EventKind::Tcp(TcpEvent::RtoExpired { rto, .. }) => {
            let rto = changes::span(*rto);
            match lang {
                Lang::En => format!("waiting for the RTO, {rto}"),
                Lang::Ko => format!("재전송 타이머(RTO) 대기, {rto}"),
            }
        }
        EventKind::Tcp(
            TcpEvent::TimeWaitEnded
            | TcpEvent::StateChanged {
                from: State::TimeWait,
                ..
            },
        ) => timer("TIME-WAIT", "TIME-WAIT"),
        EventKind::Tcp(TcpEvent::PersistExpired { .. }) => timer(
            "waiting to probe the closed window (persist timer)",
            "닫힌 윈도우에 프로브를 보내기까지 대기(영속 타이머)",
        ),
        EventKind::Tcp(TcpEvent::KeepAliveExpired { .. } | TcpEvent::KeepAliveGaveUp { .. }) => {
            timer("waiting for the keep-alive timer", "킵얼라이브 타이머 대기")
        }
        EventKind::Tcp(TcpEvent::UserTimeoutExpired { .. } | TcpEvent::GaveUp { .. }) => {
            timer("waiting before TCP gives up", "TCP가 포기하기까지 대기")
        }
        EventKind::Originated {
            why: Origin::Segment(TransmitReason::Ack { .. }),
            ..
        } => timer("waiting for the delayed ACK", "지연 ACK 대기"),
        EventKind::App(app) if is_dns_timeout(app) => timer(
            "waiting for a DNS answer, until the timeout",
            "DNS 응답을 시간 초과까지 기다림",
        ),
        EventKind::Command { .. } => timer(
            "nothing is due before the next command",
            "다음 명령까지 할 일 없음",
        ),
        EventKind::RoutesChanged { .. } => timer(
            "waiting until the routers notice the change",
            "라우터들이 변화를 알아채기까지 대기",
        ),
        EventKind::ContentReceived { .. } => timer(
            "waiting for the program to read",
            "프로그램이 읽기까지 대기",
        ),
        _ => timer("a program waits", "프로그램이 기다리는 중"),
    }
}

fn is_dns_timeout(app: &AppEvent) -> bool {
    matches!(app, AppEvent::Dns(dns) if matches!(dns.kind, DnsEventKind::TimedOut { .. }))
}

/// Time was stopped.
pub fn paused_at(lang: Lang, at: Time) -> String {
    let at = story::clock(at);
    match lang {
        Lang::En => format!("Paused at {at}"),
        Lang::Ko => format!("{at}에서 멈췄어요"),
    }
}

/// Time was let run.
pub fn plays_from(lang: Lang, at: Time) -> String {
    let at = story::clock(at);
    match lang {
        Lang::En => format!("Playing from {at}"),
        Lang::Ko => format!("{at}부터 재생해요"),
    }
}

/// Something was done at a moment before the end of what had been seen.
pub fn future_dropped(lang: Lang, at: Time, seen: Time) -> String {
    let (at, seen) = (story::clock(at), story::clock(seen));
    match lang {
        Lang::En => format!("What you had seen up to {seen} is gone: from {at} on it happens anew"),
        Lang::Ko => format!("{seen}까지 본 것은 사라지고, {at}부터 새로 일어나요"),
    }
}

/// An effect and its cause, as the answer to why.
pub fn because(lang: Lang, effect: &str, cause: &str) -> String {
    match lang {
        Lang::En => format!("{effect}, because {cause}"),
        Lang::Ko => format!("{effect}. 원인: {cause}"),
    }
}

/// A time in seconds, to the precision a person wants: `0.0312 s`, `1.25 s`, `63 s`.
pub fn seconds(span: Span) -> String {
    use hoplab_units::fixed;
    let value = span.as_secs_f64();
    match value {
        v if v < 1.0 => fixed(v, 4) + " s",
        v if v < 10.0 => fixed(v, 3) + " s",
        v if v < 100.0 => fixed(v, 2) + " s",
        v => fixed(v, 1) + " s",
    }
}

/// How far the way to a moment is done, in simulated time.
pub fn sought(lang: Lang, reached: Time, wanted: Time, percent: u8) -> String {
    let (reached, wanted) = (since_start(reached), since_start(wanted));
    match lang {
        Lang::En => format!("Reached {reached} of {wanted} ({percent}%)"),
        Lang::Ko => format!("{wanted} 중 {reached}까지 실행했어요({percent}%)"),
    }
}

/// The way to a moment was broken off.
pub fn stopped(lang: Lang, reached: Time, wanted: Time) -> String {
    let (reached, wanted) = (since_start(reached), since_start(wanted));
    match lang {
        Lang::En => format!("Stopped at {reached}, before {wanted}."),
        Lang::Ko => format!("{wanted}에 이르기 전, {reached}에서 멈췄어요."),
    }
}

/// How far the comparison is.
pub fn comparing(lang: Lang, over: Transport, reached: Time) -> String {
    let (over, reached) = (transport(over), since_start(reached));
    match lang {
        Lang::En => format!("{over}: reached {reached}"),
        Lang::Ko => format!("{over}: {reached}까지 실행했어요"),
    }
}

fn since_start(at: Time) -> String {
    seconds(at.since(Time::ZERO))
}

/// The heading of a program's screen. Raw IP has no ports: what comes over it comes to all programs alike.
pub fn screen_of(lang: Lang, node: &str, program: &str, over: Transport, port: u16) -> String {
    match (lang, over) {
        (Lang::En, Transport::Ip) => format!("{node}: {program}, no port (raw IP)"),
        (Lang::Ko, Transport::Ip) => format!("{node}: {program}, 포트 없음(IP)"),
        (Lang::En, _) => format!("{node}: {program}, port {port}"),
        (Lang::Ko, _) => format!("{node}: {program}, {port}번 포트"),
    }
}

/// How a message came.
pub fn came_over(lang: Lang, from: &str, over: Transport) -> String {
    let over = transport(over);
    match lang {
        Lang::En => format!("from {from} over {over}"),
        Lang::Ko => format!("{from}에서 {} 왔어요", josa::ro(over)),
    }
}

/// The caption of a message: how much of it is here and right.
pub fn figures(lang: Lang, figures: Figures, picture: bool) -> String {
    let unit = match (lang, picture, figures.total) {
        (Lang::En, true, _) => "tiles",
        (Lang::En, false, 1) => "piece",
        (Lang::En, false, _) => "pieces",
        (Lang::Ko, true, _) => "타일",
        (Lang::Ko, false, _) => "조각",
    };
    if figures.is_whole() {
        return match lang {
            Lang::En => format!(
                "Whole: {} of {} {unit}, all in place",
                figures.here, figures.total
            ),
            Lang::Ko => format!("온전해요: {unit} {}개 모두 제자리에 있어요", figures.total),
        };
    }
    let mut parts = vec![match lang {
        Lang::En if figures.total > 0 => format!("{} of {} {unit}", figures.here, figures.total),
        Lang::Ko if figures.total > 0 => {
            format!("{unit} {}개 중 {}개", figures.total, figures.here)
        }
        Lang::En => format!("{} {unit}", figures.here),
        Lang::Ko => format!("{unit} {}개", figures.here),
    }];
    let mut add = |count: u32, en: &str, ko: &str| {
        if count > 0 {
            parts.push(match lang {
                Lang::En => format!("{count} {en}"),
                Lang::Ko => format!("{ko} {count}개"),
            });
        }
    };
    add(figures.misplaced, "in the wrong place", "자리가 잘못된 것");
    add(figures.missing(), "missing", "도착하지 않은 것");
    add(figures.repeated, "repeated", "중복된 것");
    add(figures.foreign, "of something else", "다른 데이터");
    add(
        figures.beyond,
        "for which no place was left",
        "자리가 모자라 버린 것",
    );
    parts.join(", ")
}

/// What the sender knows while it still sends.
pub fn sending(lang: Lang, transfer: &TransferSnapshot) -> String {
    let (given, total) = (transfer.sent_bytes, transfer.total_bytes);
    match (lang, transfer.transport, given) {
        (Lang::En, Transport::Tcp, 0) => "Waits for the connection (handshake).".to_owned(),
        (Lang::Ko, Transport::Tcp, 0) => "연결을 맺는 중이에요(핸드셰이크).".to_owned(),
        (_, Transport::Tcp, _) => {
            // What a program has written it has not sent: TCP sends it when the windows allow.
            let sent = given.saturating_sub(transfer.unsent);
            let acknowledged = given.saturating_sub(transfer.unacknowledged);
            match lang {
                Lang::En => format!(
                    "Of {total} bytes, handed to the socket: {given}, sent by TCP: {sent}, acknowledged: {acknowledged}."
                ),
                Lang::Ko => format!(
                    "전체 {total}바이트 중 소켓에 넘긴 것 {given}바이트, TCP가 보낸 것 {sent}바이트, 확인 응답을 받은 것 {acknowledged}바이트예요."
                ),
            }
        }
        (Lang::En, _, _) => format!("Sent {given} of {total} bytes."),
        (Lang::Ko, _, _) => format!("{total}바이트 중 {given}바이트를 보냈어요."),
    }
}

/// A large message of no meaning: `3 MB of data`.
pub fn bulk(lang: Lang, bytes: u32) -> String {
    let size = match bytes {
        1_000_000.. => format!("{:.1} MB", f64::from(bytes) / 1e6).replace(".0 ", " "),
        _ => format!("{bytes} B"),
    };
    match lang {
        Lang::En => format!("{size} of data"),
        Lang::Ko => format!("데이터 {size}"),
    }
}

/// Which message a line is about: `picture → 198.51.100.80:32202`.
pub fn message_to(lang: Lang, payload: &hoplab_sim::Payload, to: &str) -> String {
    let what = match payload {
        hoplab_sim::Payload::Picture => lang.pick("Picture", "그림").to_owned(),
        hoplab_sim::Payload::Bulk(bytes) => bulk(lang, *bytes),
        hoplab_sim::Payload::Text(text) => {
            let short: String = text.chars().take(16).collect();
            let more = if text.chars().count() > 16 { "…" } else { "" };
            super::quoted(&format!("{short}{more}"))
        }
    };
    format!("{what} → {to}")
}

/// What the sender knows when it is done. `reported`: an error it was told of all the same.
pub fn sent(lang: Lang, over: Transport, reported: Option<SocketError>) -> String {
    if let (Transport::Udp | Transport::Ip, Some(error)) = (over, reported) {
        let why = socket_error(lang, error);
        return match lang {
            Lang::En => format!("All of it was sent, and it was reported: {why}."),
            Lang::Ko => format!("모두 보냈지만 오류가 알려져 왔어요: {why}"),
        };
    }
    match over {
        Transport::Tcp => lang.pick(
            "All of it was acknowledged: the other host's TCP has every byte, in order. Whether its program has read it, TCP does not say.",
            "모두 확인 응답을 받았어요. 상대 호스트의 TCP가 전부 순서대로 받았다는 뜻이고, 프로그램이 읽었는지는 알 수 없어요.",
        ),
        Transport::Udp | Transport::Ip => lang.pick(
            "All of it was sent. Nobody says what arrived.",
            "모두 보냈어요. 무엇이 도착했는지는 아무도 알려 주지 않아요.",
        ),
    }
    .to_owned()
}

/// What the sender was told when it failed.
pub fn failed(lang: Lang, error: SocketError) -> String {
    let why = socket_error(lang, error);
    match lang {
        Lang::En => format!("Failed: {why}."),
        Lang::Ko => format!("실패했어요: {why}"),
    }
}

/// An error as a program is told it.
pub fn socket_error(lang: Lang, error: SocketError) -> String {
    let text = match error {
        SocketError::Tcp(Failure::Refused) => lang.pick(
            "connection refused, nobody listens on that port",
            "연결이 거부됐어요. 그 포트에서 기다리는 프로그램이 없어요.",
        ),
        SocketError::Tcp(Failure::Reset) => lang.pick(
            "connection reset by the other side (RST)",
            "상대가 연결을 재설정했어요(RST).",
        ),
        SocketError::Tcp(Failure::TimedOut { retransmissions }) => {
            return match lang {
                Lang::En => format!(
                    "no answer after {}, connection timed out",
                    count(retransmissions, "retransmission")
                ),
                Lang::Ko => {
                    format!("{retransmissions}번 재전송해도 응답이 없어 연결 시간이 초과됐어요.")
                }
            };
        }
        SocketError::Tcp(Failure::KeepAlive { probes }) => {
            return match lang {
                Lang::En => {
                    format!(
                        "no answer to {}, connection timed out",
                        count(probes, "keep-alive probe")
                    )
                }
                Lang::Ko => {
                    format!("킵얼라이브 프로브 {probes}번에 응답이 없어 연결 시간이 초과됐어요.")
                }
            };
        }
        SocketError::Tcp(Failure::UserTimeout) => lang.pick(
            "no acknowledgment within the time the program allows (user timeout)",
            "프로그램이 정한 시간 안에 확인 응답이 오지 않았어요(사용자 타임아웃).",
        ),
        SocketError::Tcp(Failure::Unreachable) => lang.pick(
            "the network says that the destination cannot be reached",
            "목적지에 도달할 수 없다고 네트워크가 알려 왔어요.",
        ),
        SocketError::Tcp(Failure::Aborted) => lang.pick(
            "the program aborted the connection",
            "프로그램이 연결을 중단했어요.",
        ),
        SocketError::PortUnreachable => lang.pick(
            "port unreachable, nobody listens there (ICMP)",
            "포트에 도달할 수 없어요. 기다리는 프로그램이 없어요(ICMP).",
        ),
        SocketError::ProtocolUnreachable => lang.pick(
            "protocol unreachable, no program takes raw IP there (ICMP)",
            "프로토콜에 도달할 수 없어요. 받는 프로그램이 없어요(ICMP).",
        ),
        SocketError::HostUnreachable => lang.pick(
            "host unreachable (ICMP)",
            "호스트에 도달할 수 없어요(ICMP).",
        ),
        SocketError::NetUnreachable => lang.pick(
            "network unreachable (ICMP)",
            "네트워크에 도달할 수 없어요(ICMP).",
        ),
        SocketError::TtlExceeded => lang.pick(
            "its TTL ran out on the way (ICMP)",
            "가는 도중에 TTL이 다 됐어요(ICMP).",
        ),
        SocketError::TooBig { mtu } => {
            return match lang {
                Lang::En => format!(
                    "the packet is longer than a link on the way takes, at most {mtu} bytes (ICMP)"
                ),
                Lang::Ko => format!("패킷이 도중의 링크보다 커요. 최대 {mtu}바이트예요(ICMP)."),
            };
        }
        SocketError::NoRoute => lang.pick(
            "no way out: its own link is cut",
            "나갈 길이 없어요. 자기 링크가 끊겼어요.",
        ),
        SocketError::AddressInUse => {
            lang.pick("address already in use", "이미 쓰고 있는 주소예요.")
        }
        SocketError::NoPortLeft => {
            lang.pick("no ephemeral port is left", "남은 임시 포트가 없어요.")
        }
        SocketError::TooManySockets => {
            lang.pick("too many sockets are open", "열린 소켓이 너무 많아요.")
        }
        SocketError::PoweredOff => lang.pick("the host was switched off", "호스트가 꺼졌어요."),
    };
    text.to_owned()
}

/// Why nothing could be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenError {
    /// The link behind `#s=`.
    Link(LinkError),
    /// A parameter behind `?`.
    Query(QueryError),
    /// A name that is not in the library.
    Unknown(UnknownScenario),
    /// A scenario that cannot be.
    Scenario(ScenarioError),
    /// A file with nothing in it that could be opened.
    NoScenario,
}

/// Why something could not be opened.
pub fn open_error(lang: Lang, error: &OpenError) -> String {
    match error {
        OpenError::Link(error) => link_error(lang, error),
        OpenError::Query(QueryError::UnknownScenario(unknown)) => match lang {
            Lang::En => unknown.to_string(),
            Lang::Ko => unknown_scenario_ko(unknown),
        },
        OpenError::Unknown(unknown) => match lang {
            Lang::En => unknown.to_string(),
            Lang::Ko => unknown_scenario_ko(unknown),
        },
        OpenError::Query(QueryError::BadValue {
            parameter,
            value,
            expected,
        }) => match lang {
            Lang::En => format!("In the address, {parameter}={value} is not {expected}."),
            Lang::Ko => {
                let wanted = wanted_ko(parameter, expected);
                format!("주소의 {parameter} 값 \"{value}\": 읽을 수 없어요. 필요한 값: {wanted}")
            }
        },
        OpenError::Query(QueryError::UnknownParameter { name, meant }) => match lang {
            Lang::En => {
                format!("The address has no parameter \"{name}\". Did you mean \"{meant}\"?")
            }
            Lang::Ko => {
                format!(
                    "주소에 {} 항목은 없어요. 혹시 \"{meant}\"인가요?",
                    josa::iraneun(&format!("\"{name}\""))
                )
            }
        },
        OpenError::Scenario(error) => match lang {
            Lang::En => format!("The scenario cannot be used: {error}"),
            Lang::Ko => format!("시나리오를 쓸 수 없어요. {}", scenario_error(lang, error)),
        },
        OpenError::NoScenario => no_scenario(lang),
    }
}

/// A parameter of the address made no sense, and what is shown for all that.
pub fn mended(lang: Lang, error: &QueryError, scenario: &str) -> String {
    let wrong = open_error(lang, &OpenError::Query(error.clone()));
    let done = match (lang, error) {
        (Lang::En, QueryError::BadValue { .. }) => "It was passed over.".to_owned(),
        (Lang::Ko, QueryError::BadValue { .. }) => "이 값은 쓰지 않았어요.".to_owned(),
        (Lang::En, QueryError::UnknownParameter { meant, .. }) => {
            format!("It was read as \"{meant}\".")
        }
        (Lang::Ko, QueryError::UnknownParameter { meant, .. }) => {
            format!("{} 읽었어요.", josa::ro(&format!("\"{meant}\"")))
        }
        (Lang::En, QueryError::UnknownScenario(_)) => format!("\"{scenario}\" is shown."),
        (Lang::Ko, QueryError::UnknownScenario(_)) => {
            format!("{} 보여 줘요.", josa::eul(&format!("\"{scenario}\"")))
        }
    };
    let wrong = sentence(wrong);
    format!("{wrong} {done}")
}

/// A text that begins and ends as a sentence.
fn sentence(text: String) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let end = if text.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    let first = first.map_or_else(String::new, String::from);
    format!("{first}{}{end}", letters.as_str())
}

/// Something in the address does not do what was meant.
pub fn remark(lang: Lang, remark: &Remark) -> String {
    match (lang, remark) {
        (Lang::En, Remark::UnknownParameter { name }) => {
            format!("The address has no parameter \"{name}\": it was passed over.")
        }
        (Lang::Ko, Remark::UnknownParameter { name }) => {
            format!(
                "주소에 {} 항목은 없어서 건너뛰었어요.",
                josa::iraneun(&format!("\"{name}\""))
            )
        }
        (
            lang,
            Remark::UnknownValue {
                name,
                value,
                values,
                meant,
            },
        ) => {
            let all = values.join(", ");
            let meant = match (lang, meant) {
                (_, None) => String::new(),
                (Lang::En, Some(meant)) => format!(" Did you mean \"{meant}\"?"),
                (Lang::Ko, Some(meant)) => format!(" 혹시 \"{meant}\"인가요?"),
            };
            match lang {
                Lang::En => {
                    format!("In the address, {name} can be {all}, but not \"{value}\".{meant}")
                }
                Lang::Ko => {
                    format!(
                        "주소의 {name} 값 \"{value}\": 쓸 수 없어요. 쓸 수 있는 값: {all}.{meant}"
                    )
                }
            }
        }
        (Lang::En, Remark::OnlyEmbedded { name }) => {
            format!("In the address, {name} only counts together with embed=1.")
        }
        (Lang::Ko, Remark::OnlyEmbedded { name }) => {
            format!("주소의 {name} 항목은 embed=1과 함께 쓸 때만 효과가 있어요.")
        }
        (Lang::En, Remark::ReadAs { given, scenario }) => {
            format!("The scenario \"{given}\" was read as \"{scenario}\".")
        }
        (Lang::Ko, Remark::ReadAs { given, scenario }) => {
            let read = josa::ro(&format!("\"{scenario}\""));
            format!("시나리오 이름 \"{given}\": {read} 읽었어요.")
        }
    }
}

/// What a parameter of the address may be.
fn wanted_ko<'a>(parameter: &str, expected: &'a str) -> &'a str {
    match parameter {
        "scenario" => "시나리오 이름, 예: \"broken-line\"",
        "transport" => "ip, udp, tcp 중 하나",
        "seed" => "0 이상의 정수",
        "loss" => "0부터 100까지의 퍼센트, 예: 5",
        "t" => "초 단위 시간, 예: 0.31",
        "lang" => "en 또는 ko",
        "tab" => "inspector, stack, ports, dns 중 하나",
        "embed" => "0 또는 1",
        _ => expected,
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

fn link_error(lang: Lang, error: &LinkError) -> String {
    if lang == Lang::En {
        return sentence(error.to_string());
    }
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
            let what = counted_ko(what);
            format!("링크에 담긴 것이 너무 많아요({what}, 최대 {most}).")
        }
        LinkError::Unreadable { .. } => {
            "링크는 온전하지만 내용을 읽을 수 없어요. 페이지를 새로 고쳐 보세요.".to_owned()
        }
        LinkError::UnknownScenario(unknown) => unknown_scenario_ko(unknown),
        LinkError::Invalid(error) => {
            format!("시나리오를 쓸 수 없어요. {}", scenario_error(lang, error))
        }
    }
}

/// What a link or a file has too many of.
fn counted_ko(what: &str) -> &str {
    match what {
        "characters" => "글자",
        "bytes" => "바이트",
        "bytes when unpacked" => "압축을 푼 바이트",
        "commands" => "한 일",
        "nodes" => "노드",
        "links" => "링크",
        "programs" => "프로그램",
        other => other,
    }
}

/// Why there is no link, and what there is instead.
pub fn does_not_fit(lang: Lang, error: &LinkError) -> String {
    match (lang, error) {
        (Lang::En, LinkError::TooLong { what, most }) => format!(
            "This run does not fit into a link: too many {what}, and the most is {most}. Save it as a file: whoever opens that here sees exactly this."
        ),
        (Lang::Ko, LinkError::TooLong { what, most }) => format!(
            "링크 하나에 담기에는 너무 많아요({}, 최대 {most}). 파일로 저장해서 보내 주세요. 여기에서 그 파일을 열면 지금 이 화면이 그대로 나와요.",
            counted_ko(what)
        ),
        (lang, error) => link_error(lang, error),
    }
}

/// Why there is not even a file.
pub fn file_does_not_fit(lang: Lang, error: &LinkError) -> String {
    match (lang, error) {
        (Lang::En, LinkError::TooLong { what, most }) => {
            format!("Nor does it fit into a file: too many {what}, and the most is {most}.")
        }
        (Lang::Ko, LinkError::TooLong { what, most }) => {
            format!(
                "파일에도 다 담을 수 없어요({}, 최대 {most}).",
                counted_ko(what)
            )
        }
        (lang, error) => link_error(lang, error),
    }
}

/// A link's length.
pub fn link_length(lang: Lang, characters: usize) -> String {
    match lang {
        Lang::En => format!("{characters} characters"),
        Lang::Ko => format!("{characters}자"),
    }
}

/// A command was refused.
pub fn refused(lang: Lang, why: hoplab_sim::Refusal) -> &'static str {
    use hoplab_sim::Refusal;
    match why {
        Refusal::NoSuchNode => lang.pick("There is no such node.", "그런 노드는 없어요."),
        Refusal::NoSuchLink => lang.pick("There is no such link.", "그런 링크는 없어요."),
        Refusal::PacketGone => lang.pick(
            "That packet is no longer under way.",
            "그 패킷은 이미 전송이 끝났어요.",
        ),
        Refusal::NotAHost => lang.pick("Only a host can do that.", "호스트만 할 수 있어요."),
        Refusal::NotARouter => lang.pick("Only a router can do that.", "라우터만 할 수 있어요."),
        Refusal::NodeDown => lang.pick(
            "The sender is switched off. Switch it on first.",
            "보낼 호스트가 꺼져 있어요. 먼저 켜 주세요.",
        ),
        Refusal::BadText => lang.pick(
            "Write a text first, of at most 4096 bytes.",
            "보낼 글을 먼저 쓰세요. 최대 4096바이트예요.",
        ),
        Refusal::OutOfBounds => {
            lang.pick("That value is out of bounds.", "값이 범위를 벗어났어요.")
        }
        Refusal::TooMany => lang.pick(
            "There are too many messages. Start again.",
            "메시지가 너무 많아요. 처음부터 다시 시작해 주세요.",
        ),
        Refusal::NoSuchProgram => lang.pick(
            "That program is over. Start it again.",
            "그 프로그램은 이미 끝났어요. 다시 시작해 주세요.",
        ),
        Refusal::BadProgram => lang.pick(
            "The program cannot be started with these settings.",
            "이 설정으로는 프로그램을 시작할 수 없어요.",
        ),
        Refusal::NoSuchZone => lang.pick(
            "No name server there is the source of that zone.",
            "그 호스트에는 그 존을 맡은 네임 서버가 없어요.",
        ),
        Refusal::BadRecord => lang.pick(
            "The zone cannot have these records.",
            "그 존에는 이런 레코드를 둘 수 없어요.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_name_the_protocol_with_the_right_particle() {
        assert_eq!(send_over(Lang::En, Transport::Udp), "Send over UDP");
        assert_eq!(send_over(Lang::Ko, Transport::Udp), "UDP로 보내기");
        assert_eq!(again_over(Lang::Ko, Transport::Tcp), "TCP로 다시 재생");
    }

    #[test]
    fn a_caption_counts_what_is_wrong() {
        let damaged = Figures {
            total: 64,
            here: 61,
            misplaced: 14,
            repeated: 0,
            foreign: 0,
            beyond: 0,
        };
        let text = figures(Lang::En, damaged, true);
        assert_eq!(text, "61 of 64 tiles, 14 in the wrong place, 3 missing");
        let text = figures(Lang::Ko, damaged, true);
        assert_eq!(
            text,
            "타일 64개 중 61개, 자리가 잘못된 것 14개, 도착하지 않은 것 3개"
        );
    }

    #[test]
    fn what_was_handed_to_the_socket_what_was_sent_and_what_was_acknowledged_are_told_apart() {
        use core::net::{Ipv4Addr, SocketAddrV4};
        use hoplab_sim::{NodeId, Payload, TransferId, TransferState};
        let mut transfer = TransferSnapshot {
            id: TransferId(0),
            from: NodeId(0),
            source: None,
            to: SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80),
            transport: Transport::Tcp,
            payload: Payload::Picture,
            started: hoplab_units::Time::ZERO,
            total_bytes: 65_536,
            total_chunks: 64,
            sent_bytes: 65_536,
            unsent: 40_000,
            unacknowledged: 60_000,
            state: TransferState::Sending,
            resends: 0,
            reported: None,
            deliveries: Vec::new(),
        };
        assert_eq!(
            sending(Lang::En, &transfer),
            "Of 65536 bytes, handed to the socket: 65536, sent by TCP: 25536, acknowledged: 5536."
        );
        transfer.transport = Transport::Udp;
        assert_eq!(sending(Lang::En, &transfer), "Sent 65536 of 65536 bytes.");
        let told = sent(Lang::En, Transport::Udp, Some(SocketError::HostUnreachable));
        assert_eq!(
            told,
            "All of it was sent, and it was reported: host unreachable (ICMP)."
        );
        assert!(sent(Lang::En, Transport::Tcp, None).contains("Whether its program has read it"));
    }

    #[test]
    fn raw_ip_is_told_without_a_port() {
        let screen = |over| screen_of(Lang::Ko, "서버", "뷰어", over, 32_202);
        assert_eq!(screen(Transport::Ip), "서버: 뷰어, 포트 없음(IP)");
        assert_eq!(screen(Transport::Tcp), "서버: 뷰어, 32202번 포트");
    }

    #[test]
    fn a_time_has_the_digits_a_person_wants() {
        assert_eq!(seconds(Span::from_micros(31_200)), "0.0312 s");
        assert_eq!(seconds(Span::from_millis(63_000)), "63.00 s");
    }
}
