//! FTP clients and servers, in words.

use crate as words;
use crate::ko::{LANG, josa};
use crate::programs::client::{client_error, told};
use crate::screens::span;
use core::net::SocketAddrV4;
use hoplab_sim::apps::{FtpEvent, FtpState};

texts! {
    data_service: "FTP 데이터";
    control_service: "FTP 제어";
    ftp_server: "FTP 서버";
    ftp_client: "FTP 클라이언트";
    command: "명령(예: RETR picture)";
    control: "제어 연결";
    data: "데이터 연결";
    opening: "데이터 연결을 여는 중, 아직 요청한 파일 없음";
    sessions: "세션";
    no_sessions: "연결된 클라이언트가 없어요.";
    server: "서버";
    client: "클라이언트";
    whole: "다 받음";
    coming_in: "받는 중";
    no_data_connection: "데이터 연결이 열리지 않음";
}

pub fn sentence(subject: &str, event: &FtpEvent) -> String {
    let i = josa::i(subject);
    match event {
        FtpEvent::Commanded { line } => format!("{i} 제어 연결로 명령을 보내요: {line}"),
        FtpEvent::Replied { code, text } => format!("{i} 응답을 받았어요: {code} {text}"),
        FtpEvent::OpensData { at } => {
            format!(
                "{i} {} 두 번째 연결인 데이터 연결을 열어요",
                josa::ro(&at.to_string())
            )
        }
        FtpEvent::DataOpen { at } => format!("{subject}의 데이터 연결이 {at}에 열렸어요"),
        FtpEvent::FileWhole { file, bytes, after } => {
            format!(
                "{i} {file} 전체({bytes}바이트)를 {} 만에 받았어요",
                span(*after)
            )
        }
        FtpEvent::Failed { error } => format!(
            "{i} 원하던 것을 받지 못했어요: {}",
            told(client_error(LANG, *error))
        ),
        FtpEvent::WaitsForData { port, from } => {
            format!("{i} {port}번 포트에서 {from}의 데이터 연결을 기다려요")
        }
        FtpEvent::LetIn { user, from } => {
            format!("{i} {from}에서 온 {user} 사용자의 로그인을 받아들였어요")
        }
        FtpEvent::KeptOut { user, from } => {
            format!("{i} {from}에서 온 {user} 사용자의 로그인을 거부했어요")
        }
        FtpEvent::FileSent { file, bytes, to } => format!(
            "{i} {} {to}에 보냈고 {bytes}바이트 모두 확인 응답을 받았어요",
            josa::eul(file)
        ),
        FtpEvent::DataFailed {
            file,
            to,
            error: Some(error),
        } => format!(
            "{i} {} {to}에 끝까지 보내지 못했어요: {}",
            josa::eul(file),
            told(words::socket_error(LANG, *error))
        ),
        FtpEvent::DataFailed {
            file,
            to,
            error: None,
        } => format!(
            "{to}에서 데이터 연결을 열지 않아 {i} {} 보내지 못했어요",
            josa::eul(file)
        ),
        FtpEvent::IdleClosed { to } => {
            format!("{i} 오랫동안 아무 말이 없는 {to}의 세션을 끝내요")
        }
    }
}

pub fn state(state: FtpState) -> String {
    match state {
        FtpState::Connecting => "연결하는 중…",
        FtpState::Busy => "서버의 응답을 기다리는 중…",
        FtpState::Ready => "로그인했어요. 명령을 입력하세요.",
        FtpState::Over => "세션이 끝났어요.",
        FtpState::Failed(error) => {
            let why = client_error(LANG, error);
            return format!("실패했어요. {why}");
        }
    }
    .to_owned()
}

pub fn fetch(file: &str, from: &str) -> String {
    format!("FTP로 {from}에서 {file} 받기")
}

pub fn log_in(to: &str) -> String {
    format!("FTP로 {to}에 로그인")
}

pub fn data_port(port: u16) -> String {
    format!("데이터 포트 {port}")
}

pub fn part_of(file: &str, sent: &str, all: &str) -> String {
    format!("{file}: {all} 중 {sent}")
}

pub fn waits_for_data(port: u16, from: SocketAddrV4) -> String {
    format!("{port}번 포트에서 {from}의 데이터 연결을 기다림")
}

pub fn let_in(user: &str, from: SocketAddrV4) -> String {
    format!("{from}에서 {user} 로그인")
}

pub fn kept_out(user: &str, from: SocketAddrV4) -> String {
    format!("{from}의 {user} 로그인 거부")
}

pub fn idle_closed(to: SocketAddrV4) -> String {
    format!("{to}의 유휴 연결을 닫음")
}
