//! Starting, stopping and telling programs something, in words.

use crate::ko::josa;
use crate::programs::Wants;
use hoplab_sim::apps::Target;

program_table! { files }

texts! {
    start: "시작할 프로그램";
    start_other: "프로그램 시작하기…";
    start_title: "프로그램 시작하기";
    start_text: "지금부터, 이미 실행 중인 프로그램과 함께 실행돼요.";
    host: "어느 호스트에서";
    which: "어떤 프로그램을";
    do_start: "시작";
    stop: "끝내기";
    screens: "프로그램";
    show_dns: "DNS 탭에서 보기";
    sockets: "이 프로그램의 소켓";
    programs: "프로그램";
    no_programs: "실행 중인 프로그램이 없어요.";
    running: "실행 중";
    ended: "끝남";
    enter: "입력";
    as_switched: "위에서 고른 대로";
    sender: "보내는 프로그램";
}

pub fn sample(text: &str) -> &str {
    match text {
        "Hello from the other end of the network!" => "네트워크 저편에서 보내는 인사예요!",
        "Hello from the client!" => "클라이언트에서 보내는 인사예요!",
        "Is anybody there?" => "거기 누구 있나요?",
        "Hello, Chat!" => "채팅 여러분, 안녕하세요!",
        "Hello? Is this the right address?" => "여보세요? 이 주소가 맞나요?",
        "Here you are!" => "여기 있었네요!",
        "Did you get this?" => "이 글을 받았나요?",
        "Are you back?" => "다시 켜졌나요?",
        "Once more, please." => "한 번 더 보내 주세요.",
        "A short text fits into the window at once." => "짧은 글은 윈도우 하나에 한 번에 들어가요.",
        // What stands in the form that starts a program.
        "Hello?" => "여보세요?",
        "Welcome" => "어서 오세요",
        "mina" => "미나",
        _ => text,
    }
}

pub fn library_name(name: &str) -> &str {
    match name {
        "Viewer" => "뷰어",
        "Chat" => "채팅",
        "Pictures" => "그림",
        name => name,
    }
}

pub fn program_of(host: &str, program: &str) -> String {
    format!("{host}의 {program}")
}

pub fn start_program(name: &str) -> String {
    format!("{name} 시작")
}

pub fn start_on_port(name: &str, port: u16) -> String {
    format!("{port}번 포트에서 {name} 시작")
}

pub fn named(what: &str, name: &str) -> String {
    format!("{what}({name})")
}

pub fn field(name: &'static str) -> &'static str {
    match name {
        "to" => "상대(이름, 주소 또는 호스트)",
        "port" => "포트",
        "transport" => "전송 방식",
        "count" => "횟수",
        "text" => "보낼 글",
        "path" => "페이지 경로",
        "file" => "파일(비우면 명령을 기다려요)",
        "nick" => "대화명",
        "buffer" => "재생 전에 기다리는 시간",
        "title" => "페이지 제목",
        name => name,
    }
}

pub fn wrong(wants: Wants, _why: &str) -> String {
    let text = match wants {
        Wants::Target => "호스트 하나를 가리키는 이름이나 주소여야 해요.",
        Wants::Port => "1부터 65535까지의 수여야 해요. 0번은 쓸 수 없어요.",
        Wants::Line => "1바이트 이상 512바이트 이하로 써야 해요.",
        Wants::Count => "1부터 1000까지의 수여야 해요.",
        Wants::Path => "/로 시작하고 512바이트를 넘지 않아야 해요.",
        Wants::Wait => "200ms, 1s처럼 10초 이하의 시간이어야 해요.",
        Wants::Nick => "빈칸 없는 이름으로, 30바이트를 넘지 않아야 해요.",
        Wants::Name => "1바이트 이상 100바이트 이하로 써야 해요.",
        Wants::Other => "쓸 수 없는 값이에요.",
    };
    text.to_owned()
}

pub fn field_name(name: &str) -> &str {
    match name {
        "to" => "상대",
        "port" => "포트",
        "text" => "보낼 글",
        "count" => "횟수",
        "path" => "페이지 경로",
        "file" => "파일",
        "nick" => "대화명",
        "buffer" => "재생 전에 기다리는 시간",
        name => name,
    }
}

pub fn as_switched_go(names: &str) -> String {
    format!(
        "위에서 고른 UDP나 TCP로 보내는 프로그램: {names}. IP를 고르면 포트가 없어서 UDP로 보내요. "
    )
}

pub fn always_go(names: &str) -> String {
    format!("전송 방식이 늘 같은 프로그램: {names}.")
}

pub fn stop_what(host: &str, program: &str) -> String {
    format!("{host}의 {program} 끝내기")
}

pub fn and_more(count: usize) -> String {
    format!("이 밖에 {count}개 더 있어요. 호스트를 고르면 보여요")
}

pub fn waits_on(who: &str, program: &str, port: u16) -> String {
    format!("{who}의 {} {port}번 포트에서 기다려요", josa::i(program))
}

pub fn starts_for(who: &str, program: &str, target: &Target) -> String {
    format!("{who}에서 {} 시작해요(대상: {target})", josa::eul(program))
}

pub fn starts(who: &str, program: &str) -> String {
    format!("{who}에서 {} 시작해요", josa::eul(program))
}
