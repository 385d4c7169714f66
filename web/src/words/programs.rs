//! Starting, stopping and telling programs something, in words.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_sim::apps::{AppKind, Ask, Carrier, Field, Target};
use hoplab_sim::{
    NodeSnapshot, ProgramRow, ProgramSpec, ProgramSummary, SocketProtocol, Transport,
};

use super::{Lang, apps, josa, ports};
use crate::programs::Defect;

texts! {
    /// The label of the programs that can be started.
    start: "Start", "시작할 프로그램";
    /// Opens the dialog.
    start_other: "Start a program…", "프로그램 시작하기…";
    /// The heading of the dialog.
    start_title: "Start a program", "프로그램 시작하기";
    /// What the dialog does.
    start_text: "It runs from this moment on, beside what runs already.", "지금부터, 이미 실행 중인 프로그램과 함께 실행돼요.";
    /// A field of the dialog.
    host: "On which host", "어느 호스트에서";
    /// A field of the dialog.
    kind: "Which program", "어떤 프로그램을";
    /// The button of the dialog.
    do_start: "Start it", "시작";
    /// Ends a program.
    stop: "Stop", "끝내기";
    /// The heading of programs' screens.
    screens: "Programs", "프로그램";
    /// Leads to the view of the DNS.
    show_dns: "See it in the DNS tab", "DNS 탭에서 보기";
    /// A program's sockets.
    sockets: "Its sockets", "이 프로그램의 소켓";
    /// A host's programs.
    programs: "Programs", "프로그램";
    /// A host without programs.
    no_programs: "No program runs here.", "실행 중인 프로그램이 없어요.";
    /// A state of a program.
    running: "running", "실행 중";
    /// A state of a program.
    ended: "ended", "끝남";
    /// Sends what was typed.
    enter: "Enter", "입력";
    /// A choice of what carries a program's messages.
    as_switched: "as chosen above", "위에서 고른 대로";
}

/// A text that a scenario of the library offers to send, in the reader's language: it is what stands in the field
/// until somebody writes something else.
pub fn sample(lang: Lang, text: &str) -> &str {
    match (lang, text) {
        (Lang::En, _) => text,
        (_, "Hello from the other end of the network!") => "네트워크 저편에서 보내는 인사예요!",
        (_, "Hello from the client!") => "클라이언트에서 보내는 인사예요!",
        (_, "Is anybody there?") => "거기 누구 있나요?",
        (_, "Hello, Chat!") => "채팅 여러분, 안녕하세요!",
        (_, "Hello? Is this the right address?") => "여보세요? 이 주소가 맞나요?",
        (_, "Here you are!") => "여기 있었네요!",
        (_, "Did you get this?") => "이 글을 받았나요?",
        (_, "Are you back?") => "다시 켜졌나요?",
        (_, "Once more, please.") => "한 번 더 보내 주세요.",
        (_, "A short text fits into the window at once.") => {
            "짧은 글은 윈도우 하나에 한 번에 들어가요."
        }
        // What stands in the form that starts a program.
        (_, "Hello?") => "여보세요?",
        (_, "Welcome") => "어서 오세요",
        (_, "mina") => "미나",
        _ => text,
    }
}

/// Whom a program turns to, as a person would call it: a host of the map by its name.
pub fn target(to: &Target, nodes: &[NodeSnapshot]) -> String {
    match to {
        Target::Name(name) => name.clone(),
        Target::Address(address) => place(*address, nodes),
    }
}

fn place(address: Ipv4Addr, nodes: &[NodeSnapshot]) -> String {
    let mut holders = nodes.iter().filter(|node| node.address == address);
    match (holders.next(), holders.next()) {
        (Some(node), None) => node.name.clone(),
        _ => address.to_string(),
    }
}

/// What a button says that starts this program.
pub fn launch(lang: Lang, program: &ProgramSpec, nodes: &[NodeSnapshot]) -> String {
    let what = match program {
        ProgramSpec::EchoClient(spec) => {
            let to = format!("{}:{}", target(&spec.to, nodes), spec.port);
            match lang {
                Lang::En => format!("Say {} to {to}", super::quoted(&spec.text)),
                Lang::Ko => format!("{to}에 {} 보내기", super::quoted(&spec.text)),
            }
        }
        ProgramSpec::QuoteClient(spec) => {
            let from = target(&spec.to, nodes);
            match (lang, spec.transport) {
                (Lang::En, None) => format!("Get a quote from {from}"),
                (Lang::En, Some(by)) => format!("Get a quote from {from} over {}", over(by)),
                (Lang::Ko, None) => format!("{from}에서 명언 받기"),
                (Lang::Ko, Some(by)) => format!("{} {from}에서 명언 받기", josa::ro(over(by))),
            }
        }
        ProgramSpec::ChatClient(spec) => {
            let to = target(&spec.to, nodes);
            match lang {
                Lang::En => format!("Join the chat on {to} as {}", spec.nick),
                Lang::Ko => format!(
                    "{to}에 {} 이름으로 들어가기",
                    josa::iraneun(&format!("‘{}’", spec.nick))
                ),
            }
        }
        ProgramSpec::Browser(spec) => {
            let port = if spec.port == 80 {
                String::new()
            } else {
                format!(":{}", spec.port)
            };
            let path = if spec.path == "/" {
                ""
            } else {
                spec.path.as_str()
            };
            let site = format!("{}{port}", target(&spec.to, nodes));
            // A name and a path make an address to type; the map's name of a host and a path make none.
            let is_host =
                matches!(spec.to, Target::Address(ip) if place(ip, nodes) != ip.to_string());
            match lang {
                Lang::En if is_host && !path.is_empty() => {
                    format!("Open {path} at {site} in a browser")
                }
                Lang::Ko if is_host && !path.is_empty() => {
                    format!("브라우저로 {site}의 {path} 열기")
                }
                Lang::En => format!("Open {site}{path} in a browser"),
                Lang::Ko => format!("브라우저로 {site}{path} 열기"),
            }
        }
        ProgramSpec::FtpClient(spec) => {
            let from = target(&spec.to, nodes);
            match (lang, &spec.file) {
                (Lang::En, Some(file)) => format!("Fetch {file} from {from} by FTP"),
                (Lang::Ko, Some(file)) => format!("FTP로 {from}에서 {file} 받기"),
                (Lang::En, None) => format!("Log in to {from} by FTP"),
                (Lang::Ko, None) => format!("FTP로 {from}에 로그인"),
            }
        }
        ProgramSpec::Ping(spec) => aim(lang, &target(&spec.to, nodes), "Ping", "에 핑 보내기"),
        ProgramSpec::Traceroute(spec) => aim(
            lang,
            &target(&spec.to, nodes),
            "Trace the route to",
            "까지 경로 추적하기",
        ),
        ProgramSpec::GameClient(spec) => {
            let to = target(&spec.to, nodes);
            match lang {
                Lang::En => format!("Play on {to}"),
                Lang::Ko => format!("{} 게임하기", josa::gwa(&to)),
            }
        }
        ProgramSpec::Streamer(spec) => {
            let to = target(&spec.to, nodes);
            match lang {
                Lang::En => format!("Stream video to {to}"),
                Lang::Ko => format!("{} 영상 보내기", josa::ro(&to)),
            }
        }
        ProgramSpec::VideoCall(spec) => match &spec.to {
            Some(to) => aim(
                lang,
                &target(to, nodes),
                "Video call with",
                "에게 화상 통화 걸기",
            ),
            None => return other_launch(lang, program),
        },
        _ => return other_launch(lang, program),
    };
    with_name(lang, what, program)
}

/// What is done with whom. `ko` begins with the particle.
fn aim(lang: Lang, whom: &str, en: &str, ko: &str) -> String {
    match lang {
        Lang::En => format!("{en} {whom}"),
        Lang::Ko => format!("{whom}{ko}"),
    }
}

/// Two tabs of one browser are told apart by their names. A name that was said already says nothing new.
fn with_name(lang: Lang, what: String, program: &ProgramSpec) -> String {
    match program.summary() {
        ProgramSummary::App(app) => match app.name {
            Some(name) => {
                let name = apps::known_name(lang, &name);
                match (what.contains(&name), lang) {
                    (true, _) => what,
                    (false, Lang::En) => format!("{what} ({name})"),
                    (false, Lang::Ko) => format!("{what}({name})"),
                }
            }
            _ => what,
        },
        _ => what,
    }
}

/// A program that turns to nobody.
fn other_launch(lang: Lang, program: &ProgramSpec) -> String {
    let name = apps::spec_name(lang, program);
    match (lang, listens_on(&program.summary())) {
        (Lang::En, Some(port)) => format!("Start {name} on port {port}"),
        (Lang::En, None) => format!("Start {name}"),
        (Lang::Ko, Some(port)) => format!("{port}번 포트에서 {name} 시작"),
        (Lang::Ko, None) => format!("{name} 시작"),
    }
}

/// The port a program waits on, if it does.
pub fn listens_on(program: &ProgramSummary) -> Option<u16> {
    match program {
        ProgramSummary::Viewer { port, .. } => Some(*port),
        ProgramSummary::Sender { .. } => None,
        ProgramSummary::App(app) => app.port,
    }
}

/// The label of a field.
pub fn field(lang: Lang, field: &Field) -> &'static str {
    match (field.ask, field.name) {
        (Ask::Target, _) => lang.pick("To (name, address or host)", "상대(이름, 주소 또는 호스트)"),
        (Ask::Port, _) => lang.pick("Port", "포트"),
        (Ask::Transport, _) => lang.pick("Over", "전송 방식"),
        (_, "count") => lang.pick("How often", "횟수"),
        (_, "text") => lang.pick("What it says", "보낼 글"),
        (_, "path") => lang.pick("Page", "페이지 경로"),
        (_, "file") => lang.pick(
            "File (empty: wait for commands)",
            "파일(비우면 명령을 기다려요)",
        ),
        (_, "nick") => lang.pick("Name in the chat", "대화명"),
        (_, "buffer") => lang.pick("Waits before it plays", "재생 전에 기다리는 시간"),
        (_, "title") => lang.pick("Title of its page", "페이지 제목"),
        (_, name) => name,
    }
}

/// What is wrong with a form.
pub fn defect(lang: Lang, defect: &Defect) -> String {
    let field = defect.field;
    match lang {
        Lang::En => format!("{}: {}.", field_name(lang, field), defect.why),
        Lang::Ko => {
            let why = match field {
                "to" => "호스트 하나를 가리키는 이름이나 주소여야 해요.",
                "port" => "1부터 65535까지의 수여야 해요. 0번은 쓸 수 없어요.",
                "text" => "1바이트 이상 512바이트 이하로 써야 해요.",
                "count" => "1부터 1000까지의 수여야 해요.",
                "path" => "/로 시작하고 512바이트를 넘지 않아야 해요.",
                "buffer" => "200ms, 1s처럼 10초 이하의 시간이어야 해요.",
                "nick" => "빈칸 없는 이름으로, 30바이트를 넘지 않아야 해요.",
                "title" | "file" => "1바이트 이상 100바이트 이하로 써야 해요.",
                _ => "쓸 수 없는 값이에요.",
            };
            format!("{}: {why}", field_name(lang, field))
        }
    }
}

fn field_name(lang: Lang, name: &str) -> &str {
    match name {
        "to" => lang.pick("To", "상대"),
        "port" => lang.pick("Port", "포트"),
        "text" => lang.pick("What it says", "보낼 글"),
        "count" => lang.pick("How often", "횟수"),
        "path" => lang.pick("Page", "페이지 경로"),
        "file" => lang.pick("File", "파일"),
        "nick" => lang.pick("Name in the chat", "대화명"),
        "buffer" => lang.pick("Waits before it plays", "재생 전에 기다리는 시간"),
        name => name,
    }
}

/// To what the switch applies, and what has a transport of its own. `kinds`: each once.
pub fn carriers(lang: Lang, kinds: &[AppKind]) -> String {
    let (mut switched, mut own) = (Vec::new(), Vec::new());
    for each in kinds {
        let name = apps::kind(lang, *each);
        match each.carrier() {
            Carrier::Switch => switched.push(name.to_owned()),
            Carrier::Own(over) => {
                let over: Vec<&str> = over.iter().map(|one| apps::protocol(*one)).collect();
                own.push(format!("{name} {}", over.join(", ")));
            }
            Carrier::Any => {}
        }
    }
    let mut text = String::new();
    if !switched.is_empty() {
        let names = switched.join(", ");
        text += &match lang {
            Lang::En => {
                format!(
                    "Goes over UDP or TCP, whichever is chosen (with IP chosen over UDP, since programs need ports): {names}. "
                )
            }
            Lang::Ko => {
                format!(
                    "위에서 고른 UDP나 TCP로 보내는 프로그램: {names}. IP를 고르면 포트가 없어서 UDP로 보내요. "
                )
            }
        };
    }
    if !own.is_empty() {
        let names = own.join(", ");
        text += &match lang {
            Lang::En => format!("Always over the same transport: {names}."),
            Lang::Ko => format!("전송 방식이 늘 같은 프로그램: {names}."),
        };
    }
    text
}

/// A program of a host: what it is called, and whether it runs.
pub fn row(lang: Lang, row: &ProgramRow) -> String {
    let name = apps::program_name(lang, &row.summary);
    match listens_on(&row.summary) {
        Some(port) => format!("{name} :{port}"),
        None => name,
    }
}

/// Whether a program runs.
pub fn state(lang: Lang, row: &ProgramRow) -> &'static str {
    if row.ended.is_some() {
        ended(lang)
    } else {
        running(lang)
    }
}

/// What a button says to those who do not see beside what it stands.
pub fn stop_what(lang: Lang, host: &str, program: &str) -> String {
    match lang {
        Lang::En => format!("Stop {program} on {host}"),
        Lang::Ko => format!("{host}의 {program} 끝내기"),
    }
}

/// A socket in brief: `TCP :49152 → 198.51.100.80:80`.
pub fn socket(
    lang: Lang,
    protocol: SocketProtocol,
    local: SocketAddrV4,
    remote: Option<SocketAddrV4>,
) -> String {
    let name = apps::protocol(protocol);
    match (protocol, remote) {
        // Raw IP has no ports, and ICMP has an echo identifier.
        (SocketProtocol::Raw, Some(remote)) => format!("{name} → {}", remote.ip()),
        (SocketProtocol::Raw, None) => name.to_owned(),
        (SocketProtocol::Icmp, _) => {
            format!("{name}, {} {}", ports::echo_id(lang), local.port())
        }
        (_, Some(remote)) => format!("{name} :{} → {remote}", local.port()),
        (_, None) => format!("{name} :{}", local.port()),
    }
}

/// The name of a program's screen.
pub fn screen_of(host: &str, program: &str) -> String {
    format!("{host} · {program}")
}

/// How much a name server has answered.
pub fn answered(lang: Lang, questions: u32) -> String {
    match lang {
        Lang::En => format!("Questions answered: {questions}."),
        Lang::Ko => format!("질의 {questions}개에 응답했어요."),
    }
}

/// How much a resolver remembers.
pub fn remembered(lang: Lang, records: usize) -> String {
    match lang {
        Lang::En => format!("Answers in its cache: {records}."),
        Lang::Ko => format!("캐시에 응답이 {records}개 있어요."),
    }
}

/// What a choice of transport says in the form.
pub fn over(transport: Transport) -> &'static str {
    match transport {
        Transport::Udp => apps::protocol(SocketProtocol::Udp),
        Transport::Tcp => apps::protocol(SocketProtocol::Tcp),
        Transport::Ip => apps::protocol(SocketProtocol::Raw),
    }
}

/// There are more programs than are drawn.
pub fn and_more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("and {count} more: select their host to see them"),
        Lang::Ko => format!("이 밖에 {count}개 더 있어요. 호스트를 고르면 보여요"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_replay::{Player, Recording};
    use hoplab_scenario::{Scenario, library, link::LinkState};
    use hoplab_sim::{NodeId, Payload};

    /// What the buttons of a scenario say.
    fn said(scenario: &str, lang: Lang) -> Vec<String> {
        let scenario = library::find(scenario).expect("it is in the library");
        let recording = Recording::from(LinkState::new(scenario.clone()));
        let player = Player::new(recording).expect("the library is valid");
        let nodes = (0..).map_while(|node| player.world().node(NodeId(node)));
        let nodes = crate::words::named(lang, &scenario, nodes);
        let launches = scenario.launches.iter();
        launches
            .map(|offered| launch(lang, &offered.program, &nodes))
            .collect()
    }

    #[test]
    fn every_text_that_the_library_offers_to_send_is_offered_in_korean_too() {
        let scenarios = library::all().iter().map(|entry| entry.scenario());
        let offers: Vec<_> = scenarios.flat_map(|scenario| scenario.sendable()).collect();
        let texts: Vec<&String> = offers
            .iter()
            .filter_map(|offer| match &offer.payload {
                Payload::Text(text) => Some(text),
                Payload::Picture | Payload::Bulk(_) => None,
            })
            .collect();
        assert!(texts.len() > 5, "{texts:?}");
        for text in texts {
            assert_ne!(sample(Lang::Ko, text), text);
        }
    }

    #[test]
    fn a_button_says_what_is_done_with_whom_as_a_person_would() {
        assert_eq!(
            said("three-programs", Lang::Ko),
            [
                "브라우저로 웹 서버의 /about 열기",
                "친구와 게임하기",
                "친구에게 화상 통화 걸기"
            ]
        );
        assert_eq!(
            said("three-programs", Lang::En)[0],
            "Open /about at Web server in a browser"
        );
    }

    #[test]
    fn only_ports_are_written_as_ports() {
        let end = |port| SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
        let told = |protocol, local, remote| socket(Lang::Ko, protocol, end(local), remote);
        assert_eq!(told(SocketProtocol::Icmp, 1, None), "ICMP, 식별자 1");
        assert_eq!(told(SocketProtocol::Raw, 0, Some(end(0))), "IP → 127.0.0.1");
        assert_eq!(told(SocketProtocol::Udp, 53, None), "UDP :53");
    }

    #[test]
    fn what_stands_in_a_field_to_be_sent_is_korean_on_a_korean_page() {
        let mut texts: Vec<String> = crate::programs::kinds()
            .filter_map(AppKind::form)
            .flatten()
            .filter(|field| field.ask == Ask::Text && field.name != "buffer")
            .map(|field| field.first.to_owned())
            .collect();
        let bare = r#"{"nodes":[{"id":"a","role":"host","address":"192.0.2.1"},{"id":"b","role":"host",
            "address":"192.0.2.2","programs":[{"viewer":{"name":"View","port":7}}]}]}"#;
        let bare = Scenario::from_json(bare).unwrap();
        let scenarios = library::all().iter().map(|entry| entry.scenario());
        for scenario in scenarios.chain([bare]) {
            let offers = scenario.sendable().into_iter();
            texts.extend(offers.filter_map(|offer| match offer.payload {
                hoplab_sim::Payload::Text(text) => Some(text),
                _ => None,
            }));
        }
        assert!(texts.len() > 10);
        for text in texts.iter().filter(|text| *text != "/") {
            let own = sample(Lang::Ko, text);
            let korean = own.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(korean, "{text}: {own}");
        }
    }

    #[test]
    fn a_file_is_named_once() {
        for lang in [Lang::En, Lang::Ko] {
            let fetch = &said("ftp-two-connections", lang)[0];
            assert_eq!(fetch.matches("hello.txt").count(), 1, "{fetch}");
        }
    }
}
