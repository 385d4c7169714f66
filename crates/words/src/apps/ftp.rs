//! What happens between FTP clients and servers, in words.

use hoplab_sim::apps::FtpEvent;
use hoplab_units::count;

use super::failure::{client_error, told};
use crate::screens::span;
use crate::{self as words, Lang, josa};

/// What an FTP program did or learnt.
pub(super) fn sentence(lang: Lang, subject: &str, event: &FtpEvent) -> String {
    match lang {
        Lang::En => english(subject, event),
        Lang::Ko => korean(subject, event),
    }
}

fn english(subject: &str, event: &FtpEvent) -> String {
    match event {
        FtpEvent::Commanded { line } => {
            format!("{subject} says over the control connection: {line}")
        }
        FtpEvent::Replied { code, text } => format!("{subject} gets the reply {code} {text}"),
        FtpEvent::OpensData { at } => {
            format!("{subject} opens a second connection to {at}, for data")
        }
        FtpEvent::DataOpen { at } => format!("{subject} has the data connection to {at}"),
        FtpEvent::FileWhole { file, bytes, after } => {
            format!(
                "{subject} has all of {file}, {}, after {}",
                count(*bytes, "byte"),
                span(*after)
            )
        }
        FtpEvent::Failed { error } => format!(
            "{subject} does not get what it wanted: {}",
            client_error(Lang::En, *error)
        ),
        FtpEvent::WaitsForData { port, from } => {
            format!("{subject} listens on port {port} for the data connection of {from}")
        }
        FtpEvent::LetIn { user, from } => format!("{subject} lets in {user} from {from}"),
        FtpEvent::KeptOut { user, from } => {
            format!("{subject} does not let in {user} from {from}")
        }
        FtpEvent::FileSent { file, bytes, to } => {
            format!(
                "{subject} sent {file} to {to}, and all of it was acknowledged ({})",
                count(*bytes, "byte")
            )
        }
        FtpEvent::DataFailed {
            file,
            to,
            error: Some(error),
        } => format!(
            "{subject} could not send all of {file} to {to}: {}",
            words::socket_error(Lang::En, *error)
        ),
        FtpEvent::DataFailed {
            file,
            to,
            error: None,
        } => format!("{subject} could not send {file}: {to} opened no data connection"),
        FtpEvent::IdleClosed { to } => {
            format!("{subject} ends the session of {to}, who said nothing for too long")
        }
    }
}

fn korean(subject: &str, event: &FtpEvent) -> String {
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
            told(client_error(Lang::Ko, *error))
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
            told(words::socket_error(Lang::Ko, *error))
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
