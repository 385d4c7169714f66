//! FTP clients and servers, in words.

use crate as words;
use crate::ko::{LANG, josa};
use crate::programs::client::{client_error, told};
use crate::screens::{bytes, span};
use hoplab_sim::apps::{FtpEvent, FtpSessionRow, FtpState, FtpTransfer};

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

pub fn transfer(transfer: &FtpTransfer) -> String {
    if transfer.command.is_empty() && transfer.error.is_none() {
        return opening().to_owned();
    }
    let here = bytes(LANG, transfer.data.len() as u64);
    let how = match (transfer.done, transfer.error) {
        (Some(_), _) => "다 받음".to_owned(),
        (None, Some(error)) => client_error(LANG, error),
        (None, None) => "받는 중".to_owned(),
    };
    match transfer.command.as_str() {
        "" => how,
        command => format!("{command} · {here} · {how}"),
    }
}

pub fn session(session: &FtpSessionRow) -> String {
    let mut text = session.from.to_string();
    if let Some(user) = &session.user {
        text += &format!(" · {user}");
    }
    if let Some(port) = session.data_port {
        text += &format!(" · 데이터 포트 {port}");
    }
    if let Some((file, sent, all)) = &session.sending {
        let (sent, all) = (bytes(LANG, u64::from(*sent)), bytes(LANG, u64::from(*all)));
        text += &format!(" · {file}: {all} 중 {sent}");
    }
    text
}

pub fn event(event: &FtpEvent) -> String {
    match event {
        FtpEvent::WaitsForData { port, from } => {
            format!("{port}번 포트에서 {from}의 데이터 연결을 기다림")
        }
        FtpEvent::LetIn { user, from } => format!("{from}에서 {user} 로그인"),
        FtpEvent::KeptOut { user, from } => format!("{from}의 {user} 로그인 거부"),
        FtpEvent::FileSent {
            file,
            bytes: length,
            to,
        } => {
            format!("{file} → {to} · {}", bytes(LANG, u64::from(*length)))
        }
        FtpEvent::DataFailed { file, to, error } => {
            let why = match error {
                Some(error) => words::socket_error(LANG, *error),
                None => "데이터 연결이 열리지 않음".to_owned(),
            };
            format!("{file} → {to}: {why}")
        }
        FtpEvent::IdleClosed { to } => format!("{to}의 유휴 연결을 닫음"),
        // The client's kinds: a server has none of them in its log.
        FtpEvent::Commanded { line } => line.clone(),
        FtpEvent::Replied { code, text } => format!("{code} {text}"),
        FtpEvent::OpensData { at } | FtpEvent::DataOpen { at } => {
            format!("{} → {at}", data())
        }
        FtpEvent::FileWhole { file, .. } => file.clone(),
        FtpEvent::Failed { error } => client_error(LANG, *error),
    }
}

pub fn fetch(file: &str, from: &str) -> String {
    format!("FTP로 {from}에서 {file} 받기")
}

pub fn log_in(to: &str) -> String {
    format!("FTP로 {to}에 로그인")
}
