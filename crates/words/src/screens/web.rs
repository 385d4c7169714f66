//! A browser and a web server on their screens.

use hoplab_sim::apps::{BrowserConnection, BrowserState, Fetch, WebLogLine, WebVisitor};
use hoplab_units::count;

use super::{bytes, span};
use crate::Lang;
use crate::apps::client_error;

texts! {
    /// The field for an address.
    address: "Address", "주소";
    /// Takes a browser to an address.
    go: "Go", "이동";
    /// The part of a browser in which the page is.
    page: "The page", "페이지";
    /// Before anything of the page is here.
    blank: "A blank page.", "빈 페이지예요.";
    /// What the browser asked for.
    requests: "Requests", "요청";
    /// A picture nothing of which is here yet.
    no_picture: "nothing of it yet", "아직 아무것도 오지 않음";
    /// A request without an answer.
    waiting: "no answer yet", "아직 응답 없음";
    /// Who is connected to a server.
    visitors: "Connections", "연결";
    /// Nobody is.
    no_visitors: "Nobody is connected.", "연결된 클라이언트가 없어요.";
    /// What a server answered.
    log: "Requests answered", "응답한 요청";
}

/// How far a browser is.
pub fn state(lang: Lang, state: BrowserState) -> String {
    match state {
        BrowserState::LookingUp => lang.pick("Looking up the name…", "이름을 조회하는 중…"),
        BrowserState::Connecting => lang.pick("Connecting…", "연결하는 중…"),
        BrowserState::Waiting => lang.pick("Waiting for the answer…", "응답을 기다리는 중…"),
        BrowserState::Loading => lang.pick("Loading…", "불러오는 중…"),
        BrowserState::Done => lang.pick("Done.", "다 불러왔어요."),
        BrowserState::Failed(error) => {
            let why = client_error(lang, error);
            return match lang {
                Lang::En => format!("This page cannot be shown: {}.", why.trim_end_matches('.')),
                Lang::Ko => format!("페이지를 표시할 수 없어요. {why}"),
            };
        }
    }
    .to_owned()
}

/// A browser's connection: what tells one tab from another.
pub fn connection(lang: Lang, connection: &BrowserConnection) -> String {
    let BrowserConnection { local, remote, .. } = connection;
    let state = match connection.open_since {
        Some(_) => lang.pick("open", "열림"),
        None => lang.pick("opening", "여는 중"),
    };
    format!("{local} → {remote} · {state}")
}

/// How much of something is here.
pub fn loaded(lang: Lang, here: usize, length: Option<u64>) -> String {
    let here = here as u64;
    match length {
        Some(all) if all > here => match lang {
            Lang::En => format!("{} of {}", bytes(lang, here), bytes(lang, all)),
            Lang::Ko => format!("{} 중 {}", bytes(lang, all), bytes(lang, here)),
        },
        _ => bytes(lang, here),
    }
}

/// A request and what came of it so far.
pub fn fetch(lang: Lang, fetch: &Fetch) -> String {
    let status = match (&fetch.status, fetch.error) {
        (_, Some(error)) => client_error(lang, error),
        (Some((code, reason)), None) => format!("{code} {reason}"),
        (None, None) => waiting(lang).to_owned(),
    };
    let mut text = format!("GET {} · {status}", fetch.target);
    if fetch.status.is_some() {
        text += " · ";
        text += &loaded(lang, fetch.body.len(), fetch.length);
    }
    text
}

/// What took how long for a request: each step as far as it was needed and is over.
pub fn timings(lang: Lang, fetch: &Fetch) -> String {
    let times = &fetch.times;
    let steps = [
        (lang.pick("lookup", "이름 조회"), times.looked_up),
        (lang.pick("connect", "연결"), times.connected),
        (lang.pick("send", "요청"), times.sent),
        (lang.pick("first byte", "첫 바이트"), times.first_byte),
        (lang.pick("rest", "나머지"), times.done),
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

/// A connection of a server.
pub fn visitor(lang: Lang, visitor: &WebVisitor) -> String {
    let WebVisitor {
        from,
        requests,
        waiting,
        ..
    } = visitor;
    let mut text = match lang {
        Lang::En => format!("{from}: {}", count(*requests, "request")),
        Lang::Ko => format!("{from}: 요청 {requests}개"),
    };
    if *waiting > 0 {
        let left = bytes(lang, u64::from(*waiting));
        text += &match lang {
            Lang::En => format!(", {left} still to send"),
            Lang::Ko => format!(", 보낼 것이 {left} 남음"),
        };
    }
    text
}

/// A line of a server's log.
pub fn answered(lang: Lang, line: &WebLogLine) -> String {
    let asked = if line.method.is_empty() {
        lang.pick("(made no sense)", "(알아볼 수 없는 요청)")
            .to_owned()
    } else {
        format!("{} {}", line.method, line.target)
    };
    let length = bytes(lang, u64::from(line.bytes));
    format!("{} {asked} → {} · {length}", line.to, line.status)
}
