//! Browsers and web servers, in words.

use crate as words;
use crate::ko::{LANG, josa};
use crate::programs::client::{client_error, told};
use crate::programs::web::request;
use crate::screens::span;
use core::net::SocketAddrV4;
use hoplab_sim::apps::{BrowserState, WebEvent};

texts! {
    service: "HTTP";
    web_server: "웹 서버";
    browser: "웹 브라우저";
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
    opening: "여는 중";
    open: "열림";
    step_lookup: "이름 조회";
    step_connect: "연결";
    step_send: "요청";
    step_first_byte: "첫 바이트";
    step_rest: "나머지";
    no_sense: "(알아볼 수 없는 요청)";
    senseless_request: "알아볼 수 없는 요청";
}

pub fn sentence(subject: &str, event: &WebEvent) -> String {
    let i = josa::i(subject);
    match event {
        WebEvent::Navigates { address } => format!("{i} {address}에 접속하려고 해요"),
        WebEvent::Requested {
            method,
            target,
            earlier: 0,
        } => format!("{i} {method} {target} 요청을 보내요"),
        WebEvent::Requested { method, target, .. } => {
            format!("{i} 이미 열려 있는 연결로 {method} {target} 요청을 보내요")
        }
        WebEvent::Responded {
            target,
            status,
            reason,
            after,
        } => format!(
            "{i} {target} 요청의 응답 헤더를 {} 만에 받았어요: {status} {reason}",
            span(*after)
        ),
        WebEvent::PageWhole {
            target,
            bytes,
            after,
        } => format!(
            "{i} 페이지 {target} 전체({bytes}바이트)를 {} 만에 받았어요",
            span(*after)
        ),
        WebEvent::PictureWhole {
            target,
            bytes,
            after,
        } => format!(
            "{i} 그림 {target} 전체({bytes}바이트)를 {} 만에 받았어요",
            span(*after)
        ),
        WebEvent::Redirected { to } => {
            format!("{i} {} 가라는 응답을 받았어요(리다이렉션)", josa::ro(to))
        }
        WebEvent::TriesNext { error } => format!(
            "{i} 그 이름의 다른 주소로 다시 연결해 봐요: {}",
            told(words::socket_error(LANG, *error))
        ),
        WebEvent::AsksAgain { target } => format!(
            "서버가 마침 이전 연결을 닫아서 {i} 새 연결로 {} 다시 요청해요",
            josa::eul(target)
        ),
        WebEvent::ConnectionEnded { requests } => {
            format!(
                "상대가 {subject}의 유휴 연결을 닫았어요. 이 연결로 {subject}에서 보낸 요청은 {requests}개예요"
            )
        }
        WebEvent::Failed { target, error } => format!(
            "{i} {} 보여 줄 수 없어요: {}",
            josa::eul(target),
            told(client_error(LANG, *error))
        ),
        WebEvent::Answered {
            to,
            method,
            target,
            status,
            bytes,
        } => {
            let request = request(LANG, method, target);
            format!("{i} {to}의 {request}에 상태 코드 {status}, 본문 {bytes}바이트로 응답해요")
        }
        WebEvent::IdleClosed { to } => {
            format!("{i} 한동안 요청이 없는 {to} 연결을 닫아요")
        }
        WebEvent::Announced {
            target,
            status,
            reason,
        } => format!(
            "{i} {target} 요청에 대한 중간 응답을 받았어요: {status} {reason}. 최종 응답은 아직 오지 않았어요"
        ),
    }
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

pub fn open_page(site: &str, path: &str) -> String {
    format!("브라우저로 {site}{path} 열기")
}

pub fn open_path(path: &str, host: &str) -> String {
    format!("브라우저로 {host}의 {path} 열기")
}

pub fn part_of(here: &str, all: &str) -> String {
    format!("{all} 중 {here}")
}

pub fn asked(from: SocketAddrV4, requests: u16) -> String {
    format!("{from}: 요청 {requests}개")
}

pub fn still_to_send(left: &str) -> String {
    format!(", 보낼 것이 {left} 남음")
}

pub fn sensible_request(method: &str, target: &str) -> String {
    format!("{method} {target} 요청")
}
