//! A browser and a web server on their screens.

use crate::apps::client_error;
use crate::ko::LANG;
use crate::screens::{bytes, span};
use hoplab_sim::apps::{BrowserConnection, BrowserState, Fetch, WebLogLine, WebVisitor};

texts! {
    address: "주소";
    go: "이동";
    page: "페이지";
    blank: "빈 페이지예요.";
    requests: "요청";
    no_picture: "아직 아무것도 오지 않음";
    waiting: "아직 응답 없음";
    visitors: "연결";
    no_visitors: "연결된 클라이언트가 없어요.";
    log: "응답한 요청";
}

pub fn state(state: BrowserState) -> String {
    match state {
        BrowserState::LookingUp => "이름을 조회하는 중…",
        BrowserState::Connecting => "연결하는 중…",
        BrowserState::Waiting => "응답을 기다리는 중…",
        BrowserState::Loading => "불러오는 중…",
        BrowserState::Done => "다 불러왔어요.",
        BrowserState::Failed(error) => {
            let why = client_error(LANG, error);
            return format!("페이지를 표시할 수 없어요. {why}");
        }
    }
    .to_owned()
}

pub fn connection(connection: &BrowserConnection) -> String {
    let BrowserConnection { local, remote, .. } = connection;
    let state = match connection.open_since {
        Some(_) => "열림",
        None => "여는 중",
    };
    format!("{local} → {remote} · {state}")
}

pub fn loaded(here: usize, length: Option<u64>) -> String {
    let here = here as u64;
    match length {
        Some(all) if all > here => format!("{} 중 {}", bytes(LANG, all), bytes(LANG, here)),
        _ => bytes(LANG, here),
    }
}

pub fn timings(fetch: &Fetch) -> String {
    let times = &fetch.times;
    let steps = [
        ("이름 조회", times.looked_up),
        ("연결", times.connected),
        ("요청", times.sent),
        ("첫 바이트", times.first_byte),
        ("나머지", times.done),
    ];
    let mut before = times.begun;
    let mut told = Vec::new();
    for (name, at) in steps {
        if let Some(at) = at {
            if at > before {
                told.push(format!("{name} {}", span(at.since(before))));
            }
            before = before.max(at);
        }
    }
    told.join(", ")
}

pub fn visitor(visitor: &WebVisitor) -> String {
    let WebVisitor {
        from,
        requests,
        waiting,
        ..
    } = visitor;
    let mut text = format!("{from}: 요청 {requests}개");
    if *waiting > 0 {
        let left = bytes(LANG, u64::from(*waiting));
        text += &format!(", 보낼 것이 {left} 남음");
    }
    text
}

pub fn answered(line: &WebLogLine) -> String {
    let asked = if line.method.is_empty() {
        "(알아볼 수 없는 요청)".to_owned()
    } else {
        format!("{} {}", line.method, line.target)
    };
    let length = bytes(LANG, u64::from(line.bytes));
    format!("{} {asked} → {} · {length}", line.to, line.status)
}
